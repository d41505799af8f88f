"""Fields and tabs by profile: hidden, masked, read or open, on every surface of a client."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onglet.accounts.limitable import limit_keys
from onglet.addresses.entry import NewAddress
from onglet.clients.duplicates import alike
from onglet.clients.editing import edit_client
from onglet.clients.entry import NewClient
from onglet.clients.limits import key_of
from onglet.clients.service import create_client
from onglet.clients.snapshot import snapshot
from onglet.clients.view import client_view_by_id
from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.consent.service import say_consents
from onglet.contacts.entry import NewPerson, Role
from onglet.contacts.lookup import contacts_of
from onglet.contributions import Reach
from onglet.fields.definitions import create_field
from onglet.fields.spec import FieldSpec
from onglet.ui.forms import FormState

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from onglet.contributions import ClientView
    from onglet.testing.kit import Colleague, Site

ALL = {
    f"core.{what}": Reach.ALL
    for what in ("client.read", "client.edit", "client.create", "person.read", "person.edit")
}


@dataclass(frozen=True, slots=True)
class Canary:
    """A value of the record: how it is kept, what betrays it, and where it is shown."""

    key: str
    value: str
    trace: str
    words: str = ""
    in_information: bool = True

    @property
    def limit(self) -> str:
        return key_of(self.key)


CANARIES = (
    Canary("reference", "REF-CANARI-88", "refcanari88", "REF-CANARI-88"),
    Canary("website", "https://canari-site.example", "canarisite", "canari-site"),
    Canary("phone", "+33145678901", "45678901", "0145678901"),
    Canary("mobile", "+33698765432", "98765432", "0698765432"),
    Canary("fax", "+33145670009", "45670009"),
    Canary("email", "canari-firme@exemple.fr", "canarifirme", "canari-firme@exemple.fr"),
    Canary("siren", "552100554", "552100554", "552100554"),
    Canary("vat_number", "DE811907980", "811907980", "811907980"),
    Canary("rcs", "Paris canari 4821", "canari4821"),
    Canary("sector", "Secteur canari", "secteurcanari"),
    Canary("third_party_account", "411CANARI7", "411canari7"),
    Canary("note", "Un mot du canari noteur", "canarinoteur"),
    Canary("contact.job", "Directrice canarienne", "directricecanarienne"),
    Canary("contact.email", "canari-contact@exemple.fr", "canaricontact", "canari-contact"),
    Canary("contact.phone", "+33223344556", "23344556", "0223344556"),
    Canary("contact.mobile", "+33733445566", "33445566", "0733445566"),
    Canary("contact.note", "Note du canari proche", "canariproche", in_information=False),
    Canary("address.line1", "77 rue du Canari", "77rueducanari"),
    Canary("address.postcode", "29217", "29217", "29217"),
    Canary("address.town", "Canariville", "canariville", "Canariville"),
)
BY_KEY = {canary.key: canary for canary in CANARIES}
SHOWN = tuple(canary for canary in CANARIES if canary.in_information)


@pytest.fixture
def site(deployment: Callable[..., Site]) -> Site:
    return deployment()


def under(prefix: str) -> dict[str, str]:
    return {
        canary.key.removeprefix(prefix): canary.value
        for canary in CANARIES
        if canary.key.startswith(prefix)
    }


def record(site: Site, name: str = "Maison Verdier") -> ClientView:
    """Make a client with a canary in every field, each written to history as well."""
    own = {canary.key: canary.value for canary in CANARIES if "." not in canary.key}
    person = NewPerson(
        given_name="Anne", family_name="Martin", roles=frozenset({Role.MAIN}), **under("contact.")
    )
    client = site.client(name, persons=[person], addresses=[NewAddress(**under("address."))], **own)
    with site.working() as work:
        edit_client(
            work,
            client.id,
            {
                canary.key: ""
                for canary in CANARIES
                if canary.key not in ("reference", "contact.note")
            },
        )
        edit_client(
            work,
            client.id,
            {canary.key: canary.value for canary in CANARIES if canary.key != "contact.note"},
        )
    return client


def squeezed(text: str) -> str:
    """Give a page without tags' spaces and signs: a canary is found however it is written."""
    return re.sub(r"[^0-9a-zà-ÿ•]", "", html.unescape(text).lower())


