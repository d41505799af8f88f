"""The client list and the search, through HTTP and as queries, on both databases."""

from __future__ import annotations

import re

import pytest

from onglet.clients.listing import PAGE, ListView, read_page
from onglet.clients.search import search_clients
from onglet.contacts.entry import NewPerson
from onglet.contributions import Reach
from onglet.testing.kit import MakeSite, Site

OWN = {"core.client.read": Reach.OWN, "core.person.read": Reach.OWN}


def filled(site: Site, count: int, **fields: object) -> None:
    for number in range(count):
        site.client(f"Maison {number // 3:03}", reference=f"R-{number:04}", **fields)


@pytest.mark.parametrize("sort", ["name", "created"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_hold_every_row_once_and_lead_back(
    deployment: MakeSite, sort: str, descending: bool
) -> None:
    site = deployment()
    filled(site, PAGE + 21)
    with site.reading() as ask:
        first = read_page(ask, ListView(sort=sort, is_descending=descending), extra={})
        view = ListView(sort=sort, is_descending=descending, after=first.next_cursor)
        second = read_page(ask, view, extra={})
        back = read_page(
            ask,
            ListView(sort=sort, is_descending=descending, before=second.previous_cursor),
            extra={},
        )

    keys = [row.key for row in (*first.rows, *second.rows)]
    assert len(keys) == len(set(keys)) == PAGE + 21
    assert not second.next_cursor
    assert [row.key for row in back.rows] == [row.key for row in first.rows]
    assert first.count == PAGE + 21


def test_a_colleague_lists_and_finds_only_what_they_reach(deployment: MakeSite) -> None:
    site = deployment()
    me, other = site.user(reaches=OWN), site.user(reaches=OWN)
    site.client("Boulangerie Martin", owner=me)
    site.client("Boulangerie Durand", owner=other, persons=[NewPerson(family_name="Canari")])
    browser = site.browser(me)

    listed = browser.get("/clients?state=all").text
    found = browser.get("/search?q=boulangerie").text
    contact = browser.get("/search?q=canari").text
    contacts = browser.get("/contacts").text

    assert "Martin" in listed
    assert "Martin" in found
    for page in (listed, found, contact, contacts):
        assert "Durand" not in page
        assert "Canari</" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "elysee",
        "ÉLYSÉE",
        "lysé",
        "732 829 320",
        "732829320",
        "04 78 42",
        "0478421960",
        "el",
        "petit",
    ],
)
def test_a_client_is_found_by_name_number_telephone_and_contact(
    deployment: MakeSite, typed: str
) -> None:
    site = deployment()
    site.client(
        "Élysée Fournitures",
        siren="732829320",
        phone="+33478421960",
        persons=[NewPerson(given_name="Anne", family_name="Petit")],
    )
    site.client("Autre Maison")
    with site.reading() as ask:
        names = [found.name for found in search_clients(ask, typed)]
    assert names == ["Élysée Fournitures"]


def test_a_slip_of_the_keyboard_is_forgiven(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Noirillardon Accompagnement")
    with site.reading() as ask:
        found = search_clients(ask, "noirilardon")
    assert [item.name for item in found] == ["Noirillardon Accompagnement"]


HOSTILE = [
    '"',
    "'",
    "%",
    "_",
    "*",
    "NEAR(",
    "AND",
    'a" OR "b',
    "\x00",
    "\u202etxet",
    "😀😀😀",
    "x" * 30_000,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "a" * 3 + '"' * 50,
    "{{7*7}}",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_finds_nothing_and_breaks_nothing(deployment: MakeSite, typed: str) -> None:
    site = deployment()
    site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))
    for address in ("/clients", "/search", "/contacts"):
        page = browser.get(address, params={"q": typed})
        assert page.status_code == 200
        assert "<script>alert(1)</script>" not in page.text


@pytest.mark.parametrize(
    "query", ["after=xyz", "before=W10", "sort=nothing", "state=zzz", "owner=no", "owner=%00"]
)
def test_an_address_of_somebody_elses_making_is_read_calmly(
    deployment: MakeSite, query: str
) -> None:
    site = deployment()
    site.client("Maison Test")
    assert site.browser(site.user(all_rights=True)).get(f"/clients?{query}").status_code == 200


def test_several_clients_are_archived_at_once_where_the_right_allows(deployment: MakeSite) -> None:
    site = deployment()
    me = site.user(reaches={"core.client.read": Reach.ALL, "core.client.archive": Reach.OWN})
    mine, other = site.client("Mine", owner=me), site.client("Not mine")
    browser = site.browser(me)

    answer = browser.post(
        "/clients/-/bulk/archive", data={"ids": [mine.public_id, other.public_id]}
    )

    assert answer.status_code == 303
    assert site.see(mine.public_id).is_archived
    assert not site.see(other.public_id).is_archived
    listed = browser.get("/clients?state=archived").text
    assert re.search(r">Mine<", listed)


@pytest.mark.parametrize("key", ["%00", "zzz", "0000000000000000", "..%2f"])
def test_an_identifier_that_is_none_is_not_found(deployment: MakeSite, key: str) -> None:
    site = deployment()
    page = site.browser(site.user(all_rights=True)).get(f"/clients/{key}/information")
    assert page.status_code == 404
