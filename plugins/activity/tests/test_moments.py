from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet_activity import moments
from onglet_activity.agenda import Section, section_of
from onglet_activity.kinds import Before

ZONES = st.sampled_from(
    ["Europe/Paris", "America/Martinique", "Indian/Reunion", "Pacific/Auckland", "UTC", ""]
)
DAYS = st.dates(date(1995, 1, 1), date(2099, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


@given(DAYS, TIMES, ZONES)
def test_a_day_and_a_time_come_back_as_they_were_typed(day: date, at: time, zone: str) -> None:
    made = moments.instant(day, at, zone)

    back = datetime.combine(moments.local_day(made, zone), moments.local_time(made, zone))
    typed = datetime.combine(day, at)
    assert made.tzinfo is UTC
    # Clocks that go forward skip an hour at most: what is skipped comes right after.
    assert timedelta(0) <= back - typed <= timedelta(hours=1)


@given(DAYS, ZONES)
def test_days_follow_one_another_without_a_gap(day: date, zone: str) -> None:
    assert moments.day_end(day, zone) == moments.day_start(day + timedelta(days=1), zone)
    assert moments.local_day(moments.day_end(day, zone) - timedelta(seconds=1), zone) == day
    assert moments.local_day(moments.day_start(day, zone), zone) == day


@given(DAYS, TIMES, ZONES)
def test_a_task_with_a_time_is_late_no_later_than_its_day(day: date, at: time, zone: str) -> None:
    assert moments.due(day, at, zone) <= moments.due(day, None, zone)


@given(DAYS, TIMES, st.sampled_from(list(Before)), ZONES)
def test_reminders_come_before(day: date, at: time, before: Before, zone: str) -> None:
    start = moments.instant(day, at, zone)

    fire = moments.fire(start, None, before, zone)
    whole = moments.fire(start, day, before, zone)

    if before is Before.NONE:
        assert fire is None
        assert whole is None
    else:
        assert fire is not None
        assert fire <= start
        assert whole is not None
        assert whole < moments.day_end(day, zone)


@given(DAYS, st.integers(1, 400), st.integers(1, 60), ZONES)
def test_steps_cover_a_span(day: date, length: int, count: int, zone: str) -> None:
    last = min(day + timedelta(days=length), date(2100, 12, 30))
    span = moments.days(day, last, zone)

    parts = moments.steps(span, count)

    assert len(parts) == count
    assert parts[0].start_at == span.start_at
    assert parts[-1].end_at == span.end_at
    for one, following in pairwise(parts):
        assert one.end_at == following.start_at
        assert one.start_at < one.end_at


@given(DAYS)
def test_next_monday_is_a_monday_to_come(today: date) -> None:
    day = moments.postponed(today, "next_week")

    assert day is not None
    assert day.weekday() == 0
    assert today < day <= today + timedelta(days=7)


@given(DAYS, DAYS)
def test_each_day_has_its_section(day: date, today: date) -> None:
    found = section_of(day, today)

    same_week = day.isocalendar()[:2] == today.isocalendar()[:2]
    if day <= today:
        assert found is Section.TODAY
    else:
        assert found is (Section.WEEK if same_week else Section.LATER)


@pytest.mark.parametrize("choice", ["", "yesterday", "next_year"])
def test_other_days_are_not_offered(choice: str) -> None:
    assert moments.postponed(date(2026, 11, 24), choice) is None


def test_a_zone_that_does_not_exist_is_paris() -> None:
    for name in ("", "Mars/Base", "../etc/passwd", "x" * 300):
        assert str(moments.zone_of(name)) == "Europe/Paris"
