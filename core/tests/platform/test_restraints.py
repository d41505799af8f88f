"""What a plugin restrains stays so when it cannot be loaded, until somebody disables it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from core.tests.platform import sinners
from selectolax.lexbor import LexborHTMLParser

from onglet.api import Gate, Plugin, Question, RowFilter, Verdict, hookimpl
from onglet.contributions import ClientView
from onglet.host.discovery import Found, given_plugins
from onglet.shell import health
from onglet.shell.start import open_host
from onglet.testing.kit import MakeSite, Site

Away = Callable[[], list[Found]]


def strict(*, rows: bool = True, gate: bool = True, **members: Any) -> Plugin:
    """A plugin that hides no client, and allows what it is asked: while it is there."""

    @hookimpl
    def onglet_row_filters(self: Plugin) -> list[RowFilter]:
        return [RowFilter(key="strict.rows", condition=lambda ask, client_id: client_id > 0)]

    @hookimpl
    def onglet_gates(self: Plugin) -> list[Gate]:
        return [Gate(topic="strict_may", ask=lambda question: Verdict(allowed=True))]

    hooks: dict[str, Any] = {"onglet_row_filters": onglet_row_filters} if rows else {}
    hooks |= {"onglet_gates": onglet_gates} if gate else {}
    return sinners.make("strict", **hooks, **members)


def torn() -> list[Found]:
    return [Found(name="strict", distribution="", version="2", cause="ImportError: no module")]


def too_new() -> list[Found]:
    return given_plugins([strict(api_version=(9, 0))])


def alone() -> list[Found]:
    return given_plugins([strict(requires=("nobody",))])


def absent() -> list[Found]:
    return []


AWAY = pytest.mark.parametrize("away", [torn, too_new, alone, absent])


def may(site: Site, client: ClientView) -> Verdict:
    with site.record(client) as record:
        return record.gate(Question(topic="strict_may", record=record))


def sees(site: Site, client: ClientView) -> bool:
    browser = site.browser(site.user(all_rights=True))
    listed = client.name in browser.get("/clients").text
    opened = browser.get(f"{client.href}/information").status_code == 200
    assert listed == opened
    return listed


@AWAY
def test_what_it_restrains_is_refused_until_somebody_disables_it(
    deployment: MakeSite, away: Away
) -> None:
    before = deployment(strict())
    client = before.client("Maison Verdier")
    assert sees(before, client)
    assert may(before, client)

    site = deployment(found=away())

    assert not sees(site, client)
    assert not may(site, client)
    browser = site.browser(site.user(all_rights=True))
    card = LexborHTMLParser(browser.get("/settings/plugins").text).css_first("#plugin-strict")
    assert "aucun n’est montré" in card.css_first(".banner").text()
    assert "strict_may" in card.css_first(".banner").text()
    (advice,) = [one for one in health.advice(site.host, health.report(site.host)) if "lift" in one]
    assert advice.endswith("onglet plugins disable strict.")

    post = card.css_first('form[action$="/disable"]').attributes["action"]
    assert browser.post(post).status_code == 303

    assert sees(site, client)
    assert may(site, client)
    card = LexborHTMLParser(browser.get("/settings/plugins").text).css_first("#plugin-strict")
    assert card is None or not card.css(".banner")


@AWAY
def test_only_what_it_restrained_is_refused(deployment: MakeSite, away: Away) -> None:
    client = deployment(strict(rows=False)).client()
    site = deployment(found=away())
    assert sees(site, client)
    assert not may(site, client)

    deployment(strict(gate=False))
    site = deployment(found=away())
    assert not sees(site, client)
    assert may(site, client)


@AWAY
def test_a_version_that_restrains_nothing_is_no_obstacle(deployment: MakeSite, away: Away) -> None:
    client = deployment(strict()).client()
    deployment(strict(rows=False, gate=False))

    site = deployment(found=away())

    assert sees(site, client)
    assert may(site, client)


def test_a_version_that_begins_to_restrain_is_remembered_from_its_start(
    deployment: MakeSite, tmp_path: Path
) -> None:
    before = deployment(strict(rows=False, gate=False))
    client, database = before.client(), before.host.config.database_url
    environ = {"ONGLET_DATA": str(tmp_path / "other"), "ONGLET_DATABASE_URL": database}
    open_host(environ, found=given_plugins([strict()])).close()

    assert not sees(deployment(found=torn()), client)


def test_a_repaired_plugin_answers_for_itself_again(deployment: MakeSite) -> None:
    client = deployment(strict()).client()
    assert not sees(deployment(found=torn()), client)

    assert sees(deployment(strict()), client)
