from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal

import pytest

from onglet_directory.adapters.public_result import candidate, establishment, facts
from onglet_directory.adapters.recherche_entreprises import PublicSearch
from onglet_directory.company import Diffusion, Field, State
from onglet_directory.http import open_client
from onglet_directory.port import BadQuery, NotFound, Throttled, Unreachable
from onglet_directory.testing.fiction import FIRMS, Firm, fictional_siren, public_result
from onglet_directory.testing.stand_in import Bad, StandIn

BAKERY, WORKSHOPS, _, TRADER, MASKED, CLOSED, _ = FIRMS


@contextmanager
def directory_of(server, now):
    with open_client(server.public_url, trust_env=False) as client:
        yield PublicSearch(client=client, now=lambda: now)


@pytest.fixture
def directory(server, now):
    with directory_of(server, now) as opened:
        yield opened


def test_a_search_gives_enough_to_recognise_the_firm(directory, now):
    answer = directory.search("boulangerie pont")
    (found,) = answer.candidates
    assert (found.siren, found.name, found.town) == (BAKERY.siren, BAKERY.name, "METZ")
    assert [one.code for one in found.activities] == ["10.71C", "10.71Y"]
    assert found.state is State.ACTIVE
    assert found.head_office is True
    assert (answer.total, answer.page, answer.pages) == (1, 1, 1)
    assert answer.origin.fetched_at == now
    assert not answer.stale


def test_a_search_asks_for_no_more_than_it_shows(directory, server):
    directory.search("meridon", "75011")
    (question,) = server.questions
    assert question.values["minimal"] == "true"
    assert question.values["include"] == "siege,matching_etablissements"
    assert question.values["code_postal"] == "75011"


def test_a_postcode_narrows(directory):
    assert directory.search("meridon").total == 2
    assert [c.name for c in directory.search("meridon", "75011").candidates] == ["MERIDON CONSEIL"]


def test_pages_go_on(now):
    many = [Firm(rank=100 + n, name=f"SOCIETE FICTIVE {n}") for n in range(23)]
    with StandIn(firms=many) as server, directory_of(server, now) as directory:
        pages = [directory.search("societe fictive", page=number) for number in (1, 2, 3, 4)]
    assert [len(page.candidates) for page in pages] == [10, 10, 3, 0]
    assert {page.pages for page in pages} == {3}
    sirens = [one.siren for page in pages for one in page.candidates]
    assert len(set(sirens)) == 23


def test_a_siren_typed_with_spaces_is_asked_as_a_number(directory, server):
    siren = BAKERY.siren
    answer = directory.search(f"{siren[:3]} {siren[3:6]} {siren[6:]}", "99999")
    assert [one.siren for one in answer.candidates] == [siren]
    assert server.questions[0].values["q"] == siren
    assert "code_postal" not in server.questions[0].values


@pytest.mark.parametrize("typed", ["", "a", "..", "  é ", "\x00\x00\x00"])
def test_too_short_a_question_never_leaves(directory, server, typed):
    with pytest.raises(BadQuery):
        directory.search(typed)
    assert server.questions == []


@pytest.mark.parametrize("page", [0, -1, 1001])
def test_a_page_that_cannot_be_never_leaves(directory, server, page):
    with pytest.raises(BadQuery):
        directory.search("meridon", page=page)
    assert server.questions == []


def test_a_refused_question_shows_the_reason(server, directory):
    with pytest.raises(BadQuery, match="1000"):
        directory._ask({"q": "meridon", "page": 2000})


def test_a_very_long_question_is_cut(directory, server):
    directory.search("meridon " * 500)
    assert len(server.questions[0].values["q"]) <= 200


def test_facts_carry_figures_with_their_source_and_date(directory, now):
    found = directory.get(BAKERY.siren)
    assert [(one.year, one.turnover, one.result) for one in found.finances] == [
        (2024, Decimal(845_000), None),
        (2023, Decimal(812_400), Decimal(41_250)),
        (2022, None, Decimal(-3_100)),
    ]
    assert found.finances[0].origin.source == "recherche-entreprises"
    assert found.finances[0].origin.fetched_at == now
    assert found.vat_numbers[0].endswith(BAKERY.siren)
    assert found.headcount is not None
    assert (found.headcount.band, found.headcount.year) == ("03", 2023)


