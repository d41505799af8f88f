"""Fixtures of the browser tests: a server with demo data, and pages on two screens."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from onglet.testing import session
from tests.browser import chromium
from tests.browser.serving import AppServer, run_onglet, served
from tests.browser.signing_in import sign_in
from tests.browser.violations import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests of a process."""
    with sync_playwright() as playwright:
        chrome = chromium.launch(playwright)
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def demo_data() -> Path:
    """A data folder with the demo firm, made once for all processes; copy it, do not serve it."""
    with session.locked("demo") as folder:
        data = folder / "demo"
        if not (folder / "demo.done").exists():
            data.mkdir(exist_ok=True)
            run_onglet(data, "migrate")
            run_onglet(data, "demo", "--if-empty")
            (folder / "demo.done").touch()
        return data


@pytest.fixture(scope="module")
def app_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A server on SQLite with the demo firm, for the tests of one module."""
    data = tmp_path_factory.mktemp("served") / "var"
    shutil.copytree(demo_data, data)
    with served(data) as server:
        yield server


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Ask for it to see the page in both colour schemes."""
    scheme: str = request.param
    return scheme


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browser complains of; a test fails at its end on what it did not allow."""
    watching = Watch()
    yield watching
    assert not watching.unexpected(), "\n".join(watching.unexpected())


Visitor = dict[str, object]


def _page(
    request: pytest.FixtureRequest, browser: Browser, screen: Visitor, visitor: Visitor
) -> Iterator[Page]:
    scheme = request.getfixturevalue("theme") if "theme" in request.fixturenames else "light"
    watch: Watch = request.getfixturevalue("watch")
    context = chromium.new_context(browser, screen, scheme, **visitor)
    watch.follow(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def page_desktop(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page of 1440 by 1000."""
    yield from _page(request, browser, chromium.DESKTOP, {})


@pytest.fixture
def page_mobile(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page of 390 by 844, touched and not clicked."""
    yield from _page(request, browser, chromium.MOBILE, {})


@pytest.fixture(scope="module")
def signed_in(browser: Browser, app_server: AppServer) -> Visitor:
    """What a context needs to be the demo's administrator, signed in once for a module."""
    context = chromium.new_context(browser, chromium.DESKTOP)
    sign_in(context.new_page(), app_server)
    visitor: Visitor = {"storage_state": context.storage_state(), "base_url": app_server.url}
    context.close()
    return visitor


@pytest.fixture
def user_desktop(
    request: pytest.FixtureRequest, browser: Browser, signed_in: Visitor, watch: Watch
) -> Iterator[Page]:
    """A page of 1440 by 1000 on the demo, signed in: `goto("/clients/new")` is enough."""
    yield from _page(request, browser, chromium.DESKTOP, signed_in)


@pytest.fixture
def user_mobile(
    request: pytest.FixtureRequest, browser: Browser, signed_in: Visitor, watch: Watch
) -> Iterator[Page]:
    """A page of 390 by 844 on the demo, signed in."""
    yield from _page(request, browser, chromium.MOBILE, signed_in)
