from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet_directory import masks
from onglet_directory.company import Diffusion, State


@pytest.mark.parametrize(
    "value",
    [
        "[ND]",
        "[NON-DIFFUSIBLE]",
        "[NON-DIFFUSIBLE] [NON-DIFFUSIBLE], [NON-DIFFUSIBLE]",
        " [nd] ",
        "[ND] RUE [ND]",
        "[NON DIFFUSIBLE]",
        None,
        "",
        "  ",
        True,
        {"a": 1},
        ["x"],
    ],
)
def test_a_mask_or_nothing_is_never_a_text(value):
    assert masks.text(value) is None


def test_a_name_that_only_resembles_a_mask_is_kept():
    assert masks.text("ND CONSEIL [NDLR]") == "ND CONSEIL [NDLR]"


def test_control_characters_become_spaces_and_length_is_bounded():
    assert masks.text("ATELIER\x00\r\n  DU\tBOIS\u2028") == "ATELIER DU BOIS"
    assert len(masks.text("A" * 100_000) or "") == 500


def test_zeros_lost_on_the_left_are_put_back():
    assert masks.digits("5880034", 9) == "005880034"
    assert masks.digits(1926094200016, 14) == "01926094200016"
    assert masks.digits("1 000", 5) == "01000"
    assert masks.digits("12A", 5) is None
    assert masks.digits("123456", 5) is None
    assert masks.digits("٠١", 5) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("6201Z", "62.01Z"), ("62.01z", "62.01Z"), ("57.10", "57.10"), ("[ND]", None), ("", None)],
)
def test_activity_codes_get_their_dot(typed, kept):
    assert masks.activity_code(typed) == kept


def test_amounts_are_exact_and_unknown_is_not_zero():
    assert masks.amount(812400) == Decimal(812400)
    assert masks.amount("0.10") == Decimal("0.10")
    assert masks.amount(0) == Decimal(0)
    assert [masks.amount(v) for v in (None, "", "NaN", "Infinity", True, "n/a", 10**20)] == [
        None
    ] * 7


def test_coordinates_at_exact_zero_are_unknown():
    assert masks.coordinate("0", 90) is None
    assert masks.coordinate("[NON-DIFFUSIBLE]", 90) is None
    assert masks.coordinate("91", 90) is None
    assert masks.coordinate("48.87", 90) == Decimal("48.87")


def test_states_and_diffusion():
    assert [masks.state(v) for v in ("A", "C", "F", "?", None)] == [
        State.ACTIVE,
        State.CLOSED,
        State.CLOSED,
        None,
        None,
    ]
    assert [masks.diffusion(v) for v in ("O", None, "P", "N")] == [
        Diffusion.FULL,
        Diffusion.FULL,
        Diffusion.PARTIAL,
        Diffusion.PARTIAL,
    ]


def test_days():
    assert masks.day("2018-03-19") == date(2018, 3, 19)
    assert masks.day("2018-02-31") is None
    assert masks.instant_day("2024-03-22T09:28:19.000") == date(2024, 3, 22)
    assert masks.instant_day("[ND]") is None


def test_folding_forgets_case_accents_and_signs():
    assert masks.fold("  L'Œuvre d’Élan & Cie ") == "l oeuvre d elan cie"


@given(st.text())
def test_folding_twice_is_folding_once(value):
    assert masks.fold(masks.fold(value)) == masks.fold(value)


@given(st.text(), st.sampled_from(["[ND]", "[NON-DIFFUSIBLE]"]), st.text())
def test_no_text_around_a_mask_lets_it_through(before, mask, after):
    assert masks.text(before + mask + after) is None