def surfaces(site: Site, browser: TestClient, client: ClientView) -> dict[str, str]:
    """Read everything that shows something of the client, by address."""
    with site.reading() as ask:
        person = contacts_of(ask, [client.id])[client.id][0]
    tabs = browser.get(f"{client.href}/contacts").text
    contact = re.search(r"/contacts/(\w+)/edit", tabs)
    places = browser.get(f"{client.href}/addresses").text
    address = re.search(r"/addresses/(\w+)/edit", places)
    assert contact is not None
    assert address is not None
    pages = (
        f"{client.href}/information",
        f"{client.href}/contacts",
        f"{client.href}/addresses",
        f"{client.href}/-/edit",
        f"{client.href}/-/extras",
        f"{client.href}/-/vcard",
        f"{client.href}/-/menu",
        f"{client.href}/-/consent/history.csv",
        f"{client.href}/contacts/{contact[1]}/edit",
        f"{client.href}/addresses/{address[1]}/edit",
        f"{client.href}/contacts/link?q=Martin",
        f"/people/{person.public_id}",
        "/contacts",
        "/contacts?q=Martin",
        "/clients",
        "/clients?q=Verdier",
        "/search?q=Verdier",
        "/search?q=Martin",
        "/clients/-/filters/place",
        "/clients/-/filters/sector",
    )
    return {page: browser.get(page).text for page in pages}


def betrayals(pages: Mapping[str, str], canaries: tuple[Canary, ...]) -> list[tuple[str, str]]:
    return [
        (page, canary.key)
        for page, text in pages.items()
        for canary in canaries
        if canary.trace in squeezed(text)
    ]


def limited(site: Site, limits: Mapping[str, str], **reaches: Reach) -> Colleague:
    return site.user(reaches={**ALL, **reaches}, limits=limits)


@pytest.mark.parametrize("level", ["hidden", "masked"])
def test_no_surface_shows_what_is_not_read(site: Site, level: str) -> None:
    client = record(site)
    user = limited(site, {canary.limit: level for canary in CANARIES})
    pages = surfaces(site, site.browser(user), client)
    assert betrayals(pages, CANARIES) == []
    everything = surfaces(site, site.browser(limited(site, {})), client)
    assert {key for _page, key in betrayals(everything, CANARIES)} == set(BY_KEY)


def test_a_masked_field_shows_its_last_four_signs_alone(site: Site) -> None:
    client = record(site)
    user = limited(site, {"core.client.phone": "masked", "core.person.phone": "masked"})
    browser = site.browser(user)
    assert "•••• 8901" in browser.get(f"{client.href}/information").text
    assert "•••• 4556" in browser.get(f"{client.href}/contacts").text
    assert "•••• 8901" in browser.get(f"{client.href}/-/edit").text


@pytest.mark.parametrize("level", ["hidden", "masked"])
def test_what_is_not_read_finds_nobody(site: Site, level: str) -> None:
    record(site)
    user = limited(site, {canary.limit: level for canary in CANARIES})
    browser, whole = site.browser(user), site.browser(limited(site, {}))
    for canary in CANARIES:
        if not canary.words:
            continue
        for address in ("/clients", "/search"):
            asked = f"{address}?q={canary.words}"
            assert "Verdier" in whole.get(asked).text, asked
            assert "Verdier" not in browser.get(asked).text, asked
        asked = f"/contacts?q={canary.words}"
        assert "Martin" not in browser.get(asked).text, asked
    assert "Verdier" in browser.get("/clients?q=Verdier").text
    assert "Verdier" in browser.get("/search?q=Martin").text


