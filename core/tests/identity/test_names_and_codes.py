"""Names, civilities, accounts and masks of references."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.identity import (
    Invalid,
    auxiliary_code,
    civility,
    person_name,
    reference,
    third_party_account,
)
from onglet.identity.civility import Civility
from onglet.identity.person_name import PersonName
from onglet.identity.reference import Reference

TODAY = date(2026, 11, 24)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def code_of(check, *args) -> str:
    with pytest.raises(Invalid) as caught:
        check(*args)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("Jean Dupont", "Jean", "Dupont"),
        ("DUPONT Jean", "Jean", "DUPONT"),
        ("Jean-Pierre DE LA TOUR", "Jean-Pierre", "DE LA TOUR"),
        ("Anne de ROHAN", "Anne", "de ROHAN"),
        ("Jean de La Fontaine", "Jean", "de La Fontaine"),
        ("JEAN DUPONT", "JEAN", "DUPONT"),
        ("Dupont", "", "Dupont"),
        ("  Marie   Curie ", "Marie", "Curie"),
        ("", "", ""),
    ],
)
def test_a_full_name_is_split_and_keeps_its_case(full, given, family):
    assert person_name.split(full) == PersonName(given, family)


def test_a_name_is_shown_as_typed_after_its_civility():
    assert person_name.format("Elsa", "van DYCK") == "Elsa van DYCK"
    assert person_name.format("Elsa", "van Dyck", title=Civility.MRS) == "Mme Elsa van Dyck"
    assert person_name.format("", "Dupont", title=Civility.MR, language="en") == "Mr Dupont"
    assert person_name.sorted_by_family("Elsa", "van Dyck") == "van Dyck Elsa"


def test_a_name_needs_a_letter():
    assert person_name.validate("  José\u202e  ") == "José"
    assert code_of(person_name.validate, " \u200b ") == "name.empty"
    assert code_of(person_name.validate, "12345") == "name.letters"
    assert code_of(person_name.validate, "a" * 121) == "name.long"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M.", Civility.MR),
        ("Monsieur", Civility.MR),
        ("MME", Civility.MRS),
        ("Mlle", Civility.MRS),
        ("", Civility.NONE),
        ("mrs", Civility.MRS),
    ],
)
def test_a_civility_is_read_in_its_usual_forms(text, expected):
    assert civility.validate(text) is expected


@given(st.sampled_from(Civility), st.sampled_from(["fr", "en", "fr_FR"]))
def test_a_shown_civility_is_read_back(value, language):
    assert civility.validate(civility.format(value, language)) is value
    assert civility.validate(value.value) is value


def test_a_title_is_no_civility():
    assert code_of(civility.validate, "Dr") == "civility.unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("411", "411"), ("411 000", "411000"), ("411dupont", "411DUPONT"), ("4191", "4191")],
)
def test_an_account_of_clients_begins_with_41(text, expected):
    assert third_party_account.validate(text) == expected
    assert third_party_account.validate(third_party_account.format(expected)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "account.characters"),
        ("411É", "account.characters"),
        ("401000", "account.class"),
        ("41", "account.class"),
        ("411" + "0" * 20, "account.long"),
    ],
)
def test_a_wrong_account_says_why(text, code):
    assert code_of(third_party_account.validate, text) == code


def test_an_auxiliary_code_fits_the_accounting_file():
    assert auxiliary_code.validate(" c dupont-2 ") == "CDUPONT-2"
    assert code_of(auxiliary_code.validate, "A|B") == "auxiliary.characters"
    assert code_of(auxiliary_code.validate, "A\tB|") == "auxiliary.characters"
    assert code_of(auxiliary_code.validate, "A" * 18) == "auxiliary.long"


@given(st.text(max_size=60))
def test_a_derived_auxiliary_code_is_right_or_empty(name):
    code = auxiliary_code.derive(name)
    assert code == "" or auxiliary_code.validate(code) == code


def test_a_mask_gives_references():
    assert reference.parse("C-{number:05}").format(42, TODAY) == "C-00042"
    assert reference.parse("CLI-{year}-{number:04}").format(42, TODAY) == "CLI-2026-0042"
    assert reference.parse("{yy}{month}/{number}").format(7, TODAY) == "2611/7"
    assert reference.parse("C-{number:05}").format(100000, TODAY) == "C-100000"


def test_a_mask_tells_when_numbers_start_again():
    assert reference.parse("C-{number:05}").period(TODAY) == ""
    assert reference.parse("{year}-{number}").period(TODAY) == "2026"
    assert reference.parse("{yy}{month}-{number}").period(TODAY) == "2026-11"


def test_a_mask_reads_its_own_references_only():
    mask = reference.parse("CLI-{year}-{number:04}")
    assert mask.read("CLI-2026-0042") == Reference(42, 2026)
    assert mask.read(" CLI-2026-12345 ") == Reference(12345, 2026)
    for other in ("CLI-2026-42", "CLI-2026-012345", "cli-2026-0042", "CLI-20a6-0042", "", "٤"):
        assert mask.read(other) is None
    assert reference.parse("{year}{month}-{number}").read("202613-1") is None


@given(
    st.sampled_from(
        [
            "C-{number:05}",
            "CLI-{year}-{number:04}",
            "{number}",
            "{number}{yy}",
            "{yy}{month}{number:3}",
            "{number:2}1{year}",
            "R&D +{number:012}",
        ]
    ),
    st.integers(0, 10**12 - 1),
    days,
)
def test_a_reference_says_the_number_it_was_made_with(text, number, day):
    mask = reference.parse(text)
    made = mask.format(number, day)
    found = mask.read(made)
    assert found is not None
    assert found.number == number
    assert found.year in {None, day.year}
    assert found.month in {None, day.month}
    assert reference.validate(reference.format(mask.text)) == mask.text
    assert mask.format(found.number, day) == made


@given(st.integers(0, 10**9), st.integers(0, 10**9), days, days)
def test_two_numbers_or_two_periods_never_give_one_reference(first, second, day, other_day):
    mask = reference.parse("C{number}-{year}{month}")
    same = (first, mask.period(day)) == (second, mask.period(other_day))
    assert (mask.format(first, day) == mask.format(second, other_day)) is same


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mask.number"),
        ("CLIENT", "mask.number"),
        ("C-{year}", "mask.number"),
        ("C-{number", "mask.braces"),
        ("C-number}", "mask.braces"),
        ("C-{{number}}", "mask.braces"),
        ("C-{client}", "mask.field"),
        ("C-{number.__class__}", "mask.field"),
        ("C-{year:02}{number}", "mask.field"),
        ("{number}{number}", "mask.twice"),
        ("{year}{yy}{number}", "mask.year"),
        ("{month}-{number}", "mask.month"),
        ("{number:0}", "mask.width"),
        ("{number:99}", "mask.width"),
        ("{number:x}", "mask.width"),
        ("<b>{number}", "mask.characters"),
        ("C" * 70 + "{number}", "mask.long"),
    ],
)
def test_a_wrong_mask_says_why(text, code):
    assert code_of(reference.validate, text) == code
    assert not reference.is_valid(text)


def test_a_negative_number_has_no_reference():
    with pytest.raises(ValueError, match="zero"):
        reference.parse("{number}").format(-1, TODAY)
