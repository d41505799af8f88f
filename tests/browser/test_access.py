"""Tokens, the second step, seeing as a profile, and leaving, in a browser on both screens."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.signing_in import fill_sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import AppServer

SCREENS = ["user_desktop", "user_mobile"]


def sound(page: Page) -> None:
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_pages_are_accessible_and_fit(
    request: pytest.FixtureRequest, screen: str, theme: str
) -> None:
    page: Page = request.getfixturevalue(screen)
    for path in ("/account", "/account/tokens", "/account/second-step", "/settings/sign-in"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        sound(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_token_is_made_shown_once_and_revoked(
    request: pytest.FixtureRequest, screen: str
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto("/account/tokens")
    page.get_by_label("Pour quoi").fill(f"Caisse {screen}")
    page.get_by_role("button", name="Créer ce jeton").click()
    expect(page.get_by_text("Choisissez au moins un droit.").first).to_be_visible()
    sound(page)

    page.get_by_label("Tous mes droits").check()
    page.get_by_role("button", name="Créer ce jeton").click()
    expect(page.locator(".copy-line code").first).to_contain_text("onglet_")
    sound(page)

    page.get_by_role("link", name="Revenir à mes jetons").click()
    line = page.locator(".line").filter(has_text=f"Caisse {screen}")
    expect(line).to_contain_text("jamais utilisé")
    line.get_by_role("button", name="Révoquer").click()
    page.get_by_role("dialog").get_by_role("button", name="Révoquer").click()
    expect(page.locator(".line").filter(has_text=f"Caisse {screen}")).to_have_count(0)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_administrator_sees_as_a_profile_and_comes_back(
    request: pytest.FixtureRequest, screen: str
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto("/settings/profiles")
    page.get_by_role("link", name="Lecture seule", exact=True).click()
    page.get_by_role("button", name="Voir comme ce profil").click()
    banner = page.get_by_role("complementary", name="Vue d’un autre profil")
    expect(banner).to_contain_text("Lecture seule")
    sound(page)

    page.goto("/account")
    expect(banner).to_be_visible()
    page.get_by_label("Prénom").fill("Autre")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_role("status").filter(has_text="rien ne peut être modifié")).to_be_visible()

    page.goto("/")
    page.get_by_role("button", name="Revenir à mes droits").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Profils")
    expect(banner).to_have_count(0)


def test_a_colleague_leaves_and_comes_back(user_desktop: Page) -> None:
    page = user_desktop
    page.goto("/settings/users")
    page.get_by_role("link", name="Inès Garnier", exact=True).click()
    page.get_by_role("link", name="Désactiver…").click()
    sound(page)
    expect(page.get_by_text("clients :").or_(page.get_by_text("clients:"))).to_be_visible()

    page.get_by_role("button", name="Désactiver", exact=True).click()
    expect(page.get_by_text("Choisissez qui reprend ce qui lui appartient.").first).to_be_visible()
    page.get_by_label("Qui prend la suite").select_option(index=1)
    page.get_by_role("button", name="Désactiver", exact=True).click()
    expect(page.get_by_role("button", name="Annuler la passation")).to_be_visible()
    sound(page)

    page.get_by_role("button", name="Annuler la passation").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler la passation").click()
    expect(page.get_by_text("a tout retrouvé").first).to_be_visible()


def test_the_second_step_is_added_and_asked_for(
    user_mobile: Page, page_desktop: Page, app_server: AppServer
) -> None:
    page = user_mobile
    page.goto("/account/second-step")
    expect(page.get_by_role("img", name="QR code pour l’application")).to_be_visible()
    key = re.sub(r"\s", "", page.locator(".copy-line code").inner_text())
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_text("Ce code est faux").first).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(key).at(datetime.now(UTC)))
    page.get_by_role("button", name="Activer").click()
    papers = page.locator(".codes code")
    expect(papers).to_have_count(10)
    sound(page)
    paper = papers.first.inner_text()

    other = page_desktop
    other.goto(f"{app_server.url}/sign-in?next=%2Faccount")
    fill_sign_in(other, *app_server.demo_user)
    expect(other.get_by_role("textbox", name="Code")).to_be_focused()
    sound(other)
    other.get_by_role("textbox", name="Code").fill(paper)
    other.get_by_role("button", name="Entrer").click()
    expect(other).to_have_url(f"{app_server.url}/account")

    other.goto(f"{app_server.url}/account/second-step")
    other.get_by_label("Mot de passe actuel, pour").fill(app_server.demo_user[1])
    other.get_by_role("button", name="Désactiver").click()
    expect(other.get_by_text("La double authentification est désactivée.").first).to_be_visible()
