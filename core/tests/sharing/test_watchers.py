"""Who can see a client, and through which grant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import ColumnElement, false

from onglet.contributions import Ask, Level, Reach, RowFilter
from onglet.hookspecs import Plugin, hookimpl
from onglet.rights.grants import share
from onglet.rights.holders import holders
from onglet.rights.models import GrantKind
from onglet.testing.kit import MakeSite, Site
from onglet.work.session import READ_CLIENT, scope_of


class Veil(Plugin):
    """A plugin that hides every client from one colleague."""

    name = "veil"
    label = "Veil"
    hidden_from: ClassVar[set[int]] = set()

    @hookimpl
    def onglet_row_filters(self) -> Iterable[RowFilter]:
        """Nothing for whoever is hidden from."""
        yield RowFilter(key="veil.all", condition=_veiled)


def _veiled(ask: Ask, _client_id: Any) -> ColumnElement[bool] | None:
    return false() if ask.actor.user_id in Veil.hidden_from else None


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


def test_each_colleague_stands_with_every_reason(site: Site) -> None:
    lyon = site.group("Lyon")
    ana = site.user(reaches={"core.client.share": Reach.OWN}, groups=(lyon,))
    mate = site.user(reaches={"core.client.read": Reach.GROUP}, groups=(lyon,))
    shared = site.user(reaches={"core.client.read": Reach.SHARED})
    boss = site.user(all_rights=True)
    stranger = site.user(reaches={"core.client.read": Reach.GROUP})
    client = site.client("Boulangerie du Port", owner=ana)
    with site.working(ana) as work:
        for subject, kind in ((shared.id, GrantKind.SHARE_USER), (lyon, GrantKind.SHARE_GROUP)):
            share(
                work.session,
                client_id=client.id,
                kind=kind,
                subject_id=subject,
                level=Level.EDIT,
                granted_by_id=ana.id,
                granted_at=work.now,
                valid_until=work.now + timedelta(days=7),
            )
    page = site.browser(ana).get(f"{client.href}/-/sharing/who")
    lines = {
        node.css_first("strong").text(): node.text(deep=True)
        for node in LexborHTMLParser(page.text).css(".shares > .share")
    }
    assert "Propriétaire de ce client" in lines["Colleague Number1"]
    assert "Peut partager" in lines["Colleague Number1"]
    two = lines["Colleague Number2"]
    assert "Membre du groupe Lyon, comme le propriétaire" in two
    assert (
        "Membre du groupe Lyon, auquel il est partagé en modification par Colleague Number1 "
        "le 24 novembre 2026 jusqu’au 1 décembre 2026" in two.replace("1er", "1")
    )
    assert "Partage direct en modification" in lines["Colleague Number3"]
    assert "Accède à tous les clients" in lines["Colleague Number4"]
    assert "Colleague Number5" not in lines
    for user, sees in ((mate, True), (shared, True), (boss, True), (stranger, False)):
        status = site.browser(user).get(f"{client.href}/information").status_code
        assert (status == 200) is sees


def test_the_list_says_the_same_as_the_decision_for_everybody(site: Site) -> None:
    groups = [site.group("Lyon"), site.group("Brest")]
    users = [
        site.user(reaches={"core.client.read": reach}, groups=groups[: number % 3])
        for number, reach in enumerate([*Reach, *Reach])
    ]
    client = site.client("Boulangerie du Port", owner=users[4])
    site.share(client, users[2])
    with site.reading() as ask:
        catalogue = scope_of(ask.session).catalogue
        found = holders(ask.session, catalogue, client.id, (READ_CLIENT,), ask.now)
    seen = set()
    for user in users:
        with site.reading(user) as ask:
            if ask.access.may_on(READ_CLIENT, client.id):
                seen.add(user.id)
    assert {one.user_id for one in found} == seen


def test_many_colleagues_come_a_page_at_a_time_and_are_searched(site: Site) -> None:
    boss = site.user(all_rights=True)
    for _number in range(24):
        site.user(reaches={"core.client.read": Reach.ALL})
    client = site.client("Boulangerie du Port")
    browser = site.browser(boss)
    names = []
    for number in (1, 2):
        page = browser.get(f"{client.href}/-/sharing/who?page={number}")
        names += [n.text() for n in LexborHTMLParser(page.text).css(".shares > .share strong")]
    assert len(names) == len(set(names)) == 25
    for odd in ("0", "99", "-1", "x", "٣"):
        assert browser.get(f"{client.href}/-/sharing/who?page={odd}").status_code == 200
    found = browser.get(f"{client.href}/-/sharing/who?q=number7")
    tree = LexborHTMLParser(found.text)
    assert [n.text() for n in tree.css(".shares > .share strong")] == ["Colleague Number7"]


def test_a_colleague_from_whom_an_extension_hides_the_client_is_marked(
    deployment: MakeSite,
) -> None:
    site = deployment(Veil())
    boss = site.user(all_rights=True)
    mole = site.user(reaches={"core.client.read": Reach.ALL})
    Veil.hidden_from = {mole.id}
    client = site.client("Boulangerie du Port")
    page = site.browser(boss).get(f"{client.href}/-/sharing/who")
    lines = [node.text(deep=True) for node in LexborHTMLParser(page.text).css(".shares > .share")]
    assert ["Caché par une extension" in line for line in lines] == [False, True]
    assert site.browser(mole).get(f"{client.href}/information").status_code == 404
