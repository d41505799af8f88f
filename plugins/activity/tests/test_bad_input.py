from __future__ import annotations

import pytest
from plugins.activity.tests.desk import Desk

NASTY = [
    "x" * 250_000,
    "'; DROP TABLE activity_entry; --",
    "<script>alert(1)</script>",
    "\u202eelcitra\u202c 🙂‍↔️ \u0000\u0007",
    "%(subject)s {0} {{ 7*7 }}",
    "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("comment", {"body": ""}),
        ("call", {"body": "", "next_subject": ""}),
        ("task", {"subject": "", "body": ""}),
        ("event", {"subject": "", "place": "", "is_all_day": "1", "starts_on": "2026-12-01"}),
    ],
)
def test_no_text_breaks_a_form(desk: Desk, kind: str, fields: dict[str, str]) -> None:
    for text in NASTY:
        answer = desk.add(kind, **{name: value or text for name, value in fields.items()})
        assert answer.status_code in {303, 413, 422}, text[:40]

    tab = desk.browser.get(desk.tab)
    assert tab.status_code == 200
    assert "<script>alert" not in tab.text


SOUND = {
    "comment": {"body": "Gardez-moi"},
    "call": {"body": "Gardez-moi"},
    "task": {"subject": "Gardez-moi"},
    "event": {"subject": "Gardez-moi", "starts_on": "2026-12-01", "starts_time": "09:00"},
}
WRONG = {
    "comment": [("person", "0000000000000000"), ("person", "' OR 1=1")],
    "call": [
        ("direction", "sideways"),
        ("outcome", "great"),
        ("minutes", "-1"),
        ("minutes", "1e9"),
        ("held_on", "0001-01-01"),
        ("held_on", "9999-12-31"),
        ("held_time", "10:00"),
        ("next_on", "2026-12-01"),
    ],
    "task": [
        ("due_on", "2026-02-30"),
        ("due_on", "tomorrow"),
        ("due_time", "25:61"),
        ("due_time", "10:00"),
        ("assignee", "nobody"),
        ("reminder", "at"),
    ],
    "event": [
        ("starts_on", ""),
        ("ends_on", "2026-11-01"),
        ("ends_time", "noon"),
        ("persons", "0000000000000000"),
    ],
}


@pytest.mark.parametrize("kind", list(WRONG))
def test_what_cannot_be_is_said_beside_what_was_typed(desk: Desk, kind: str) -> None:
    for field, value in WRONG[kind]:
        sent = {**SOUND[kind], field: value}
        answer = desk.live("/add", composer=f"activity.{kind}", **sent)
        assert answer.status_code == 422, (field, value)
        assert "Gardez-moi" in answer.text

    assert desk.history() == []


QUERIES = (
    "before=yesterday",
    "before=2026-11-24",
    "before=0001-01-01T00:00:00%2B00:00",
    "from=x&to=y",
    "kinds=,,,nothing",
    "level=9",
    "person=%00",
    "text=%25_%5C",
)


def test_no_address_breaks_the_tab(desk: Desk) -> None:
    desk.add("comment", body="Là")

    for query in QUERIES:
        tab = desk.browser.get(f"{desk.tab}?{query}")
        assert tab.status_code == 200, query
        assert "activity-feed" in tab.text, query
        assert desk.browser.get(f"/activity?{query}").status_code == 200, query


def test_a_double_click_writes_twice_at_most(desk: Desk) -> None:
    desk.add("task", subject="Rappeler", reminder="none")
    (key,) = desk.ids()

    for _ in range(2):
        assert desk.live(f"/entries/{key}/done").status_code == 200
    for _ in range(2):
        desk.live(f"/entries/{key}/delete")
    assert desk.live(f"/entries/{key}/delete").status_code == 404


def test_a_form_without_its_token_is_refused(desk: Desk) -> None:
    del desk.browser.headers["X-CSRF-Token"]

    assert desk.add("comment", body="Forgé").status_code in {403, 419}
    assert desk.history() == []
