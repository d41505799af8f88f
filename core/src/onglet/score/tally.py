"""The score as it adds up: its parts, their lines, and what each counts for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from onglet.score.fading import counted, faded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from onglet.contributions import ShownFactor


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Points given by hand, in force: `key` stands for them outside."""

    key: str
    points: int
    reason: str
    author: str
    at: datetime
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One evidence of a factor: its points as they were, and what they count for now."""

    points: int
    reason: str
    href: str
    at: datetime | None
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A factor in the score. One that did not answer has `lines` None, and counts for nothing."""

    key: str
    label: str
    weight: Decimal
    half_life_days: int | None
    lines: Sequence[Counted] | None
    reference: str

    @property
    def value(self) -> Decimal | None:
        """What the factor counts for, None when it did not answer."""
        return None if self.lines is None else total(line.value for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A client's score, with everything that it is made of."""

    given: Sequence[Given]
    parts: Sequence[Part]

    @property
    def by_hand(self) -> Decimal:
        """What the points given by hand count for: they do not fade, they end."""
        return total(Decimal(one.points) for one in self.given)

    @property
    def value(self) -> Decimal:
        """The score: points by hand, and each factor that answered."""
        return self.by_hand + total(part.value or Decimal(0) for part in self.parts)

    @property
    def is_whole(self) -> bool:
        """Tell whether every factor answered."""
        return all(part.lines is not None for part in self.parts)


def tally(factors: Iterable[ShownFactor], given: Sequence[Given], now: datetime) -> Score:
    """Add a score up from what plugins and people gave."""
    return Score(given=given, parts=[_part(factor, now) for factor in factors])


def total(values: Iterable[Decimal]) -> Decimal:
    """Give the sum of values."""
    return sum(values, start=Decimal(0))


def _part(factor: ShownFactor, now: datetime) -> Part:
    lines = None
    if factor.evidence is not None:
        lines = [
            Counted(
                points=one.points,
                reason=one.reason,
                href=one.href,
                at=one.at,
                value=counted(
                    faded(one.points, one.at, now, factor.half_life_days), Decimal(factor.weight)
                ),
            )
            for one in factor.evidence
        ]
    return Part(
        key=factor.key,
        label=factor.label,
        weight=Decimal(factor.weight),
        half_life_days=factor.half_life_days,
        lines=lines,
        reference=factor.reference,
    )