def test_filters_on_what_is_not_read_are_not_there(site: Site) -> None:
    client = record(site)
    site.client("Maison Autre")
    closed = {"core.address.town": "hidden", "core.client.sector": "masked"}
    browser = site.browser(limited(site, closed))
    assert browser.get("/clients/-/filters/place").status_code == 404
    assert browser.get("/clients/-/filters/sector").status_code == 404
    asked = f"/clients?sector={BY_KEY['sector'].value}&place=29"
    assert "Maison Autre" in browser.get(asked).text
    open_to_all = site.browser(limited(site, {})).get(asked).text
    assert "Maison Autre" not in open_to_all
    assert client.name in open_to_all


@pytest.mark.parametrize("key", ["phone", "contact.email", "address.line1"])
@pytest.mark.parametrize("level", ["hidden", "masked", "read", "edit", ""])
def test_the_form_follows_the_profile(site: Site, key: str, level: str) -> None:
    canary, client = BY_KEY[key], record(site)
    browser = site.browser(limited(site, {canary.limit: level}))
    form = browser.get(f"{client.href}/-/edit").text
    shown = squeezed(browser.get(f"{client.href}/information").text)
    is_open = level in {"edit", ""}
    assert (f'name="{key}"' in form) is is_open
    assert (canary.trace in squeezed(form)) is (is_open or level == "read")
    assert (canary.trace in shown) is (is_open or level == "read")

    sent = browser.post(
        f"{client.href}/-/edit",
        data={
            "kind": "company",
            "stage": "client",
            "name": client.name,
            "reference": BY_KEY["reference"].value,
            key: "0188888888",
        },
    )
    assert sent.status_code == 303
    with site.reading() as ask:
        held = snapshot(ask, client.id)
    assert held is not None
    assert (held.values[key] == canary.value) is not is_open
    said = browser.get(sent.headers["location"]).text
    assert ("Laissés tels quels" in html.unescape(said)) is not is_open


def test_a_form_without_a_hidden_field_does_not_empty_it(site: Site) -> None:
    client = record(site)
    closed = {canary.limit: "hidden" for canary in CANARIES}
    browser = site.browser(limited(site, closed))
    data = {"kind": "company", "stage": "client", "name": "Maison Renommée"}
    assert browser.post(f"{client.href}/-/edit", data=data).status_code == 303
    with site.reading() as ask:
        held = snapshot(ask, client.id)
    assert held is not None
    assert held.values["name"] == "Maison Renommée"
    kept = {canary.key: held.values[canary.key] for canary in CANARIES}
    assert kept == {canary.key: canary.value for canary in CANARIES}


def test_a_new_client_takes_nothing_for_a_closed_field(site: Site) -> None:
    user = limited(site, {"core.client.phone": "hidden", "core.person.email": "read"})
    browser = site.browser(user)
    assert 'name="phone"' not in browser.get("/clients/new").text
    made = browser.post(
        "/clients/new",
        data={
            "kind": "company",
            "stage": "client",
            "name": "Neuve",
            "phone": "0145678901",
            "mobile": "0698765432",
            "contact.family_name": "Le Goff",
            "contact.email": "a@exemple.fr",
        },
    )
    assert made.status_code == 303
    with site.reading() as ask:
        view = site.see(made.headers["location"].split("?")[0].rpartition("/")[2])
        held = snapshot(ask, view.id)
    assert held is not None
    values = held.values
    assert (values["phone"], values["mobile"]) == ("", "+33698765432")
    assert (values["contact.email"], values["contact.family_name"]) == ("", "Le Goff")


