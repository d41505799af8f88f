"""The share dialog over HTTP: whom, how far, how long; and two people at the same list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select, update
from starlette.testclient import TestClient

from onglet.contributions import ClientView, Level, Reach
from onglet.rights.models import Grant, GrantKind, User
from onglet.testing.kit import Colleague, MakeSite, Site
from onglet.work.models import Notification

SALES = {
    "core.client.read": Reach.GROUP,
    "core.client.edit": Reach.SHARED,
    "core.client.share": Reach.SHARED,
    "core.client.reassign": Reach.OWN,
}
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


def _owned(site: Site) -> tuple[Colleague, ClientView, TestClient]:
    """An owner who may share, their client, and their browser."""
    ana = site.user(reaches=SALES)
    client = site.client("Boulangerie du Port", owner=ana)
    return ana, client, site.browser(ana)


def _at(client: ClientView, *parts: str) -> str:
    return "/".join((client.href, "-", "sharing", *parts))


def _share(browser: TestClient, client: ClientView, to: Colleague | str, **terms: str) -> Any:
    key = to if isinstance(to, str) else f"u-{to.public_id}"
    data = {"subject": key, "level": "view", **terms}
    return browser.post(_at(client, "new"), data=data)


def _grants(site: Site, client: ClientView) -> list[tuple[int, int, Any, str]]:
    with site.reading() as ask:
        return [
            (one.kind, one.level, one.valid_until, one.note)
            for one in ask.session.scalars(
                select(Grant)
                .where(
                    Grant.client_id == client.id,
                    Grant.kind.in_([GrantKind.SHARE_USER.value, GrantKind.SHARE_GROUP.value]),
                )
                .order_by(Grant.id)
            )
        ]


def _told(site: Site, user: Colleague) -> list[str]:
    with site.reading() as ask:
        return list(
            ask.session.scalars(
                select(Notification.title)
                .where(Notification.user_id == user.id)
                .order_by(Notification.id)
            )
        )


def _errors(answer: Any) -> str:
    tree = LexborHTMLParser(answer.text)
    return " ".join(
        node.text(deep=True).strip() for node in tree.css(".field-error, .error-summary")
    )


def _deactivate(site: Site, user: Colleague) -> None:
    with site.working() as work:
        work.session.execute(update(User).where(User.id == user.id).values(is_active=False))


def test_a_share_is_given_shown_told_and_kept_in_the_history(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user(reaches={"core.client.read": Reach.SHARED})
    answer = _share(browser, client, bob, level="edit", until="2026-12-31", note="Pendant l’été")
    assert answer.status_code == 303
    page = browser.get(_at(client)).text
    assert "Colleague Number2" in page
    assert "31 décembre 2026" in page
    assert "Pendant l’été" in page
    assert _told(site, bob) == ["Colleague Number1 vous a partagé Boulangerie du Port"]
    seen = site.browser(bob).get(f"{client.href}/information")
    assert seen.status_code == 200
    assert "a partagé le client" in seen.text
    assert "Pendant l’été" not in seen.text


def test_a_share_ends_at_the_midnight_that_closes_its_last_day(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user(reaches={"core.client.read": Reach.SHARED})
    _share(browser, client, bob, until="2026-11-24")
    other = site.browser(bob)
    assert other.get(f"{client.href}/information").status_code == 200
    site.clock.now += timedelta(hours=14)  # 24:00 in Paris
    assert other.get(f"{client.href}/information").status_code == 404
    page = browser.get(_at(client)).text
    assert "1 partage terminé" in page
    assert "terminé le 24 novembre 2026" in page


def test_every_member_of_a_group_is_told_and_sees_the_client(site: Site) -> None:
    ana, client, browser = _owned(site)
    lyon = site.group("Lyon")
    bob = site.user(reaches={"core.client.read": Reach.SHARED}, groups=(lyon,))
    away = site.user(reaches={"core.client.read": Reach.SHARED}, groups=(lyon,))
    _deactivate(site, away)
    found = LexborHTMLParser(browser.get(_at(client, "new") + "?groups").text)
    key = found.css_first('input[name="subject"]').attributes["value"]
    assert _share(browser, client, str(key), groups="1").status_code == 303
    assert site.browser(bob).get(f"{client.href}/information").status_code == 200
    assert len(_told(site, bob)) == 1
    assert _told(site, away) == []
    assert _told(site, ana) == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"until": "2026-11-23"}, "Ce jour est passé"),
        ({"until": "2150-01-01"}, "trop lointain"),
        ({"until": "hier"}, "date"),
        ({"level": "owner"}, "liste"),
        ({"level": ""}, ""),
        ({"subject": ""}, "Choisissez quelqu’un"),
        ({"subject": "u-0000000000000000"}, "Choisissez quelqu’un"),
        ({"subject": "x-1"}, "Choisissez quelqu’un"),
        ({"subject": "u-\x00"}, "Choisissez quelqu’un"),
        ({"note": "n" * 301}, "300"),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_field(
    site: Site, terms: dict[str, str], said: str
) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    answer = _share(browser, client, bob, **{"note": "kept", **terms})
    assert answer.status_code == 422
    assert said in _errors(answer)
    assert _errors(answer)
    assert _grants(site, client) == []


def test_nobody_shares_with_themselves_the_owner_or_somebody_who_left(site: Site) -> None:
    ana, client, browser = _owned(site)
    zoe = site.user(reaches=SALES)
    site.share(client, zoe, Level.MANAGE)
    left = site.user()
    _deactivate(site, left)
    deputy = site.browser(zoe)
    assert "vous-même" in _errors(_share(deputy, client, zoe))
    assert "est propriétaire de ce client" in _errors(_share(deputy, client, ana))
    assert "est désactivé" in _errors(_share(deputy, client, left))
    assert len(_grants(site, client)) == 1
    assert browser.get(_at(client)).status_code == 200


def test_what_was_typed_comes_back_with_the_mistake(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    answer = _share(browser, client, bob, level="manage", until="2020-01-01", note="à garder")
    tree = LexborHTMLParser(answer.text)
    assert tree.css_first('input[name="note"]').attributes["value"] == "à garder"
    chosen = tree.css_first('input[name="level"][checked]')
    assert chosen.attributes["value"] == "manage"


def test_only_a_share_at_manage_level_lets_share(site: Site) -> None:
    _ana, client, _browser = _owned(site)
    for level, status in ((Level.VIEW, 403), (Level.EDIT, 403), (Level.MANAGE, 303)):
        deputy = site.user(reaches=SALES)
        site.share(client, deputy, level)
        assert _share(site.browser(deputy), client, site.user()).status_code == status


def test_a_share_lasts_no_longer_than_what_the_giver_holds(site: Site) -> None:
    _ana, client, browser = _owned(site)
    deputy = site.user(reaches=SALES)
    _share(browser, client, deputy, level="manage", until="2026-12-31")
    acting = site.browser(deputy)
    for until in ("", "2027-01-01"):
        answer = _share(acting, client, site.user(), until=until)
        assert answer.status_code == 422
        assert "pour un temps" in _errors(answer)
    assert _share(acting, client, site.user(), until="2026-12-31").status_code == 303


def test_a_change_that_met_another_shows_both_and_loses_nothing(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user(reaches={"core.client.read": Reach.SHARED})
    _share(browser, client, bob, level="view")
    post = _at(client, f"u-{bob.public_id}", "edit")
    form = LexborHTMLParser(browser.get(post).text)
    seen = form.css_first('input[name="seen"]').attributes["value"]
    boss = site.browser(site.user(all_rights=True))
    assert boss.post(post, data={"level": "edit", "note": "theirs"}).status_code == 303
    mine = {"level": "manage", "note": "mine", "seen": seen, "until": "2026-12-24"}
    clash = browser.post(post, data=mine)
    assert clash.status_code == 409
    for word in ("theirs", "mine", "Modification", "Gestion", "24 décembre 2026"):
        assert word in clash.text
    assert _grants(site, client)[0][3] == "theirs"
    hidden = {
        node.attributes["name"]: node.attributes["value"] or ""
        for node in LexborHTMLParser(clash.text).css(f'form[action="{post}"] input[type="hidden"]')
    }
    assert browser.post(post, data=hidden).status_code == 303
    kind, level, until, note = _grants(site, client)[0]
    assert (kind, level, note) == (GrantKind.SHARE_USER, Level.MANAGE, "mine")
    assert until.isoformat() == "2026-12-24T23:00:00+00:00"


def test_a_change_of_a_share_that_is_gone_offers_to_give_it_again(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    _share(browser, client, bob)
    key = f"u-{bob.public_id}"
    assert browser.post(_at(client, key, "remove"), data={}).status_code == 303
    clash = browser.post(_at(client, key, "edit"), data={"level": "edit", "note": "mine"})
    assert clash.status_code == 409
    assert "a été retiré" in clash.text
    assert f'action="{_at(client, "new")}"' in clash.text
    assert _grants(site, client) == []


def test_taking_back_what_was_changed_meanwhile_is_asked_again(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    _share(browser, client, bob)
    key = f"u-{bob.public_id}"
    browser.post(_at(client, key, "edit"), data={"level": "manage", "note": "newer"})
    for what in ("end", "remove"):
        answer = browser.post(_at(client, key, what), data={"seen": "0123456789ab"})
        assert answer.status_code == 409
        assert "newer" in answer.text
    assert len(_grants(site, client)) == 1


def test_a_second_share_with_the_same_colleague_is_shown_beside_the_first(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    assert _share(browser, client, bob, level="edit", note="first").status_code == 303
    assert _share(browser, client, bob, level="edit", note="first").status_code == 303
    answer = _share(browser, client, bob, level="view", note="second")
    assert answer.status_code == 409
    assert "first" in answer.text
    assert "second" in answer.text
    assert [row[3] for row in _grants(site, client)] == ["first"]


def test_a_share_that_ended_is_given_anew(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user(reaches={"core.client.read": Reach.SHARED})
    _share(browser, client, bob)
    assert browser.post(_at(client, f"u-{bob.public_id}", "end"), data={}).status_code == 303
    assert site.browser(bob).get(f"{client.href}/information").status_code == 404
    assert _share(browser, client, bob, level="edit").status_code == 303
    assert site.browser(bob).get(f"{client.href}/information").status_code == 200
    assert len(_grants(site, client)) == 1


def test_the_dialog_answers_in_place_with_a_message(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    answer = browser.post(
        _at(client, "new"),
        data={"subject": f"u-{bob.public_id}", "level": "view"},
        headers=PARTIAL,
    )
    assert answer.status_code == 200
    assert "Le client est partag" in answer.headers["HX-Trigger"].encode().decode("unicode_escape")
    assert "Colleague Number2" in answer.text
    assert "<html" not in answer.text


def test_who_may_not_share_is_told_why_and_whom_to_ask_and_sees_no_share(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user(reaches={"core.client.read": Reach.SHARED, "core.client.share": Reach.SHARED})
    secret = site.user()
    site.share(client, bob)
    _share(browser, client, secret, note="canary")
    page = site.browser(bob).get(_at(client))
    assert page.status_code == 200
    assert "Vous ne pouvez pas partager ce client" in page.text
    assert "Colleague Number1 peut l’accorder" in page.text
    assert "canary" not in page.text
    assert "Number3" not in page.text
    for where in ("new", "find", "who", "log", f"u-{secret.public_id}/edit"):
        assert site.browser(bob).get(_at(client, where)).status_code == 403


def test_a_client_that_one_may_not_read_answers_as_a_missing_one(site: Site) -> None:
    _ana, client, _browser = _owned(site)
    stranger = site.browser(site.user(reaches=SALES))
    missing = client.href[:-4] + "zzzz"
    for where in ("", "/new", "/who", "/log", "/owner"):
        here = stranger.get(f"{client.href}/-/sharing{where}")
        there = stranger.get(f"{missing}/-/sharing{where}")
        assert here.status_code == there.status_code == 404
        assert here.text.replace(client.href, missing) == there.text


def test_the_owner_changes_with_both_told(site: Site) -> None:
    ana, client, browser = _owned(site)
    bob = site.user(reaches=SALES)
    form = LexborHTMLParser(browser.get(_at(client, "owner")).text)
    seen = form.css_first('input[name="seen"]').attributes["value"]
    data = {"subject": f"u-{bob.public_id}", "seen": seen}
    answer = browser.post(_at(client, "owner"), data=data)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/clients", "the old owner sees it no more"
    assert site.see(client.public_id).owner_id == bob.id
    assert _told(site, bob) == [
        "Colleague Number1 vous a confié Boulangerie du Port : vous en êtes propriétaire"
    ]
    assert _told(site, ana) == []


def test_two_people_who_change_the_owner_meet(site: Site) -> None:
    ana, client, browser = _owned(site)
    bob, zoe = site.user(reaches=SALES), site.user(all_rights=True)
    stale = {"subject": f"u-{bob.public_id}", "seen": ana.public_id}
    site.give(client, zoe)
    answer = site.browser(zoe).post(_at(client, "owner"), data=stale)
    assert answer.status_code == 409
    assert "Colleague Number3" in _errors(answer)
    tree = LexborHTMLParser(answer.text)
    assert tree.css_first('input[name="subject"][checked]').attributes["value"] == stale["subject"]
    assert site.see(client.public_id).owner_id == zoe.id
    assert browser.get(_at(client)).status_code == 404


@pytest.mark.parametrize("kind", ["nobody", "left", "owner", "group"])
def test_an_owner_that_cannot_be_is_refused(site: Site, kind: str) -> None:
    ana, client, browser = _owned(site)
    left = site.user()
    _deactivate(site, left)
    lyon = site.group("Lyon")
    with site.reading() as ask:
        from onglet.rights.models import Group

        group = ask.session.scalars(select(Group).where(Group.id == lyon)).one()
    key = {
        "nobody": "",
        "left": f"u-{left.public_id}",
        "owner": f"u-{ana.public_id}",
        "group": f"g-{group.public_id}",
    }[kind]
    answer = browser.post(_at(client, "owner"), data={"subject": key})
    assert answer.status_code == 422
    assert _errors(answer)
    assert site.see(client.public_id).owner_id == ana.id


def test_the_menu_offers_the_four_entries_or_says_why_not(site: Site) -> None:
    _ana, client, browser = _owned(site)
    labels = (
        "Modifier le propriétaire du client",
        "Partager le client à un collaborateur",
        "Partager le client à un groupe de collaborateurs",
        "Qui peut voir ce client",
    )
    menu = LexborHTMLParser(browser.get(f"{client.href}/information").text).css_first("#actions")
    assert all(label in menu.text(deep=True) for label in labels)
    assert not menu.css("a.is-refused[href*='client.share']")
    bob = site.user(reaches={"core.client.read": Reach.SHARED, "core.client.share": Reach.SHARED})
    site.share(client, bob)
    text = site.browser(bob).get(f"{client.href}/information").text
    refused = LexborHTMLParser(text).css("a.is-refused[href*='core.client.share']")
    assert len(refused) == 3
    said = refused[0].text(deep=True)
    assert "Il vous manque ici le droit « Partager les clients »" in said
    assert "en gestion" in said
    assert "Colleague Number1 peut l’accorder" in said


def test_search_finds_active_colleagues_by_words_without_accents(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob, left = site.user(), site.user()
    with site.working() as work:
        work.session.execute(
            update(User)
            .where(User.id.in_([bob.id, left.id]))
            .values(given_name="Zoé", name_sort="number zoe")
        )
    _deactivate(site, left)
    found = LexborHTMLParser(browser.get(_at(client, "find") + "?q=zoé").text)
    keys = [node.attributes["value"] for node in found.css('input[name="subject"]')]
    assert keys == [f"u-{bob.public_id}"]


def test_who_was_chosen_stays_chosen_while_one_searches_on(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    zoe = site.user()
    where = f"{_at(client, 'find')}?q={zoe.email}&subject=u-{bob.public_id}"
    tree = LexborHTMLParser(browser.get(where).text)
    assert len(tree.css('input[name="subject"]')) == 2
    chosen = tree.css('input[name="subject"][checked]')
    assert [node.attributes["value"] for node in chosen] == [f"u-{bob.public_id}"]


def test_a_search_without_scripts_keeps_what_was_typed(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    typed = f"q=nobody-of-that-name&level=manage&note=kept&subject=u-{bob.public_id}"
    tree = LexborHTMLParser(browser.get(f"{_at(client, 'new')}?{typed}").text)
    assert tree.css_first('input[name="note"]').attributes["value"] == "kept"
    checked = {node.attributes["value"] for node in tree.css("input[checked]")}
    assert checked == {"manage", f"u-{bob.public_id}"}


def test_an_entry_of_a_menu_answers_in_the_dialog(site: Site) -> None:
    _ana, client, browser = _owned(site)
    bob = site.user()
    _share(browser, client, bob)
    answer = browser.post(_at(client, f"u-{bob.public_id}", "remove"), data={}, headers=PARTIAL)
    assert answer.headers["HX-Retarget"] == "#dialog"
    assert "Colleague Number2" not in answer.text


def test_clients_given_together_are_told_of_once(site: Site) -> None:
    boss, bob = site.user(all_rights=True), site.user()
    clients = [site.client(f"Client {number}", owner=boss) for number in range(3)]
    data = {
        "ids": [client.public_id for client in clients],
        "do": "owner",
        "owner": bob.public_id,
        "back": "/clients",
    }
    assert site.browser(boss).post("/clients/-/bulk", data=data).status_code in {200, 303}
    assert site.see(clients[0].public_id).owner_id == bob.id
    assert _told(site, bob) == [
        "Colleague Number1 vous a confié 3 clients : vous en êtes propriétaire"
    ]
