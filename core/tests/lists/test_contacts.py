"""The list of contacts and the page of one: persons with the clients where they work."""

from __future__ import annotations

import pytest
from core.tests.lists.conftest import statements
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from sqlalchemy import select

from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.contacts.entry import NewPerson, Role
from onglet.contacts.listing import PAGE
from onglet.contacts.models import Person
from onglet.contributions import Reach
from onglet.db.identifiers import new_public_id
from onglet.testing.kit import MakeSite, Site

OWN = {"core.client.read": Reach.OWN, "core.person.read": Reach.OWN}
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def rows(page: str) -> list[str]:
    return [node.text() for node in HTMLParser(page).css("td.c-main a")]


def key_of(site: Site, family_name: str) -> str:
    with site.reading() as ask:
        return ask.session.scalars(
            select(Person.public_id).where(Person.family_name == family_name)
        ).one()


def test_a_person_is_listed_once_with_every_client(deployment: MakeSite) -> None:
    site = deployment()
    key = new_public_id()
    with site.working() as work:
        anne = NewPerson(
            given_name="Anne",
            family_name="Petit",
            job="Gérante",
            phone="+33478421960",
            email="anne@petit.example",
            public_id=key,
            roles=frozenset({Role.MAIN, Role.BILLING}),
        )
        insert_clients(
            work,
            [
                NewClient(name="Maison Alpha", persons=[anne]),
                NewClient(name="Maison Beta", persons=[anne, NewPerson(family_name="Zola")]),
            ],
        )
    browser = site.browser(site.user(all_rights=True))

    page = browser.get("/contacts").text

    assert rows(page) == ["Anne Petit", "Zola"]
    for told in ("Maison Alpha", "Maison Beta", "Gérante", "Contact de facturation", "mailto:"):
        assert told in page
    assert "04\u00a078\u00a042\u00a019\u00a060" in page
    assert rows(browser.get("/contacts?sort=-name").text) == ["Zola", "Anne Petit"]
    for typed in ("petit", "anne pe", "04 78 42", "anne@petit.example", "pe"):
        assert rows(browser.get("/contacts", params={"q": typed}).text) == ["Anne Petit"], typed
    one = browser.get(f"/people/{key}")
    assert one.status_code == 200
    assert "Maison Beta" in one.text
    part = browser.get("/contacts?q=rien", headers=PARTIAL).text
    assert "Aucun contact ne correspond" in part
    assert "<html" not in part


@pytest.mark.parametrize("sort", ["name", "-name", "created", "-created"])
def test_pages_lead_on_and_back(deployment: MakeSite, sort: str) -> None:
    site = deployment()
    with site.working() as work:
        persons = [NewPerson(family_name=f"Nom {n // 4:02}") for n in range(PAGE + 9)]
        insert_clients(work, [NewClient(name="Maison", persons=persons)])
    browser = site.browser(site.user(all_rights=True))

    first = HTMLParser(browser.get(f"/contacts?sort={sort}").text)
    onward = first.css_first("a[rel=next]").attributes["href"] or ""
    second = HTMLParser(browser.get(onward).text)
    back = HTMLParser(browser.get(second.css_first("a[rel=prev]").attributes["href"] or "").text)

    keys = [row.id for page in (first, second) for row in page.css("tbody tr")]
    assert len(set(keys)) == len(keys) == PAGE + 9
    assert [row.id for row in back.css("tbody tr")] == keys[:PAGE]


def test_nobody_lists_or_opens_persons_whom_they_do_not_reach(
    deployment: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = deployment()
    me, other = site.user(reaches=OWN), site.user(reaches=OWN)
    shared = NewPerson(family_name="Commune", public_id=new_public_id())
    with site.working() as work:
        insert_clients(
            work,
            [
                NewClient(name="Mienne", owner_id=me.id, persons=[shared]),
                NewClient(
                    name="Sienne",
                    owner_id=other.id,
                    persons=[shared, NewPerson(family_name="Canari")],
                ),
            ],
        )
    hidden = key_of(site, "Canari")
    for few in (0, 4_000):
        monkeypatch.setattr("onglet.clients.listing_reach.FEW", few)
        browser = site.browser(me)
        page = browser.get("/contacts").text
        assert rows(page) == ["Commune"]
        assert "Sienne" not in page
        assert HTMLParser(page).css_first("#list-count").text().strip() == "1"
        assert "Sienne" not in browser.get(f"/people/{shared.public_id}").text
        assert browser.get(f"/people/{hidden}").status_code == 404
    assert browser.get("/people/nobody").status_code == 404
    nobody = site.browser(site.user(reaches={"core.person.read": Reach.NONE}))
    assert nobody.get("/contacts").status_code == 403


def test_the_list_asks_few_questions(deployment: MakeSite) -> None:
    site = deployment()
    me = site.user(reaches=OWN)
    browser = site.browser(me)
    for count in (2, 60):
        with site.working() as work:
            persons = [NewPerson(family_name=f"Nom {count} {n}") for n in range(count)]
            insert_clients(
                work, [NewClient(name=f"Maison {count}", owner_id=me.id, persons=persons)]
            )
        browser.get("/contacts")
        with statements(site.host.database.reads) as asked:
            browser.get("/contacts?q=nom", headers=PARTIAL)
        assert len(asked) <= 4, asked
