"""SIREN, SIRET, VAT, NAF and RCS: right ones pass however typed, wrong ones say why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.identity import Invalid, luhn, naf, rcs, siren, siret, vat
from onglet.identity.naf import Activity, Naf

digits = st.text("0123456789", min_size=1)
sirens = st.integers(1, 10**8 - 1).map(lambda n: f"{n:08d}").map(lambda d: d + luhn.key(d))
sirets = st.builds(
    lambda number, nic: number + f"{nic:04d}" + luhn.key(number + f"{nic:04d}"),
    sirens,
    st.integers(0, 9999),
)
nafs = st.from_regex(r"[0-9]{2}\.[0-9]{2}[A-Z]", fullmatch=True)
separators = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-", "\u200b", "\n", "\t"])


@st.composite
def typed(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str]:
    """A number, and the same as a person might type it."""
    number = draw(numbers)
    return number, "".join(draw(separators) + c for c in number) + draw(separators)


def code_of(check, *args) -> str:
    with pytest.raises(Invalid) as caught:
        check(*args)
    assert str(caught.value)
    return caught.value.code


@given(digits)
def test_the_luhn_key_closes_any_digits(number):
    assert luhn.checksum(number + luhn.key(number)) == 0


@given(digits, st.data())
def test_the_luhn_key_sees_any_one_wrong_digit(number, data):
    closed = number + luhn.key(number)
    place = data.draw(st.integers(0, len(closed) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda d: d != closed[place]))
    assert luhn.checksum(closed[:place] + other + closed[place + 1 :])


@given(typed(sirens))
def test_a_siren_is_read_however_typed(pair):
    number, text = pair
    assert siren.validate(text) == number == siren.compact(text)
    assert siren.validate(siren.format(number)) == number


@given(typed(sirets))
def test_a_siret_is_read_however_typed(pair):
    number, text = pair
    assert siret.validate(text) == number == siret.compact(text)
    assert siret.validate(siret.format(number)) == number
    assert siret.siren_of(number) + siret.nic_of(number) == number
    assert siren.is_valid(siret.siren_of(number))


@given(typed(sirens))
def test_a_derived_vat_number_passes_its_own_check(pair):
    number, text = pair
    derived = vat.derive(text)
    assert derived.derived
    assert vat.validate(derived.number) == derived.number
    assert vat.siren_of(derived.number) == number
    assert vat.validate(vat.format(derived.number)) == derived.number


@given(typed(nafs))
def test_an_activity_code_gets_its_dot(pair):
    code, text = pair
    assert naf.validate(text) == code == naf.compact(text)
    assert naf.validate(naf.format(code)) == code
    assert naf.activity(code).nomenclature is (Naf.REV2 if code[-1] in "ABCDEFZ" else Naf.Y2025)


@given(sirens, st.sampled_from(["Paris", "Aix-en-Provence", "L’Haÿ", "Bourg en Bresse"]))
def test_an_rcs_is_read_in_both_orders(number, town):
    expected = f"RCS {town} {number}"
    assert rcs.validate(f"{town} {siren.format(number)}") == expected
    assert rcs.validate(f"{siren.format(number)} R.C.S. {town}") == expected
    assert rcs.validate(f"RCS {town} B {number}") == expected
    assert rcs.validate(rcs.format(expected)) == expected == rcs.compact(expected)
    assert rcs.compose(town, number) == expected


def test_digits_of_other_scripts_are_digits():
    assert siren.validate("７３２８２９３２０") == "732829320"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "siren.characters"),
        ("73282932O", "siren.characters"),
        ("73282932", "siren.length"),
        ("732829321", "siren.key"),
        ("732289320", "siren.key"),
        ("000000000", "siren.zero"),
        ("73282932000074", "siren.siret"),
        ("7" * 10_000_000, "too_long"),
    ],
)
def test_a_wrong_siren_says_why(text, code):
    assert code_of(siren.validate, text) == code
    assert not siren.is_valid(text)


def test_a_siret_in_the_field_of_a_siren_shows_the_siren_inside():
    with pytest.raises(Invalid, match="732\u00a0829\u00a0320"):
        siren.validate("732 829 320 00074")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "siret.characters"),
        ("732829320", "siret.siren"),
        ("7328293200007", "siret.length"),
        ("73282932100074", "siret.siren_key"),
        ("73282932000075", "siret.key"),
        ("35600000000049", "siret.key"),
    ],
)
def test_a_wrong_siret_says_why(text, code):
    assert code_of(siret.validate, text) == code


@pytest.mark.parametrize("text", ["35600000000048", "356 000 000 09075"])
def test_la_poste_has_its_own_key(text):
    assert siret.is_valid(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fr 44 732 829 320", "FR44732829320"),
        ("FRK7399859412", "FRK7399859412"),
        ("BE 0203.201.340", "BE0203201340"),
        ("DE 136695976", "DE136695976"),
        ("GR 094259216", "EL094259216"),
        ("ATU13585627", "ATU13585627"),
        ("XI 980780684", "XI980780684"),
    ],
)
def test_vat_numbers_of_the_union_pass(text, expected):
    assert vat.validate(text) == expected
    assert vat.validate(vat.format(expected)) == expected


def test_a_vat_number_without_prefix_takes_that_of_the_country():
    assert vat.validate("44 732829320", "FR") == "FR44732829320"
    assert vat.validate("44 732829320", "MC") == "FR44732829320"
    assert vat.validate("094259216", "GR") == "EL094259216"
    assert code_of(vat.validate, "44732829320") == "vat.prefix"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "vat.prefix"),
        ("CHE-116.281.710", "vat.country"),
        ("FR45732829320", "vat.key"),
        ("FR4473282932", "vat.form"),
        ("DE136695978", "vat.form"),
    ],
)
def test_a_wrong_vat_number_says_why(text, code):
    assert code_of(vat.validate, text) == code


def test_only_a_french_vat_number_holds_a_siren():
    assert vat.siren_of("FR44732829320") == "732829320"
    assert vat.siren_of("DE136695976") == ""
    assert vat.country_of("EL094259216") == "GR"
    assert vat.country_of("US1") == ""


def test_an_activity_code_belongs_to_the_nomenclature_of_its_letter():
    assert naf.activity("6201Z") == Activity("62.01Z", Naf.REV2)
    assert naf.activity("6210Y") == Activity("62.10Y", Naf.Y2025)
    assert code_of(naf.validate, "62.10Y", Naf.REV2) == "naf.nomenclature"
    assert naf.validate("62.10Y", Naf.Y2025) == "62.10Y"


@pytest.mark.parametrize("text", ["", "62", "62.01", "62.01ZZ", "Z6201", "62.0AZ"])
def test_what_has_not_the_shape_of_an_activity_code_is_refused(text):
    assert code_of(naf.validate, text) == "naf.shape"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rcs.number"),
        ("RCS Paris", "rcs.number"),
        ("732 829 320", "rcs.town"),
        ("RCS 732829320", "rcs.town"),
        ("RCS Paris 732829321", "rcs.key"),
    ],
)
def test_a_wrong_rcs_says_why(text, code):
    assert code_of(rcs.validate, text) == code


@pytest.mark.parametrize(
    "text",
    [
        "RCS PARIS B 732 829 320",
        "732829320 RCS PARIS",
        "PARIS 732.829.320",
        "Immatriculée : R C S PARIS n° 732 829 320".removeprefix("Immatriculée : "),
    ],
)
def test_an_rcs_is_read_as_printed_in_many_ways(text):
    assert rcs.validate(text) == "RCS PARIS 732829320"