def test_an_address_is_made_of_its_parts(directory):
    place = directory.get(BAKERY.siren).head_office
    assert place.address.lines == ("7 RUE DES CLERCS",)
    assert (place.address.postcode, place.address.town) == ("57000", "METZ")
    assert place.address.latitude == Decimal("49.119308")


def test_a_firm_without_vat_number_does_not_speak_of_it(directory):
    found = directory.get(TRADER.siren)
    assert found.vat_numbers == ()
    assert Field.VAT_NUMBER not in found.covers
    assert found.person is not None
    assert found.person.last_name == "ARVENNE"


def test_a_masked_firm_keeps_its_name_and_address_to_itself(directory):
    found = directory.get(MASKED.siren)
    assert found.partial
    assert found.name is None
    assert found.person is None
    assert found.head_office.address.lines == ()
    assert found.head_office.address.postcode is None
    assert found.head_office.address.town == "RENNES"
    assert found.head_office.address.latitude is None
    assert found.head_office.diffusion is Diffusion.PARTIAL
    assert Field.NAME not in found.covers
    assert Field.ADDRESS_LINES not in found.covers
    assert "DIFFUSIBLE" not in repr(found)


def test_a_closed_firm_says_so(directory):
    found = directory.get(CLOSED.siren)
    assert found.state is State.CLOSED
    assert found.closed_on is not None
    assert [one.state for one in found.registers] == [State.CLOSED]


def test_an_unknown_number(directory):
    with pytest.raises(NotFound):
        directory.get(fictional_siren(99_999))


@pytest.mark.parametrize("number", ["", "123456789", "not a number", WORKSHOPS.siren + "1"])
def test_a_wrong_number_never_leaves(directory, server, number):
    with pytest.raises(BadQuery):
        directory.get(number)
    assert server.questions == []


def test_bad_days(directory, server):
    server.misbehave(Bad.THROTTLE, retry_after="30")
    with pytest.raises(Throttled):
        directory.search("meridon")
    server.misbehave(Bad.ODD)
    with pytest.raises(Unreachable):
        directory.search("meridon")


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"siren": None},
        {"siren": "abc"},
        {"siren": "000000018", "siege": None, "matching_etablissements": "x"},
        {"siren": "000000018", "siege": {"siret": 12}, "finances": [1, 2], "tva": "FR"},
        {"siren": "000000018", "finances": {"2024": None, "x": {"ca": 1}, "2023": {"ca": "abc"}}},
        {"siren": "000000018", "dirigeants": [None, 3], "date_creation": {"a": 1}},
    ],
)
def test_odd_results_are_read_as_far_as_they_go(result, now):
    candidate(result)
    found = facts(result, fetched_at=now)
    assert found is None or found.finances == ()


def test_the_one_line_address_of_another_place_loses_postcode_and_town():
    place = establishment(
        {
            "siret": "00000001800018",
            "adresse": "12 BIS AVENUE FOCH 57000 METZ",
            "code_postal": "57000",
            "libelle_commune": "METZ",
        }
    )
    assert place is not None
    assert place.address.lines == ("12 BIS AVENUE FOCH",)


def test_an_address_abroad_names_the_country():
    place = establishment(
        {
            "siret": "00000001800018",
            "libelle_voie": "HAUPTSTRASSE 3",
            "code_pays_etranger": "99109",
            "libelle_pays_etranger": "ALLEMAGNE",
            "libelle_commune_etranger": "66111 SARREBRUCK",
        }
    )
    assert place is not None
    assert place.address.country is None
    assert place.address.country_label == "ALLEMAGNE"
    assert place.address.town == "66111 SARREBRUCK"


def test_placeholders_are_not_a_headcount(now):
    result = public_result(Firm(rank=8, name="X Y Z", band="__O__"))
    found = facts(result, fetched_at=now)
    assert found is not None
    assert found.headcount is None
