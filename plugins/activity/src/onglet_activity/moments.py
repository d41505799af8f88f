"""Days and instants: what people type in their zone, and what the database keeps in UTC.

A day and a time that a change of the clock skips become the instant after it; one that comes twice
is the first of the two. Pure: the zone and the present come in as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onglet_activity.kinds import Before

HOME: Final = "Europe/Paris"
MORNING: Final = time(9, 0)
"""When a reminder of something that lasts whole days comes."""
SPANS: Final = {
    Before.AT: timedelta(0),
    Before.MINUTES_15: timedelta(minutes=15),
    Before.HOUR: timedelta(hours=1),
    Before.DAY: timedelta(days=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one instant to another, the end left out."""

    start_at: datetime
    end_at: datetime


def zone_of(name: str) -> ZoneInfo:
    """Give a zone by its IANA name, Paris when there is none of that name."""
    try:
        return ZoneInfo(name or HOME)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(HOME)


def instant(day: date, at: time, zone: str) -> datetime:
    """Give the instant, in UTC, of a day and a time in a zone."""
    return datetime.combine(day, at, tzinfo=zone_of(zone)).astimezone(UTC)


def day_start(day: date, zone: str) -> datetime:
    """Give the instant at which a day begins in a zone."""
    return instant(day, time(0, 0), zone)


def day_end(day: date, zone: str) -> datetime:
    """Give the instant at which a day is over in a zone: the start of the next one."""
    return day_start(day + timedelta(days=1), zone)


def days(first: date, last: date, zone: str) -> Span:
    """Give the instants that whole days cover, both days included."""
    return Span(start_at=day_start(first, zone), end_at=day_end(last, zone))


def local_day(at: datetime, zone: str) -> date:
    """Give the day on which an instant falls in a zone."""
    return at.astimezone(zone_of(zone)).date()


def local_time(at: datetime, zone: str) -> time:
    """Give the time that clocks of a zone show at an instant, to the minute."""
    return at.astimezone(zone_of(zone)).time().replace(second=0, microsecond=0, tzinfo=None)


def due(day: date, at: time | None, zone: str) -> datetime:
    """Give the instant from which a task is late: its time, or the end of its day."""
    return instant(day, at, zone) if at is not None else day_end(day, zone)


def fire(start_at: datetime, first_day: date | None, before: Before, zone: str) -> datetime | None:
    """Give when a reminder comes; of whole days, it comes in the morning. None for no reminder."""
    if before is Before.NONE:
        return None
    if first_day is not None:
        eve = timedelta(days=1) if before is Before.DAY else timedelta(0)
        return instant(first_day - eve, MORNING, zone)
    return start_at - SPANS[before]


def postponed(today: date, choice: str) -> date | None:
    """Give the day that a choice of postponement means, None when it is none."""
    if choice == "tomorrow":
        return today + timedelta(days=1)
    if choice == "three_days":
        return today + timedelta(days=3)
    if choice == "next_week":
        return today + timedelta(days=7 - today.weekday())
    return None


def steps(span: Span, count: int) -> list[Span]:
    """Cut a span into equal parts, oldest first, that cover it without a gap."""
    length = (span.end_at - span.start_at) / count
    edges = [span.start_at + length * place for place in range(count)] + [span.end_at]
    return [Span(start_at=start, end_at=end) for start, end in pairwise(edges)]
