"""Types that hold a day, an hour, an instant: ISO texts, which sort as time does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from onglet.fields.kinds.base import At, Kind, Raw, Value, WrongError
from onglet.ui import formats
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from onglet.fields.spec import Options

_FRENCH: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(?:à )?(.*))?")
_HOUR: Final = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?(?::\d{2})?")


class Day(Kind):
    """A day."""

    key = "date"
    label = N_("Date")
    icon = "calendar"
    input = "date"
    is_bounded = True
    is_searchable = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read a day, in ISO order or as the French write it."""
        text = raw.get()
        if not text:
            return None
        try:
            found = _FRENCH.fullmatch(text)
            day = (
                date(int(found[3]), int(found[2]), int(found[1]))
                if found and not found[4]
                else date.fromisoformat(text)
            )
        except ValueError as error:
            raise WrongError(_("Type a date, day, month and year.")) from error
        return day.isoformat()

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the day in words."""
        return formats.day(date.fromisoformat(str(value)))

    def natural(self, value: Value, options: Options) -> Any:
        """Give the day."""
        return date.fromisoformat(str(value))


class Hour(Kind):
    """A time of the day."""

    key = "time"
    label = N_("Time")
    icon = "clock"
    input = "time"
    is_bounded = True
    is_searchable = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read 9:05, 9h05 or 9h."""
        text = raw.get()
        return _hour(text).isoformat("minutes") if text else None

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the hour as the reader does."""
        return formats.clock(time.fromisoformat(str(value)))


def _hour(text: str) -> time:
    found = _HOUR.fullmatch(text.replace(" ", ""))
    try:
        if found:
            return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        pass
    raise WrongError(_("Type a time, such as 14:30."))


class Instant(Kind):
    """A day and its hour: an instant, kept in UTC and shown in the reader's zone."""

    key = "datetime"
    label = N_("Date and time")
    icon = "calendar-time"
    input = "datetime-local"
    is_bounded = True
    is_searchable = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read a day and an hour of the reader's zone, or an instant that says its own."""
        text = raw.get()
        if not text:
            return None
        try:
            moment = _moment(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=ZoneInfo(at.zone))
            return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
        except (ValueError, OverflowError) as error:
            raise WrongError(_("Type a date and a time.")) from error

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Type the instant of the reader's zone; to the second when it has some."""
        local = self.natural(value, options).astimezone(ZoneInfo(at.zone))
        if local.utcoffset() != local.replace(fold=0).utcoffset():
            return Raw.of(str(value))  # the hour that the end of summer gives twice
        spec = "seconds" if local.second else "minutes"
        return Raw.of(local.replace(tzinfo=None).isoformat(timespec=spec))

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the instant in words."""
        return formats.moment(self.natural(value, options))

    def natural(self, value: Value, options: Options) -> Any:
        """Give the instant."""
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _moment(text: str) -> datetime:
    found = _FRENCH.fullmatch(text)
    if found:
        day = date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.combine(day, _hour(found[4] or "0"))
    return datetime.fromisoformat(text)


MOMENTS: Final = (Day(), Hour(), Instant())
