"""What happens with a client, written and read as people do it, on both screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
RECORD = re.compile(r"^/clients/[0-9a-z]{16}$")


@pytest.fixture(params=["user_desktop", "user_mobile"])
def page(request: pytest.FixtureRequest) -> Page:
    """The activity of the demo's first client, on each screen."""
    found: Page = request.getfixturevalue(request.param)
    found.goto("/clients")
    links = found.locator("main a[href^='/clients/']").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    home = next(link for link in links if RECORD.match(link.rpartition("/activity")[0] or link))
    found.goto(f"{home.removesuffix('/activity')}/activity")
    expect(found.get_by_role("heading", name="Historique des activités")).to_be_visible()
    return found


def _something() -> str:
    return f"Essai {uuid4().hex[:8]}"


def _mode(page: Page, label: str) -> Locator:
    """Choose what to add, and give its form."""
    page.locator(".mode", has_text=label).click()
    form = page.get_by_role("form", name=label)
    expect(form).to_be_visible()
    return form


def _first(page: Page) -> Locator:
    return page.locator("#activity-feed .event").first


@pytest.mark.seed("AC-01")
def test_a_comment_is_added(page: Page) -> None:
    words = _something()
    form = _mode(page, "Commenter")
    form.get_by_role("textbox", name="Commentaire").fill(f"{words}\nSeconde ligne")
    form.get_by_role("textbox", name="Commentaire").press("Control+Enter")

    expect(_first(page)).to_contain_text(words)
    expect(_first(page)).to_contain_text("a commenté")
    expect(form.get_by_role("textbox", name="Commentaire")).to_have_value("")
    assert_no_horizontal_scroll(page)


@pytest.mark.seed("AC-01")
def test_an_empty_comment_says_so_in_place(page: Page) -> None:
    form = _mode(page, "Commenter")
    form.get_by_role("button", name="Ajouter", exact=True).click()

    expect(page.locator("#new-comment-body-error")).to_be_visible()
    assert_accessible(page, "#activity-composer")


@pytest.mark.seed("AC-03")
def test_a_call_is_added_with_its_outcome_and_the_next_task(page: Page) -> None:
    words, following = _something(), _something()
    form = _mode(page, "Ajouter un appel")
    form.get_by_role("textbox", name="Compte rendu").fill(words)
    form.get_by_label("Résultat").select_option(label="Intéressé")
    form.get_by_label("Durée").fill("12")
    form.get_by_label("Prochaine tâche").fill(following)
    form.get_by_label("Échéance").fill("2030-01-15")
    assert_accessible(page, "#activity-composer")
    form.get_by_role("button", name="Ajouter", exact=True).click()

    call = page.locator("#activity-feed .event", has_text=words)
    expect(call).to_contain_text("Intéressé")
    expect(call).to_contain_text("12 min")
    expect(page.locator(".p-activity-todo")).to_contain_text(following)


@pytest.mark.seed("AC-04")
def test_a_task_is_planned_then_ticked(page: Page) -> None:
    words = _something()
    form = _mode(page, "Programmer une tâche")
    form.get_by_label("Que faut-il faire ?").fill(words)
    form.get_by_label("Échéance").fill("2030-01-15")
    form.get_by_label("Rappel").select_option(label="1 jour avant")
    form.get_by_role("button", name="Ajouter", exact=True).click()

    task = page.locator(".p-activity-todo .p-activity-task", has_text=words)
    expect(task).to_be_visible()
    task.get_by_role("button", name="Marquer").click()

    expect(task).to_have_count(0)
    entry = page.locator("#activity-feed .event", has_text=words)
    expect(entry).to_contain_text("Faite")


@pytest.mark.seed("AC-04")
def test_a_task_is_planned_from_the_actions_menu(page: Page) -> None:
    words = _something()
    page.get_by_role("button", name="Actions", exact=True).click()
    page.locator("#actions").get_by_text("Programmer une tâche").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Que faut-il faire ?").fill(words)
    assert_accessible(page, "#dialog")
    dialog.get_by_role("button", name="Ajouter", exact=True).click()

    expect(dialog).to_be_hidden()
    expect(page.locator(".p-activity-todo")).to_contain_text(words)
    page.goto("/activity")
    expect(page.locator(".p-activity-task", has_text=words)).to_be_visible()
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


