"""One's account, and the settings of users, groups, profiles and the company, in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.signing_in import fill_sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import AppServer

PAGES = (
    "/account",
    "/settings",
    "/settings/company",
    "/settings/users",
    "/settings/users/new",
    "/settings/groups",
    "/settings/groups/new",
    "/settings/profiles",
    "/settings/profiles/new",
)


@pytest.mark.parametrize("screen", ["user_desktop", "user_mobile"])
def test_pages_are_accessible_and_fit(
    request: pytest.FixtureRequest, screen: str, theme: str
) -> None:
    page: Page = request.getfixturevalue(screen)
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
        assert_no_horizontal_scroll(page)
    for path, name in (
        ("/settings/profiles", "Commercial"),
        ("/settings/users", "Inès Garnier"),
        ("/settings/groups", "Lyon"),
    ):
        page.goto(path)
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        assert_accessible(page)
        assert_no_horizontal_scroll(page)


def test_a_profile_is_copied_set_and_compared(user_desktop: Page) -> None:
    page = user_desktop
    page.goto("/settings/profiles")
    page.get_by_role("button", name="Que faire de Commercial").click()
    page.get_by_role("link", name="Copier").click()
    page.get_by_label("Nom").fill("Commercial débutant")
    page.get_by_role("button", name="Ajouter ce profil").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Commercial débutant")

    cell = page.get_by_label("Voir les clients")
    expect(cell).to_have_value("3")
    cell.select_option("Les siens")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").filter(has_text="à jour")).to_be_visible()
    expect(page.get_by_label("Voir les clients")).to_have_value("1")

    page.get_by_label("Comparer avec").select_option("Commercial")
    page.get_by_label("Seulement les différences").check()
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator(".matrix select")).to_have_count(1)
    expect(page.locator(".differs")).to_contain_text("Groupe")


def test_a_colleague_is_invited_and_comes_in(
    user_desktop: Page, page_mobile: Page, app_server: AppServer
) -> None:
    page = user_desktop
    page.goto("/settings/users/new")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Nom", exact=True).fill("Petit")
    page.get_by_label("Adresse e-mail").fill("zoe@ateliers-rivegrise.example")
    page.get_by_label("Profil").select_option("Commercial")
    page.get_by_label("Me l’afficher", exact=False).check()
    page.get_by_role("button", name="Ajouter ce collègue").click()
    link = page.locator(".copy-line code").inner_text()
    path = re.sub(r"^https?://[^/]+", "", link)

    page_mobile.goto(f"{app_server.url}{path}")
    assert_accessible(page_mobile)
    assert_no_horizontal_scroll(page_mobile)
    page_mobile.get_by_label("Mot de passe").fill("quatre mots pour Zoé Petit")
    page_mobile.get_by_role("button", name="Afficher le mot de passe").click()
    expect(page_mobile.get_by_label("Mot de passe")).to_have_attribute("type", "text")
    page_mobile.get_by_role("button", name="entrer").click()
    expect(page_mobile.get_by_role("heading", level=1)).to_contain_text("Clients")

    page_mobile.goto(f"{app_server.url}{path}")
    expect(page_mobile.get_by_role("heading", level=1)).to_have_text("Ce lien ne fonctionne plus")
    assert_accessible(page_mobile)


def test_a_session_that_ends_in_a_form_loses_nothing(
    page_desktop: Page, app_server: AppServer
) -> None:
    page = page_desktop
    page.goto(f"{app_server.url}/sign-in?next=%2Faccount")
    fill_sign_in(page, *app_server.demo_user)
    page.get_by_label("Prénom").fill("Camille-Anne")
    page.context.clear_cookies()

    page.get_by_role("button", name="Enregistrer").click()
    dialog = page.get_by_role("dialog", name="Votre session est terminée")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Prénom")).to_have_value("Camille-Anne")

    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Se connecter").click()
    other = opened.value
    fill_sign_in(other, *app_server.demo_user)
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    other.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(dialog).to_be_hidden()

    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Votre compte est à jour.")).to_be_visible()
    expect(page.get_by_label("Prénom")).to_have_value("Camille-Anne")
