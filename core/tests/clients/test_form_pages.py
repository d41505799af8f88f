"""The form over HTTP: what it shows, what it keeps, what it refuses, and that twice is once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select
from starlette.testclient import TestClient

from onglet.addresses.entry import NewAddress
from onglet.clients.catalogue import BLOCKS, FIELDS
from onglet.clients.models import Client
from onglet.clients.snapshot import snapshot
from onglet.clients.sources import sources_of
from onglet.contacts.entry import NewPerson
from onglet.contributions import ClientView, Reach
from onglet.testing.kit import Colleague, MakeSite, Site

NEW = "/clients/new"
WHOLE = {
    "kind": "company",
    "stage": "client",
    "name": "Boulangerie du Port",
    "website": "port.example",
    "phone": "01 99 00 12 34",
    "email": "bonjour@port.example",
    "contact.civility": "mrs",
    "contact.given_name": "Anne",
    "contact.family_name": "Petit",
    "contact.job": "Gérante",
    "address.line1": "1 quai du Port",
    "address.postcode": "29200",
    "address.town": "Brest",
    "address.country": "FR",
    "consent.email": "1",
    "legal_form": "sarl",
    "siren": "000 000 018",
    "naf": "1071c",
    "capital": "10 000,50 €",
    "headcount_band": "11",
    "headcount": "12",
    "twitter": "@port",
    "third_party_account": "411PORT",
    "note": "Première ligne\nDeuxième",
}


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


@pytest.fixture
def ada(site: Site) -> Colleague:
    return site.user(all_rights=True)


@pytest.fixture
def browser(site: Site, ada: Colleague) -> TestClient:
    return site.browser(ada)


def _inputs(text: str) -> dict[str, str]:
    """Give the form of a page as a browser would send it."""
    form = LexborHTMLParser(text).css_first("form#client-form")
    assert form is not None
    data: dict[str, str] = {}
    for node in form.css("input, select, textarea"):
        name, kind = node.attributes.get("name"), node.attributes.get("type")
        if not name or kind in {"submit", "button"}:
            continue
        if kind in {"checkbox", "radio"} and "checked" not in node.attributes:
            continue
        if node.tag == "select":
            chosen = node.css_first("option[selected]")
            data[name] = (chosen.attributes.get("value") or "") if chosen else ""
        elif node.tag == "textarea":
            data[name] = (node.text() or "").removeprefix("\n")
        else:
            data[name] = node.attributes.get("value") or ""
    return data


def _values(site: Site, href: str) -> dict[str, Any]:
    client = site.see(href.rpartition("/")[2])
    with site.reading() as ask:
        held = snapshot(ask, client.id)
    assert held is not None
    return dict(held.values)


def _count(site: Site) -> int:
    with site.reading() as ask:
        return ask.session.scalar(select(func.count(Client.id))) or 0


def _create(browser: TestClient, **data: str) -> str:
    answer = browser.post(NEW, data=data)
    assert answer.status_code == 303, answer.text
    href: str = answer.headers["location"]
    return href


def test_the_form_has_the_nine_blocks_and_every_field(browser: TestClient) -> None:
    page = browser.get(NEW)
    tree = LexborHTMLParser(page.text)
    assert page.status_code == 200
    order = [node.attributes["id"] for node in tree.css(".form-block")]
    assert order == [f"block-{block.key}" for block in BLOCKS]
    for field in FIELDS:
        assert tree.css_first(f'[name="{field.key}"]') is not None, field.key


def test_what_the_form_sends_is_what_the_client_holds(browser: TestClient, site: Site) -> None:
    href = _create(browser, **WHOLE)
    values = _values(site, href)
    assert values["website"] == "https://port.example"
    assert values["phone"] == "+33199001234"
    assert values["legal_form"] == "5499"
    assert values["siren"] == "000000018"
    assert (values["naf"], values["naf_nomenclature"]) == ("10.71C", "NAFRev2")
    assert (values["capital_minor"], values["headcount"]) == (1_000_050, 12)
    assert values["contact.family_name"] == "Petit"
    assert values["address.town"] == "Brest"
    assert values["consent.email"] is True
    assert values["note"] == "Première ligne\nDeuxième"


def test_saving_the_form_untouched_changes_nothing(browser: TestClient, site: Site) -> None:
    href = _create(browser, **WHOLE)
    before = _values(site, href)
    sent = _inputs(browser.get(f"{href}/-/edit").text)
    answer = browser.post(f"{href}/-/edit", data=sent)
    assert answer.status_code == 303
    assert _values(site, href) == before
    assert "Rien n’avait changé" in _flash(browser, answer)


def _flash(browser: TestClient, answer: Any) -> str:
    text: str = browser.get(answer.headers["location"]).text
    return text


def test_only_a_name_is_required(browser: TestClient, site: Site) -> None:
    assert _values(site, _create(browser, name="A"))["name"] == "A"


def test_without_a_name_all_that_was_typed_is_still_there(browser: TestClient) -> None:
    typed = {**WHOLE, "name": " "}
    answer = browser.post(NEW, data=typed)
    assert answer.status_code == 422
    shown = _inputs(answer.text)
    assert {key: shown[key] for key in typed if key != "name"} == {
        key: value for key, value in typed.items() if key != "name"
    }
    assert 'href="#f-name"' in answer.text
    assert 'class="has-errors"' in answer.text


def test_wrong_numbers_are_explained_and_kept(browser: TestClient, site: Site) -> None:
    wrong = {"name": "A", "siren": "732829321", "email": "a@gmial.com", "phone": "12"}
    answer = browser.post("/clients/check", data=wrong)
    assert "La clé de ce SIREN est fausse" in answer.text
    assert 'data-put="a@gmail.com"' in answer.text
    values = _values(site, _create(browser, **wrong))
    assert (values["siren"], values["email"], values["phone"]) == (
        "732829321",
        "a@gmial.com",
        "12",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 251),
        ("reference", "x" * 61),
        ("website", "x" * 301),
        ("siren", "1" * 21),
        ("contact.given_name", "x" * 121),
        ("address.line1", "x" * 201),
        ("note", "x" * 100_001),
        ("capital", "beaucoup"),
        ("headcount", "-3"),
        ("headcount_band", "zz"),
        ("legal_form", "n’importe quoi"),
        ("address.country", "<b>"),
        ("kind", "robot"),
        ("contact.civility", "dr"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(
    browser: TestClient, site: Site, field: str, value: str
) -> None:
    answer = browser.post(NEW, data={"name": "A", field: value})
    assert answer.status_code == 422
    assert f'id="f-{field.replace(".", "-")}-error"' in answer.text
    assert _count(site) == 0


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=y>'])
def test_html_is_text_wherever_it_is_shown(browser: TestClient, payload: str) -> None:
    href = _create(
        browser,
        **{
            "name": payload,
            "note": payload,
            "website": payload,
            "contact.family_name": payload,
            "address.town": payload,
            "sector": payload,
        },
    )
    for page in ("information", "contacts", "addresses", "-/edit", "-/delete"):
        text = browser.get(f"{href}/{page}").text
        assert payload not in text, page
        assert "javascript:" not in text


def test_a_script_in_a_web_address_is_never_a_link(browser: TestClient) -> None:
    href = _create(browser, name="A", website="javascript:alert(1)", twitter="javascript:x")
    assert 'href="javascript' not in browser.get(f"{href}/information").text


@pytest.mark.parametrize(
    "name", ["مخبز الميناء", "🥐 Croissant", "'; DROP TABLE core_client; --", "a\x00b\x07c"]
)
def test_any_script_is_kept(browser: TestClient, site: Site, name: str) -> None:
    kept = _values(site, _create(browser, name=name))["name"]
    assert kept == name.replace("\x00", "").replace("\x07", "")


def test_a_form_of_ten_megabytes_is_refused(browser: TestClient, site: Site) -> None:
    answer = browser.post(NEW, data={"name": "A", "note": "x" * 10_000_000})
    assert answer.status_code == 413
    assert _count(site) == 0


def test_the_same_form_twice_makes_one_client(browser: TestClient, site: Site) -> None:
    token = _inputs(browser.get(NEW).text)["token"]
    first = _create(browser, name="A", token=token)
    assert _create(browser, name="A", token=token) == first
    assert _count(site) == 1


def test_save_and_create_another_comes_back_to_an_empty_form(browser: TestClient) -> None:
    answer = browser.post(NEW, data={"name": "A", "again": "1"})
    assert answer.headers["location"] == NEW


def test_a_taken_reference_is_refused(browser: TestClient, site: Site) -> None:
    _create(browser, name="A", reference="X1")
    answer = browser.post(NEW, data={"name": "B", "reference": "X1"})
    assert answer.status_code == 422
    assert "Un autre client a cette référence" in answer.text
    assert _count(site) == 1


def test_an_ended_session_is_asked_to_sign_in(site: Site, browser: TestClient) -> None:
    browser.cookies.clear()
    answer = browser.post(NEW, data={"name": "A"}, headers={"HX-Request": "true"})
    assert answer.status_code in {401, 403, 419}
    assert _count(site) == 0


def test_without_the_right_the_form_is_refused_by_name(site: Site) -> None:
    bob = site.user(reaches={"core.client.create": Reach.NONE})
    browser = site.browser(bob)
    for answer in (browser.get(NEW), browser.post(NEW, data={"name": "A"})):
        assert answer.status_code == 403
        assert "Créer des clients" in answer.text


def test_a_private_person_needs_no_company_name(browser: TestClient, site: Site) -> None:
    href = _create(
        browser,
        **{
            "kind": "person",
            "contact.given_name": "Anne",
            "contact.family_name": "Petit",
            "consent.sms": "1",
        },
    )
    values = _values(site, href)
    assert (values["name"], values["kind"]) == ("Anne Petit", "person")
    sent = _inputs(browser.get(f"{href}/-/edit").text) | {"contact.family_name": "Martin"}
    browser.post(f"{href}/-/edit", data=sent)
    assert _values(site, href)["name"] == "Anne Martin"


def test_a_person_without_any_name_is_refused(browser: TestClient) -> None:
    answer = browser.post(NEW, data={"kind": "person"})
    assert answer.status_code == 422
    assert "f-contact-family_name-error" in answer.text


def test_signing_up_without_a_person_is_refused(browser: TestClient) -> None:
    answer = browser.post(NEW, data={"name": "A", "consent.email": "1"})
    assert answer.status_code == 422
    assert "le choix d’une personne" in answer.text


def test_two_editors_of_different_fields_are_merged(
    site: Site, ada: Colleague, browser: TestClient
) -> None:
    client = _client(site, ada)
    shown = _inputs(browser.get(f"{client.href}/-/edit").text)
    browser.post(f"{client.href}/-/edit", data=shown | {"sector": "Pain"})
    answer = browser.post(f"{client.href}/-/edit", data=shown | {"phone": "01 99 00 55 55"})
    assert "Un collègue a modifié 1 autre champ" in _flash(browser, answer)
    values = _values(site, client.href)
    assert (values["sector"], values["phone"]) == ("Pain", "+33199005555")


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_two_editors_of_one_field_are_asked_once(
    site: Site, ada: Colleague, browser: TestClient, choice: str, kept: str
) -> None:
    client = _client(site, ada)
    shown = _inputs(browser.get(f"{client.href}/-/edit").text)
    browser.post(f"{client.href}/-/edit", data=shown | {"name": "Theirs", "sector": "Pain"})
    answer = browser.post(f"{client.href}/-/edit", data=shown | {"name": "Mine"})
    assert answer.status_code == 409
    again = _inputs(answer.text)
    assert (again["name"], again["sector"]) == ("Mine", "Pain")
    assert "Theirs" in answer.text
    answer = browser.post(f"{client.href}/-/edit", data=again | {"choice.name": choice})
    assert answer.status_code == 303
    values = _values(site, client.href)
    assert (values["name"], values["sector"]) == (kept, "Pain")


def test_a_link_may_fill_the_form_in(browser: TestClient) -> None:
    page = browser.get(f"{NEW}?name=Maison&siren=000000018&stage=prospect&owner_id=3&token=x")
    shown = _inputs(page.text)
    assert (shown["name"], shown["siren"], shown["stage"]) == ("Maison", "000000018", "prospect")
    assert "owner_id" not in shown
    assert shown["token"] != "x"


def test_what_a_link_brought_keeps_its_source_until_it_is_typed_over(
    browser: TestClient, site: Site
) -> None:
    page = browser.get(f"{NEW}?name=Maison&siren=000+000+018&address.town=Brest&from=INSEE")
    sent = _inputs(page.text) | {"name": "Maison Verte", "siret": ""}
    href = _create(browser, **sent)
    client = site.see(href.rpartition("/")[2])
    with site.reading() as ask:
        sources = sources_of(ask, client.id)
    assert {key: kept.source for key, kept in sources.items()} == {
        "siren": "INSEE",
        "address.town": "INSEE",
    }


@pytest.mark.parametrize("taken", ["x", "0 siren=zz\nINSEE", "0\n\n", "\n", "9" * 30 + " a=b\nc"])
def test_a_source_that_makes_no_sense_is_nothing(browser: TestClient, taken: str) -> None:
    assert _create(browser, name="A", siren="000000018", taken=taken)


def test_clients_alike_are_shown_to_who_may_see_them(site: Site, ada: Colleague) -> None:
    client = _client(site, ada, siren="000000018")
    browser = site.browser(ada)
    for typed in ({"siren": "000 000 018"}, {"name": "boulangerie"}):
        answer = browser.post("/clients/check", data=typed)
        assert client.href in answer.text


def test_a_client_that_one_may_not_see_is_hinted_at_by_its_number_only(
    site: Site, ada: Colleague
) -> None:
    client = _client(site, ada, siren="000000018", email="secret@port.example")
    bob = site.browser(site.user(reaches={"core.client.read": Reach.OWN}))
    hinted = bob.post("/clients/check", data={"siren": "000000018"}).text
    assert "Un collègue suit déjà un client" in hinted
    for secret in (client.name, client.public_id, client.reference, "secret"):
        assert secret not in hinted
    for typed in ({"name": client.name}, {"email": "secret@port.example"}):
        answer = bob.post("/clients/check", data=typed).text
        assert "Un collègue" not in answer
        assert client.reference not in answer


@pytest.mark.parametrize("path", ["-/edit", "information", "contacts/new", "-/delete", "-/vcard"])
def test_what_one_may_not_see_is_as_if_it_were_not_there(
    site: Site, ada: Colleague, path: str
) -> None:
    client = _client(site, ada)
    bob = site.browser(site.user(reaches={"core.client.read": Reach.OWN}))
    there = bob.get(f"{client.href}/{path}")
    nowhere = bob.get(f"/clients/0000000000000000/{path}")
    assert there.status_code == nowhere.status_code == 404
    assert _steady(there.text) == _steady(nowhere.text)


def _steady(text: str) -> str:
    return re.sub(r"[0-9a-hjkmnp-tv-z]{16}", "key", text)


def _client(site: Site, owner: Colleague, **fields: Any) -> ClientView:
    return site.client(
        "Boulangerie",
        owner=owner,
        persons=[NewPerson(family_name="Petit")],
        addresses=[NewAddress(town="Brest")],
        **fields,
    )
