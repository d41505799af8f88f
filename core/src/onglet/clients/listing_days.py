"""Spans of days that a filter names: a few by name, any other as `first..last`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from onglet.ui import formats
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NAMED: Final = {
    "week": N_("Last 7 days"),
    "month": N_("This month"),
    "year": N_("This year"),
}


def span_of(value: str, today: date) -> tuple[date | None, date | None] | None:
    """Give the first and last day of a span, either of them open; None when it names none.

    >>> span_of("month", date(2026, 11, 24)), span_of("..2026-01-31", date(2026, 11, 24))
    ((datetime.date(2026, 11, 1), None), (None, datetime.date(2026, 1, 31)))
    """
    if value == "week":
        return today - timedelta(days=6), None
    if value == "month":
        return today.replace(day=1), None
    if value == "year":
        return today.replace(month=1, day=1), None
    first, dots, last = value.partition("..")
    if not dots:
        return None
    since, until = _day(first), _day(last)
    return (since, until) if since or until else None


def instants_of(
    value: str, today: date, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None] | None:
    """Give the instants that a span goes from (included) and to (excluded), in a time zone."""
    span = span_of(value, today)
    if span is None:
        return None
    since, until = span
    after = until + timedelta(days=1) if until and until < date.max else None
    return (
        datetime.combine(since, time(), tzinfo=zone) if since else None,
        datetime.combine(after, time(), tzinfo=zone) if after else None,
    )


def shown(value: str, today: date) -> str:
    """Say a span in words, nothing when it names none."""
    if value in NAMED:
        return _(NAMED[value])
    span = span_of(value, today)
    if span is None:
        return ""
    since, until = (formats.day(day, "short") if day else "" for day in span)
    if since and until:
        return f"{since} – {until}"
    return _("since %(day)s", day=since) if since else _("until %(day)s", day=until)


def _day(text: str) -> date | None:
    """Read a day. Years before 1900 or after 2199 are slips: databases and clocks stop there."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None
