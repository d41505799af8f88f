from __future__ import annotations

import json

import pytest
from plugins.activity.tests.desk import Desk, page


def test_a_comment_stands_in_the_history(desk: Desk) -> None:
    answer = desk.add("comment", body="Ils cherchent un <b>fournisseur</b>.\nÀ revoir.")

    assert answer.status_code == 303
    assert answer.headers["location"] == desk.tab
    (line,) = desk.history()
    assert "a commenté" in line
    assert "Ils cherchent un <b>fournisseur</b>. À revoir." in line


def test_a_comment_without_a_word_comes_back_in_place(desk: Desk) -> None:
    answer = desk.live("/add", composer="activity.comment", body="   ")

    assert answer.status_code == 422
    area = page(answer.text).css_first("#new-comment-body")
    assert area is not None
    assert area.attributes["aria-invalid"] == "true"
    assert desk.history() == []


def test_a_form_that_comes_back_holds_what_was_typed(desk: Desk) -> None:
    answer = desk.add("task", subject="", body="Ne pas perdre ceci", due_on="2026-12-24")

    assert answer.status_code == 422
    drawn = page(answer.text)
    assert "Ne pas perdre ceci" in (drawn.css_first("#new-task-body").text() or "")
    assert drawn.css_first("#new-task-due_on").attributes["value"] == "2026-12-24"
    chosen = [one.attributes["value"] for one in drawn.css("input[type=radio][checked]")]
    assert chosen == ["activity.task"]


def test_a_call_its_outcome_and_the_next_task_are_one_gesture(desk: Desk) -> None:
    anne = desk.site.contact(desk.client, "Anne", "Petit")

    desk.add(
        "call",
        body="Intéressée",
        direction="in",
        outcome="interested",
        minutes="12",
        person=anne.public_id,
        next_subject="Envoyer le devis",
        next_on="2026-11-27",
    )

    task, call = desk.history()
    assert "a programmé une tâche\xa0: Envoyer le devis" in task.replace(" :", "\xa0:") or (
        "a programmé une tâche : Envoyer le devis" in task
    )
    assert "a reçu un appel : Anne Petit" in call
    assert "Intéressé" in call
    assert "12 min" in call
    assert desk.shown(".p-activity-todo .p-activity-name") == ["Envoyer le devis"]


def test_a_call_held_tomorrow_is_refused(desk: Desk) -> None:
    answer = desk.add("call", held_on="2026-11-25", held_time="10:00")

    assert answer.status_code == 422
    assert "Un appel se note une fois passé" in answer.text


def test_a_call_is_placed_when_it_was_held(desk: Desk) -> None:
    desk.add("comment", body="Écrit à midi")
    desk.add("call", body="Tenu hier", held_on="2026-11-23", held_time="09:15")

    first, second = desk.history()
    assert "Écrit à midi" in first
    assert "Tenu hier" in second
    assert "09:15" in second


def test_a_task_is_ticked_and_put_back(desk: Desk) -> None:
    desk.add("task", subject="Rappeler", due_on="2026-11-25", reminder="none")
    (key,) = desk.ids()

    done = desk.live(f"/entries/{key}/done")
    assert done.status_code == 200
    assert "#activity-rail" in done.text
    assert desk.shown(".p-activity-todo .p-activity-name") == []
    assert "Faite" in desk.history()[0]

    desk.live(f"/entries/{key}/open")
    assert desk.shown(".p-activity-todo .p-activity-name") == ["Rappeler"]


@pytest.mark.parametrize(
    ("choice", "day"),
    [("tomorrow", "Demain"), ("three_days", "27 nov. 2026"), ("next_week", "30 nov. 2026")],
)
def test_a_task_is_put_off(desk: Desk, choice: str, day: str) -> None:
    desk.add("task", subject="Rappeler", due_on="2026-11-24", due_time="15:30", reminder="at")
    (key,) = desk.ids()

    desk.live(f"/entries/{key}/postpone", to=choice)

    (due,) = desk.shown(".p-activity-todo .p-activity-due")
    assert f"{day} à 15:30" in due


def test_a_late_task_says_so(desk: Desk) -> None:
    desk.add("task", subject="Rappeler", due_on="2026-11-20", reminder="none")

    assert "En retard" in desk.shown(".p-activity-todo .is-late")[0]
    assert "3 jours de retard" in desk.history()[0]


