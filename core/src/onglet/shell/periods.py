"""Periods of the statistics: the usual ones, and free dates."""

from __future__ import annotations

from datetime import date, timedelta

from onglet.contributions import Period
from onglet.ui.i18n import N_

PERIODS = (
    ("12-months", N_("Last 12 months")),
    ("month", N_("This month")),
    ("last-month", N_("Last month")),
    ("quarter", N_("This quarter")),
    ("year", N_("This year")),
    ("last-year", N_("Last year")),
    ("free", N_("Free dates")),
)


def period_of(key: str, today: date, start: str = "", end: str = "") -> Period:
    """Give the days of a period; an unknown key or a wrong free date gives the last 12 months."""
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    quarter = first.replace(month=3 * ((today.month - 1) // 3) + 1)
    new_year = date(today.year, 1, 1)
    spans = {
        "month": (first, today),
        "last-month": (last_month.replace(day=1), last_month),
        "quarter": (quarter, today),
        "year": (new_year, today),
        "last-year": (date(today.year - 1, 1, 1), new_year - timedelta(days=1)),
    }
    free = _free(start, end) if key == "free" else None
    if free is not None:
        return free
    if key not in spans:
        return Period(key="12-months", start_on=_year_before(today), end_on=today)
    start_on, end_on = spans[key]
    return Period(key=key, start_on=start_on, end_on=end_on)


def before(period: Period) -> Period:
    """Give the period of the same length that ends the day before."""
    days = (period.end_on - period.start_on).days + 1
    end = period.start_on - timedelta(days=1)
    return Period(key="previous", start_on=end - timedelta(days=days - 1), end_on=end)


def _free(start: str, end: str) -> Period | None:
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return None
    if first > last or first.year < 1900 or last.year > 2999:
        return None
    return Period(key="free", start_on=first, end_on=last)


def _year_before(day: date) -> date:
    """Give the day after the same date one year ago, the 28th standing for the 29th of February."""
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28) + timedelta(days=1)
