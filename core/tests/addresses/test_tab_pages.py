"""The tab of addresses over HTTP: add, edit, roles, remove."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from onglet.addresses.entry import NewAddress
from onglet.addresses.models import Address
from onglet.contributions import ClientView
from onglet.testing.kit import MakeSite, Site


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


@pytest.fixture
def browser(site: Site) -> TestClient:
    return site.browser(site.user(all_rights=True))


@pytest.fixture
def client(site: Site) -> ClientView:
    place = NewAddress(line1="1 quai", postcode="29200", town="Brest", latitude=48.4)
    return site.client("Boulangerie", addresses=[place])


def _key(browser: TestClient, client: ClientView, town: str) -> str:
    page = browser.get(f"{client.href}/addresses").text
    found = re.search(rf'id="address-(\w+)"(?:(?!id="address-).)*{town}', page, re.DOTALL)
    assert found is not None
    return found[1]


def test_an_address_is_added_with_its_roles(browser: TestClient, client: ClientView) -> None:
    answer = browser.post(
        f"{client.href}/addresses/new",
        data={"town": "Quimper", "country": "FR", "places": ["delivery", "billing"]},
    )
    assert answer.status_code == 303
    page = browser.get(f"{client.href}/addresses").text
    assert "Quimper" in page
    assert page.count(">Adresse de livraison</span>") == 1


@pytest.mark.parametrize(
    "data",
    [{}, {"country": "FR"}, {"town": "x" * 121}, {"town": "A", "country": "XXX"}],
)
def test_what_is_no_place_is_refused(
    browser: TestClient, client: ClientView, data: dict[str, str]
) -> None:
    answer = browser.post(f"{client.href}/addresses/new", data=data)
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.text


def test_an_address_that_moves_loses_its_point_on_the_map(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    key = _key(browser, client, "Brest")
    post = f"{client.href}/addresses/{key}/edit"
    assert 'value="Brest"' in browser.get(post).text
    browser.post(post, data={"line1": "1 quai", "postcode": "29200", "town": "Brest", "label": "A"})
    assert _latitude(site) == pytest.approx(48.4)
    browser.post(post, data={"line1": "2 quai", "postcode": "29200", "town": "Brest"})
    assert _latitude(site) is None


def _latitude(site: Site) -> float | None:
    with site.reading() as ask:
        return ask.session.scalar(select(Address.latitude))


def test_roles_and_removal(site: Site, browser: TestClient, client: ClientView) -> None:
    browser.post(f"{client.href}/addresses/new", data={"town": "Quimper"})
    key = _key(browser, client, "Quimper")
    browser.post(f"{client.href}/addresses/{key}/place", data={"place": "main"})
    assert site.see(client.public_id).town == "Quimper"
    answer = browser.post(f"{client.href}/addresses/{key}/place", data={"place": "moon"})
    assert answer.status_code == 404
    browser.post(f"{client.href}/addresses/{key}/delete")
    assert site.see(client.public_id).town == "Brest"
    assert "Quimper" not in browser.get(f"{client.href}/addresses").text
