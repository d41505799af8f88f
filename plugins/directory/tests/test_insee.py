from __future__ import annotations

from contextlib import contextmanager

import pytest

from onglet_directory.adapters import insee
from onglet_directory.adapters.insee import (
    KEY_HEADER,
    REQUESTS_PER_GET,
    InseeSirene,
    KeyRefused,
)
from onglet_directory.adapters.insee_query import by_words
from onglet_directory.adapters.insee_result import current, facts, unit_name
from onglet_directory.company import Field, State
from onglet_directory.http import open_client
from onglet_directory.port import BadQuery, NotFound, Throttled, Unreachable
from onglet_directory.testing.fiction import FIRMS, Firm, fictional_siren, fictional_siret
from onglet_directory.testing.stand_in import Bad, StandIn

BAKERY, WORKSHOPS, _, TRADER, MASKED, CLOSED, _ = FIRMS


@contextmanager
def directory_of(server, now, key="right-key"):
    with open_client(server.insee_url, headers={KEY_HEADER: key}, trust_env=False) as client:
        yield InseeSirene(key=key, client=client, now=lambda: now)


@pytest.fixture
def directory(server, now):
    with directory_of(server, now) as opened:
        yield opened


def test_a_search_finds_head_offices(directory, server):
    answer = directory.search("meridon")
    assert {one.name for one in answer.candidates} == {"ATELIERS MERIDON", "MERIDON CONSEIL"}
    assert all(one.head_office for one in answer.candidates)
    assert "etablissementSiege:true" in server.questions[0].values["q"]


def test_a_postcode_looks_at_every_place(directory, server):
    answer = directory.search("meridon", "69003")
    assert {one.siren for one in answer.candidates} == {WORKSHOPS.siren}
    assert answer.total == 3
    assert "codePostalEtablissement:69003" in server.questions[0].values["q"]


def test_no_match_is_an_empty_answer_although_the_service_says_404(directory):
    answer = directory.search("aucune firme ainsi")
    assert (answer.total, answer.pages, answer.candidates) == (0, 0, ())


def test_a_sole_trader_is_named_by_usual_first_name_and_name(directory):
    (found,) = directory.search("arvenne").candidates
    assert found.name == "CAMILLE ARVENNE"


def test_pages_go_on(now):
    many = [Firm(rank=100 + n, name=f"SOCIETE FICTIVE {n}") for n in range(25)]
    with StandIn(firms=many) as server, directory_of(server, now) as directory:
        pages = [directory.search("societe fictive", page=number) for number in (1, 2, 3, 4)]
    assert [len(page.candidates) for page in pages] == [10, 10, 5, 0]
    assert pages[0].pages == 3


def test_a_number_is_asked_by_number(directory, server):
    siret = fictional_siret(WORKSHOPS.siren, 2)
    (found,) = directory.search(siret).candidates
    assert found.siret == siret
    assert found.head_office is False
    assert server.questions[0].values["q"] == f"siret:{siret}"


@pytest.mark.parametrize(
    "typed", ['a" OR siren:*', "meridon) OR (siren:000*", "abc *:*", "meri~ [a TO z]", "siren:0*"]
)
def test_the_language_of_the_service_cannot_be_typed_in(typed):
    asked = by_words(typed, None)
    for sign in ('" OR siren', "(siren", "*:*", "~", "["):
        assert sign not in asked
    assert "siren:" not in asked


def test_words_that_are_operators_are_quoted():
    assert 'denominationUniteLegale:"OR"' in by_words("or et argent", None)


@pytest.mark.parametrize("typed", ["", "ab", "¿?", "中文"])
def test_too_short_a_question_never_leaves(directory, server, typed):
    with pytest.raises(BadQuery):
        directory.search(typed)
    assert server.questions == []


def test_a_long_question_goes_by_post(directory, server):
    directory.search("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu")
    assert [question.method for question in server.questions] == ["POST"]


def test_a_question_found_too_long_is_asked_again_by_post(now):
    with StandIn(longest_url=100) as server, directory_of(server, now) as directory:
        answer = directory.search("meridon")
        assert [question.method for question in server.questions] == ["GET", "POST"]
    assert answer.total == 2


