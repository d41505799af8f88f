"""How points fade: by half in each half life, in exact decimals."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

PLACES: Final = Decimal("0.1")
"""What is shown is what is added up: each value is rounded to one decimal, the total is not."""
DIGITS: Final = 28
LONGEST: Final = Decimal(1_000)
"""Half lives after which nothing at all is left of the most points that one evidence may give."""
_SECOND: Final = timedelta(seconds=1)
_DAY_SECONDS: Final = 86_400


def faded(points: int, at: datetime | None, now: datetime, half_life_days: int | None) -> Decimal:
    """Give what is left of points: half after each half life; what lies ahead has not faded.

    Points without a day, and those of a factor without a half life, stay whole.
    """
    if at is None or half_life_days is None or at >= now:
        return Decimal(points)
    with localcontext(prec=DIGITS):
        spent = Decimal((now - at) // _SECOND) / (_DAY_SECONDS * half_life_days)
        return Decimal(points) * Decimal(2) ** -min(spent, LONGEST)


def counted(left: Decimal, weight: Decimal) -> Decimal:
    """Give what points count for: what is left of them by the weight of their factor."""
    with localcontext(prec=DIGITS, rounding=ROUND_HALF_EVEN):
        return (left * weight).quantize(PLACES) + 0  # which makes a plain 0 of "-0.0"
