"""Whether a request that changes something comes from our own pages."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from onglet.web.origin import accepts

GOOD = "t"
HERE = {"host": "crm.example.fr"}


def accepted(
    headers: dict[str, str], *, method: str = "POST", token: str = GOOD, expected: str | None = "t"
) -> bool:
    return accepts(
        method,
        Headers({**HERE, **headers}),
        presented=token,
        expected=expected,
        public_url="https://crm.example.fr",
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("token", ["", "x", "tt", "é", "t" * 100_000])
def test_a_wrong_token_is_refused_for_each_unsafe_method(method: str, token: str) -> None:
    assert not accepted({"sec-fetch-site": "same-origin"}, method=method, token=token)
    assert accepted({"sec-fetch-site": "same-origin"}, method=method)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_safe_methods_need_nothing(method: str) -> None:
    assert accepted({"sec-fetch-site": "cross-site"}, method=method, token="")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "rubbish"])
@pytest.mark.parametrize("expected", ["t", None])
def test_another_site_is_refused_even_with_the_token(site: str, expected: str | None) -> None:
    assert not accepted({"sec-fetch-site": site}, expected=expected)


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("https://crm.example.fr", True),
        ("http://crm.example.fr", True),
        ("https://crm.example.fr:443", True),
        ("https://crm.example.fr:8443", False),
        ("https://evil.example", False),
        ("https://crm.example.fr.evil.example", False),
        ("https://user@evil.example", False),
        ("null", False),
        ("", False),
        ("http://[::1", False),
        ("http://crm.example.fr:rubbish", False),
    ],
)
def test_without_fetch_metadata_the_origin_decides(origin: str, own: bool) -> None:
    assert accepted({"origin": origin}) is own
    assert accepted({"origin": origin}, expected=None) is own


def test_behind_a_proxy_the_public_address_counts() -> None:
    behind = {"host": "10.0.0.7:8000", "origin": "https://crm.example.fr"}
    assert accepted(behind)


def test_no_browser_signs_a_request_without_either_header() -> None:
    assert accepted({})
    assert not accepted({}, token="")
    assert accepted({}, token="", expected=None)


def test_an_empty_expected_token_is_never_right() -> None:
    assert not accepted({}, token="", expected="")
