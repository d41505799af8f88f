"""Custom fields as people meet them: record, forms, list, settings, on both screens."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from onglet.fields.conditions import Condition, holds
from tests.browser import chromium
from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.serving import run_onglet
from tests.browser.signing_in import let_in

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visitor
    from tests.browser.serving import AppServer

pytestmark = pytest.mark.browser

GOLD = {"id": "gold", "label": {"fr": "Or", "en": "Gold"}}
SILVER = {"id": "silver", "label": {"fr": "Argent", "en": "Silver"}}
LISTED = {"is_column": True, "is_sortable": True, "is_filterable": True}
FIELDS: list[dict[str, Any]] = [
    {"code": "budget", "type": "amount", "label": {"fr": "Budget"}, "group": "sales", **LISTED},
    {
        "code": "level",
        "type": "choice",
        "label": {"fr": "Niveau", "en": "Level"},
        "help": {"fr": "Ce que le client a choisi."},
        "group": "sales",
        "options": {"choices": [GOLD, SILVER]},
        **LISTED,
    },
    {
        "code": "reason",
        "type": "long_text",
        "label": {"fr": "Pourquoi l’or"},
        "group": "sales",
        "visible_if": {"tests": [{"field": "level", "op": "is", "value": "gold"}]},
        "required_if": {"tests": [{"field": "level", "op": "is", "value": "gold"}]},
    },
    {
        "code": "tags",
        "type": "choices",
        "label": {"fr": "Intérêts"},
        "options": {"choices": [GOLD, SILVER], "look": "boxes"},
    },
    {"code": "story", "type": "rich_text", "label": {"fr": "Histoire"}},
    {"code": "since", "type": "date", "label": {"fr": "Client depuis"}},
    {"code": "code", "type": "text", "label": {"fr": "Code interne"}, "is_required": True},
    {"code": "place", "type": "address", "label": {"fr": "Lieu de livraison"}},
    {"code": "colour", "type": "colour", "label": {"fr": "Couleur"}},
    {
        "code": "partner",
        "type": "link",
        "label": {"fr": "Partenaire"},
        "options": {"target": "client"},
    },
]


@pytest.fixture(scope="module", autouse=True)
def defined(app_server: AppServer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The fields of these tests, brought in as a deployer brings them."""
    path: Path = tmp_path_factory.mktemp("fields") / "fields.json"
    groups = [{"code": "sales", "label": {"fr": "Ventes"}, "is_open": True}]
    told = {"onglet_fields": 1, "object": "client", "groups": groups, "fields": FIELDS}
    path.write_text(json.dumps(told), encoding="utf-8")
    run_onglet(app_server.data, "fields", "import", str(path))


@pytest.fixture(params=["page_desktop", "page_mobile"])
def page(request: pytest.FixtureRequest, app_server: AppServer) -> Page:
    """A page of somebody signed in, on each screen."""
    found: Page = request.getfixturevalue(request.param)
    let_in(found, app_server)
    return found


def open_record(page: Page, server: AppServer) -> str:
    """Open a client of the demo; give its address."""
    page.goto(f"{server.url}/clients")
    found = page.locator("#rows td.c-main a").first.get_attribute("href")
    assert found
    return f"{server.url}{found}"


@pytest.mark.seed("X-01", "X-02")
def test_the_tab_lists_the_fields_and_edits_them(page: Page, app_server: AppServer) -> None:
    record = open_record(page, app_server)
    page.goto(f"{record}/fields")
    for label in ("Budget", "Niveau", "Intérêts", "Client depuis", "Couleur"):
        expect(page.locator(".custom-fields dt", has_text=label).first).to_be_visible()
    assert_no_horizontal_scroll(page)
    assert_accessible(page)

    page.locator(".panel-head").get_by_role("link", name="Modifier").click()
    code = f"A-{random.randrange(10**6)}"  # noqa: S311 - a name
    page.get_by_label("Budget").fill("12 500,50")
    page.get_by_label("Code interne").fill(code)
    page.get_by_label("Or", exact=True).check()
    assert_no_horizontal_scroll(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Les champs ont été enregistrés.").first).to_be_visible()
    expect(page.locator(".custom-fields")).to_contain_text(re.compile(r"12.500,50"))
    expect(page.locator(".custom-fields")).to_contain_text(code)


@pytest.mark.seed("X-02")
def test_one_field_is_edited_in_place_and_a_fault_is_said_beside_it(
    page: Page, app_server: AppServer
) -> None:
    record = open_record(page, app_server)
    page.goto(f"{record}/fields")
    line = page.locator(".kv-line", has=page.locator("dt", has_text="Couleur"))
    line.hover()
    line.get_by_role("link", name="Modifier Couleur").click()
    dialog = page.locator("#dialog")
    field = dialog.get_by_label("Couleur")
    field.fill("rouge")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog.locator(".field-error")).to_contain_text("#3366cc")
    expect(field).to_have_value("rouge")
    assert_accessible(page)
    field.fill("#cc3300")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".custom-fields .swatch")).to_contain_text("#cc3300")


