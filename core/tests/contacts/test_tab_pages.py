"""The tab of contacts over HTTP: add, link, edit, roles, unlink."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from onglet.contacts.entry import NewPerson
from onglet.contributions import ClientView, Reach
from onglet.history.models import Change
from onglet.testing.kit import Colleague, MakeSite, Site


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


@pytest.fixture
def ada(site: Site) -> Colleague:
    return site.user(all_rights=True)


@pytest.fixture
def browser(site: Site, ada: Colleague) -> TestClient:
    return site.browser(ada)


@pytest.fixture
def client(site: Site, ada: Colleague) -> ClientView:
    return site.client("Boulangerie", owner=ada, persons=[NewPerson(family_name="Petit")])


def _tab(browser: TestClient, client: ClientView) -> str:
    text: str = browser.get(f"{client.href}/contacts").text
    return text


def _key(browser: TestClient, client: ClientView, name: str) -> str:
    page = _tab(browser, client)
    found = re.search(rf'id="contact-(\w+)"(?:(?!id="contact-).)*{name}', page, re.DOTALL)
    assert found is not None
    return found[1]


def test_a_contact_is_added_and_found_by_its_client(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    answer = browser.post(
        f"{client.href}/contacts/new",
        data={"given_name": "Paul", "family_name": "Le Goff", "job": "CFO", "mobile": "0639981234"},
    )
    assert answer.status_code == 303
    page = _tab(browser, client)
    assert "Paul Le Goff" in page
    assert "06\u00a039\u00a098\u00a012\u00a034" in page
    with site.reading() as ask:
        change = ask.session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert change is not None
    assert (change.subject, change.action) == ("core.person", "create")


@pytest.mark.parametrize(
    "data", [{}, {"job": "CFO"}, {"family_name": "x" * 121}, {"civility": "dr"}]
)
def test_what_is_nobody_is_refused(
    browser: TestClient, client: ClientView, data: dict[str, str]
) -> None:
    answer = browser.post(f"{client.href}/contacts/new", data=data)
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.text


def test_a_contact_is_edited(browser: TestClient, client: ClientView) -> None:
    key = _key(browser, client, "Petit")
    form = browser.get(f"{client.href}/contacts/{key}/edit").text
    assert 'value="Petit"' in form
    browser.post(f"{client.href}/contacts/{key}/edit", data={"family_name": "Martin", "job": "X"})
    page = _tab(browser, client)
    assert "Martin" in page
    assert "Petit" not in page


def test_a_role_goes_to_another_contact_and_back(browser: TestClient, client: ClientView) -> None:
    browser.post(f"{client.href}/contacts/new", data={"family_name": "Martin"})
    key = _key(browser, client, "Martin")
    post = f"{client.href}/contacts/{key}/role"
    for role in ("main", "billing", "dunning"):
        browser.post(post, data={"role": role})
    page = _tab(browser, client)
    for label in ("Contact principal", "Contact de facturation", "Contact de relance"):
        assert page.count(f">{label}</span>") == 1
    browser.post(post, data={"role": "dunning"})
    assert ">Contact de relance</span>" not in _tab(browser, client)
    assert browser.post(post, data={"role": "king"}).status_code == 404


def test_somebody_known_is_linked(
    site: Site, ada: Colleague, browser: TestClient, client: ClientView
) -> None:
    other = site.client("Quincaillerie", owner=ada)
    found = browser.get(f"{other.href}/contacts/link", params={"q": "pet"}).text
    key = re.search(r'name="person" value="(\w+)"', found)
    assert key is not None
    browser.post(f"{other.href}/contacts/link", data={"person": key[1]})
    assert "Petit" in _tab(browser, other)
    again = browser.get(f"{other.href}/contacts/link", params={"q": "pet"}).text
    assert "Personne n’a été trouvé" in again


def test_somebody_one_may_not_see_is_neither_found_nor_linked(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    bob = site.user(reaches={"core.client.read": Reach.OWN, "core.client.edit": Reach.OWN})
    own = site.client("Quincaillerie", owner=bob)
    person = re.search(r"/people/(\w+)", _tab(browser, client))
    assert person is not None
    asking = site.browser(bob)
    assert "Petit" not in asking.get(f"{own.href}/contacts/link", params={"q": "pet"}).text
    answer = asking.post(f"{own.href}/contacts/link", data={"person": person[1]})
    assert answer.status_code == 404


def test_an_unlinked_contact_is_not_listed(browser: TestClient, client: ClientView) -> None:
    key = _key(browser, client, "Petit")
    browser.post(f"{client.href}/contacts/{key}/unlink")
    assert "Pas encore de contact" in _tab(browser, client)
    assert browser.post(f"{client.href}/contacts/{key}/unlink").status_code == 404


def test_a_contact_of_another_client_is_not_there(
    site: Site, ada: Colleague, browser: TestClient, client: ClientView
) -> None:
    other = site.client("Quincaillerie", owner=ada)
    key = _key(browser, client, "Petit")
    assert browser.get(f"{other.href}/contacts/{key}/edit").status_code == 404