def test_facts_come_from_the_current_period(directory):
    found = directory.get(BAKERY.siren)
    assert found.name == "BOULANGERIE DU PONT VERT"
    assert found.head_office_siret == BAKERY.head_siret
    assert found.head_office is not None
    assert found.head_office.address.lines == ("7 RUE DES CLERCS",)
    assert [(a.code, a.nomenclature) for a in found.activities] == [
        ("10.71C", "NAFRev2"),
        ("10.71Y", "NAF2025"),
    ]
    assert found.origin.updated_on is not None
    assert found.finances == ()
    assert Field.VAT_NUMBER not in found.covers


def test_every_place_is_walked_with_the_cursor_up_to_a_limit(now):
    large = Firm(rank=900, name="GRAND RESEAU", places=450)
    with StandIn(firms=[large]) as server, directory_of(server, now) as directory:
        found = directory.get(large.siren)
        asked = [question.values["curseur"] for question in server.questions[1:]]
    assert asked == ["*"]
    assert len(found.establishments) == 300
    assert found.establishments_total == 450
    assert found.establishments[0].head_office


def test_facts_of_a_firm_take_as_many_requests_as_are_counted_for_them(directory, server):
    directory.get(WORKSHOPS.siren)
    assert len(server.questions) == REQUESTS_PER_GET


def test_the_walk_follows_the_cursor(directory, server, monkeypatch):
    monkeypatch.setattr(insee, "PER_WALK", 2)
    places, total = directory.establishments(WORKSHOPS.siren)
    assert (len(places), total) == (3, 3)
    assert [q.values["curseur"] for q in server.questions] == ["*", "after-2"]


def test_one_place_by_its_siret(directory):
    siret = fictional_siret(WORKSHOPS.siren, 3)
    found = directory.get(siret)
    assert found.name == "ATELIERS MERIDON"
    assert [one.siret for one in found.establishments] == [siret]
    assert found.head_office_siret == WORKSHOPS.head_siret
    assert found.head_office is None


def test_a_masked_firm_keeps_its_name_and_address_to_itself(directory):
    for number in (MASKED.siren, MASKED.head_siret):
        found = directory.get(number)
        assert found.partial
        assert found.name is None
        assert found.person is None
        assert "[ND]" not in repr(found)
        assert not found.covers & {Field.NAME, Field.ADDRESS_LINES, Field.POSTCODE}


def test_a_closed_firm_says_so(directory):
    assert directory.get(CLOSED.siren).state is State.CLOSED


def test_an_unknown_number(directory):
    with pytest.raises(NotFound):
        directory.get(fictional_siren(99_999))


def test_a_wrong_key_is_told_to_administrators(server, now):
    with directory_of(server, now, key="old-key") as directory:
        with pytest.raises(KeyRefused, match="administrator"):
            directory.search("meridon")
        with pytest.raises(KeyRefused):
            directory.get(BAKERY.siren)


def test_bad_days(directory, server):
    server.misbehave(Bad.THROTTLE, retry_after="12")
    with pytest.raises(Throttled) as refusal:
        directory.search("meridon")
    assert refusal.value.retry_after == 12
    server.misbehave(Bad.UPKEEP)
    with pytest.raises(Unreachable):
        directory.search("meridon")
    server.misbehave(Bad.ODD)
    with pytest.raises(Unreachable):
        directory.get(BAKERY.siren)


def test_a_question_the_service_does_not_understand(directory):
    with pytest.raises(BadQuery, match="Erreur de syntaxe"):
        directory._list({"q": "siren:("})


@pytest.mark.parametrize("unit", [{}, {"periodesUniteLegale": None}, {"periodesUniteLegale": [1]}])
def test_odd_units_are_read_as_far_as_they_go(unit, now):
    found = facts(unit, siren="000000018", places=(), total=None, fetched_at=now)
    assert found.name is None
    assert not found.covers & {Field.SIRET, Field.TOWN}


def test_the_name_in_use_goes_before_the_birth_name():
    unit = {
        "nomUniteLegale": "DUBOIS",
        "nomUsageUniteLegale": "ARVENNE",
        "prenom1UniteLegale": "ANGELE",
        "prenomUsuelUniteLegale": "ANGIE",
    }
    assert unit_name(unit) == "ANGIE ARVENNE"


def test_without_an_open_period_the_first_one_counts():
    assert current([{"dateFin": "2019-01-01", "a": 1}, {"dateFin": "2018-01-01"}])["a"] == 1
