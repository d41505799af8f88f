"""The client list through HTTP: what it shows, to whom, and how it answers odd addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from core.tests.lists.conftest import statements
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from sqlalchemy import Integer, case, cast, func, literal
from starlette.testclient import TestClient

from onglet.accounts.service.entry import change_password, deactivate_user
from onglet.addresses.entry import NewAddress, Place
from onglet.api import Action, Column, Done, Filter, Plugin, hookimpl
from onglet.clients import listing
from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.clients.listing import PAGE
from onglet.contributions import ClientStage, Reach
from onglet.testing.kit import MakeSite, Site

OWN = {"core.client.read": Reach.OWN, "core.person.read": Reach.OWN}
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def filled(site: Site, count: int, **fields: object) -> None:
    with site.working() as work:
        insert_clients(
            work,
            [
                NewClient(name=f"Maison {n // 3:03}", reference=f"R-{n:04}", **fields)
                for n in range(count)
            ],
        )


def names(browser: TestClient, address: str) -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return [node.text() for node in HTMLParser(answer.text).css("td.c-main a")]


def test_pages_of_fifty_lead_on_and_back(deployment: MakeSite) -> None:
    site = deployment()
    filled(site, PAGE + 21)
    browser = site.browser(site.user(all_rights=True))

    first = HTMLParser(browser.get("/clients").text)
    onward = first.css_first("a[rel=next]").attributes["href"] or ""
    second = HTMLParser(browser.get(onward).text)
    back = second.css_first("a[rel=prev]").attributes["href"] or ""

    keys = [row.id for page in (first, second) for row in page.css("tbody tr")]
    assert len(keys) == len(set(keys)) == PAGE + 21
    assert second.css_first("a[rel=next]") is None
    again = [row.id for row in HTMLParser(browser.get(back).text).css("tbody tr")]
    assert again == keys[:PAGE]


def test_states_words_and_filters_narrow_the_list(deployment: MakeSite) -> None:
    site = deployment()
    group = site.group("Nord")
    me, other = site.user(all_rights=True, groups=(group,)), site.user()
    lyon = NewAddress(postcode="69002", town="Lyon", places=frozenset({Place.MAIN}))
    ajaccio = NewAddress(postcode="20000", town="Ajaccio", places=frozenset({Place.MAIN}))
    day = datetime(2026, 2, 10, 23, 30, tzinfo=UTC)
    site.client("Alpha", owner=me, addresses=[lyon], legal_form="5710", sector="Bâtiment")
    site.client("Beta", owner=other, addresses=[ajaccio], legal_form="5499", created_at=day)
    site.client("Gamma", stage=ClientStage.PROSPECT, owner=me)
    site.give(site.client("Delta", archived_at=day), None)  # as older data may be
    browser = site.browser(me)
    for query, expected in {
        "": ["Alpha", "Beta"],
        "state=prospects": ["Gamma"],
        "state=archived": ["Delta"],
        "state=all": ["Alpha", "Beta", "Delta", "Gamma"],
        "q=alph": ["Alpha"],
        "owner=me": ["Alpha"],
        f"owner={other.public_id}": ["Beta"],
        "owner=none&state=all": ["Delta"],
        "owner=nobody-of-that-name": [],
        "place=69": ["Alpha"],
        "place=2A": ["Beta"],
        "place=2B": [],
        "place=69002": ["Alpha"],
        "place=Lyon": ["Alpha"],
        "place=Ly": [],
        "form=5710": ["Alpha"],
        "form=54": ["Beta"],
        "form=zz": [],
        "sector=B%C3%A2timent": ["Alpha"],
        # Half past midnight in Paris: the day after in UTC
        "created=2026-02-11..2026-02-11": ["Beta"],
        "created=..2026-02-10": [],
        "created_from=2026-02-11&created_to=": ["Alpha", "Beta"],
        "created=nonsense": ["Alpha", "Beta"],
        "owner=me&place=69&form=57": ["Alpha"],
        "sort=-name": ["Beta", "Alpha"],
        "sort=created": ["Beta", "Alpha"],
    }.items():
        assert names(browser, f"/clients?{query}") == expected, query


def test_a_group_filter_shows_what_its_members_own(deployment: MakeSite) -> None:
    site = deployment()
    group = site.group("Nord")
    member = site.user(groups=(group,))
    site.client("Alpha", owner=member)
    site.client("Beta", owner=site.user())
    browser = site.browser(site.user(all_rights=True))

    popover = HTMLParser(browser.get("/clients/-/filters/group", headers=PARTIAL).text)
    choice = next(node for node in popover.css("a.menu-item") if "Nord" in node.text())

    assert names(browser, choice.attributes["href"] or "") == ["Alpha"]
    chips = HTMLParser(browser.get(choice.attributes["href"] or "").text).css(".chip.is-on")
    assert [" ".join(chip.css_first(".chip-btn").text().split()) for chip in chips] == [
        "Groupe Nord"
    ]


def test_who_left_is_offered_as_an_owner_while_clients_wait_for_another(
    deployment: MakeSite,
) -> None:
    site = deployment()
    boss, leaver, gone = site.user(all_rights=True), site.user(), site.user()
    site.client("Alpha", owner=leaver)
    with site.working() as work:
        # An administrator who has a password is left; nobody took over, as in older data.
        change_password(work, boss.id, "a hash")
        deactivate_user(work, leaver.id, belongings=())
        deactivate_user(work, gone.id, belongings=())
    browser = site.browser(boss)

    offered = browser.get("/clients/-/filters/owner", headers=PARTIAL).text
    chosen = HTMLParser(browser.get(f"/clients?owner={leaver.public_id}").text)

    assert offered.count("(compte désactivé)") == 1
    assert leaver.public_id in offered
    assert gone.public_id not in offered
    assert "(compte désactivé)" in chosen.css_first(".chip.is-on").text()
    assert len(chosen.css("tbody tr")) == 1


def test_every_filter_offers_its_choices_with_and_without_javascript(
    deployment: MakeSite,
) -> None:
    site = deployment()
    lyon = NewAddress(postcode="69002", town="Lyon", places=frozenset({Place.MAIN}))
    site.client("Alpha", addresses=[lyon], legal_form="5710", sector="food")
    browser = site.browser(site.user(all_rights=True))
    for key, typed, expected in (
        ("owner", "", "Moi-même"),
        ("owner", "number1", "Colleague Number1"),
        ("group", "", ""),
        ("place", "", "Lyon"),
        ("place", "rhon", "Rhône (69)"),
        ("place", "lyo", "Lyon"),
        ("form", "", "SAS"),
        ("form", "sarl", "SARL"),
        ("sector", "", "Agroalimentaire"),
        ("created", "", "Ce mois-ci"),
    ):
        address = f"/clients/-/filters/{key}?find={typed}&q=kept"
        popover = browser.get(address, headers=PARTIAL)
        page = browser.get(address)
        assert popover.status_code == page.status_code == 200, key
        assert "<html" in page.text
        assert "<html" not in popover.text
        assert "q=kept" in popover.text or not expected
        assert expected in popover.text.replace("&#39;", "'"), (key, typed)
    assert browser.get("/clients/-/filters/nothing").status_code == 404


def test_heads_say_how_the_list_is_sorted(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Alpha")
    browser = site.browser(site.user(all_rights=True))

    page = HTMLParser(browser.get("/clients?sort=-created&owner=none").text)

    sorted_by = page.css("th[aria-sort]")
    assert [th.attributes["aria-sort"] for th in sorted_by] == ["descending"]
    links = [node.attributes["href"] for node in page.css("th a")]
    assert links == [
        "/clients?owner=none",
        "/clients?owner=none&sort=created",
        "/clients?owner=none&sort=-activity",
    ]


def test_a_part_of_the_page_comes_with_its_ways_and_count(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Alpha")
    browser = site.browser(site.user(all_rights=True))
    part = browser.get("/clients?q=alpha&owner=none", headers=PARTIAL).text
    assert "<html" not in part
    for target in ("#list-count", "#list-kept", "#list-ways"):
        assert f'<hx-partial hx-target="{target}"' in part
    assert '<input type="hidden" name="owner" value="none">' in part
    assert "state=prospects&amp;q=alpha&amp;owner=none" in part


def test_counts_stop_and_go_on_when_asked(
    deployment: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "COUNT_UP_TO", 5)
    monkeypatch.setattr("onglet.clients.list_page.COUNT_UP_TO", 5)
    site = deployment()
    filled(site, 8)
    browser = site.browser(site.user(all_rights=True))

    capped = HTMLParser(browser.get("/clients").text).css_first("#list-count a")
    exact = HTMLParser(browser.get(capped.attributes["href"] or "").text)

    assert capped.text().startswith("5+")
    assert exact.css_first("#list-count .count").text() == "8"


def test_the_list_asks_few_questions_whatever_its_size(deployment: MakeSite) -> None:
    site = deployment()
    group = site.group("Nord")
    reach = {"core.client.read": Reach.GROUP, "core.client.reassign": Reach.NONE}
    me = site.user(reaches=reach, groups=(group,))
    browser = site.browser(me)
    for count in (3, 120):
        with site.working() as work:
            news = [NewClient(name=f"M {count}-{n}", owner_id=me.id) for n in range(count)]
            insert_clients(work, news)
        browser.get("/clients")
        for address in ("/clients", "/clients?sort=-activity&q=m", "/clients?owner=me&place=69"):
            with statements(site.host.database.reads) as asked:
                assert browser.get(address, headers=PARTIAL).status_code == 200
            # Who asks, the rows (two where silent clients begin), their count
            assert len(asked) <= 4, asked
        with statements(site.host.database.reads) as asked:
            browser.get("/clients")
        # And what stands around: settings, recents and notifications
        assert len(asked) <= 5, asked


def test_nobody_lists_or_counts_what_they_do_not_reach(deployment: MakeSite) -> None:
    site = deployment()
    me, other = site.user(reaches=OWN), site.user(reaches=OWN)
    site.client("Martin mine", owner=me, sector="food", legal_form="5710")
    hidden = site.client("Martin secret", owner=other, sector="health", legal_form="5499")
    browser = site.browser(me)
    for query in (
        "",
        "state=all",
        "q=martin",
        "q=ma",
        "sort=-activity",
        f"owner={other.public_id}",
    ):
        page = browser.get(f"/clients?{query}").text
        assert "secret" not in page
        count = HTMLParser(page).css_first("#list-count .count").text()
        assert count == ("0" if query.startswith("owner") else "1")
    for key, secret in (("sector", "Santé"), ("form", "5499")):
        assert secret not in browser.get(f"/clients/-/filters/{key}").text
    assert browser.get(f"/clients/{hidden.public_id}/-/menu").status_code == 404


def test_those_who_reach_many_and_few_see_the_same(
    deployment: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = deployment()
    group = site.group("Nord")
    reach = {"core.client.read": Reach.GROUP}
    me, mate, other = (site.user(reaches=reach, groups=g) for g in ((group,), (group,), ()))
    for n, owner in enumerate((me, mate, other, None) * 3):
        site.client(f"Maison {n:02}", owner=owner)
    ended = site.client("Maison ended", owner=other)
    site.share(ended, me)
    found = {}
    for most in (0, 100):
        monkeypatch.setattr("onglet.clients.listing_reach.FEW", most)
        browser = site.browser(me)
        found[most] = [
            names(browser, f"/clients?{q}") for q in ("", "q=maison", "q=ma", "sort=-created")
        ]
    assert found[0] == found[100]
    assert len(found[0][0]) == 7


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("after=xyz", ["Maison Calme", "Maison Test"]),
        ("before=W10", ["Maison Calme", "Maison Test"]),
        ("sort=nothing", ["Maison Calme", "Maison Test"]),
        ("sort=-nothing", ["Maison Calme", "Maison Test"]),
        ("state=zzz", ["Maison Calme", "Maison Test"]),
        ("owner=no", []),
        ("created=..", ["Maison Calme", "Maison Test"]),
        ("place=%00", ["Maison Calme", "Maison Test"]),
        ("owner=%00", ["Maison Calme", "Maison Test"]),
        ("form=\u0661", []),
    ],
)
def test_an_address_of_somebody_elses_making_is_read_calmly(
    deployment: MakeSite, query: str, shown: list[str]
) -> None:
    site = deployment()
    site.client("Maison Test")
    site.client("Maison Calme")
    site.client("Un prospect", stage=ClientStage.PROSPECT)

    assert names(site.browser(site.user(all_rights=True)), f"/clients?{query}") == shown


@pytest.mark.parametrize("key", ["%00", "zzz", "0000000000000000", "..%2f"])
def test_an_identifier_that_is_none_is_not_found(deployment: MakeSite, key: str) -> None:
    site = deployment()
    browser = site.browser(site.user(all_rights=True))
    assert browser.get(f"/clients/{key}/information").status_code == 404
    assert browser.get(f"/people/{key.replace('..%2f', '...')}").status_code == 404


def test_a_slip_shows_what_may_have_been_meant_and_says_so(deployment: MakeSite) -> None:
    site = deployment()
    me, other = site.user(reaches=OWN), site.user()
    site.client("Boulangerie Noirillardon", owner=me)
    site.client("Fromagerie Noirillardon", owner=other)
    for user, expected in (
        (me, ["Boulangerie Noirillardon"]),
        (site.user(all_rights=True), ["Boulangerie Noirillardon", "Fromagerie Noirillardon"]),
    ):
        browser = site.browser(user)
        assert names(browser, "/clients?q=noirilardon") == expected
        assert "Aucun client ne contient ces mots" in browser.get("/clients?q=noirilardon").text
        assert "Aucun client ne contient" not in browser.get("/clients?q=noirillardon").text
        assert names(browser, "/clients?q=noirilardon&state=archived") == []


def test_an_empty_list_says_what_to_do(deployment: MakeSite) -> None:
    site = deployment()
    boss = site.browser(site.user(all_rights=True))
    reader = site.browser(site.user(reaches={"core.client.create": Reach.NONE}))
    assert 'class="empty' in boss.get("/").text
    assert boss.get("/").text.count('href="/clients/new"') > reader.get("/").text.count(
        'href="/clients/new"'
    )
    assert "Aucun client ne correspond" in boss.get("/clients?q=rien").text


class Crate(Plugin):
    """A plugin with a column, a filter and an action on many."""

    name = "crate"

    @hookimpl
    def onglet_columns(self):
        right = "core.client.read"
        yield Column(
            key="crate.number",
            label="Crates",
            right=right,
            expression=lambda _ask, client_id: client_id * 10,
            show=lambda _ask, value: f"{value} crates",
            is_sortable=True,
        )

    @hookimpl
    def onglet_filters(self):
        right = "core.client.read"
        yield Filter(
            key="crate.odd",
            label="Parity",
            right=right,
            condition=lambda _ask, client_id, value: client_id % 2 == int(value),
            choices=lambda _ask: [("1", "Odd"), ("0", "Even")],
        )

    @hookimpl
    def onglet_actions(self):
        def bulk(work, selection):
            if len(selection.client_ids) > 2:
                from onglet.clients.models import Client

                work.session.get(Client, selection.client_ids[0]).name = "Lost"
                work.session.flush()
                raise RuntimeError
            return Done(message=f"{len(selection.client_ids)} crated")

        yield Action(
            key="crate.pack",
            label="Pack",
            icon="star",
            right="core.client.edit",
            order=500,
            run=lambda work, record, form: Done(),
            bulk=bulk,
            confirm="Really?",
        )


class Crack(Plugin):
    """A plugin whose columns and filter fail."""

    name = "crack"

    @hookimpl
    def onglet_columns(self):
        right = "core.client.read"
        yield Column(
            key="crack.sql",
            label="Broken SQL",
            right=right,
            expression=lambda _ask, _id: 1 / 0,
            show=lambda _ask, value: "",
        )
        yield Column(
            key="crack.words",
            label="Broken words",
            right=right,
            expression=lambda _ask, _id: literal(1),
            show=lambda _ask, value: 1 / 0,
        )

    @hookimpl
    def onglet_filters(self):
        yield Filter(
            key="crack.filter",
            label="Broken filter",
            right="core.client.read",
            condition=lambda _ask, _id, _value: 1 / 0,
        )


def test_plugins_add_columns_and_filters(deployment: MakeSite) -> None:
    site = deployment(Crate())
    clients = [site.client(f"Maison {n}") for n in range(3)]
    browser = site.browser(site.user(all_rights=True))

    assert f"{clients[0].id * 10} crates" in browser.get("/clients").text
    down = names(browser, "/clients?sort=-crate.number")
    assert down == ["Maison 2", "Maison 1", "Maison 0"]
    odd = [client.name for client in clients if client.id % 2]
    assert names(browser, "/clients?crate.odd=1") == odd
    assert len(names(browser, "/clients?crate.odd=what")) == 3
    assert "Odd" in browser.get("/clients/-/filters/crate.odd", headers=PARTIAL).text


def test_what_fails_loses_its_own_column_or_filter(deployment: MakeSite) -> None:
    site = deployment(Crate(), Crack())
    filled(site, 20)
    browser = site.browser(site.user(all_rights=True))

    page = browser.get("/clients?crack.filter=1").text

    assert "Broken SQL" not in page
    assert "Broken words" in page
    assert page.count(" crates") == 20
    # One failure of the column, not one a row: its plugin is not paused for a long page.
    assert site.host.is_on("crack")


def fails_on(ask: Any, client_id: Any, keys: Sequence[int]) -> Any:
    """Give SQL that any database takes, and that stops it at these clients."""
    if ask.session.get_bind().dialect.name == "postgresql":
        return cast(case((client_id.in_(keys), "none"), else_="7"), Integer)
    return func.json_extract(case((client_id.in_(keys), "none"), else_="7"), "$")


class Trap(Plugin):
    """A plugin whose SQL fails at some clients only."""

    name = "trap"

    def __init__(self) -> None:
        self.keys: list[int] = []

    @hookimpl
    def onglet_columns(self):
        yield Column(
            key="trap.column",
            label="Trapped column",
            right="core.client.read",
            expression=lambda ask, client_id: fails_on(ask, client_id, self.keys),
            show=lambda _ask, value: f"{value} caught",
            is_sortable=True,
        )

    @hookimpl
    def onglet_filters(self):
        yield Filter(
            key="trap.filter",
            label="Trapped filter",
            right="core.client.read",
            condition=lambda ask, client_id, value: (
                fails_on(ask, client_id, self.keys) == int(value)
            ),
        )


@pytest.mark.parametrize(
    "address", ["/clients", "/clients?sort=-trap.column", "/clients?count=all", "/clients?q=maison"]
)
def test_sql_that_fails_at_some_clients_loses_its_column_only(
    deployment: MakeSite, address: str
) -> None:
    trap = Trap()
    site = deployment(Crate(), trap)
    clients = [site.client(f"Maison {n}") for n in range(5)]
    browser = site.browser(site.user(all_rights=True))
    assert "7 caught" in browser.get(address).text
    trap.keys = [clients[3].id]

    assert len(names(browser, address)) == 5
    page = browser.get(address).text

    assert "caught" not in page
    assert f"{clients[3].id * 10} crates" in page


def test_a_filter_that_fails_at_some_clients_is_lost_and_the_page_says_so(
    deployment: MakeSite,
) -> None:
    trap = Trap()
    site = deployment(Crate(), trap)
    clients = [site.client(f"Maison {n}") for n in range(4)]
    browser = site.browser(site.user(all_rights=True))
    odd = sorted(client.name for client in clients if client.id % 2)
    address = "/clients?trap.filter=7&crate.odd=1"
    assert names(browser, address) == odd
    assert "n’a pas pu servir" not in browser.get(address).text
    trap.keys = [client.id for client in clients if client.id % 2]

    page = browser.get(address).text

    assert "Le filtre « Trapped filter » n’a pas pu servir" in page
    assert names(browser, address) == odd


def test_a_plugin_acts_on_many_or_on_none(deployment: MakeSite) -> None:
    site = deployment(Crate())
    clients = [site.client(f"Maison {n}") for n in range(3)]
    browser = site.browser(site.user(all_rights=True))
    ids = [client.public_id for client in clients]

    browser.post("/clients/-/bulk", data={"ids": ids[:2], "do": "crate.pack"})
    told = browser.get("/clients").text
    browser.post("/clients/-/bulk", data={"ids": ids, "do": "crate.pack"})
    failed = browser.get("/clients").text

    assert "2 crated" in told
    assert "Référence" in failed
    assert all(site.see(key).name != "Lost" for key in ids)


def test_several_clients_change_state_and_owner_where_the_right_allows(
    deployment: MakeSite,
) -> None:
    site = deployment()
    me = site.user(
        reaches={
            "core.client.read": Reach.ALL,
            "core.client.archive": Reach.OWN,
            "core.client.reassign": Reach.OWN,
        }
    )
    heir = site.user()
    mine, other = site.client("Mine", owner=me), site.client("Not mine")
    browser = site.browser(me)
    both = [mine.public_id, other.public_id]
    back = "/clients?state=all&sort=-name"

    answer = browser.post("/clients/-/bulk", data={"ids": both, "do": "archive", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert site.see(mine.public_id).is_archived
    assert not site.see(other.public_id).is_archived
    browser.post("/clients/-/bulk", data={"ids": both, "do": "unarchive"})
    assert not site.see(mine.public_id).is_archived

    question = browser.post("/clients/-/bulk", data={"ids": both, "do": "owner", "back": back})
    assert question.status_code == 200
    assert heir.public_id in question.text
    browser.post("/clients/-/bulk", data={"ids": both, "do": "owner", "owner": heir.public_id})
    assert site.see(mine.public_id).owner_id == heir.id
    assert site.see(other.public_id).owner_id is None

    again = browser.post("/clients/-/bulk", data={"ids": both, "do": "owner", "owner": ""})
    assert again.status_code == 422
    assert site.see(mine.public_id).owner_id == heir.id


def test_no_client_can_be_given_to_nobody(deployment: MakeSite) -> None:
    site = deployment()
    me = site.user(all_rights=True)
    client = site.client("Mine", owner=me)
    sent = {"ids": client.public_id, "do": "owner", "owner": "none"}
    site.browser(me).post("/clients/-/bulk", data=sent)
    assert site.see(client.public_id).owner_id == me.id


@pytest.mark.parametrize(
    ("sent", "goes_to"),
    [
        ({}, "/clients"),
        ({"do": "archive"}, "/clients"),
        ({"ids": "a\x00b", "do": "archive"}, "/clients"),
        ({"ids": "0123456789abcdef", "do": "archive", "back": "https://evil.example/"}, "/clients"),
        ({"ids": "0123456789abcdef", "do": "nothing", "back": "/settings"}, "/clients"),
        ({"ids": "0123456789abcdef", "do": "owner", "owner": "0123456789abcdef"}, "/clients"),
    ],
)
def test_odd_forms_change_nothing_and_come_back(
    deployment: MakeSite, sent: dict[str, str], goes_to: str
) -> None:
    site = deployment()
    client = site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))
    answer = browser.post("/clients/-/bulk", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, goes_to)
    assert not site.see(client.public_id).is_archived


def test_the_menu_of_a_line_offers_what_its_reader_may_do(deployment: MakeSite) -> None:
    site = deployment()
    client = site.client("Maison Test")
    address = f"/clients/{client.public_id}/-/menu"
    boss = site.browser(site.user(all_rights=True))
    reader = site.browser(site.user(reaches={"core.client.read": Reach.ALL}))

    told = boss.get(
        address, headers={**PARTIAL, "HX-Current-URL": "http://testserver/clients?q=x&after=y"}
    ).text
    less = reader.get(address, headers=PARTIAL).text

    assert 'target="_blank"' in told
    assert re.search(r'name="back" value="/clients\?q=x&amp;after=y"', told)
    assert "/-/delete" in told
    assert "/-/delete" not in less
    assert "Archiver" not in less
    assert "<html" in boss.get(address).text
