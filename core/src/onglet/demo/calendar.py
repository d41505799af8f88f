"""When things happened: two years of working days, up to the eve of the day that is given."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from datetime import date

_OPENS_AT = time(7, tzinfo=UTC)
_OPEN_SECONDS = 10 * 3600
DAYS = 730


class WorkingDays:
    """The working days before `today`, Monday to Friday, from 7 to 17 h UTC."""

    def __init__(self, today: date) -> None:
        days = (today - timedelta(days=back) for back in range(DAYS, 0, -1))
        self._starts = [datetime.combine(day, _OPENS_AT) for day in days if day.weekday() < 5]
        self.today_at = datetime.combine(today, _OPENS_AT)

    def at(self, position: float) -> datetime:
        """The instant at that part of the two years, 0 for their beginning and 1 for their end.

        Later positions give later instants.
        """
        place = position * len(self._starts)
        day = int(place)
        return self._starts[day] + timedelta(seconds=int((place - day) * _OPEN_SECONDS))

    def after(self, position: float, rng: random.Random) -> datetime:
        """An instant by chance between that position and the end."""
        return self.at(position + (1 - position) * rng.random())