def test_contacts_and_addresses_keep_what_is_closed(site: Site) -> None:
    client = record(site)
    closed = {"core.person.phone": "masked", "core.address.postcode": "hidden"}
    browser = site.browser(limited(site, closed))
    contact = re.search(r"/contacts/\w+/edit", browser.get(f"{client.href}/contacts").text)
    address = re.search(r"/addresses/\w+/edit", browser.get(f"{client.href}/addresses").text)
    assert contact is not None
    assert address is not None
    person = {"given_name": "Anne", "family_name": "Le Bris", "phone": "0100000000"}
    place = {"line1": "1 quai Neuf", "postcode": "75001", "town": "Paris", "country": "FR"}
    assert browser.post(client.href + contact[0], data=person).status_code == 303
    assert browser.post(client.href + address[0], data=place).status_code == 303
    with site.reading() as ask:
        held = snapshot(ask, client.id)
    assert held is not None
    assert held.values["contact.family_name"] == "Le Bris"
    assert held.values["contact.phone"] == BY_KEY["contact.phone"].value
    assert (held.values["address.line1"], held.values["address.postcode"]) == (
        "1 quai Neuf",
        "29217",
    )


def test_a_service_leaves_alone_what_the_profile_closes_and_says_so(site: Site) -> None:
    client = record(site)
    user = limited(site, {"core.client.siren": "read", "core.client.capital": "hidden"})
    with site.working(user) as work:
        done = edit_client(
            work, client.id, {"siren": "732829320", "rcs": "Brest", "capital_minor": 100}
        )
    assert set(done.changes) == {"rcs"}
    assert set(done.withheld) == {"siren", "capital_minor"}


def test_likeness_tells_nothing_of_a_hidden_identifier(site: Site) -> None:
    record(site)
    state = FormState(data={"siren": "552100554", "name": "Une autre"})
    for limits, found in (({}, True), ({"core.client.siren": "hidden"}, False)):
        with site.reading(limited(site, limits)) as ask:
            likeness = alike(ask, state)
        assert bool(likeness.seen or likeness.hidden) is found


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_a_profile_settles_no_surface_tells_more(site: Site, data: Any) -> None:
    levels = data.draw(
        st.fixed_dictionaries(
            {
                canary.key: st.sampled_from(["", "edit", "read", "masked", "hidden"])
                for canary in CANARIES
            }
        )
    )
    with site.reading() as ask:
        assert {canary.limit for canary in CANARIES} <= limit_keys(ask)
    client = record(site, f"Maison Verdier {data.draw(st.integers(0, 10**9))}")
    with site.working() as work:  # one record at a time holds canaries
        edit_client(work, client.id, {"reference": f"REF-CANARI-88-{client.id}"})
    user = limited(site, {BY_KEY[key].limit: level for key, level in levels.items()})
    pages = surfaces(site, site.browser(user), client)
    closed = tuple(BY_KEY[key] for key, level in levels.items() if level in {"masked", "hidden"})
    assert betrayals(pages, closed) == []
    read = squeezed(pages[f"{client.href}/information"])
    for canary in SHOWN:
        if canary not in closed:
            assert canary.trace in read, canary.key


def test_a_hidden_tab_is_as_if_it_were_not(site: Site) -> None:
    client = record(site)
    browser = site.browser(limited(site, {"tab.contacts": "hidden"}))
    page = browser.get(f"{client.href}/information").text
    assert 'data-tab="contacts"' not in page
    assert 'data-tab="addresses"' in page
    assert "badge-contacts" not in browser.get(f"{client.href}/-/extras").text
    for below in ("", "/new", "/link?q=Martin"):
        assert browser.get(f"{client.href}/contacts{below}").status_code == 404
    missing = browser.get(f"{client.href}/nowhere")
    assert browser.get(f"{client.href}/contacts").text.count("404") == missing.text.count("404")


def test_a_locked_tab_says_by_which_profile_and_who_can_open_it(site: Site) -> None:
    client = record(site)
    site.user(all_rights=True)
    user = limited(site, {"tab.contacts": "locked"})
    browser = site.browser(user)
    answer = browser.get(f"{client.href}/contacts")
    assert answer.status_code == 200
    text = html.unescape(answer.text)
    assert site.actor(user).profile_name in text
    assert "Colleague Number1" in text
    assert betrayals({"tab": answer.text}, (BY_KEY["contact.email"],)) == []
    assert 'data-tab="contacts"' in browser.get(f"{client.href}/information").text
    assert browser.get(f"{client.href}/contacts/new").status_code == 404