def test_an_event_of_whole_days_keeps_its_dates(desk: Desk) -> None:
    answer = desk.add(
        "event", subject="Salon", is_all_day="1", starts_on="2026-12-01", ends_on="2026-12-03"
    )

    assert answer.status_code == 303
    assert "Du 1 déc. 2026 au 3 déc. 2026" in desk.shown(".p-activity-coming .p-activity-due")[0]
    (key,) = desk.ids()
    file = desk.browser.get(f"{desk.tab}/entries/{key}/event.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20261201\r\n" in file.text
    assert "DTEND;VALUE=DATE:20261204\r\n" in file.text


def test_an_event_needs_a_time_or_the_whole_day(desk: Desk) -> None:
    answer = desk.add("event", subject="Visite", starts_on="2026-12-01")

    assert answer.status_code == 422
    assert "dure toute la journée" in answer.text


def test_an_event_that_ends_before_it_starts_is_refused(desk: Desk) -> None:
    answer = desk.add(
        "event",
        subject="Visite",
        starts_on="2026-12-01",
        starts_time="10:00",
        ends_time="09:00",
    )

    assert answer.status_code == 422
    assert "finit avant de commencer" in answer.text


def test_an_entry_is_edited_in_a_dialog(desk: Desk) -> None:
    desk.add("comment", body="Avant")
    (key,) = desk.ids()
    form = page(desk.browser.get(f"{desk.tab}/entries/{key}/edit").text)
    version = form.css_first("input[name=version]").attributes["value"]

    answer = desk.live(f"/entries/{key}/edit", body="Après", version=version)

    assert "dialog:close" in answer.headers["HX-Trigger"]
    assert "Après" in desk.history()[0]


def test_two_who_edit_at_once_do_not_write_over_one_another(desk: Desk) -> None:
    desk.add("comment", body="Avant")
    (key,) = desk.ids()
    desk.live(f"/entries/{key}/edit", body="Le premier", version="1")

    second = desk.live(f"/entries/{key}/edit", body="Le second", version="1")

    assert second.status_code == 422
    assert "Quelqu’un a modifié cette entrée" in second.text
    assert "Le second" in second.text
    assert "Le premier" in desk.history()[0]
    version = page(second.text).css_first("input[name=version]").attributes["value"]
    desk.live(f"/entries/{key}/edit", body="Le second", version=version)
    assert "Le second" in desk.history()[0]


def test_a_deleted_entry_leaves_a_trace_and_can_come_back(desk: Desk) -> None:
    desk.add("comment", body="À oublier")
    (key,) = desk.ids()
    question = desk.browser.get(f"{desk.tab}/entries/{key}/delete")
    assert "À oublier" in question.text

    answer = desk.live(f"/entries/{key}/delete")

    assert json.loads(answer.headers["HX-Trigger"])["toast"]["undo"].endswith(f"/{key}/restore")
    assert desk.history() == []
    (trace,) = desk.history(level=2)
    assert "a supprimé un commentaire" in trace
    assert "À oublier" not in trace
    restore = f"{desk.tab}/entries/{key}/restore"
    assert f'action="{restore}"' in desk.browser.get(f"{desk.tab}?level=2").text
    desk.live(f"/entries/{key}/restore")
    assert "À oublier" in desk.history()[0]


def test_an_entry_that_is_not_there_is_not_found(desk: Desk) -> None:
    for path in ("edit", "delete", "event.ics"):
        answer = desk.browser.get(f"{desk.tab}/entries/0000000000000000/{path}")
        assert answer.status_code == 404
    assert desk.live("/entries/0000000000000000/done").status_code == 404
    assert desk.add("nothing").status_code == 404


def test_the_history_is_read_page_by_page(desk: Desk) -> None:
    for number in range(35):
        desk.add("comment", body=f"Numéro {number}")
        desk.wait(minutes=1)

    first = desk.browser.get(desk.tab)
    more = page(first.text).css_first(".p-activity-more a").attributes["href"]
    second = desk.browser.get(more)

    assert len(page(first.text).css(".event")) == 30
    assert len(page(second.text).css(".event")) == 5
    assert page(second.text).css_first(".p-activity-more") is None


def test_the_history_is_narrowed(desk: Desk) -> None:
    anne = desk.site.contact(desk.client, "Anne", "Petit")
    desk.add("comment", body="Élagage du parc", person=anne.public_id)
    desk.wait(days=1)
    desk.add("call", body="Rien de neuf")

    assert len(desk.history(kinds="activity.call")) == 1
    assert "Élagage" in desk.history(text="elagage PARC")[0]
    assert "Élagage" in desk.history(person=anne.public_id)[0]
    assert len(desk.history(actor=desk.user.public_id)) == 2
    assert desk.history(actor="unknown") == []
    assert "Élagage" in desk.history(**{"from": "2026-11-24", "to": "2026-11-24"})[0]
    assert desk.history(text="introuvable") == []


def test_a_task_given_from_the_menu_opens_a_dialog(desk: Desk) -> None:
    menu = desk.browser.get(f"{desk.client.href}/-/extras")
    assert f"{desk.tab}/new?kind=task" in menu.text
    assert "Programmer une tâche" in desk.browser.get(f"{desk.tab}/new?kind=task").text

    answer = desk.live("/new", kind="task", subject="Rappeler", reminder="none")

    assert "dialog:close" in answer.headers["HX-Trigger"]
    assert desk.shown(".p-activity-todo .p-activity-name") == ["Rappeler"]


def test_english_is_complete(desk: Desk) -> None:
    reader = desk.site.user(all_rights=True, locale="en")
    desk.add("comment", body="Salut")

    text = desk.site.browser(reader).get(desk.tab).text

    assert "Activity history" in text
    assert "commented" in text
    assert "Historique" not in text
