"""The interface's components in a real browser, drawn without a server or a database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pydantic import BaseModel, Field
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from onglet.ui import cookies, errors, headers, kit, pages
from onglet.ui.forms import FormState, check
from onglet.ui.reading import read_form
from onglet.ui.samples import sample_shell
from onglet.ui.templating import Interface, install
from onglet.ui.views import TabLink
from tests.browser import axe, chromium
from tests.browser.layout import assert_no_horizontal_scroll

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from playwright.sync_api import Route as Asked
    from starlette.requests import Request
    from starlette.responses import Response

    from tests.browser.violations import Watch

SITE = "http://127.0.0.1"
DIALOG = """{% import "onglet/ui.html" as ui %}
{% call ui.dialog("Modifier") %}{% call ui.form("/edit", f, draft="edit") %}
{{ ui.field(f, "name", "Nom") }}{{ ui.form_footer("Enregistrer") }}
{% endcall %}{% endcall %}"""


FRAME = """{% import "onglet/ui.html" as ui %}
<h1>Maison Verdier</h1>{{ ui.tabs(tabs) }}
<div id="panel" data-host>{{ panel }}</div>"""
PANEL = """<h2>{{ slug }}</h2>"""
SLUGS = ("activity", "information", "statistics")


class Edit(BaseModel):
    name: str = Field(min_length=3, title="Nom")


@pytest.fixture(scope="module")
def interface(tmp_path_factory: pytest.TempPathFactory) -> Interface:
    folder: Path = tmp_path_factory.mktemp("templates")
    (folder / "site").mkdir()
    for name, source in (("edit", DIALOG), ("frame", FRAME), ("panel", PANEL)):
        (folder / "site" / f"{name}.html").write_text(source, encoding="utf-8")
    return Interface(overrides=folder)


@pytest.fixture
def site(interface: Interface) -> Iterator[TestClient]:
    """An application of three pages; what it does with a form is in each test's own words."""

    async def edit(request: Request) -> Response:
        shell = replace(sample_shell(), theme=cookies.theme_of(request))
        state = FormState(key="d")
        if request.method == "POST":
            edited, state = check(Edit, await read_form(request), key="d")
            if edited is not None and edited.name == "expired":
                return errors.error_page(request, "expired", shell=shell)
            if edited is not None:
                return pages.redirect_or_refresh(request, "/_kit", message="Enregistré")
        return pages.page(
            request,
            "site/edit.html",
            shell,
            "Modifier",
            f=state,
            status=422 if state.failed else 200,
        )

    def shown(request: Request) -> Response:
        return kit.kit_page(request, replace(sample_shell(), theme=cookies.theme_of(request)))

    def tab(request: Request) -> Response:
        slug = request.path_params["slug"]
        tabs = tuple(
            TabLink(
                slug=one,
                label=one.title(),
                href=f"/tabs/{one}",
                icon="activity",
                group="Fiche",
                current=one == slug,
            )
            for one in SLUGS
        )
        return pages.page(
            request,
            "site/panel.html",
            sample_shell(),
            slug,
            frame="site/frame.html",
            slug=slug,
            tabs=tabs,
        )

    def theme(request: Request) -> Response:
        return cookies.set_theme(request, pages.no_content(), "dark")

    def failing(request: Request) -> Response:
        return errors.error_page(request, "unavailable", shell=sample_shell())

    routes = [
        Route("/_kit", shown),
        Route("/_kit/dialog", edit),
        Route("/edit", edit, methods=["GET", "POST"]),
        Route("/preferences/theme", theme, methods=["POST"]),
        Route("/failing", failing),
        Route("/tabs/{slug}", tab),
        Mount("/static", interface.assets),
    ]
    install(interface)
    yield TestClient(headers.SecurityHeaders(Starlette(routes=routes)), follow_redirects=False)
    install(Interface())