def test_the_menu_counts_what_is_due(page: Page) -> None:
    form = _mode(page, "Programmer une tâche")
    form.get_by_label("Que faut-il faire ?").fill(_something())
    form.get_by_label("Échéance").fill("2020-01-15")
    form.get_by_role("button", name="Ajouter", exact=True).click()
    page.goto("/contacts")

    expect(page.locator("#menu-activity-agenda")).to_have_text(re.compile(r"\d"))
    assert_accessible(page)


@pytest.mark.seed("AC-05")
def test_an_event_is_created_and_downloaded(page: Page) -> None:
    words = _something()
    form = _mode(page, "Créer un événement")
    form.get_by_label("Événement").fill(words)
    form.get_by_label("Début", exact=False).first.fill("2026-12-15")
    form.get_by_label("Lieu").fill("Atelier")
    form.get_by_role("button", name="Ajouter", exact=True).click()

    entry = page.locator("#activity-feed .event", has_text=words)
    expect(entry).to_contain_text("Atelier")
    entry.get_by_role("button").click()
    with page.expect_download() as got:
        page.locator(".menu:popover-open").get_by_text("Télécharger pour un agenda").click()
    assert "BEGIN:VEVENT" in got.value.path().read_text(encoding="utf-8")


@pytest.mark.seed("AC-06")
def test_every_activity_is_in_the_history_below(page: Page) -> None:
    words = _something()
    for mode, field in (
        ("Commenter", "Commentaire"),
        ("Programmer une tâche", "Que faut-il faire ?"),
    ):
        form = _mode(page, mode)
        form.get_by_label(field).first.fill(f"{words} {mode}")
        form.get_by_role("button", name="Ajouter", exact=True).click()
        expect(_first(page)).to_contain_text(f"{words} {mode}")

    page.get_by_label("Chercher dans l’historique").fill(words)
    events = page.locator("#activity-feed .event")
    expect(events).to_have_count(2)
    page.locator(".p-activity-kinds").get_by_role("link", name="Commentaires").click()
    expect(events).to_have_count(1)
    expect(page).to_have_url(re.compile("kinds=activity.comment"))
    page.reload()
    expect(events).to_have_count(1)


@pytest.mark.seed("AC-06")
def test_an_entry_is_edited_then_deleted_and_leaves_a_trace(page: Page) -> None:
    words = _something()
    form = _mode(page, "Commenter")
    form.get_by_role("textbox", name="Commentaire").fill(words)
    form.get_by_role("button", name="Ajouter", exact=True).click()
    entry = page.locator("#activity-feed .event", has_text=words)
    entry.get_by_role("button").click()
    page.locator(".menu:popover-open").get_by_text("Modifier").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Commentaire").fill(f"{words} corrigé")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog).to_be_hidden()
    expect(entry).to_contain_text("corrigé")

    entry.get_by_role("button").click()
    page.locator(".menu:popover-open").get_by_text("Supprimer").click()
    dialog.get_by_role("button", name="Supprimer").click()
    expect(entry).to_have_count(0)
    page.get_by_label("Journal du système").check()
    expect(_first(page)).to_contain_text("a supprimé un commentaire")
    _first(page).get_by_role("button").click()
    page.locator(".menu:popover-open").get_by_text("Restaurer").click()
    expect(entry).to_have_count(1)


def test_a_deletion_is_taken_back_at_once(page: Page) -> None:
    words = _something()
    form = _mode(page, "Commenter")
    form.get_by_role("textbox", name="Commentaire").fill(words)
    form.get_by_role("button", name="Ajouter", exact=True).click()
    entry = page.locator("#activity-feed .event", has_text=words)
    entry.get_by_role("button").click()
    page.locator(".menu:popover-open").get_by_text("Supprimer").click()
    page.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
    expect(entry).to_have_count(0)

    page.locator(".toast", has_text="supprimée").get_by_role("button", name="Annuler").click()

    expect(entry).to_have_count(1)
    expect(page.locator(".toast", has_text="supprimée")).to_have_count(0)


def test_the_tab_is_accessible_in_both_themes(page: Page, theme: str) -> None:
    assert theme
    assert_accessible(page)
    assert_no_horizontal_scroll(page)
