"""The list of clients, the contacts and the search, as people use them on both screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import chromium
from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(params=["user_desktop", "user_mobile"])
def page(request: pytest.FixtureRequest) -> Page:
    """A page of somebody signed in, on each screen."""
    found: Page = request.getfixturevalue(request.param)
    return found


def names(page: Page) -> Locator:
    return page.locator("#rows td.c-main a")


def first_name(page: Page) -> str:
    return names(page).first.inner_text()


def test_words_narrow_the_list_while_one_types(page: Page) -> None:
    page.goto("/clients")
    wanted = first_name(page)
    field = page.get_by_role("searchbox", name="Rechercher des clients")
    field.press_sequentially(wanted, delay=5)
    expect(names(page)).to_have_count(1)
    expect(field).to_be_focused()
    expect(page.locator("#list-count")).to_have_text("1")
    assert "q=" in page.url
    page.get_by_role("link", name="Archivés").click()
    expect(page.get_by_text("Aucun client ne correspond")).to_be_visible()
    assert "state=archived" in page.url
    assert "q=" in page.url
    assert_no_horizontal_scroll(page)


def test_filters_stay_in_the_address_and_come_off(page: Page) -> None:
    page.goto("/clients")
    page.locator(".chip", has_text="Lieu").get_by_role("link").click()
    find = page.get_by_label("Rechercher dans les choix")
    expect(find).to_be_focused()
    find.press_sequentially("rhon", delay=5)
    page.get_by_role("link", name="Rhône (69)").click()
    chip = page.locator(".chip.is-on")
    expect(chip).to_contain_text("Rhône (69)")
    expect(page.locator("#list-filter")).to_be_hidden()
    page.wait_for_url(re.compile(r"place=69"))
    few = names(page).count()
    page.reload()
    expect(names(page)).to_have_count(few)
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    chip.get_by_role("link", name="Retirer le filtre").click()
    expect(page.locator(".chip.is-on")).to_have_count(0)
    page.go_back()
    expect(page.locator(".chip.is-on")).to_have_count(1)


def test_heads_sort_and_say_so(user_desktop: Page) -> None:
    page = user_desktop
    page.goto("/clients")
    before = first_name(page)
    page.get_by_role("columnheader", name="Nom").get_by_role("link").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Nom")
    assert first_name(page) != before
    page.get_by_role("columnheader", name="Dernière activité").get_by_role("link").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Dernière activité")
    page.get_by_role("link", name="Suivant").click()
    expect(page.get_by_role("link", name="Précédent")).to_be_visible()
    page.get_by_role("link", name="Précédent").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Dernière activité")


def test_the_menu_of_a_line_opens_by_keys_and_by_touch(page: Page) -> None:
    page.goto("/clients")
    opener = page.locator("td.c-menu a").first
    opener.focus()
    page.keyboard.press("Enter")
    menu = page.locator("#row-menu")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Ouvrir", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link", name="Ouvrir dans un nouvel onglet")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    opener.click()
    expect(menu).to_be_visible()


def test_ticked_clients_are_archived_and_brought_back(page: Page) -> None:
    page.goto("/clients?sort=-name")
    chosen = [names(page).nth(place).inner_text() for place in (0, 1)]
    for place in (0, 1):
        page.locator("tbody .c-check input").nth(place).check()
    bar = page.get_by_role("region", name="Actions sur la sélection")
    expect(bar).to_contain_text("2 sélectionnés")
    assert_accessible(page)
    bar.get_by_role("button", name="Archiver").click()
    expect(page.get_by_text("2 clients modifiés.").first).to_be_visible()
    assert page.url.endswith("/clients?sort=-name")
    expect(names(page).first).not_to_have_text(chosen[0])

    page.goto("/clients?state=archived")
    for name in chosen:
        page.get_by_role("row").filter(has_text=name).locator(".c-check input").check()
    page.get_by_role("button", name="Désarchiver").click()
    expect(page.get_by_text("2 clients modifiés.").first).to_be_visible()


def test_ticked_clients_change_owner(page: Page) -> None:
    page.goto("/clients?sort=created")
    page.locator("tbody .c-check input").first.check()
    page.get_by_role("button", name="Changer le propriétaire").click()
    dialog = page.locator("#dialog")
    dialog.get_by_role("button", name="Changer le propriétaire").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    window = page.viewport_size
    heir = "Karim Benali" if window and window["width"] > 1000 else "Sophie Marchal"
    dialog.get_by_label("Nouveau propriétaire").select_option(label=heir)
    assert_accessible(page)
    dialog.get_by_role("button", name="Changer le propriétaire").click()
    expect(page.get_by_text("1 client modifié.").first).to_be_visible()


def test_the_box_over_every_page_finds_by_keys_alone(user_desktop: Page) -> None:
    page = user_desktop
    page.goto("/clients")
    wanted = first_name(page)
    page.goto("/contacts")
    page.keyboard.press("/")
    page.keyboard.type(wanted, delay=5)
    hits = page.locator("#top-hits")
    expect(hits).to_be_visible()
    expect(hits.locator(".hit").first).to_contain_text(wanted)
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(hits.locator(".hit").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#top-search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(hits).to_be_hidden()
    page.keyboard.press("Control+a")
    page.keyboard.type("qzqzqz", delay=5)
    create = hits.get_by_role("link", name="Créer le client « qzqzqz »")
    expect(create).to_be_visible()
    create.click()
    expect(page.get_by_label("Nom de la société")).to_have_value("qzqzqz")


def test_the_page_of_results_says_what_matched(page: Page) -> None:
    page.goto("/contacts")
    contact = names(page).first.inner_text()
    page.goto("/search")
    page.locator("#search-q").press_sequentially(contact, delay=5)
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#rows")).to_contain_text(contact)
    expect(page.locator("#search-q")).to_be_focused()
    assert_no_horizontal_scroll(page)
    assert_accessible(page)


def test_a_contact_leads_to_a_person_and_on_to_a_client(page: Page) -> None:
    page.goto("/contacts")
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    name = first_name(page)
    names(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert_accessible(page)
    page.locator(".person-places a").first.click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-z]{16}"))


def test_lists_and_search_work_without_javascript(browser: Browser, signed_in: Visitor) -> None:
    context = chromium.new_context(
        browser, chromium.DESKTOP, "light", java_script_enabled=False, **signed_in
    )
    page = context.new_page()
    page.goto("/clients?state=all&sort=-name")
    wanted = first_name(page)
    page.locator("#search-q").fill(wanted)
    page.keyboard.press("Enter")
    expect(names(page).first).to_have_text(wanted)
    assert "state=all" in page.url
    assert "sort=-name" in page.url

    page.goto("/clients")
    page.locator(".chip", has_text="Création").get_by_role("link").click()
    page.get_by_label("Premier jour").fill("2020-01-01")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator(".chip.is-on")).to_have_count(1)

    page.locator("td.c-menu a").first.click()
    page.get_by_role("link", name="Ouvrir", exact=True).click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-z]{16}"))

    page.locator("#top-search").fill(wanted)
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_contain_text(wanted)
    context.close()
