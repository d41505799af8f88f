"""The pages of extensions, of health and of notifications in a real browser."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from onglet.accounts.cookies import PLAIN_NAME
from onglet.accounts.sessions import open_session
from onglet.api import (
    Check,
    Finding,
    Job,
    Panel,
    Pin,
    PinValue,
    Plugin,
    Schedule,
    Tab,
    hookimpl,
)
from onglet.host.discovery import given_plugins
from onglet.host.host import Host
from onglet.shell.app import create_app
from onglet.shell.staffing import make_worker
from onglet.shell.start import open_host
from onglet.testing.kit import Clock, Colleague, Site
from onglet.work.notifications import notify
from onglet.work.outbox import enqueue
from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = ("/settings/plugins", "/settings/health", "/notifications")


def refuse(record: Any) -> Panel:
    raise LookupError("the shelf is empty")


def give_up(work: Any, args: Any) -> None:
    raise ValueError("the printer is on fire")


class Calm(Plugin):
    """A plugin with nothing to hide."""

    name = "calm"
    label = "Calm"

    @hookimpl
    def onglet_tabs(self) -> Any:
        yield Tab(
            slug="calm",
            label="Calm",
            icon="leaf",
            order=500,
            right="core.client.read",
            render=lambda record: Panel(html="<p>All is calm</p>"),
        )

    @hookimpl
    def onglet_pins(self) -> Any:
        yield Pin(
            key="calm.mood",
            label="Mood",
            icon="leaf",
            right="core.client.read",
            read=lambda record: PinValue(text="Good"),
        )

    @hookimpl
    def onglet_jobs(self) -> Any:
        yield Job(kind="calm.print", label="Print the catalogue", run=give_up, max_attempts=1)

    @hookimpl
    def onglet_schedules(self) -> Any:
        yield Schedule(key="calm.nightly", kind="calm.print", every=timedelta(days=1))

    @hookimpl
    def onglet_health(self) -> Any:
        yield Check(
            key="calm.breath",
            label="Breath",
            run=lambda ask: Finding(ok=True, message="Breathing slowly."),
        )


class Restless(Plugin):
    """A plugin whose tab fails, and one of whose pins is left out."""

    name = "restless"
    label = "Restless"

    @hookimpl
    def onglet_tabs(self) -> Any:
        yield Tab(
            slug="restless",
            label="Restless",
            icon="bolt",
            order=510,
            right="core.client.read",
            render=refuse,
        )

    @hookimpl
    def onglet_pins(self) -> Any:
        yield Pin(
            key="restless.mood",
            label="Mood",
            icon="no-such-icon",
            right="core.client.read",
            read=lambda record: PinValue(text="Bad"),
        )


class Served:
    """A deployment that answers on an address, with somebody who may do everything."""

    def __init__(self, host: Host, site: Site, boss: Colleague, url: str) -> None:
        self.host, self.site, self.boss, self.url = host, site, boss, url

    def enter(self, page: Page) -> None:
        """Sign the page's browser in."""
        with self.site.working() as work:
            opened = open_session(work.session, user_id=self.boss.id, now=self.site.clock())
        page.context.add_cookies([{"name": PLAIN_NAME, "value": opened.token, "url": self.url}])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data: Path = tmp_path_factory.mktemp("platform")
    environ = {"ONGLET_DATA": str(data), "ONGLET_EMBEDDED_WORKER": "no"}
    host = open_host(environ, found=given_plugins([Calm(), Restless()]))
    host.migrate()
    site = Site(host=host, clock=Clock(now=host.clock()))
    boss = site.user(all_rights=True)
    client = site.client("Maison Test")
    with site.working() as work:
        notify(work, boss.id, "The export is ready", body="412 clients", href="/clients")
        notify(work, boss.id, "Maison Test was shared with you", client_id=client.id)
        enqueue(
            work.session, kind="calm.print", plugin="calm", args={}, now=work.now, max_attempts=1
        )
    browser = site.browser(boss)
    for slug in ("calm", "restless", "calm", "calm"):
        browser.get(f"{client.href}/{slug}")
    make_worker(host).drain(host.clock)
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(create_app(host), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Served(host, site, boss, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(20)


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_pages_hold_at_both_widths_and_in_both_themes(
    served: Served, page_desktop: Page, page_mobile: Page, theme: str, address: str
) -> None:
    for page in (page_desktop, page_mobile):
        served.enter(page)
        page.goto(f"{served.url}{address}")
        expect(page.locator("h1")).to_be_visible()
        for fold in page.locator("details.fold > summary").all():
            fold.click()
        assert_no_horizontal_scroll(page)
        assert_accessible(page)


@pytest.mark.browser
def test_an_extension_is_disabled_after_a_question_and_enabled_again(
    served: Served, page_desktop: Page
) -> None:
    page = page_desktop
    served.enter(page)
    page.goto(f"{served.url}/settings/plugins")
    card = page.locator("#plugin-calm")

    card.get_by_role("button", name="Désactiver").click()
    page.locator("#confirm").get_by_role("button", name="Désactiver").click()
    expect(card.locator(".badge").first).to_have_text("Désactivée")
    card.get_by_role("button", name="Activer").click()

    expect(card.locator(".badge").first).to_have_text("En service")


@pytest.mark.browser
def test_a_reference_leads_to_its_failure(served: Served, page_desktop: Page) -> None:
    page = page_desktop
    served.enter(page)
    page.goto(f"{served.url}/settings/plugins")
    card = page.locator("#plugin-restless")
    card.locator(".last-failure > summary").click()
    reference = card.locator(".last-failure code").last.inner_text()

    page.locator("#reference").fill(reference.upper())
    page.locator("#reference").press("Enter")

    expect(page.locator("h1")).to_contain_text("Restless")
    expect(page.locator(".failure-list > li")).to_have_count(1)
    expect(page.locator(".trace")).to_contain_text("the shelf is empty")


@pytest.mark.browser
def test_the_bell_shows_the_latest_over_the_page(served: Served, page_desktop: Page) -> None:
    page = page_desktop
    served.enter(page)
    page.goto(f"{served.url}/settings/plugins")

    page.locator("#bell").click()

    menu = page.locator("#bell-menu")
    expect(menu.get_by_text("The export is ready", exact=True)).to_be_visible()
    assert_accessible(page, "#bell-menu")
    bell, box = page.locator("#bell").bounding_box(), menu.bounding_box()
    assert bell
    assert box
    assert bell["y"] < box["y"] < bell["y"] + 80
    menu.get_by_role("link", name="Tout voir").click()
    expect(page.locator("h1")).to_have_text("Notifications")


@pytest.mark.browser
def test_all_works_without_scripts(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    served.enter(page)
    page.goto(f"{served.url}/settings/plugins")

    page.locator("#plugin-calm").get_by_role("button", name="Désactiver").click()
    expect(page.locator("#plugin-calm .badge").first).to_have_text("Désactivée")
    page.locator("#plugin-calm").get_by_role("button", name="Activer").click()
    expect(page.locator("#plugin-calm .badge").first).to_have_text("En service")
    page.locator("#bell").click()
    page.get_by_role("button", name="The export is ready", exact=True).click()
    expect(page).to_have_url(f"{served.url}/clients")
    context.close()
