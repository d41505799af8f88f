"""Money, numbers, days and instants as the reader writes them.

The functions give Babel's text unchanged, for exports and mails. `HTML_FILTERS` are the same for
templates, with U+202F replaced by U+00A0: the narrow space is nearly invisible in the interface's
font. None is always an em dash: unknown is not zero.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING

from babel import dates, numbers
from babel.units import format_unit

from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import locale, voice, zone

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN = "—"
Number = Decimal | int | float


def money(amount: Number | None, currency: str = "EUR", *, digits: int | None = None) -> str:
    """An amount with its currency; `digits` None keeps the currency's own, 0 rounds to units."""
    if amount is None:
        return UNKNOWN
    if digits is None:
        return numbers.format_currency(amount, currency, locale=locale())
    pattern = _with_digits(locale().currency_formats["standard"].pattern, digits)
    return numbers.format_currency(
        amount, currency, pattern, locale=locale(), currency_digits=False
    )


def money_short(amount: Number | None, currency: str = "EUR") -> str:
    """An amount for an axis: "25 k€"."""
    if amount is None:
        return UNKNOWN
    text = numbers.format_compact_currency(amount, currency, locale=locale(), fraction_digits=1)
    return re.sub(r"(?<=[^\W\d])\u00a0(?=\W)", "", text)


def num(value: Number | None, digits: int | None = None) -> str:
    """A number with at most its own decimals, or exactly `digits`."""
    if value is None:
        return UNKNOWN
    pattern = None if digits is None else _with_digits("#,##0.###", digits)
    return numbers.format_decimal(value, pattern, locale=locale())


def pct(points: Number | None, digits: int = 1, *, signed: bool = False) -> str:
    """Percentage points: 20 reads "20 %"; `digits` decimals at most."""
    if points is None:
        return UNKNOWN
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    text = numbers.format_decimal(points, pattern, locale=locale())
    if signed and points > 0:
        text = f"+{text}"
    return f"{text}\u202f%" if locale().language == "fr" else f"{text}%"


def day(value: date | datetime | None, style: str = "medium") -> str:
    """A day in a Babel style (short, medium, long, full) or pattern; an instant's day in zone."""
    if value is None:
        return UNKNOWN
    return dates.format_date(_local_day(value), style, locale=locale())


def moment(value: datetime | None, style: str = "medium") -> str:
    """A day and time of day in the reader's zone."""
    if value is None:
        return UNKNOWN
    return f"{day(value, style)}, {clock(value)}"


def clock(value: datetime | time | None) -> str:
    """A time of day, hours and minutes, in the reader's zone."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        return dates.format_time(value, "short", tzinfo=zone(), locale=locale())
    return dates.format_time(value, "short", locale=locale())


def ago(value: date | datetime | None, now: datetime | None = None) -> str:
    """How long ago or ahead: "il y a 6 jours", "hier", "dans 2 heures"."""
    if value is None:
        return UNKNOWN
    now = now or voice().now or datetime.now(UTC)
    today = now.astimezone(zone()).date()
    days = (_local_day(value) - today).days
    if days == 0 and not isinstance(value, datetime):
        return _("today")
    if days == 1 or (days == -1 and not _within_hours(value, now)):
        return _("tomorrow") if days == 1 else _("yesterday")
    if isinstance(value, datetime):
        gap = value - now
        if abs(gap) < timedelta(minutes=1):
            return _("just now")
        if abs(gap) < timedelta(days=1):
            return dates.format_timedelta(gap, add_direction=True, locale=locale())
    return dates.format_timedelta(
        timedelta(days=days), granularity="day", threshold=1, add_direction=True, locale=locale()
    )


def size(octets: int | None) -> str:
    """A file's size: "1,4 Mo"."""
    if octets is None:
        return UNKNOWN
    amount, unit = float(octets), "digital-byte"
    for larger in ("digital-kilobyte", "digital-megabyte", "digital-gigabyte"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    shown = amount if amount < 10 and unit != "digital-byte" else round(amount)
    return format_unit(shown, unit, "short", format="#,##0.#", locale=locale())


def html_spaces(text: str) -> str:
    """The text with narrow no-break spaces widened, as the interface's font needs."""
    return text.replace("\u202f", "\u00a0")


def _for_html(write: Callable[..., str]) -> Callable[..., str]:
    @wraps(write)
    def written(*args: object, **options: object) -> str:
        return html_spaces(write(*args, **options))

    return written


def _local_day(value: date | datetime) -> date:
    return value.astimezone(zone()).date() if isinstance(value, datetime) else value


def _within_hours(value: date | datetime, now: datetime) -> bool:
    return isinstance(value, datetime) and now - value < timedelta(hours=12)


def _with_digits(pattern: str, digits: int) -> str:
    whole, _dot, rest = pattern.partition(".")
    tail = rest.lstrip("0#")
    return f"{whole}{'.' if digits else ''}{'0' * digits}{tail}"


_WRITERS: dict[str, Callable[..., str]] = {
    "money": money,
    "money_short": money_short,
    "num": num,
    "pct": pct,
    "date": day,
    "datetime": moment,
    "time": clock,
    "ago": ago,
    "size": size,
}
HTML_FILTERS: dict[str, Callable[..., str]] = {
    name: _for_html(write) for name, write in _WRITERS.items()
}
