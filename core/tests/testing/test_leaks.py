"""The leak walk can fail: every leak that is planted is found, and named by where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from core.tests.testing.leaky import Leaky, Sound

from onglet.testing.kit import MakeSite, making_sites
from onglet.testing.leaks import Report, Sin, assert_no_leaks, walk


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What the walk finds in the plugin of every sin, as somebody who reaches their own alone."""
    folder = tmp_path_factory.mktemp("leaky")
    with making_sites(folder, f"sqlite:///{folder / 'onglet.sqlite'}") as make:
        return walk(make(Leaky()), about="leaky", only=["own"])


@pytest.mark.parametrize(
    ("sin", "where"),
    [
        pytest.param(Sin.SHOWN, "tabs leaky.render", id="raw table"),
        pytest.param(Sin.SHOWN, "GET /clients/{client_id}/{slug}", id="raw table in the page"),
        pytest.param(Sin.CHANGED, "navigation leaky.all", id="unfiltered count"),
        pytest.param(Sin.CHANGED, "statistics leaky.sum.compute", id="unfiltered figure"),
        pytest.param(Sin.SHOWN, "pins leaky.note.read", id="record trusted"),
        pytest.param(Sin.SHOWN, "search_sources leaky.hits", id="unfiltered search"),
        pytest.param(Sin.TOLD_APART, "GET /search", id="unfiltered search in the page"),
        pytest.param(Sin.SHOWN, "GET /leaky/export.csv", id="export without a filter"),
        pytest.param(Sin.TOLD_APART, "GET /leaky/refused/{public_id}", id="403 instead of 404"),
        pytest.param(Sin.SHOWN, "GET /leaky/told/{public_id}", id="name in an error message"),
        pytest.param(Sin.SHOWN, "GET /leaky/headed/{public_id}", id="name in a header"),
        pytest.param(
            Sin.WRITTEN, "POST /clients/{client_id}/leaky/rename", id="client of the form trusted"
        ),
        pytest.param(
            Sin.WRITTEN, "POST /clients/{client_id}/leaky/attach", id="person of the form trusted"
        ),
        pytest.param(
            Sin.WRITTEN, "POST /clients/{client_id}/leaky/hasty", id="written, then refused"
        ),
        pytest.param(Sin.FAILED, "POST /clients/{client_id}/leaky/broken", id="500"),
    ],
)
def test_a_planted_leak_is_found_and_named(found: Report, sin: Sin, where: str) -> None:
    assert (sin, where) in found.grouped()
    assert where in str(found)


def test_only_the_places_that_leak_are_named(found: Report) -> None:
    places = {where for _, where in found.grouped()}
    drawing = {"GET /search", "GET /search/box", "GET /clients/{client_id}/{slug}"}
    drawing |= {"GET /clients/{client_id}/-/extras"}

    assert all("leaky" in place or place in drawing for place in places)


def test_a_sound_plugin_passes_with_its_counts(deployment: MakeSite) -> None:
    report = assert_no_leaks(deployment(Sound()), about="sound")

    assert report.profiles >= 10
    assert report.contributions == 1
    assert report.requests > report.writes > 0
    assert report.counts().endswith("0 leaks")


def test_a_leak_fails_with_where_it_is_and_who_learns_it(tmp_path: Path, sqlite_url: str) -> None:
    with (
        making_sites(tmp_path, sqlite_url) as make,
        pytest.raises(AssertionError, match=r"GET /leaky/export.csv shows .*own"),
    ):
        assert_no_leaks(make(Leaky()), about="leaky")
