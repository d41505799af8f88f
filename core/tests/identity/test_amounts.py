"""Numbers, capitals and headcounts as people type them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.identity import Invalid, capital, headcount, typed_number
from onglet.identity.capital import Capital


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("10000", "10000"),
        ("10 000", "10000"),
        ("10\u00a0000,50", "10000.50"),
        ("10\u202f000,50", "10000.50"),
        ("1'234.56", "1234.56"),
        ("10.000", "10000"),
        ("10,000", "10000"),
        ("10,5", "10.5"),
        ("10.50", "10.50"),
        ("0,125", None),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("12 345 678", "12345678"),
        ("-5", "-5"),
        ("\u22125,5", "-5.5"),
        ("1000,000", "1000"),
        ("1 0000", None),
        ("1.23.456", None),
        ("1,234.567,89", None),
        ("12.34,56", None),
        ("", None),
        (",", None),
        ("5,", None),
        ("5,,5", None),
        ("1e5", None),
        ("NaN", None),
        ("dix", None),
    ],
)
def test_numbers_are_read_as_the_french_type_them(text, expected):
    if expected is None:
        with pytest.raises(Invalid):
            typed_number.parse(text)
    else:
        assert typed_number.parse(text) == Decimal(expected)


def test_a_comma_before_three_digits_is_decimal_where_three_decimals_exist():
    assert typed_number.parse("1,234", places=3) == Decimal("1.234")
    assert typed_number.parse("1.234", places=3) == 1234


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("10 000,50 €", "10000.50", "EUR"),
        ("10000", "10000", "EUR"),
        ("€10,000.50", "10000.50", "EUR"),
        ("10 000 euros", "10000", "EUR"),
        ("EUR 7 622,45", "7622.45", "EUR"),
        ("50 k€", "50000", "EUR"),
        ("1,5 M€", "1500000", "EUR"),
        ("1,234 M€", "1234000", "EUR"),
        ("100 000 CHF", "100000", "CHF"),
        ("$1,000", "1000", "USD"),
        ("50 000 F", "50000", "FRF"),
        ("12,345 TND", "12.345", "TND"),
    ],
)
def test_a_capital_is_read_with_its_currency(text, amount, currency):
    assert capital.validate(text) == Capital(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "\u200b"])
def test_an_empty_capital_is_unknown_and_not_zero(text):
    assert capital.validate(text) is None
    assert capital.format(None) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "capital.zero"),
        ("0,00 €", "capital.zero"),
        ("-5 €", "capital.negative"),
        ("10,555 555 €", "capital.places"),
        ("10,5555 €", "capital.places"),
        ("10 ZZY", "capital.currency"),
        ("dix mille euros", "capital.shape"),
        ("€", "capital.shape"),
        ("9" * 20, "capital.large"),
        ("9" * 300, "capital.shape"),
    ],
)
def test_a_wrong_capital_says_why(text, code):
    with pytest.raises(Invalid) as caught:
        capital.validate(text)
    assert caught.value.code == code


def test_a_capital_is_shown_as_in_a_legal_notice():
    assert capital.format(Capital(Decimal(10000), "EUR")) == "10\u202f000\u00a0€"
    assert capital.format(Capital(Decimal("10000.5"), "EUR")) == "10\u202f000,50\u00a0€"
    assert capital.format(Capital(Decimal("10000.5"), "EUR"), "en") == "10,000.50\u00a0€"


@given(
    st.decimals("0.01", "999999999999.99", places=2),
    st.sampled_from(["EUR", "USD", "CHF"]),
    st.sampled_from(["fr", "en"]),
)
def test_a_shown_capital_is_read_back(amount, currency, language):
    value = capital.validate(f"{amount} {currency}")
    assert value is not None
    assert value.amount == amount
    assert capital.validate(capital.format(value, language)) == value
    assert capital.compact(capital.compact(f"{amount} {currency}")) == capital.compact(
        capital.format(value, language)
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nn", "NN"),
        ("12", "12"),
        ("20-49", "12"),
        ("20 à 49 salariés", "12"),
        ("1 ou 2 salariés", "01"),
        ("1 000 à 1 999 salariés", "42"),
        ("1,000 to 1,999 employees", "42"),
        ("10 000 salariés et plus", "53"),
        ("10000+", "53"),
    ],
)
def test_a_band_is_read_as_code_or_range(text, code):
    assert headcount.validate(text) == code


@pytest.mark.parametrize("text", ["", "99", "7", "20-48", "beaucoup", "9" * 100 + "-9"])
def test_what_is_no_band_is_refused(text):
    with pytest.raises(Invalid, match="band"):
        headcount.validate(text)


@given(st.sampled_from(["NN", *headcount.BANDS]))
def test_a_shown_band_is_read_back(code):
    assert headcount.validate(headcount.format(code)) == code


@given(st.integers(0, headcount.LARGEST))
def test_each_number_is_in_one_band(employees):
    low, high = headcount.BANDS[headcount.band_of(employees)]
    assert low <= employees
    assert high is None or employees <= high


def test_the_bands_leave_no_gap():
    bounds = list(headcount.BANDS.values())
    assert all(high is not None and high + 1 == low for (_, high), (low, _) in pairwise(bounds))


def test_a_typed_headcount_is_a_whole_number():
    assert headcount.number("1 200") == 1200
    for text in ("", "-1", "3,5", "99999999999", "env. 20"):
        with pytest.raises(Invalid):
            headcount.number(text)
