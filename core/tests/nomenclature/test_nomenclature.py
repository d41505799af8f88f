"""The public lists: complete, searchable, and the same as their source when it is at hand."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.identity import headcount, naf, postcode
from onglet.nomenclature import (
    Entry,
    Nomenclature,
    countries,
    departments,
    headcounts,
    legal_forms,
    naf_rev2,
    sectors,
)

EVERY = {
    "countries": countries,
    "departments": departments,
    "headcounts": headcounts,
    "legal_forms": legal_forms,
    "naf_rev2": naf_rev2,
    "sectors": sectors,
}
NO_LONGER_OFFICIAL = {"5498", "5720"}


def codes(found: list[Entry]) -> list[str]:
    return [entry.code for entry in found]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("naf_rev2", 732),
        ("legal_forms", 262),
        ("headcounts", 16),
        ("departments", 109),
        ("countries", 250),
        ("sectors", 25),
    ],
)
def test_each_list_is_complete(name, count):
    assert len(EVERY[name]) == count == len(EVERY[name].choices())


@pytest.mark.parametrize("name", EVERY)
def test_each_entry_is_clean_and_found_by_its_own_code_and_label(name):
    nomenclature = EVERY[name]
    for entry in nomenclature:
        assert entry.fr == " ".join(entry.fr.split(" ")).strip()
        assert "&" not in entry.fr.replace("R&D", "")
        assert "'" not in entry.fr + entry.en
        assert codes(nomenclature.search(entry.code, limit=1)) == [entry.code]
        assert entry in nomenclature.search(entry.fr, limit=len(nomenclature))


@pytest.mark.parametrize("name", EVERY)
@given(text=st.text(max_size=30))
def test_any_text_can_be_searched(name, text):
    assert len(EVERY[name].search(text, limit=5)) <= 5


def test_levels_have_labels_and_are_no_choice():
    assert [entry.code for entry in naf_rev2.path("62.01Z")] == ["J", "62", "62.01Z"]
    assert naf_rev2.label("J") == "Information et communication"
    assert "J" not in naf_rev2
    assert [entry.code for entry in legal_forms.path("5499")] == ["5", "54", "5499"]
    assert legal_forms.path("xxxx") == ()


def test_the_activities_have_their_sections_and_divisions():
    paths = [naf_rev2.path(entry.code) for entry in naf_rev2]
    assert {len(path) for path in paths} == {3}
    assert len({path[0].code for path in paths}) == 21
    assert len({path[1].code for path in paths}) == 88
    assert all(naf.validate(path[2].code) == path[2].code for path in paths)
    assert all(path[2].code.startswith(path[1].code) for path in paths)


def test_a_label_is_in_the_language_when_the_list_has_it():
    assert legal_forms.label("5710") == "SAS, société par actions simplifiée"
    assert legal_forms.label("5710", "en_GB") == "Simplified joint-stock company (SAS)"
    assert legal_forms.label("6316", "en").startswith("Coopérative")
    assert headcounts.label("12", "en") == "20 to 49 employees"
    assert countries.label("DE", "en") == "Germany"
    assert legal_forms.label("????") == "????"


def test_bands_are_those_whose_bounds_are_known():
    assert {entry.code for entry in headcounts} == {headcount.NOT_EMPLOYER, *headcount.BANDS}
    for entry in headcounts:
        if entry.code not in {"NN", "00"}:
            assert headcount.validate(entry.fr) == entry.code
            assert headcount.validate(entry.en) == entry.code


def test_departments_are_those_that_postcodes_tell():
    known = {entry.code for entry in departments}
    assert set(postcode.TERRITORIES) <= known
    told = {postcode.department_of(f"{n:05d}") for n in range(0, 100_000, 50)} - {""}
    assert told - known == set()
    # Clipperton has a single postcode, 98799, of French Polynesia's post.
    assert known - told <= {"977", "989"}


def test_departments_stand_under_their_regions():
    counts = Counter(entry.parent for entry in departments)
    assert sum(1 for region in counts if region) == 18
    assert departments.path("57")[0].fr == "Grand Est"
    assert departments.path("988")[0].code == "988"
    assert [departments.path(code)[0].fr for code in ("2A", "2B")] == ["Corse", "Corse"]


def test_countries_begin_with_france_then_follow_the_french_order():
    labels = [label for _, label in countries.choices()]
    assert labels[0] == "France"
    assert labels[1] == "Afghanistan"
    assert labels.index("Égypte") < labels.index("Espagne")
    assert {"GP", "RE", "MC", "XK"} <= {entry.code for entry in countries}
    assert not {"EU", "UN", "ZZ", "FX"} & {entry.code for entry in countries}


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("legal_forms", "sarl", "5499"),
        ("legal_forms", "EURL", "5498"),
        ("legal_forms", "S.A.S.", "5710"),
        ("legal_forms", "sci", "6540"),
        ("legal_forms", "auto-entrepreneur", "1000"),
        ("legal_forms", "sole trader", "1000"),
        ("naf_rev2", "6201", "62.01Z"),
        ("naf_rev2", "62.01z", "62.01Z"),
        ("naf_rev2", "prog inform", "62.01Z"),
        ("naf_rev2", "COIFF", "96.02A"),
        ("departments", "moselle", "57"),
        ("departments", "2a", "2A"),
        ("departments", "reunion", "974"),
        ("countries", "allem", "DE"),
        ("countries", "germany", "DE"),
        ("countries", "cote d ivoire", "CI"),
        ("sectors", "btp", "building"),
    ],
)
def test_the_first_answer_is_the_one_that_was_meant(name, text, first):
    assert codes(EVERY[name].search(text))[0] == first


def test_an_empty_search_gives_the_head_of_the_list():
    assert codes(naf_rev2.search("", limit=2)) == ["01.11Z", "01.12Z"]
    assert naf_rev2.search("zzzz") == []


def test_a_list_is_read_when_first_asked_and_once():
    reads = []

    def read():
        reads.append(1)
        return [Entry(code="a", fr="un"), Entry(code="b", fr="deux", parent="a")]

    made = Nomenclature(read)
    assert reads == []
    assert made.choices() == [("b", "deux")]
    assert made.label("a") == "un"
    assert reads == [1]


@pytest.mark.parametrize(
    ("name", "source", "added"),
    [
        ("naf_rev2", "codes-NAF.json", set()),
        ("legal_forms", "natures-juridiques.json", NO_LONGER_OFFICIAL),
        ("headcounts", "tranches-effectifs.json", set()),
        ("departments", "departements.json", set()),
    ],
)
def test_our_lists_say_what_insee_says(samples, name, source, added):
    theirs = json.loads((samples / source).read_text(encoding="utf-8"))
    ours = {entry.code: entry.fr for entry in EVERY[name] if entry.code not in added}
    assert {code: plain(label) for code, label in ours.items()} == {
        code: plain(label) for code, label in theirs.items()
    }


def plain(label: str) -> str:
    """The label without what typography changes: kinds of space and apostrophe."""
    return (
        re.sub(r"\s+", " ", label.replace("&nbsp;", " ").replace("'", "’"))
        .strip()
        .replace("d’ accession", "d’accession")
    )
