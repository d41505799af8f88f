"""Which language a page speaks to somebody who is not signed in."""

from __future__ import annotations

import pytest

from onglet.testing.kit import MakeSite, Site

FIRM = "core.default_locale"
FRENCH, ENGLISH = "Se connecter", "Sign in"


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    made = deployment()
    made.set(FIRM, "en")
    return made


def test_the_firm_decides_when_neither_cookie_nor_browser_does(site: Site) -> None:
    browser = site.browser()

    page = browser.get("/sign-in")
    missing = browser.get("/nowhere/at/all")

    assert 'lang="en"' in page.text
    assert ENGLISH in page.text
    assert missing.status_code == 404
    assert 'lang="en"' in missing.text


def test_the_browser_goes_before_the_firm(site: Site) -> None:
    page = site.browser().get("/sign-in", headers={"Accept-Language": "fr-FR,fr;q=0.9"})

    assert 'lang="fr"' in page.text
    assert FRENCH in page.text


def test_the_cookie_goes_before_the_browser(site: Site) -> None:
    browser = site.browser()
    browser.cookies.set("onglet_locale", "fr")

    page = browser.get("/sign-in", headers={"Accept-Language": "en"})

    assert 'lang="fr"' in page.text


def test_a_firm_that_chose_none_leaves_it_to_the_deployment(deployment: MakeSite) -> None:
    page = deployment(ONGLET_LOCALE="en").browser().get("/sign-in")

    assert 'lang="en"' in page.text