def test_rich_text_is_written_with_its_form(page: Page, app_server: AppServer) -> None:
    record = open_record(page, app_server)
    page.goto(f"{record}/fields/story/edit")
    surface = page.get_by_role("textbox", name="Histoire")
    surface.click()
    page.keyboard.press("ControlOrMeta+a")
    page.get_by_role("button", name="Gras").click()
    surface.press_sequentially("Fidèle")
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".custom-fields b, .custom-fields strong")).to_have_text("Fidèle")


def test_a_field_appears_when_its_condition_holds(page: Page, app_server: AppServer) -> None:
    record = open_record(page, app_server)
    page.goto(f"{record}/fields/edit")
    level, reason = page.get_by_label("Niveau", exact=True), page.get_by_label("Pourquoi l’or")
    level.select_option("silver")
    expect(reason).to_be_hidden()
    level.select_option("gold")
    expect(reason).to_be_visible()
    code = f"B-{random.randrange(10**6)}"  # noqa: S311 - a name
    page.get_by_label("Code interne").fill(code)
    reason.fill("")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("Code interne")).to_have_value(code)
    page.get_by_label("Pourquoi l’or").fill("Il commande souvent.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Les champs ont été enregistrés.").first).to_be_visible()


@pytest.mark.seed("C-13")
def test_the_form_of_a_new_client_holds_the_fields(page: Page, app_server: AppServer) -> None:
    page.goto(f"{app_server.url}/clients/new")
    name = f"Essai des champs {random.randrange(10**6)}"  # noqa: S311 - a name
    page.get_by_label("Nom de la société").fill(name)
    block = page.locator("#block-custom")
    block.get_by_label("Budget").fill("300")
    block.get_by_label("Client depuis").fill("2024-05-06")
    page.get_by_role("button", name="Enregistrer", exact=True).press("Enter")
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Code interne")
    expect(block.get_by_label("Budget")).to_have_value("300")
    block.get_by_label("Code interne").fill("C-13")
    page.get_by_role("button", name="Enregistrer", exact=True).press("Enter")
    page.wait_for_url(re.compile(r"/clients/[0-9a-z]{16}/\w+$"))
    record = page.url.rpartition("/")[0]
    page.goto(f"{record}/information")
    card = page.locator("#information-fields-sales")
    expect(card).to_contain_text("300,00")
    page.goto(f"{record}/fields")
    expect(page.locator(".custom-fields")).to_contain_text("C-13")


def test_a_record_is_linked_by_its_name(user_desktop: Page, app_server: AppServer) -> None:
    page = user_desktop
    record = open_record(page, app_server)
    page.goto(f"{app_server.url}/clients")
    other = page.locator("#rows td.c-main a").nth(3).inner_text()
    page.goto(f"{record}/fields/partner/edit")
    page.get_by_label("Trouver une fiche à lier").fill(other)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".custom-fields").get_by_role("link", name=other)).to_be_visible()


def test_the_list_is_filtered_and_sorted_by_fields(
    user_desktop: Page, app_server: AppServer
) -> None:
    page = user_desktop
    record = open_record(page, app_server)
    page.goto(f"{record}/fields/level/edit")
    page.get_by_label("Niveau", exact=True).select_option("silver")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile(r"/fields$"))
    page.goto(f"{app_server.url}/clients")
    page.locator(".chip", has_text="Niveau").get_by_role("link").first.click()
    page.locator("#list-filter").get_by_role("link", name="Argent").click()
    expect(page.locator(".chip.is-on")).to_contain_text("Argent")
    expect(page.locator("#rows td.c-main a").first).to_be_visible()
    page.get_by_role("columnheader", name="Budget").get_by_role("link").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Budget")
    assert_accessible(page)


