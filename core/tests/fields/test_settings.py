"""The settings of custom fields over HTTP, and their file by the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from core.tests.fields.making import spec
from core.tests.fields.test_pages import held, make, sent
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from onglet.contributions import Reach
from onglet.fields.catalogue import Definition, field_set
from onglet.fields.service import given_values
from onglet.fields.transfer import BadFileError, export_fields, import_fields
from onglet.testing.kit import MakeSite, Site

HOME = "/settings/fields/client"


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


@pytest.fixture
def browser(site: Site) -> TestClient:
    return site.browser(site.user(all_rights=True))


def field(site: Site, code: str) -> Definition:
    with site.reading() as ask:
        return next(one for one in field_set(ask, "client").everything if one.code == code)


def create(browser: TestClient, kind: str, name: str, **typed: Any) -> Any:
    page = browser.get(f"{HOME}/new?type={kind}")
    assert page.status_code == 200
    form = sent(page.text) | {"label.fr": name} | typed
    return browser.post(f"{HOME}/new", data=form)


def test_a_field_is_made_changed_archived_and_brought_back(site: Site, browser: TestClient) -> None:
    assert browser.get(f"{HOME}/new").status_code == 200
    choices = {"choice.id": ["", ""], "choice.fr": ["Or", "Argent"], "choice.en": ["Gold", ""]}
    answer = create(browser, "choice", "Niveau de service", **choices, is_filterable="1")
    assert answer.status_code == 303
    made = field(site, "niveau_de_service")
    assert [one.id for one in made.spec.options.choices] == ["or", "argent"]
    assert made.spec.is_filterable

    page = browser.get(f"{HOME}/{made.public_id}")
    form = sent(page.text) | {"label.fr": "Niveau", "choice.merge": ["", "or", "", "", ""]}
    assert browser.post(f"{HOME}/{made.public_id}", data=form).status_code == 303
    made = field(site, "niveau_de_service")
    assert made.label == "Niveau"
    assert made.spec.options.choices[1].merged_into == "or"

    browser.post(f"{HOME}/{made.public_id}/archive")
    assert field(site, "niveau_de_service").archived_at is not None
    assert "Niveau" in browser.get(HOME).text
    browser.post(f"{HOME}/{made.public_id}/restore")
    assert field(site, "niveau_de_service").archived_at is None


@pytest.mark.parametrize(
    ("kind", "typed", "part"),
    [
        ("text", {"label.fr": ""}, "label-fr"),
        ("text", {"code": "Bad Code"}, "code"),
        ("text", {"code": "taken"}, "code"),
        ("text", {"pattern": "("}, "pattern"),
        ("integer", {"least": "x"}, "least"),
        ("computed", {"option.expression": "a.b"}, "option-expression"),
        ("choice", {}, "choices"),
        ("text", {"most_length": "x"}, "most_length"),
    ],
)
def test_a_wrong_definition_comes_back_with_what_was_typed(
    site: Site, browser: TestClient, kind: str, typed: dict[str, str], part: str
) -> None:
    make(site, spec("taken"))
    answer = create(browser, kind, "Un nom", **typed)

    assert answer.status_code == 422
    assert f'href="#d-{part}"' in answer.text


def test_conditions_are_made_of_rows(site: Site, browser: TestClient) -> None:
    make(site, spec("level", "choice"))
    typed = {
        "visible_if.field": ["level", "kind", ""],
        "visible_if.op": ["is", "is", "is"],
        "visible_if.value": ["Argent", "company", ""],
        "visible_if.join": "any",
    }
    assert create(browser, "text", "Pourquoi", **typed).status_code == 303

    condition = field(site, "pourquoi").spec.visible_if
    assert condition is not None
    assert condition.join == "any"
    assert [(test.field, test.value) for test in condition.tests] == [
        ("level", "silver"),
        ("kind", "company"),
    ]
    page = browser.get(f"{HOME}/{field(site, 'pourquoi').public_id}").text
    assert 'value="silver"' in page


def test_groups_and_order(site: Site, browser: TestClient) -> None:
    make(site, spec("a"), spec("b"))
    browser.post(f"{HOME}/groups", data={"label.fr": "Ventes", "is_open": "1"})
    keys = {code: field(site, code).public_id for code in ("a", "b")}
    order = [f" {keys['b']}", f"ventes {keys['a']}"]
    assert browser.post(f"{HOME}/order", data={"order": order}).status_code == 303
    group = field(site, "a").group
    assert group is not None
    assert group.code == "ventes"
    browser.post(f"{HOME}/{keys['a']}/move", data={"step": "up"})
    assert field(site, "a").group is None
    assert browser.post(f"{HOME}/groups", data={"label.fr": ""}).status_code == 422
    browser.post(f"{HOME}/groups/ventes/delete")
    assert "Ventes" not in browser.get(HOME).text


def test_a_change_of_type_is_tried_counted_done_and_undone(site: Site, browser: TestClient) -> None:
    make(site, spec("size"), spec("other", "integer"))
    clients = []
    for text in ("12", "1 250", "large"):
        with site.reading() as ask:
            fields = given_values(ask, "client", {"size": text, "other": 1})
        clients.append(site.client(f"Client {text}", fields=fields))
    key = field(site, "size").public_id
    page = browser.get(f"{HOME}/{key}/type?to=integer").text
    text = " ".join(LexborHTMLParser(page).css_first("main").text().split())  # type: ignore[union-attr]  # there
    assert "2 valeurs" in text
    assert "1 valeur" in text
    assert "large" in text
    assert held(site, clients[0])["size"] == "12"

    browser.post(f"{HOME}/{key}/type", data={"to": "integer"})
    assert [held(site, client).get("size") for client in clients] == [12, 1250, None]
    browser.post(f"{clients[1].href}/fields/size/edit", data={"fields": "size", "field.size": "7"})
    browser.post(f"{HOME}/{key}/type/undo")

    assert [held(site, client).get("size") for client in clients] == ["12", "7", "large"]
    assert field(site, "size").spec.type == "text"


def test_definitions_travel_as_a_file(site: Site, browser: TestClient) -> None:
    make(
        site,
        spec("n", "integer"),
        spec("d", "computed", options={"expression": "n * 2"}),
        group="g",
    )
    make(site, spec("gone"))
    browser.post(f"{HOME}/{field(site, 'gone').public_id}/archive")
    text = browser.get(f"{HOME}/export").text
    told = json.loads(text)
    assert {one["code"] for one in told["fields"]} == {"n", "d", "gone"}

    told["fields"] += [
        {"code": "fresh", "type": "text", "label": {"fr": "Neuf"}},
        {"code": "bad", "type": "text", "label": {"fr": "x"}, "pattern": "("},
        {"code": "n", "type": "text", "label": {"fr": "N"}},
        {"code": "X Y", "type": "text", "label": {}},
    ]
    changed = json.dumps(told)
    files = {"file": ("f.json", changed.encode(), "application/json")}
    page = browser.post(f"{HOME}/import", files=files)
    assert page.status_code == 200
    for code in ("fresh", "bad"):
        assert code in page.text
    with site.reading() as ask:
        assert "fresh" not in field_set(ask, "client").by_code
    browser.post(f"{HOME}/import", data={"content": changed, "sure": "1"})

    with site.reading() as ask:
        assert "fresh" in field_set(ask, "client").by_code
        assert field_set(ask, "client").by_code["n"].spec.type == "integer"
    assert browser.post(f"{HOME}/import", data={"content": "[]"}).status_code == 422


def test_a_file_brought_to_an_empty_place_makes_the_same_fields(deployment: MakeSite) -> None:
    here = deployment()
    make(
        here,
        spec("n", "integer"),
        spec("d", "computed", options={"expression": "n * 2"}),
        group="g",
    )
    with here.reading() as ask:
        text = export_fields(ask, "client")
    with here.working() as work:
        steps = import_fields(work, text)
        assert {step.action for step in steps} == {"same"}
        with pytest.raises(BadFileError):
            import_fields(work, "{" * 10_000)


def test_the_command_line_exports_and_imports(site: Site, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from onglet.cli import Deployment, main

    make(site, spec("a"))
    it = Deployment()
    it._host = site.host
    run = CliRunner().invoke(main, ["fields", "export"], obj=it)
    assert run.exit_code == 0
    path = tmp_path / "fields.json"
    path.write_text(run.stdout.replace('"code": "a"', '"code": "b"'), encoding="utf-8")
    dry = CliRunner().invoke(main, ["fields", "import", "--dry-run", str(path)], obj=it)
    assert "create   b" in dry.output
    with site.reading() as ask:
        assert "b" not in field_set(ask, "client").by_code
    CliRunner().invoke(main, ["fields", "import", str(path)], obj=it)

    with site.reading() as ask:
        assert "b" in field_set(ask, "client").by_code


def test_only_who_may_change_settings_defines_fields(site: Site) -> None:
    reader = site.browser(site.user(reaches={"core.client.read": Reach.ALL}))

    for path in ("", "/new", "/export"):
        assert reader.get(f"{HOME}{path}").status_code == 403
    assert reader.post(f"{HOME}/new", data={}).status_code == 403
