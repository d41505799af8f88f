"""The pages of extensions, health and notifications, as an administrator opens them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from core.tests.platform import sinners

from onglet.testing.kit import MakeSite


@pytest.mark.parametrize("address", ["/settings/plugins", "/settings/health", "/notifications"])
def test_the_pages_open(deployment: MakeSite, address: str) -> None:
    site = deployment(sinners.raiser(), sinners.honest())

    page = site.browser(site.user(all_rights=True)).get(address)

    assert page.status_code == 200
    assert "</html>" in page.text


@pytest.mark.parametrize("address", ["/settings/plugins", "/settings/health"])
def test_who_lacks_the_right_is_told_which(deployment: MakeSite, address: str) -> None:
    site = deployment(sinners.honest())

    assert site.browser(site.user()).get(address).status_code == 403


IN_FRENCH: list[tuple[Callable[[], Any], str]] = [
    (sinners.from_the_future, "Elle est écrite pour la version 2.0 du contrat des extensions"),
    (sinners.needy, "Elle a besoin de absent, qui n’est pas en service."),
    (sinners.unguarded_route, "Adresses sans droit sous /unguarded"),
    (sinners.duplicate, "twice est déclaré deux fois."),
    (sinners.foreign_name, "honest doit commencer par le nom de l’extension, thief."),
    (sinners.misspelt, "Aucun point d’accroche ne se nomme onglet_tabz."),
    (sinners.wrong_type, "onglet_tabs doit donner des valeurs Tab ; il a donné str."),
]


@pytest.mark.parametrize(("sin", "said"), IN_FRENCH, ids=lambda it: getattr(it, "__name__", ""))
def test_what_stands_against_a_plugin_is_said_in_the_readers_language(
    deployment: MakeSite, sin: Callable[[], Any], said: str
) -> None:
    site = deployment(sin())

    assert said in site.browser(site.user(all_rights=True)).get("/settings/plugins").text


def test_a_plugin_paused_for_being_late_says_so_in_french(deployment: MakeSite) -> None:
    sleeper = sinners.Sleeper()
    site = deployment(sleeper.plugin(), ONGLET_PLUGIN_BUDGET_MS="50")
    client, browser = site.client(), site.browser(site.user(all_rights=True))

    browser.get(f"{client.href}/sleeper")
    sleeper.woken.set()

    assert "Aucune réponse n’est venue à temps." in browser.get("/settings/plugins").text
