from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from onglet_directory.company import Origin, YearlyFigures
from onglet_directory.figures import rows_of


def figures(now, year, turnover=None, result=None, source="recherche-entreprises"):
    return YearlyFigures(
        year=year,
        turnover=None if turnover is None else Decimal(turnover),
        result=None if result is None else Decimal(result),
        origin=Origin(source=source, fetched_at=now),
    )


def test_the_latest_year_comes_first_and_gaps_are_shown(now):
    rows = rows_of([figures(now, 2020, 100), figures(now, 2023, 130)])
    assert [row.year for row in rows] == [2023, 2022, 2021, 2020]
    assert rows[1].figures is None


def test_unknown_is_never_zero(now):
    (row,) = rows_of([figures(now, 2024, None, -50)])
    assert row.figures.turnover is None
    assert row.growth is None
    assert row.margin is None


def test_zero_is_zero(now):
    first, second = rows_of([figures(now, 2024, 0, 0), figures(now, 2023, 100, 10)])
    assert first.figures.turnover == 0
    assert first.growth == Decimal(-100)
    assert first.margin is None
    assert second.margin == Decimal(10)


def test_growth_and_margin_in_points(now):
    first, second = rows_of([figures(now, 2024, 845_000, 21_125), figures(now, 2023, 812_500)])
    assert first.growth == Decimal("4.0")
    assert first.margin == Decimal("2.5")
    assert second.growth is None


def test_growth_needs_the_year_just_before(now):
    rows = rows_of([figures(now, 2024, 200), figures(now, 2022, 100)])
    assert rows[0].growth is None


def test_thousands_for_euros_are_told(now):
    rows = rows_of(
        [
            figures(now, 2018, 24_812_000_000),
            figures(now, 2019, 25_287_000),
            figures(now, 2020, 23_620_000_000),
        ]
    )
    assert [row.odd for row in rows] == [False, True, False]


def test_of_two_sources_the_one_read_last_speaks(now):
    older = figures(now - timedelta(days=30), 2024, 100)
    newer = figures(now, 2024, 120, source="typed")
    for given_ in ([older, newer], [newer, older]):
        (row,) = rows_of(given_)
        assert row.figures.origin.source == "typed"


def test_no_figures_no_rows():
    assert rows_of([]) == ()


amounts = st.none() | st.integers(min_value=-(10**12), max_value=10**12)


@given(
    years=st.dictionaries(st.integers(1990, 2030), st.tuples(amounts, amounts), max_size=12),
    now=st.datetimes(timezones=st.timezones()),
)
def test_every_known_year_is_there_once_and_nothing_is_made_up(years, now):
    rows = rows_of([figures(now, year, *pair) for year, pair in years.items()])
    assert [row.year for row in rows] == sorted({row.year for row in rows}, reverse=True)
    known = {row.year: row.figures for row in rows if row.figures is not None}
    assert set(known) == set(years)
    for year, (turnover, result) in years.items():
        assert known[year].turnover == turnover
        assert known[year].result == result
    for row in rows:
        if row.figures is None or row.figures.turnover is None:
            assert row.growth is None
            assert row.margin is None