def visit(page: Page, site: TestClient, path: str) -> None:
    """Open a page of the application, which answers every request of the browser from here."""

    def answer(asked: Asked) -> None:
        request = asked.request
        parts = urlsplit(request.url)
        got = site.request(
            request.method,
            parts.path + (f"?{parts.query}" if parts.query else ""),
            content=request.post_data_buffer or b"",
            headers={**request.all_headers(), "accept-encoding": "identity"},
        )
        asked.fulfill(status=got.status_code, headers=dict(got.headers), body=got.content)

    page.route("**/*", answer)
    page.goto(f"{SITE}{path}")


@pytest.mark.parametrize("path", ["/_kit", "/edit", "/failing"])
def test_components_are_accessible_and_fit_on_both_screens(
    page_desktop: Page, page_mobile: Page, site: TestClient, theme: str, path: str
) -> None:
    for page in (page_desktop, page_mobile):
        visit(page, site, path)
        page.wait_for_load_state("networkidle")
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        assert dark == (theme == "dark")
        assert_no_horizontal_scroll(page)
        axe.assert_accessible(page)


@pytest.mark.parametrize("menu", ["kit-actions", "me", "all-tabs", "filter-owner"])
def test_open_menus_are_accessible(page_desktop: Page, site: TestClient, menu: str) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.locator(f"[popovertarget={menu}]").click()

    expect(page_desktop.locator(f"#{menu}")).to_be_visible()
    axe.assert_accessible(page_desktop)


def test_a_menu_is_walked_with_the_keyboard(page_desktop: Page, site: TestClient) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.locator("[popovertarget=kit-actions]").focus()

    page_desktop.keyboard.press("ArrowDown")
    expect(page_desktop.locator("#kit-actions a", has_text="Modifier")).to_be_focused()
    page_desktop.keyboard.press("End")
    expect(page_desktop.locator("#kit-actions button", has_text="Supprimer")).to_be_focused()
    page_desktop.keyboard.press("Escape")
    expect(page_desktop.locator("[popovertarget=kit-actions]")).to_be_focused()


def test_a_write_that_asks_first_waits_for_the_answer(page_desktop: Page, site: TestClient) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.locator("[popovertarget=kit-actions]").click()
    page_desktop.locator("#kit-actions button", has_text="Supprimer").click()

    asked = page_desktop.get_by_role("dialog")
    expect(asked).to_contain_text("Supprimer ce devis")
    expect(asked.get_by_role("button", name="Annuler")).to_be_focused()
    asked.get_by_role("button", name="Annuler").click()
    expect(asked).to_be_hidden()


def test_a_form_in_a_dialog_keeps_what_is_wrong_and_leaves_when_right(
    page_desktop: Page, site: TestClient
) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.get_by_role("link", name="Dialogue").click()
    dialog = page_desktop.get_by_role("dialog", name="Modifier")
    dialog.get_by_label("Nom").fill("ab")
    dialog.get_by_role("button", name="Enregistrer").click()

    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(dialog.get_by_role("alert")).to_contain_text(
        "Nom\u00a0: Saisissez au moins 3 caractères."
    )
    expect(dialog.get_by_label("Nom")).to_have_value("ab")
    expect(page_desktop).to_have_title("Kit · Onglet")
    axe.assert_accessible(page_desktop)
    dialog.get_by_label("Nom").fill("abc")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(page_desktop.locator(".toast")).to_contain_text("Enregistré")


def test_the_same_form_works_without_javascript(browser: Browser, site: TestClient) -> None:
    context = chromium.new_context(
        browser, {**chromium.DESKTOP, "java_script_enabled": False}, "light"
    )
    page = context.new_page()
    visit(page, site, "/edit")
    page.get_by_label("Nom").fill("ab")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("alert")).to_contain_text("Saisissez au moins 3 caractères.")
    page.get_by_label("Nom").fill("abc")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".flashes")).to_contain_text("Enregistré")
    page.locator("[popovertarget=kit-actions]").click()
    expect(page.locator("#kit-actions")).to_be_visible()
    context.close()


