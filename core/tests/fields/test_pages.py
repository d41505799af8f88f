"""Custom fields over HTTP: the tab, its forms, the client's form, files, links, pins, history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from core.tests.fields.making import ask as asked
from core.tests.fields.making import spec
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from onglet.clients.snapshot import snapshot
from onglet.contributions import ClientView, Field, FieldObject, FieldType, LinkedRecord, Reach
from onglet.fields.definitions import create_field, save_group
from onglet.fields.spec import FieldSpec, GroupSpec
from onglet.hookspecs import Plugin, hookimpl
from onglet.testing.kit import Colleague, MakeSite, Site


def _smile(text: str) -> str:
    if text not in {":)", ":("}:
        raise ValueError("Draw a smile.")
    return text


class Hello(Plugin):
    """A plugin with a type, a field and an object of its own."""

    name = "hello"
    label = "Hello"

    @hookimpl
    def onglet_field_types(self) -> Iterable[FieldType]:
        """A smile."""
        yield FieldType(
            key="hello.smile",
            label="Smile",
            icon="star",
            parse=_smile,
            show=lambda value: f"smile {value}",
        )

    @hookimpl
    def onglet_fields(self) -> Iterable[Field]:
        """A mood, and one that fails."""
        yield Field(
            key="hello.mood",
            label="Mood",
            icon="star",
            right="core.client.read",
            read=lambda _record: "Good mood",
        )
        yield Field(
            key="hello.broken",
            label="Fortune",
            icon="star",
            right="core.client.read",
            read=lambda _record: 1 // 0,
        )

    @hookimpl
    def onglet_field_objects(self) -> Iterable[FieldObject]:
        """Waves, of which one is to be seen."""
        wave = LinkedRecord(id="w1", label="First wave", href="/hello/w1")
        yield FieldObject(
            key="hello.wave",
            label="Wave",
            icon="star",
            right="core.client.read",
            find=lambda _ask, text: [wave] if text in wave.label.casefold() else [],
            seen=lambda _ask, ids: [wave] if "w1" in ids else [],
        )


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment(Hello())


@pytest.fixture
def ada(site: Site) -> Colleague:
    return site.user(all_rights=True)


@pytest.fixture
def browser(site: Site, ada: Colleague) -> TestClient:
    return site.browser(ada)


@pytest.fixture
def client(site: Site, ada: Colleague) -> ClientView:
    return site.client("Maison Test", owner=ada)


def make(site: Site, *specs: FieldSpec, group: str = "") -> None:
    with site.working() as work:
        if group:
            save_group(work, "client", GroupSpec(code=group, label={"fr": group.capitalize()}))
        for one in specs:
            create_field(work, "client", one, group=group)


def held(site: Site, client: ClientView) -> dict[str, Any]:
    with site.reading() as ask:
        found = snapshot(ask, client.id)
        assert found is not None
        return dict(found.fields)


def sent(text: str) -> dict[str, Any]:
    """Give the form of a page as a browser would send it."""
    form = LexborHTMLParser(text).css_first("main form[method=post]")
    assert form is not None
    data: dict[str, Any] = {}
    for one in form.css("input[name], textarea[name], select[name]"):
        name, kind = one.attributes["name"] or "", one.attributes.get("type", "")
        if kind in {"checkbox", "radio"} and "checked" not in one.attributes:
            continue
        value = one.attributes.get("value") or ""
        if one.tag == "textarea":
            value = one.text()
        if one.tag == "select":
            chosen = one.css_first("option[selected]") or one.css_first("option")
            value = (chosen.attributes.get("value") or "") if chosen else ""
        data.setdefault(name, []).append(value)
    return data


def test_the_tab_lists_fields_by_group_and_edits_them_as_a_whole(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("budget", "amount"), spec("level", "choice"), group="sales")
    make(site, spec("part", "section", label={"fr": "Divers"}), spec("note", "rich_text"))

    page = browser.get(f"{client.href}/fields")
    assert page.status_code == 200
    assert "Sales" in page.text
    assert "Divers" in page.text
    form = sent(browser.get(f"{client.href}/fields/edit").text)
    form |= {"field.budget": "1 250,5", "field.level": "gold", "field.note": "<b>Bon</b>"}
    answer = browser.post(f"{client.href}/fields/edit", data=form)

    assert answer.status_code == 303
    page = browser.get(f"{client.href}/fields")
    assert "<b>Bon</b>" in page.text
    assert "Or" in page.text
    assert held(site, client)["budget"] == {"minor": 125_050, "currency": "EUR"}
    information = browser.get(f"{client.href}/information").text
    assert "1\u00a0250,50" in information
    assert "Budget" in information


def test_one_field_is_edited_in_place_and_a_fault_loses_nothing(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("age", "integer"), spec("other"))
    page = browser.get(f"{client.href}/fields/age/edit")
    form = sent(page.text) | {"field.age": "twelve"}

    answer = browser.post(f"{client.href}/fields/age/edit", data=form)
    assert answer.status_code == 422
    assert 'value="twelve"' in answer.text
    assert "nombre" in answer.text
    answer = browser.post(f"{client.href}/fields/age/edit", data=form | {"field.age": "12"})

    assert answer.status_code == 303
    assert held(site, client) == {"age": 12}


def test_a_colleague_who_wrote_meanwhile_is_not_overwritten_unseen(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("a"))
    mine = sent(browser.get(f"{client.href}/fields/a/edit").text)
    theirs = dict(mine)
    browser.post(f"{client.href}/fields/a/edit", data=theirs | {"field.a": "theirs"})

    answer = browser.post(f"{client.href}/fields/a/edit", data=mine | {"field.a": "mine"})
    assert answer.status_code == 422
    assert "theirs" in answer.text
    again = sent(answer.text)
    assert again["field.a"] == ["mine"]
    browser.post(f"{client.href}/fields/a/edit", data=again)

    assert held(site, client) == {"a": "mine"}


def test_the_form_of_a_new_client_holds_the_fields_and_asks_for_those_that_are_due(
    site: Site, browser: TestClient
) -> None:
    make(
        site,
        spec("code", is_required=True),
        spec("state", default={"kind": "fixed", "value": "new"}),
        spec("only_persons", visible_if=asked("kind", "is", "person"), is_required=True),
    )
    page = browser.get("/clients/new")
    form = sent(page.text) | {"name": "Boulangerie"}
    assert form["field.state"] == ["new"]

    answer = browser.post("/clients/new", data=form)
    assert answer.status_code == 422
    assert "f-field-code-error" in answer.text
    assert 'value="Boulangerie"' in answer.text
    answer = browser.post("/clients/new", data=form | {"field.code": "A1"})

    assert answer.status_code == 303
    shown = browser.get(f"{answer.headers['location']}/fields").text
    assert "A1" in shown
    assert "new" in shown
    assert "Only_persons" not in shown


def test_the_form_of_a_client_changes_its_fields(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("tags", "choices", options={"look": "boxes"}), spec("vip", "yes_no"))
    form = sent(browser.get(f"{client.href}/-/edit").text)
    form |= {"field.tags": ["gold", "silver"], "field.vip": "0"}
    assert browser.post(f"{client.href}/-/edit", data=form).status_code == 303
    assert held(site, client) == {"tags": ["gold", "silver"], "vip": False}

    form = sent(browser.get(f"{client.href}/-/edit").text)
    form.pop("field.tags")
    browser.post(f"{client.href}/-/edit", data=form)

    assert held(site, client) == {"vip": False}
    history = browser.get(f"{client.href}/information").text
    assert "Or, Argent" in history


def test_a_text_of_ten_megabytes_is_refused_and_changes_nothing(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("long", "long_text"))
    form = sent(browser.get(f"{client.href}/fields/long/edit").text)

    answer = browser.post(
        f"{client.href}/fields/long/edit", data=form | {"field.long": "x" * 10**7}
    )

    assert answer.status_code in {413, 422}
    assert held(site, client) == {}


def test_files_are_kept_given_back_and_taken_away(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("papers", "file"), spec("picture", "image"))
    address = f"{client.href}/fields/papers/edit"
    form = sent(browser.get(address).text)
    form.pop("field.papers")
    files = {"field.papers": ("../évil.html", b"<script>1</script>", "text/html")}
    assert browser.post(address, data=form, files=files).status_code == 303
    key = held(site, client)["papers"][0]["key"]
    found = browser.get(f"{client.href}/fields/papers/files/{key}")
    assert found.content == b"<script>1</script>"
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"].startswith("attachment")
    assert browser.get(f"{client.href}/fields/picture/files/{key}").status_code == 404

    form = sent(browser.get(f"{client.href}/fields/picture/edit").text)
    form.pop("field.picture")
    answer = browser.post(
        f"{client.href}/fields/picture/edit",
        data=form,
        files={"field.picture": ("a.png", b"no image", "image/png")},
    )
    assert answer.status_code == 422

    form = sent(browser.get(address).text)
    form.pop("field.papers")
    form.pop("field.papers.keep")
    browser.post(address, data=form)
    assert held(site, client) == {}


def test_a_link_shows_only_what_its_reader_may_see(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("partner", "link", options={"target": "client", "most": 2}))
    secret = site.client("Secret Partner")
    form = sent(browser.get(f"{client.href}/fields/partner/edit").text)
    form |= {"field.partner.find": "Secret Partner"}
    assert browser.post(f"{client.href}/fields/partner/edit", data=form).status_code == 303
    assert "Secret Partner" in browser.get(f"{client.href}/fields").text

    own = {"core.client.read": Reach.OWN, "core.client.edit": Reach.OWN}
    bob = site.user(reaches=own)
    site.give(client, bob)
    his = site.browser(bob)
    page = his.get(f"{client.href}/fields")

    assert page.status_code == 200
    assert "Secret Partner" not in page.text
    assert "Secret" not in his.get("/fields/find/client?field.partner.find=secret").text
    form = sent(his.get(f"{client.href}/fields/partner/edit").text)
    his.post(f"{client.href}/fields/partner/edit", data=form)
    assert held(site, client) == {"partner": [secret.public_id]}


def test_a_plugin_brings_types_fields_and_objects(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(
        site,
        spec("face", "hello.smile"),
        spec("wave", "link", options={"target": "hello.wave", "most": 1}),
    )
    form = sent(browser.get(f"{client.href}/fields/edit").text)
    answer = browser.post(f"{client.href}/fields/edit", data=form | {"field.face": "x"})
    assert answer.status_code == 422
    assert "Draw a smile." in answer.text
    form |= {"field.face": ":)", "field.wave.find": "first"}
    assert browser.post(f"{client.href}/fields/edit", data=form).status_code == 303

    page = browser.get(f"{client.href}/fields").text
    assert "smile :)" in page
    assert "First wave" in page
    assert "Good mood" in page
    assert "Fortune" in page
    site.host.set_enabled("hello", enabled=False)
    page = browser.get(f"{client.href}/fields")
    assert page.status_code == 200
    assert "Good mood" not in page.text
    assert held(site, client)["face"] == ":)"


def test_a_field_is_pinned_under_the_name(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    make(site, spec("budget", "amount"))
    form = sent(browser.get(f"{client.href}/fields/budget/edit").text)
    browser.post(f"{client.href}/fields/budget/edit", data=form | {"field.budget": "12"})
    assert browser.post(f"{client.href}/-/pins/core.field-budget").status_code == 303

    strip = LexborHTMLParser(browser.get(f"{client.href}/information").text).css_first(
        "section.strip"
    )

    assert strip is not None
    assert "12,00" in strip.text()
    assert browser.post(f"{client.href}/-/pins/core.field-nothing").status_code == 404


def test_who_may_not_edit_reads(site: Site, client: ClientView) -> None:
    make(site, spec("a"))
    reader = site.user(reaches={"core.client.read": Reach.ALL, "core.client.edit": Reach.NONE})
    his = site.browser(reader)

    page = his.get(f"{client.href}/fields")
    assert page.status_code == 200
    assert "/fields/a/edit" not in page.text
    assert his.get(f"{client.href}/fields/a/edit").status_code == 403
    assert his.post(f"{client.href}/fields/edit", data={}).status_code == 403


def test_contacts_have_fields_of_their_own(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    with site.working() as work:
        create_field(work, "contact", spec("birthday", "date"))
        create_field(work, "contact", spec("badge", is_required=True))
    form = sent(browser.get(f"{client.href}/contacts/new").text) | {"family_name": "Petit"}
    answer = browser.post(f"{client.href}/contacts/new", data=form)
    assert answer.status_code == 422
    assert 'value="Petit"' in answer.text
    form |= {"field.badge": "B1", "field.birthday": "24/11/1980"}
    assert browser.post(f"{client.href}/contacts/new", data=form).status_code == 303

    tab = LexborHTMLParser(browser.get(f"{client.href}/contacts").text)
    card = tab.css_first("li.person-card")
    assert card is not None
    key = (card.attributes["id"] or "").removeprefix("contact-")
    page = browser.get(f"{client.href}/contacts/{key}/edit").text
    assert 'value="1980-11-24"' in page
    form = sent(page) | {"field.badge": ""}
    assert browser.post(f"{client.href}/contacts/{key}/edit", data=form).status_code == 422
    form |= {"field.badge": "B2"}
    assert browser.post(f"{client.href}/contacts/{key}/edit", data=form).status_code == 303
    assert "B2" in browser.get(f"{client.href}/information").text
