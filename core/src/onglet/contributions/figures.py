"""Figures: statistics over a period, facts, and factors of the score, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from onglet.contributions.context import Record


class Unit(StrEnum):
    """What a figure counts. `PERCENT` is in points: 20 means 20 %."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A span of days, both ends included."""

    key: str
    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticAsk:
    """A record, the period asked for, and the period before it of the same length."""

    record: Record
    period: Period
    previous: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The answer of a statistic. `value` None means unknown, which is never 0.

    `rows_href` opens the rows that add up to the value; `formula` says how in one sentence.
    `series` is the value over equal steps of the period, oldest first, for a sparkline.
    """

    value: Decimal | None
    previous: Decimal | None = None
    currency: str = "EUR"
    rows_href: str = ""
    formula: str = ""
    note: str = ""
    series: Sequence[Decimal] = ()
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A card of the Statistiques tab. `key` is `<plugin>.<name>`."""

    key: str
    label: str
    unit: Unit
    right: str
    order: int
    compute: Callable[[StatisticAsk], Figure]
    icon: str = "chart-bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A statistic as worked out: its figure, or the reference of what failed instead."""

    plugin: str
    key: str
    label: str
    unit: Unit
    icon: str
    figure: Figure | None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something a plugin knows about a client, that others may ask by name."""

    key: str
    label: str
    right: str
    read: Callable[[Record], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Points that a factor gives, with what they rest on.

    `points` are at most a million either way. With `at`, when it happened, the core fades them by
    the factor's half life; without it they count as they are given. `href` opens what they rest on.
    """

    points: int
    reason: str
    href: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFactor:
    """A part of the client's score. `weight` multiplies the points of each evidence: at most 1000.

    `half_life_days` is how long a point takes to lose half its value, None = it never fades. The
    core fades each evidence that says when it happened, and shows both numbers.
    """

    key: str
    label: str
    right: str
    weight: Decimal
    evidence: Callable[[Record], Sequence[Evidence]]
    half_life_days: int | None = None
    order: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFactor:
    """A factor of the score as asked: its evidence, or the reference of what failed instead."""

    plugin: str
    key: str
    label: str
    weight: Decimal
    half_life_days: int | None
    evidence: tuple[Evidence, ...] | None
    reference: str = ""