def test_leaving_a_dialog_with_something_typed_asks(page_desktop: Page, site: TestClient) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.get_by_role("link", name="Dialogue").click()
    page_desktop.get_by_role("dialog").get_by_label("Nom").fill("abc")
    page_desktop.keyboard.press("Escape")

    asked = page_desktop.locator("#confirm")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Quitter").click()
    expect(page_desktop.locator("#dialog")).to_be_hidden()


def test_a_draft_comes_back_and_an_ended_session_keeps_the_form(
    page_desktop: Page, site: TestClient
) -> None:
    visit(page_desktop, site, "/edit")
    name = page_desktop.get_by_label("Nom")
    name.fill("expired")
    expect(page_desktop.locator("[data-draft-note]")).to_contain_text("Brouillon enregistré à")
    page_desktop.get_by_role("button", name="Enregistrer").click()

    expect(page_desktop.locator("#session-ended")).to_be_visible()
    expect(name).to_have_value("expired")
    page_desktop.once("dialog", lambda dialog: dialog.accept())
    page_desktop.goto(f"{SITE}/edit")
    expect(page_desktop.get_by_label("Nom")).to_have_value("expired")
    page_desktop.get_by_role("button", name="Repartir de zéro").click()
    expect(page_desktop.get_by_label("Nom")).to_have_value("")


def test_a_tab_comes_alone_has_an_address_and_goes_back(
    page_desktop: Page, site: TestClient
) -> None:
    visit(page_desktop, site, "/tabs/activity")
    tabs = page_desktop.get_by_role("navigation", name="Onglets de la fiche")
    page_desktop.evaluate("window.untouched = true")
    tabs.get_by_role("link", name="Statistics").click()

    expect(page_desktop.get_by_role("heading", name="statistics")).to_be_visible()
    expect(page_desktop).to_have_url(f"{SITE}/tabs/statistics")
    expect(page_desktop).to_have_title("statistics · Onglet")
    expect(tabs.locator("[aria-current=page]:visible")).to_have_text("Statistics")
    page_desktop.go_back()
    expect(page_desktop.get_by_role("heading", name="activity")).to_be_visible()
    expect(tabs.locator("[aria-current=page]:visible")).to_have_text("Activity")
    assert page_desktop.evaluate("window.untouched")


def test_the_theme_changes_at_once(page_desktop: Page, site: TestClient) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.get_by_role("button", name="Thème sombre").click()

    expect(page_desktop.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page_desktop.get_by_role("button", name="Thème clair")).to_be_visible()


def test_a_slash_goes_to_the_search_and_a_tip_says_a_bar(
    page_desktop: Page, site: TestClient
) -> None:
    visit(page_desktop, site, "/_kit")
    page_desktop.keyboard.press("/")
    expect(page_desktop.locator("#top-search")).to_be_focused()
    page_desktop.locator(".bar").nth(3).hover()
    expect(page_desktop.locator("#tip")).to_contain_text("Année précédente")


def test_a_write_that_fails_is_undone(page_desktop: Page, site: TestClient, watch: Watch) -> None:
    visit(page_desktop, site, "/_kit")
    star = page_desktop.get_by_role("button", name="Épingler SIREN")
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()

    expect(page_desktop.locator(".toast")).to_contain_text("rien n’a été modifié")
    expect(star).to_have_attribute("aria-pressed", "true")
    assert watch.unexpected() == []


def test_rows_are_chosen_together(page_desktop: Page, site: TestClient) -> None:
    visit(page_desktop, site, "/_kit")
    bar = page_desktop.get_by_role("region", name="Actions sur la sélection")
    expect(bar).to_be_hidden()
    page_desktop.get_by_role("checkbox", name="Tout sélectionner").check()

    expect(bar).to_contain_text("5 sélectionnés")
    bar.get_by_role("button", name="Effacer").click()
    expect(bar).to_be_hidden()