def test_the_record_opens_on_the_first_tab_that_is_open(site: Site) -> None:
    client = record(site)
    user = limited(site, {"tab.information": "locked"})
    to = site.browser(user).get(client.href).headers["location"]
    assert to.startswith(client.href)
    assert not to.endswith("/information")


def test_limits_cost_no_statement_on_the_record(site: Site) -> None:
    client = record(site)
    counts = []
    for limits in ({}, {canary.limit: "hidden" for canary in CANARIES}):
        browser = site.browser(limited(site, limits))
        address = f"{client.href}/information"
        browser.get(address)
        with site.counting() as statements:
            browser.get(address)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_administrator_has_no_limits(site: Site) -> None:
    client = record(site)
    user = site.user(all_rights=True, limits={"core.client.phone": "hidden"})
    page = site.browser(user).get(f"{client.href}/information").text
    assert BY_KEY["phone"].trace in squeezed(page)


@pytest.mark.parametrize("level", ["hidden", "masked", "read", ""])
def test_a_custom_field_follows_the_profile(site: Site, level: str) -> None:
    decided = FieldSpec.model_validate(
        {
            "code": "dossier",
            "type": "text",
            "label": {"fr": "Dossier secret", "en": "Secret file"},
            "is_searchable": True,
            "is_required": True,
        }
    )
    with site.working() as work:
        create_field(work, "client", decided)
    with site.working() as work:
        made = create_client(work, NewClient(name="Maison Verdier", fields={"dossier": "CANARI77"}))
    with site.reading() as ask:
        view = client_view_by_id(ask, made.id)
    assert view is not None
    browser = site.browser(limited(site, {"core.client.field.dossier": level}))
    is_read = level in {"read", ""}
    for address in ("/clients", "/search"):
        assert ("Verdier" in browser.get(f"{address}?q=CANARI77").text) is is_read
    pages = {
        page: browser.get(page).text
        for page in (
            f"{view.href}/fields",
            f"{view.href}/information",
            f"{view.href}/-/edit",
            "/search?q=Verdier",
        )
    }
    tab = pages[f"{view.href}/fields"]
    assert any("CANARI77" in page for page in pages.values()) is is_read
    assert ("Dossier secret" in tab) is (level != "hidden")

    data = {"kind": "company", "stage": "client", "name": "Maison Verdier", "reference": "C-1"}
    data |= {"fields": "dossier", "field.dossier": "AUTRE"}
    browser.post(f"{view.href}/-/edit", data=data)
    browser.post(f"{view.href}/fields/dossier/edit", data=data)
    with site.reading() as ask:
        held = snapshot(ask, made.id)
    assert held is not None
    assert held.values["field.dossier"] == ("CANARI77" if level else "AUTRE")
    new = {"kind": "company", "stage": "client", "name": "Sans dossier"}
    assert browser.post("/clients/new", data=new).status_code == (303 if level else 422)


def test_the_history_of_sign_ups_masks_what_is_masked(site: Site) -> None:
    client = record(site)
    with site.reading() as ask:
        held = snapshot(ask, client.id)
    assert held is not None
    assert held.person_id is not None
    with site.working() as work:
        entry = NewConsent(
            channel=Channel.EMAIL,
            action=ConsentAction.GIVEN,
            source="test",
            address="canari-contact@exemple.fr",
        )
        say_consents(work, held.person_id, [entry])
    for level, shown in (("", True), ("masked", False), ("hidden", False)):
        browser = site.browser(limited(site, {"core.person.email": level}))
        rows = browser.get(f"{client.href}/-/consent/history.csv").text
        assert ("canari-contact" in rows) is shown
