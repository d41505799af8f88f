"""Folding for search, sort keys, initials, and likeness of words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onglet.identity.closeness import distance
from onglet.identity.folding import fold, initials, phone_digits, sort_key, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Œuvre d'ÉLISE", "l oeuvre d elise"),
        ("Straße & Söhne", "strasse sohne"),
        ("ÆGIR  Ørsted", "aegir orsted"),
        ("S.A.R.L. Dupont", "sarl dupont"),
        ("E.ON", "e on"),
        ("Du\u200bpo\u202ent\u00ad", "dupont"),
        ("\u202b\u05e9\u05dc\u05d5\u05dd\u202c", "\u05e9\u05dc\u05d5\u05dd"),
        ("مُحَمَّد", "محمد"),
        ("ＦＵＬＬ ｗｉｄｔｈ １２", "full width 12"),
        ("٣", "3"),
        ("한국", "한국"),
        ("a\x00b\tc", "ab c"),
        ("62.01Z", "62 01z"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_text_is_folded_as_search_compares_it(text, expected):
    assert fold(text) == expected


@given(st.text())
@example("İstanbul")
@example("ŉ")
@example("½ ℡ №")
@example("\ud800")
@example("A.B.\u0301C.")
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text())
def test_case_does_not_matter(text):
    assert fold(text.lower().upper()) == fold(text.upper())


@given(st.text())
def test_every_key_can_be_made_of_any_text(text):
    assert sort_key(sort_key(text)) == sort_key(text)
    assert len(initials(text)) <= 2
    assert all(len(word) > 2 for word in words(text))
    assert phone_digits(text).isascii()


def test_numbers_sort_by_value():
    names = ["Garage 10", "garage 2", "Élan", "elan bis", "Zoé"]
    assert sorted(names, key=sort_key) == ["Élan", "elan bis", "garage 2", "Garage 10", "Zoé"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SARL Boulangerie du Port", "BP"),
        ("Élodie Le Goff", "EG"),
        ("Œuvre", "OE"),
        ("SAS", "SA"),
        ("l’atelier", "AT"),
        ("3 Suisses", "3S"),
        ("Jean-Pierre de La Tour", "JT"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_initials_are_of_the_words_that_carry_the_name(name, expected):
    assert initials(name) == expected


def test_words_are_those_long_enough_to_be_compared():
    assert words("Le Garage du Port, le garage") == ("garage", "port")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+33 (0)6 12 34 56 78", "612345678"),
        ("06 12 34", "61234"),
        ("0033612345678", "612345678"),
        ("+262 692 12 34 56", "692123456"),
        ("+32 2 555 12 12", "3225551212"),
        ("abc", ""),
    ],
)
def test_part_of_a_number_finds_the_whole(text, expected):
    assert phone_digits(text) == expected


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [
        ("gmail", "gmail", 0),
        ("gmial", "gmail", 1),
        ("gmai", "gmail", 1),
        ("gmaill", "gmail", 1),
        ("gnail", "gmail", 1),
        ("abcd", "badc", 2),
        ("abcdef", "uvwxyz", 3),
        ("", "abc", 3),
    ],
)
def test_slips_of_the_keyboard_are_counted_to_a_limit(left, right, slips):
    assert distance(left, right) == slips


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_slips_are_the_same_both_ways(left, right):
    assert distance(left, right, 9) == distance(right, left, 9)
    assert (distance(left, right, 9) == 0) is (left == right)
