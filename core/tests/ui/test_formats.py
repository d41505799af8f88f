"""Numbers, money and time as the reader writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from onglet.ui import formats
from onglet.ui.i18n import speaking

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_money_in_french_and_english() -> None:
    assert formats.money(Decimal("186240.5")) == "186\u202f240,50\u00a0€"
    assert formats.money(Decimal(186240), digits=0) == "186\u202f240\u00a0€"
    assert formats.money(Decimal("-3.2"), "CHF") == "-3,20\u00a0CHF"
    assert formats.money_short(25000) == "25\u00a0k€"
    with speaking(locale="en"):
        assert formats.money(Decimal("186240.5")) == "€186,240.50"


def test_html_filters_widen_the_narrow_space_and_exports_keep_it() -> None:
    assert formats.HTML_FILTERS["money"](1234) == "1\u00a0234,00\u00a0€"
    assert "\u202f" in formats.money(1234)


def test_unknown_is_never_zero() -> None:
    for write in formats.HTML_FILTERS.values():
        assert write(None) == "—"


def test_percentages_are_points() -> None:
    assert formats.pct(20) == "20\u202f%"
    assert formats.pct(Decimal("17.34"), signed=True) == "+17,3\u202f%"
    assert formats.pct(Decimal(-2), signed=True) == "-2\u202f%"


def test_instants_are_shown_in_the_readers_zone() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert formats.moment(late) == "1 janv. 2027, 00:30"
    with speaking(zone="America/Cayenne"):
        assert formats.day(late) == "31 déc. 2026"


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=5), "à l’instant"),
        (timedelta(minutes=5), "il y a 5 minutes"),
        (timedelta(hours=3), "il y a 3 heures"),
        (timedelta(days=1), "hier"),
        (timedelta(days=6), "il y a 6 jours"),
        (timedelta(days=400), "il y a 1 an"),
        (timedelta(hours=-2), "dans 2 heures"),
        (timedelta(days=-1), "demain"),
    ],
)
def test_how_long_ago(gap: timedelta, said: str) -> None:
    assert formats.ago(NOW - gap, NOW) == said


def test_a_day_knows_no_hours() -> None:
    assert formats.ago(date(2026, 11, 24), NOW) == "aujourd’hui"
    assert formats.ago(date(2026, 11, 23), NOW) == "hier"


def test_sizes() -> None:
    assert formats.size(1_400_000) == "1,4\u202fMo"
    assert formats.size(15_300) == "15\u202fko"
