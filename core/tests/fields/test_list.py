"""Custom fields in the list of clients and in the search, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from core.tests.fields.making import spec
from core.tests.fields.test_pages import make
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from onglet.fields.catalogue import field_set
from onglet.fields.definitions import edit_field
from onglet.fields.service import given_values
from onglet.testing.kit import MakeSite, Site


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


@pytest.fixture
def browser(site: Site) -> TestClient:
    return site.browser(site.user(all_rights=True))


def fill(site: Site, **named: dict[str, Any]) -> None:
    for name, given in named.items():
        with site.reading() as ask:
            fields = given_values(ask, "client", given)
        site.client(name, fields=fields)


def names(browser: TestClient, query: str = "") -> list[str]:
    page = browser.get(f"/clients?{query}")
    assert page.status_code == 200
    return [one.text() for one in LexborHTMLParser(page.text).css("td.c-main a")]


LISTED = {"is_column": True, "is_filterable": True, "is_sortable": True}


def test_columns_orders_filters_and_totals(site: Site, browser: TestClient) -> None:
    make(
        site,
        spec("budget", "amount", options={"currencies": ["EUR"]}, is_totalled=True, **LISTED),
        spec("level", "choice", **LISTED),
        spec("tags", "choices", is_filterable=True),
        spec("since", "date", **LISTED),
        spec("city", **LISTED),
        spec("vip", "yes_no", is_filterable=True),
    )
    fill(
        site,
        Aa={"budget": "100", "level": "gold", "tags": "gold", "since": "2026-01-01", "vip": "oui"},
        Bb={"budget": "20,50", "level": "silver", "tags": "gold, silver", "city": "Évry"},
        Cc={"budget": "3", "level": "gold", "since": "2026-03-01", "city": "Brest"},
        Dd={},
    )
    site.run_jobs()

    assert names(browser, "sort=field.budget") == ["Cc", "Bb", "Aa", "Dd"]
    assert names(browser, "sort=-field.budget") == ["Aa", "Bb", "Cc", "Dd"]
    assert names(browser, "sort=field.level")[:3] == ["Aa", "Cc", "Bb"]
    assert names(browser, "sort=field.city")[:2] == ["Cc", "Bb"]
    assert names(browser, "field.level=gold") == ["Aa", "Cc"]
    assert names(browser, "field.level=none") == ["Dd"]
    assert names(browser, "field.tags=silver") == ["Bb"]
    assert names(browser, "field.budget=10..100") == ["Aa", "Bb"]
    assert names(browser, "field.budget=3") == ["Cc"]
    assert names(browser, "field.since=2026-02-01..") == ["Cc"]
    assert names(browser, "field.city=evr") == ["Bb"]
    assert names(browser, "field.vip=1") == ["Aa"]
    assert names(browser, "field.level=gold&field.budget=..50&sort=field.since") == ["Cc"]
    assert len(names(browser, "field.budget=nonsense")) == 4
    page = browser.get("/clients?field.level=gold").text
    assert "103,00" in page
    assert "Or" in page
    popover = browser.get("/clients/-/filters/field.level")
    assert popover.status_code == 200
    assert "Argent" in popover.text
    assert browser.get("/clients/-/filters/field.nothing").status_code == 404


def test_a_merged_choice_is_found_with_its_successor(site: Site, browser: TestClient) -> None:
    make(site, spec("level", "choice", **LISTED))
    fill(site, Aa={"level": "silver"})
    with site.working() as work:
        one = field_set(work, "client").by_code["level"]
        choices = [choice.model_dump() for choice in one.spec.options.choices]
        choices[1]["merged_into"] = "gold"
        edit_field(
            work, one.public_id, spec("level", "choice", options={"choices": choices}, **LISTED)
        )

    assert names(browser, "field.level=gold") == ["Aa"]
    assert "Or" in browser.get("/clients").text


def test_the_search_finds_by_fields_that_are_searchable(site: Site, browser: TestClient) -> None:
    make(site, spec("nickname", is_searchable=True), spec("secret"))
    fill(site, Aa={"nickname": "Zébulon", "secret": "xylophone"})
    assert names(browser, "q=zebulon") == ["Aa"]
    assert names(browser, "q=xylophone") == []

    with site.working() as work:
        one = field_set(work, "client").by_code["secret"]
        edit_field(work, one.public_id, spec("secret", is_searchable=True))
    site.run_jobs()

    assert names(browser, "q=xylophone") == ["Aa"]


def test_forty_fields_cost_no_statement_more(site: Site) -> None:
    user = site.user(all_rights=True)
    client = site.client("Maison Test", owner=user)
    browser = site.browser(user)

    def cost(path: str) -> int:
        browser.get(path)
        with site.counting() as statements:
            assert browser.get(path).status_code == 200
        return len(statements)

    paths = (f"{client.href}/information", f"{client.href}/fields", "/clients")
    before = [cost(path) for path in paths]
    make(site, *(spec(f"f{n}", is_column=n < 5) for n in range(40)))
    with site.reading() as ask:
        fields = given_values(ask, "client", {f"f{n}": "x" for n in range(40)})
    full = site.client("Pleine", owner=user, fields=fields)
    paths = tuple(path.replace(client.href, full.href) for path in paths)

    assert [cost(path) for path in paths] == before
