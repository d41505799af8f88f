from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet_directory.adapters.public_result import facts
from onglet_directory.company import Activity, CompanyFacts, Field, Origin, State
from onglet_directory.comparison import (
    Verdict,
    accepted,
    choose_establishment,
    compare,
    values_of,
)
from onglet_directory.testing.fiction import FIRMS, Firm, fictional_siret, public_result

BAKERY, WORKSHOPS, _, TRADER, MASKED, _, _ = FIRMS
EMPTY_RECORD = dict.fromkeys(Field)


def facts_of(firm, now):
    found = facts(public_result(firm), fetched_at=now)
    assert found is not None
    return found


def differences(record, firm, now):
    found = facts_of(firm, now)
    compared = compare(record, found, choose_establishment(found))
    return {one.field: one for one in compared}


def test_an_empty_record_gets_everything_as_new(now):
    found = differences(EMPTY_RECORD, BAKERY, now)
    assert {one.verdict for one in found.values()} == {Verdict.NEW}
    assert found[Field.SIRET].new == BAKERY.head_siret
    assert found[Field.ACTIVITY].new == "10.71C"
    assert found[Field.ADDRESS_LINES].new == "7 RUE DES CLERCS"
    assert all(one.suggested for one in found.values())


def test_capitals_without_accents_are_no_change(now):
    record = {
        Field.NAME: "Boulangerie du Pont-Vert",
        Field.TOWN: "Metz",
        Field.ADDRESS_LINES: "7, rue des Clercs",
        Field.ACTIVITY: "1071C",
        Field.SIREN: f"{BAKERY.siren[:3]} {BAKERY.siren[3:6]} {BAKERY.siren[6:]}",
    }
    found = differences(record, BAKERY, now)
    assert {one.verdict for one in found.values()} == {Verdict.SAME}
    assert set(found) == set(record)


def test_a_change_is_shown_with_both_values_and_not_ticked(now):
    (one,) = differences({Field.NAME: "Boulangerie Martin"}, BAKERY, now).values()
    assert (one.old, one.new) == ("Boulangerie Martin", "BOULANGERIE DU PONT VERT")
    assert one.verdict is Verdict.CHANGED
    assert not one.suggested
    assert (one.origin.source, one.origin.fetched_at) == ("recherche-entreprises", now)


def test_a_value_that_the_register_gave_up_is_shown_as_removed(now):
    (one,) = differences({Field.SIGLE: "BPV"}, BAKERY, now).values()
    assert one.verdict is Verdict.REMOVED
    assert one.new is None
    assert not one.suggested


def test_what_the_source_does_not_say_is_not_compared(now):
    assert differences({Field.VAT_NUMBER: "FR00000000018"}, TRADER, now) == {}


def test_what_a_firm_withholds_is_not_compared(now):
    record = {
        Field.NAME: "Madame Dupré",
        Field.ADDRESS_LINES: "1 rue du Four",
        Field.POSTCODE: "35000",
        Field.SIREN: MASKED.siren,
    }
    assert set(differences(record, MASKED, now)) == {Field.SIREN}


def test_an_activity_in_another_nomenclature_is_not_compared(now):
    found = replace(facts_of(BAKERY, now), activities=(Activity(code="57.10", nomenclature="NAP"),))
    assert compare({Field.ACTIVITY: "10.71C"}, found, None) == ()


def test_the_nomenclature_of_the_record_is_respected(now):
    found = facts_of(BAKERY, now)
    (one,) = compare({Field.ACTIVITY: "10.71Y"}, found, None, nomenclature="NAF2025")
    assert one.verdict is Verdict.SAME


def test_without_a_place_address_and_siret_are_left_alone(now):
    found = facts_of(BAKERY, now)
    record = {Field.SIRET: "x", Field.TOWN: "Nancy", Field.NAME: BAKERY.name}
    assert [one.field for one in compare(record, found, None)] == [Field.NAME]


def test_only_ticked_fields_are_written_and_never_what_is_the_same(now):
    record = {**EMPTY_RECORD, Field.NAME: "Boulangerie Martin", Field.TOWN: "METZ"}
    found = facts_of(BAKERY, now)
    compared = compare(record, found, choose_establishment(found))
    written = accepted(compared, {Field.NAME, Field.TOWN, Field.SIREN})
    assert written == {Field.NAME: BAKERY.name, Field.SIREN: BAKERY.siren}
    assert accepted(compared, set()) == {}


def test_the_place_of_the_record_is_kept_when_it_is_still_there(now):
    firm = replace(WORKSHOPS, places=3)
    raw = public_result(firm)
    second = fictional_siret(firm.siren, 2)
    raw["matching_etablissements"] = [{"siret": second, "etat_administratif": "A"}]
    found = facts(raw, fetched_at=now)
    assert found is not None
    assert choose_establishment(found, second).siret == second
    assert choose_establishment(found).siret == firm.head_siret
    assert choose_establishment(found, "00000000000000").siret == firm.head_siret


def test_without_a_head_office_an_active_place_is_taken(now):
    found = facts_of(BAKERY, now)
    (place,) = found.establishments
    closed = replace(place, head_office=None, state=State.CLOSED, siret="00000001800034")
    active = replace(place, head_office=None, siret="00000001800042")
    choice = replace(found, head_office_siret=None, establishments=(closed, active))
    assert choose_establishment(choice) == active
    assert choose_establishment(replace(choice, establishments=())) is None


def test_with_several_vat_numbers_none_is_suggested(now):
    found = replace(facts_of(BAKERY, now), vat_numbers=("FR1", "FR2"))
    assert Field.VAT_NUMBER not in values_of(found, None)


texts = st.none() | st.text(max_size=30)
records = st.dictionaries(st.sampled_from(Field), texts)


@st.composite
def some_facts(draw):
    origin = Origin(source="told", fetched_at=draw(st.datetimes(timezones=st.timezones())))
    return CompanyFacts(
        siren="000000018",
        origin=origin,
        name=draw(texts),
        sigle=draw(texts),
        legal_form=draw(texts),
        covers=frozenset(draw(st.sets(st.sampled_from(Field)))),
    )


@given(records, some_facts())
def test_comparison_never_speaks_of_more_than_both_sides_do(record, found):
    for one in compare(record, found, None):
        assert one.field in record
        assert one.field in found.covers
        assert one.old or one.new
        assert (one.verdict is Verdict.NEW) == (one.old is None)
        assert (one.verdict is Verdict.REMOVED) == (one.new is None)


@given(records, some_facts())
def test_taking_everything_over_leaves_nothing_to_take(record, found):
    once = compare(record, found, None)
    after = {**record, **accepted(once, set(Field))}
    assert {one.verdict for one in compare(after, found, None)} <= {Verdict.SAME}


@pytest.mark.parametrize("firm", FIRMS)
def test_no_mask_is_ever_a_value(firm: Firm, now):
    found = facts_of(firm, now)
    for value in values_of(found, choose_establishment(found)).values():
        assert value is None or "[" not in value
