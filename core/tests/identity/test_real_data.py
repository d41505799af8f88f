"""The checks on real input: part of the public register, the world's telephones, hostile text."""

from __future__ import annotations

import contextlib
import csv
import json
from dataclasses import fields

import pytest

from onglet.identity import (
    Invalid,
    auxiliary_code,
    capital,
    civility,
    email,
    headcount,
    naf,
    person_name,
    phone,
    postcode,
    rcs,
    reference,
    siren,
    siret,
    social,
    third_party_account,
    vat,
    website,
)
from onglet.identity.advice import Facts, advise
from onglet.identity.folding import fold, initials, phone_digits, sort_key, words
from onglet.nomenclature import naf_rev2

DOORS = [
    auxiliary_code,
    capital,
    civility,
    email,
    headcount,
    naf,
    person_name,
    phone,
    postcode,
    rcs,
    reference,
    siren,
    siret,
    third_party_account,
    vat,
    website,
]

# Examples that the numbering plans have dropped since the table of examples was made.
DROPPED = {"+22985751234", "+22981123456", "+2631312345"}


@pytest.fixture(scope="session")
def establishments(samples):
    with (samples / "sirene" / "etablissements-moselle.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def hostile(samples):
    folder = samples / "nasty"
    lines = json.loads((folder / "blns.json").read_text(encoding="utf-8"))
    for name in ("xss-payload-list.txt", "csv-payload.txt", "HTML5sec_Injections.txt"):
        lines += (folder / name).read_text(encoding="utf-8", errors="replace").splitlines()
    assert len(lines) > 3000
    return lines


def test_every_number_of_the_register_passes(establishments):
    assert len(establishments) == 10_288
    for row in establishments:
        number = siret.validate(row["siret"])
        assert number == row["siret"]
        assert siren.validate(siret.siren_of(number)) == number[:9]
        assert vat.siren_of(vat.derive(number[:9]).number) == number[:9]


def test_every_activity_of_the_register_is_known_once_it_has_its_dot(establishments):
    found = {naf.activity(row["codenaf"]) for row in establishments}
    assert len(found) == 411
    unknown = {activity.code for activity in found if activity.code not in naf_rev2}
    assert unknown == {naf.AWAITED}


def test_every_name_of_the_register_can_be_searched_sorted_and_drawn(establishments):
    for row in establishments:
        name = row["raisonsociale"]
        assert fold(name).isascii()
        assert 1 <= len(initials(name)) <= 2
        assert sort_key(name)
        assert auxiliary_code.is_valid(auxiliary_code.derive(name))
        assert fold(person_name.format(*_parts(name))).split() != []


def _parts(name: str) -> tuple[str, str]:
    found = person_name.split(name)
    return found.given, found.family


def test_what_the_register_says_gets_no_warning(establishments):
    for row in establishments[::20]:
        facts = Facts(siret=row["siret"], naf=row["codenaf"], postcode=row["codepostal"])
        assert {found.level for found in advise(facts)} <= {"info"}
        assert postcode.department_of(row["codepostal"]) == row["departement"]
        assert postcode.department_of_commune(row["codecommune"]) == row["departement"]


def test_the_telephones_of_the_world_pass_and_are_read_back(samples):
    with (samples / "ids" / "phone-examples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1144
    refused = set()
    for row in rows:
        number, region = row["e164"], row["region"]
        if not phone.is_valid(number, region):
            refused.add(number)
            continue
        assert phone.validate(number) == number
        assert phone.validate(phone.format(number, region), region) == number
        assert phone.validate(phone.format(number, "FR"), "FR") == number
    assert refused == DROPPED


def test_hostile_text_gets_a_value_or_a_refusal(hostile):
    for text in hostile:
        for module in DOORS:
            assert isinstance(module.compact(text), str)
            _try(module.validate, text)
        for network in social.Network:
            _try(social.validate, text, network)


def _try(check, *args):
    with contextlib.suppress(Invalid):
        check(*args)


def test_no_hostile_text_becomes_a_link_that_does_harm(hostile):
    for text in hostile:
        for line in (text, f"exemple.fr/{text}", f"https://exemple.fr?{text}"):
            if website.is_valid(line):
                link = website.validate(line)
                assert link.startswith(("https://", "http://"))
                assert not set(link) & set('"<>` \\')


def test_hostile_text_can_be_folded_sorted_and_drawn(hostile):
    for text in hostile:
        assert fold(fold(text)) == fold(text)
        assert len(initials(text)) <= 2
        assert isinstance(sort_key(text), str)
        assert isinstance(words(text), tuple)
        assert isinstance(phone_digits(text), str)


def test_a_form_full_of_hostile_text_gets_remarks(hostile):
    names = [field.name for field in fields(Facts) if field.name != "party"]
    for text in hostile[:600]:
        for found in advise(Facts(**dict.fromkeys(names, text))):
            assert found.msgid % found.params if found.params else found.msgid
