"""Whatever stands in an address, it is answered: nothing there is 404, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from onglet.db.identifiers import new_public_id
from onglet.testing.kit import MakeSite

PART = re.compile(r"\{(\w+)(?::\w+)?\}")
NOTHING = {"nul": "%00", "control": "a%0Ab", "long": "x" * 10_000, "number": "9" * 30}
"""Parts of an address that cannot name anything."""
ODD = {"quote": "'", "wild": "%25_", "letters": "é☃", "slip": "..%2F..%2Fsecret"}
"""Parts that could, and do not."""


def addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every (method, address) with a part that varies, plugins' too."""
    for route, prefix in _routes(app.router.routes, ""):
        path = prefix + route.path
        if PART.search(path):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, path


def _routes(routes: Any, prefix: str) -> Iterator[tuple[APIRoute, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes, prefix + route.include_context.prefix)
        elif isinstance(route, APIRoute):
            yield route, prefix


def filled(path: str, last: str, **known: str) -> str:
    """The address with this text as its last part that varies, and sound parts before it."""
    parts = [match.group(1) for match in PART.finditer(path)]
    values = {name: known.get(name, new_public_id()) for name in parts} | {parts[-1]: last}
    return PART.sub(lambda match: values[match.group(1)], path)


@pytest.mark.parametrize("odd", [*NOTHING, *ODD])
def test_every_address_answers_whatever_stands_in_it(deployment: MakeSite, odd: str) -> None:
    site = deployment(installed=True)
    browser: TestClient = site.browser(site.user(all_rights=True))
    client = site.client()
    app: Any = browser.app
    last = (NOTHING | ODD)[odd]

    answers = {
        f"{method} {path}": browser.request(
            method, filled(path, last, client_id=client.public_id), data={}
        ).status_code
        for method, path in addresses(app)
    }

    assert len(answers) > 50
    wrong = {
        address: status
        for address, status in answers.items()
        if status >= 500 or status == 422 or (odd in NOTHING and status != 404)
    }
    assert wrong == {}


QUERY = "&".join(
    f"{name}=a%00b"
    for name in (
        *("q", "reference", "before", "after", "next", "sort", "state", "owner", "kind", "kinds"),
        *("page", "period", "from", "to", "on", "by", "person", "colleague", "text", "siren"),
    )
)


def test_a_nul_in_a_question_fails_nothing(deployment: MakeSite) -> None:
    site = deployment(installed=True)
    browser: TestClient = site.browser(site.user(all_rights=True))
    client = site.client()
    app: Any = browser.app
    paths = {
        PART.sub(client.public_id, prefix + route.path)
        for route, prefix in _routes(app.router.routes, "")
        if "GET" in (route.methods or ())
    } | {f"{client.href}/{placed.item.slug}" for placed in site.host.registry().tabs}

    answers = {path: browser.get(f"{path}?{QUERY}").status_code for path in sorted(paths)}

    assert {path: status for path, status in answers.items() if status >= 500} == {}
