"""How points fade: by half in each half life, never past nothing, never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.score.fading import counted, faded

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POINTS = st.integers(-1_000_000, 1_000_000)
HALF_LIVES = st.integers(1, 100_000)
SPELLS = st.timedeltas(timedelta(0), timedelta(days=500_000))
WEIGHTS = st.decimals(-1000, 1000, places=3)


@pytest.mark.parametrize(
    ("days", "left"), [(0, "10"), (30, "5"), (60, "2.5"), (300, "0"), (-3, "10")]
)
def test_half_is_left_after_each_half_life(days: int, left: str) -> None:
    found = faded(10, NOON - timedelta(days=days), NOON, 30)

    assert counted(found, Decimal(1)) == Decimal(left)


@given(POINTS, HALF_LIVES, st.integers(0, 6))
def test_whole_half_lives_halve_exactly(points: int, half_life: int, times: int) -> None:
    spent = timedelta(days=half_life) * times

    assert faded(points, NOON, NOON + spent, half_life) == Decimal(points) / 2**times


@given(POINTS, HALF_LIVES, SPELLS, SPELLS)
def test_what_is_left_only_shrinks(
    points: int, half_life: int, one: timedelta, other: timedelta
) -> None:
    sooner, later = sorted((one, other))
    after_sooner = faded(points, NOON, NOON + sooner, half_life)
    after_later = faded(points, NOON, NOON + later, half_life)

    assert abs(after_later) <= abs(after_sooner) <= abs(points)
    assert after_later * points >= 0


@given(POINTS, HALF_LIVES, SPELLS, SPELLS)
def test_fading_twice_is_fading_once_for_the_whole_time(
    points: int, half_life: int, first: timedelta, second: timedelta
) -> None:
    first, second = timedelta(days=first.days), timedelta(days=second.days)
    share = faded(1, NOON, NOON + first, half_life) * faded(1, NOON, NOON + second, half_life)
    at_once = faded(points, NOON, NOON + first + second, half_life)

    assert counted(share * points - at_once, Decimal(1)) == 0


@given(POINTS, SPELLS)
def test_points_without_a_half_life_or_a_day_stay_whole(points: int, spent: timedelta) -> None:
    assert faded(points, NOON, NOON + spent, None) == points
    assert faded(points, None, NOON, 1) == points


@given(POINTS, WEIGHTS)
def test_what_points_count_for_has_one_decimal_and_no_minus_zero(
    points: int, weight: Decimal
) -> None:
    value = counted(Decimal(points), weight)

    assert abs(value - points * weight) <= Decimal("0.05")
    assert value.as_tuple().exponent == -1
    assert value or not value.is_signed()
