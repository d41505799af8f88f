"""The end of a share: people name its last day, the database keeps the midnight after it. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=365 * 20)
"""A share that shall last longer has no end."""


def end_of(last_day: date, zone: str) -> datetime:
    """Give the instant when a share whose last day is this one ends, by the clocks of a zone.

    >>> end_of(date(2026, 6, 30), "Europe/Paris").isoformat()
    '2026-06-30T22:00:00+00:00'
    """
    midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC)


def last_day_of(valid_until: datetime | None, zone: str) -> date | None:
    """Give the last day of a share, None when it has no end.

    >>> last_day_of(datetime(2026, 6, 30, 22, tzinfo=UTC), "Europe/Paris").isoformat()
    '2026-06-30'
    """
    if valid_until is None:
        return None
    return (valid_until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