def test_an_administrator_defines_a_field(page: Page, app_server: AppServer) -> None:
    page.goto(f"{app_server.url}/settings/fields")
    expect(page.get_by_role("heading", name="Ventes")).to_be_visible()
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    page.get_by_role("link", name="Ajouter un champ").first.click()
    page.get_by_role("link", name="Texte court").click()
    name = f"Surnom {random.randrange(10**6)}"  # noqa: S311 - a name
    page.get_by_label("Nom en français").first.fill(name)
    page.get_by_label("Aide en français").fill("Comme on l’appelle.")
    preview = page.locator("#preview")
    expect(preview).to_contain_text(name)
    expect(preview).to_contain_text("Comme on l’appelle.")
    page.get_by_label("Motif").fill("(")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary")).to_contain_text("motif")
    expect(page.get_by_label("Nom en français").first).to_have_value(name)
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    page.get_by_label("Motif").fill("[A-Z]+")
    page.get_by_role("button", name="Enregistrer").click()
    row = page.locator(".field-row", has_text=name)
    expect(row).to_be_visible()

    row.get_by_role("button", name=re.compile("Que faire")).click()
    page.get_by_role("menuitem", name="Archiver").or_(
        page.get_by_role("button", name="Archiver")
    ).first.click()
    page.locator("dialog").get_by_role("button", name="Archiver").click()
    expect(page.locator(".field-row", has_text=name).get_by_role("button")).to_have_text(
        "Restaurer"
    )


def test_a_field_is_dragged_to_another_group(user_desktop: Page, app_server: AppServer) -> None:
    page = user_desktop
    page.goto(f"{app_server.url}/settings/fields")
    row = page.locator("#field-since")
    row.drag_to(page.locator("#field-budget"))
    expect(page.locator("[data-group=sales] #field-since")).to_be_visible()
    page.reload()
    expect(page.locator("[data-group=sales] #field-since")).to_be_visible()


def test_without_javascript_fields_are_edited_and_defined(
    browser: Browser, signed_in: Visitor, app_server: AppServer
) -> None:
    context = chromium.new_context(
        browser, chromium.DESKTOP, **{**signed_in, "java_script_enabled": False}
    )
    page = context.new_page()
    record = open_record(page, app_server)
    page.goto(f"{record}/fields/since/edit")
    page.get_by_label("Client depuis", exact=True).fill("2020-01-02")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".custom-fields")).to_contain_text("2 janv. 2020")
    page.goto(f"{app_server.url}/settings/fields")
    page.locator("#group-sales").wait_for()
    page.get_by_role("link", name="Budget").click()
    page.get_by_label("Aide en français").fill("Sans script.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Le champ a été enregistré.").first).to_be_visible()
    context.close()


def test_the_page_and_the_server_agree_on_conditions(
    user_desktop: Page, app_server: AppServer
) -> None:
    draw = random.Random(7)  # noqa: S311 - the same draws each time
    facts: list[Any] = [None, "", "gold", "Gold", "2026-01-01", 0, 3, 5, True, False, [], ["gold"]]
    facts += [["gold", "silver"], "3"]
    values: list[Any] = ["gold", "silver", "2026-01-01", 3, 0, True, "3"]
    ops = ["is", "is_not", "empty", "filled", "contains", "at_least", "at_most"]
    cases = [
        (
            {
                "join": draw.choice(["all", "any"]),
                "tests": [
                    {
                        "field": draw.choice("ab"),
                        "op": draw.choice(ops),
                        "value": draw.choice(values),
                    }
                    for _ in range(draw.randrange(0, 3))
                ],
            },
            {"a": draw.choice(facts), "b": draw.choice(facts)},
        )
        for _ in range(600)
    ]
    page = user_desktop
    record = open_record(page, app_server)
    page.goto(f"{record}/fields/edit")
    source = page.locator("script[src*='fields.js']").first.get_attribute("src")

    answers = page.evaluate(
        "async ([source, cases]) => { const { holds } = await import(source);"
        " return cases.map(([condition, facts]) => holds(condition, facts)); }",
        [source, cases],
    )

    expected = [holds(Condition.model_validate(condition), seen) for condition, seen in cases]
    wrong = [
        case for case, mine, theirs in zip(cases, expected, answers, strict=True) if mine != theirs
    ]
    assert not wrong, wrong[:3]
