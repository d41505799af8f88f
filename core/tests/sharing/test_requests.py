"""A refused action says which right lacks, why, and lets ask for it; the owner answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from starlette.testclient import TestClient

from onglet.contributions import ClientView, Level, Reach
from onglet.sharing.models import AccessRequest
from onglet.testing.kit import Colleague, MakeSite, Site
from onglet.work.models import Notification

OWNER = {
    "core.client.read": Reach.GROUP,
    "core.client.edit": Reach.SHARED,
    "core.client.share": Reach.OWN,
}
EDIT = "core.client.edit"


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


def _mates(site: Site) -> tuple[Colleague, Colleague, ClientView]:
    """An owner and a colleague of the same group, who sees the client and may not edit it."""
    lyon = site.group("Lyon")
    ana = site.user(reaches=OWNER, groups=(lyon,))
    bob = site.user(reaches=OWNER, groups=(lyon,))
    return ana, bob, site.client("Boulangerie du Port", owner=ana)


def _ask(browser: TestClient, client: ClientView, right: str = EDIT, message: str = "") -> Any:
    return browser.post(f"{client.href}/-/access", data={"right": right, "message": message})


def _notices(site: Site, user: Colleague) -> list[tuple[str, str, str]]:
    with site.reading() as ask:
        rows = ask.session.scalars(
            select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)
        )
        return [(row.title, row.body, row.href) for row in rows]


def _rows(site: Site) -> list[AccessRequest]:
    with site.reading() as ask:
        return list(ask.session.scalars(select(AccessRequest).order_by(AccessRequest.id)))


def test_a_refused_action_names_the_right_the_reason_and_who_can_grant_it(site: Site) -> None:
    _ana, bob, client = _mates(site)
    answer = site.browser(bob).get(f"{client.href}/-/edit")
    assert answer.status_code == 403
    text = LexborHTMLParser(answer.text).css_first("main").text(deep=True)
    assert "Modifier les clients" in text
    assert "ceux qui vous sont partagés" in text
    assert "Colleague Number1 peut l’accorder" in text
    link = LexborHTMLParser(answer.text).css_first(f"a[href*='{EDIT}']")
    assert link.text(deep=True).strip() == "Demander l’accès au propriétaire"


def test_the_owner_grants_a_dated_share_from_the_notification(site: Site) -> None:
    ana, bob, client = _mates(site)
    asker = site.browser(bob)
    assert _ask(asker, client, message="Pour corriger l’adresse").status_code == 303
    ((title, body, href),) = _notices(site, ana)
    assert title == (
        "Colleague Number2 demande le droit « Modifier les clients » sur Boulangerie du Port"
    )
    assert body == "Pour corriger l’adresse"
    owner = site.browser(ana)
    form = LexborHTMLParser(owner.get(href).text)
    assert form.css_first('input[name="level"][checked]').attributes["value"] == "edit"
    assert form.css_first('input[name="until"]').attributes["value"] == "2026-12-24"
    data = {"answer": "grant", "level": "edit", "until": "2026-12-24", "word": "Merci"}
    assert owner.post(href, data=data).status_code == 303
    assert asker.get(f"{client.href}/-/edit").status_code == 200
    ((title, body, _href),) = _notices(site, bob)[-1:]
    assert title.startswith("Colleague Number1 vous a donné le droit « Modifier les clients »")
    assert body == "Merci"
    site.clock.now += timedelta(days=31)
    with site.reading(bob) as ask:
        assert not ask.access.may_on(EDIT, client.id)


def test_a_refusal_comes_with_its_word(site: Site) -> None:
    ana, bob, client = _mates(site)
    asker = site.browser(bob)
    _ask(asker, client)
    href = _notices(site, ana)[0][2]
    data = {"answer": "refuse", "word": "Passez par moi"}
    assert site.browser(ana).post(href, data=data).status_code == 303
    title, body, _href = _notices(site, bob)[-1]
    assert "vous a refusé" in title
    assert body == "Passez par moi"
    assert asker.get(f"{client.href}/-/edit").status_code == 403
    assert "Passez par moi" in asker.get("/access-requests").text


def test_the_same_request_stays_one_and_tells_once_a_day(site: Site) -> None:
    ana, bob, client = _mates(site)
    asker = site.browser(bob)
    for message in ("one", "", "three"):
        assert _ask(asker, client, message=message).status_code == 303
    (row,) = _rows(site)
    assert (row.times, row.message) == (3, "three")
    assert len(_notices(site, ana)) == 1
    site.clock.now += timedelta(days=2)
    _ask(asker, client)
    assert len(_notices(site, ana)) == 2
    assert "Vous l’avez demandé" in asker.get(f"{client.href}/-/access?right={EDIT}").text


def test_too_many_requests_in_a_day_are_refused(site: Site) -> None:
    ana, bob, _client = _mates(site)
    asker = site.browser(bob)
    clients = [site.client(f"Client {number}", owner=ana) for number in range(21)]
    for client in clients[:20]:
        assert _ask(asker, client).status_code == 303
    answer = _ask(asker, clients[20])
    assert answer.status_code == 422
    assert "20 accès en une journée" in answer.text
    assert len(_rows(site)) == 20


def test_what_only_a_profile_can_give_is_asked_of_administrators(site: Site) -> None:
    ana, bob, client = _mates(site)
    boss = site.user(all_rights=True)
    page = site.browser(bob).get(f"{client.href}/-/access?right=core.client.delete").text
    assert "Un partage ne peut pas le donner" in page
    assert "Colleague Number3" in page
    _ask(site.browser(bob), client, "core.client.delete")
    assert _notices(site, ana) == []
    href = _notices(site, boss)[0][2]
    answer = site.browser(boss).post(href, data={"answer": "grant"})
    assert answer.status_code == 422
    assert "changez d’abord le profil" in answer.text
    assert _rows(site)[0].answered_at is None


def test_an_owner_who_may_not_share_is_not_asked(site: Site) -> None:
    lyon = site.group("Lyon")
    weak = site.user(reaches={"core.client.read": Reach.GROUP}, groups=(lyon,))
    bob = site.user(reaches=OWNER, groups=(lyon,))
    deputy = site.user(reaches={**OWNER, "core.client.share": Reach.SHARED})
    client = site.client("Boulangerie du Port", owner=weak)
    site.share(client, deputy, Level.MANAGE)
    _ask(site.browser(bob), client)
    assert _notices(site, weak) == []
    assert len(_notices(site, deputy)) == 1


def test_a_request_never_speaks_of_a_client_that_one_may_not_read(site: Site) -> None:
    ana, bob, client = _mates(site)
    stranger_user = site.user(reaches=OWNER)
    stranger = site.browser(stranger_user)
    missing = f"{client.href[:-4]}zzzz"
    for method, where in (("GET", "?right=" + EDIT), ("POST", ""), ("GET", "")):
        here = stranger.request(method, f"{client.href}/-/access{where}", data={"right": EDIT})
        there = stranger.request(method, f"{missing}/-/access{where}", data={"right": EDIT})
        assert here.status_code == there.status_code == 404
        assert here.text.replace(client.href, missing) == there.text
    assert _rows(site) == []
    _ask(site.browser(bob), client)
    href = _notices(site, ana)[0][2]
    for method in ("GET", "POST"):
        answer = stranger.request(method, href, data={"answer": "grant", "level": "edit"})
        assert answer.status_code == 404
    mate = site.user(reaches=OWNER, groups=())
    site.share(client, mate)
    assert site.browser(mate).get(href).status_code == 404, "a reader may not answer"


def test_nobody_answers_their_own_request(site: Site) -> None:
    ana, bob, client = _mates(site)
    asker = site.browser(bob)
    _ask(asker, client)
    href = _notices(site, ana)[0][2]
    assert asker.get(href).status_code == 200
    assert asker.post(href, data={"answer": "grant", "level": "edit"}).status_code == 404
    assert _rows(site)[0].answered_at is None


def test_a_second_answer_says_that_somebody_was_first(site: Site) -> None:
    ana, bob, client = _mates(site)
    _ask(site.browser(bob), client)
    href = _notices(site, ana)[0][2]
    boss = site.browser(site.user(all_rights=True))
    assert boss.post(href, data={"answer": "refuse"}).status_code == 303
    answer = site.browser(ana).post(href, data={"answer": "grant", "level": "edit"})
    assert answer.status_code == 422
    assert "entre-temps" in answer.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"answer": "grant", "level": "view"}, "niveau plus élevé"),
        ({"answer": "grant", "level": "edit", "until": "2020-01-01"}, "Ce jour est passé"),
        ({"answer": "perhaps"}, ""),
        ({}, ""),
        ({"answer": "refuse", "word": "w" * 501}, "500"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(site: Site, data: dict[str, str], said: str) -> None:
    ana, bob, client = _mates(site)
    _ask(site.browser(bob), client)
    answer = site.browser(ana).post(_notices(site, ana)[0][2], data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert _rows(site)[0].answered_at is None


def test_a_yes_never_lessens_what_was_given(site: Site) -> None:
    ana, bob, client = _mates(site)
    _ask(site.browser(bob), client)
    site.share(client, bob, Level.VIEW)
    href = _notices(site, ana)[0][2]
    data = {"answer": "grant", "level": "edit", "until": "2026-12-24"}
    assert site.browser(ana).post(href, data=data).status_code == 303
    site.clock.now += timedelta(days=300)
    with site.reading(bob) as ask:
        assert ask.access.may_on(EDIT, client.id), "the share had no end before"


@pytest.mark.parametrize("right", ["nobody.declares.it", "", "x" * 200])
def test_an_unknown_right_is_asked_of_nobody(site: Site, right: str) -> None:
    _ana, bob, client = _mates(site)
    assert _ask(site.browser(bob), client, right).status_code == 404
    assert _rows(site) == []


def test_a_right_that_one_has_is_not_asked_for(site: Site) -> None:
    ana, _bob, client = _mates(site)
    answer = _ask(site.browser(ana), client)
    assert answer.status_code == 422
    assert "vous êtes propriétaire de ce client".capitalize() in answer.text


def test_the_whole_list_says_yes_or_no_and_why(site: Site) -> None:
    _ana, bob, client = _mates(site)
    page = site.browser(bob).get(f"{client.href}/-/access")
    assert page.status_code == 200
    text = LexborHTMLParser(page.text).css_first(".sheet").text(deep=True)
    assert "Voir les clients" in text
    assert "Vous faites partie du groupe Lyon, comme son propriétaire." in text
    assert "Votre profil ne donne pas ce droit." in text
