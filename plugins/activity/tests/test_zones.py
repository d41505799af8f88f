from __future__ import annotations

from datetime import UTC, date, datetime

from plugins.activity.tests.desk import Desk


def test_what_is_written_at_half_past_eleven_in_paris_is_of_that_day(desk: Desk) -> None:
    desk.site.clock.now = datetime(2026, 7, 14, 21, 30, tzinfo=UTC)
    desk.add("comment", body="Tard le soir")

    (line,) = desk.history(**{"from": "2026-07-14", "to": "2026-07-14"})
    assert "23:30" in line
    assert desk.history(**{"from": "2026-07-15", "to": "2026-07-15"}) == []
    assert desk.shown(".timeline-day h3") == ["Aujourd’hui"]


def test_the_day_turns_at_midnight_in_paris(desk: Desk) -> None:
    desk.site.clock.now = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
    desk.add("comment", body="Après minuit")

    (line,) = desk.history(**{"from": "2026-07-15", "to": "2026-07-15"})
    assert "00:30" in line


def test_a_task_for_today_is_late_once_the_day_is_over_in_paris(desk: Desk) -> None:
    desk.site.clock.now = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)
    desk.add("task", subject="Rappeler", due_on="2026-07-14", reminder="none")

    desk.site.clock.now = datetime(2026, 7, 14, 21, 59, tzinfo=UTC)
    assert desk.shown(".p-activity-todo .is-late") == []
    desk.site.clock.now = datetime(2026, 7, 14, 22, 1, tzinfo=UTC)
    assert len(desk.shown(".p-activity-todo .is-late")) == 1


def test_an_event_in_the_hour_that_summer_time_skips_is_kept(desk: Desk) -> None:
    answer = desk.add(
        "event",
        subject="Nuit du changement d’heure",
        starts_on=date(2027, 3, 28).isoformat(),
        starts_time="02:30",
        ends_time="04:00",
    )

    assert answer.status_code == 303
    assert "03:30" in desk.shown(".p-activity-coming .p-activity-due")[0]
