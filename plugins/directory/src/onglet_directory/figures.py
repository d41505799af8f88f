"""Yearly figures as they are read: one row a year, gaps shown, oddities told.

Pure: figures in, rows out. Unknown stays None from end to end; nothing here turns it into zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet_directory.company import YearlyFigures

# The accounts of large firms are sometimes filed in thousands, and published as euros.
ODD_FACTOR = Decimal(400)
LONGEST_GAP = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year.

    Attributes:
        figures: what is known, or None for a year between two known ones of which nothing is.
        growth: change of turnover since the year before in percentage points (`4.0` is 4 %).
        margin: net result for 100 of turnover.
        odd: turnover is out of proportion with the year before or after: thousands for euros?
    """

    year: int
    figures: YearlyFigures | None
    growth: Decimal | None = None
    margin: Decimal | None = None
    odd: bool = False


def rows_of(figures: Iterable[YearlyFigures]) -> tuple[YearRow, ...]:
    """Years from the latest to the earliest, without holes of less than fifteen years.

    When two sources speak of one year, the one read last is taken.
    """
    known: dict[int, YearlyFigures] = {}
    for one in sorted(figures, key=lambda each: each.origin.fetched_at):
        known[one.year] = one
    rows: list[YearRow] = []
    earlier: int | None = None
    for year in sorted(known):
        if earlier is not None and year - earlier <= LONGEST_GAP:
            rows += [YearRow(year=gap, figures=None) for gap in range(earlier + 1, year)]
        rows.append(_row(known, year))
        earlier = year
    return tuple(reversed(rows))


def _row(known: dict[int, YearlyFigures], year: int) -> YearRow:
    figures = known[year]
    before = _turnover(known, year - 1)
    after = _turnover(known, year + 1)
    now = figures.turnover
    growth = margin = None
    if now is not None and before is not None and before > 0:
        growth = _points(now - before, before)
    if now is not None and now > 0 and figures.result is not None:
        margin = _points(figures.result, now)
    odd = any(_out_of_proportion(now, other) for other in (before, after))
    return YearRow(year=year, figures=figures, growth=growth, margin=margin, odd=odd)


def _turnover(known: dict[int, YearlyFigures], year: int) -> Decimal | None:
    return known[year].turnover if year in known else None


def _points(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.1"))


def _out_of_proportion(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None or one <= 0 or other <= 0:
        return False
    return one * ODD_FACTOR <= other
