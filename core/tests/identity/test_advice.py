"""The live checks of a client form warn and explain, and let pass."""

from __future__ import annotations

from dataclasses import fields

import pytest

from onglet.identity.advice import Facts, Level, Party, advise

RIGHT = Facts(
    postcode="75008",
    siren="732829320",
    siret="73282932000074",
    vat="FR44732829320",
    naf="62.01Z",
    legal_form="5710",
    rcs="RCS Paris 732 829 320",
    capital="10 000 €",
    headcount="12",
    account="411000",
    auxiliary="DUPONT",
    phone="01 23 45 67 89",
    mobile="06 12 34 56 78",
    fax="01 23 45 67 90",
    email="contact@exemple.fr",
    website="exemple.fr",
    x="@exemple",
    facebook="exemple",
    linkedin="exemple",
    viadeo="exemple",
)


def advice_on(**facts) -> dict[str, tuple[str, str]]:
    """Code to field and level of what is said about these fields."""
    return {found.code: (found.field, found.level.value) for found in advise(Facts(**facts))}


def test_a_form_that_is_empty_or_right_gets_no_remark():
    assert advise(Facts()) == []
    assert advise(RIGHT) == []


@pytest.mark.parametrize(
    ("facts", "code", "field", "level"),
    [
        ({"siren": "732829321"}, "siren.key", "siren", "warn"),
        ({"siret": "73282932000075"}, "siret.key", "siret", "warn"),
        ({"siret": "73282932000074"}, "siren.from_siret", "siren", "info"),
        (
            {"siren": "732829320", "siret": "35600000000048"},
            "siret.other_siren",
            "siret",
            "warn",
        ),
        ({"vat": "FR45732829320"}, "vat.key", "vat", "warn"),
        ({"siren": "356000000", "vat": "FR44732829320"}, "vat.other_siren", "vat", "warn"),
        ({"siret": "35600000000048", "vat": "FR44732829320"}, "vat.other_siren", "vat", "warn"),
        ({"siren": "732829320"}, "vat.derived", "vat", "info"),
        ({"vat": "DE136695976"}, "vat.other_country", "vat", "info"),
        ({"naf": "62.99A"}, "naf.unknown", "naf", "warn"),
        ({"naf": "0000Z"}, "naf.awaited", "naf", "info"),
        ({"naf": "programmeur"}, "naf.shape", "naf", "warn"),
        ({"legal_form": "1234"}, "legal_form.unknown", "legal_form", "warn"),
        ({"legal_form": "9220", "capital": "5 €"}, "capital.legal_form", "capital", "info"),
        ({"legal_form": "9220", "rcs": "RCS Paris 732829320"}, "rcs.legal_form", "rcs", "info"),
        ({"siren": "356000000", "rcs": "RCS Paris 732829320"}, "rcs.other_siren", "rcs", "warn"),
        ({"capital": "beaucoup"}, "capital.shape", "capital", "warn"),
        ({"capital": "0"}, "capital.zero", "capital", "warn"),
        ({"headcount": "beaucoup"}, "headcount.number", "headcount", "warn"),
        ({"account": "401000"}, "account.class", "account", "warn"),
        ({"auxiliary": "a|b"}, "auxiliary.characters", "auxiliary", "warn"),
        ({"postcode": "1000"}, "postcode.zero", "postcode", "warn"),
        ({"country": "BE", "postcode": "75008"}, "postcode.country", "postcode", "warn"),
        ({"phone": "01 23 45"}, "phone.short", "phone", "warn"),
        ({"country": "BE", "phone": "01 23 45 67 89"}, "phone.country", "phone", "warn"),
        ({"phone": "0899 70 12 34"}, "phone.premium", "phone", "info"),
        ({"mobile": "01 23 45 67 89"}, "phone.not_mobile", "mobile", "info"),
        ({"fax": "06 12 34 56 78"}, "phone.not_fax", "fax", "info"),
        ({"email": "contact@exemple"}, "email.domain", "email", "warn"),
        ({"email": "contact@gmial.com"}, "email.typo", "email", "warn"),
        ({"website": "javascript:alert(1)"}, "website.scheme", "website", "warn"),
        ({"x": "https://exemple.fr"}, "social.network", "x", "warn"),
        ({"linkedin": "https://www.linkedin.com/feed/"}, "social.page", "linkedin", "warn"),
        ({"party": Party.PERSON, "capital": "5 €"}, "capital.person", "capital", "warn"),
        ({"party": Party.PERSON, "siren": "732829320"}, "siren.person", "siren", "info"),
        ({"party": Party.PERSON, "siret": "73282932000074"}, "siret.person", "siret", "info"),
        ({"party": Party.PERSON, "vat": "FR44732829320"}, "vat.person", "vat", "info"),
        ({"party": Party.PERSON, "rcs": "RCS Paris 732829320"}, "rcs.person", "rcs", "info"),
        ({"country": "DE", "siren": "732829320"}, "siren.abroad", "siren", "info"),
    ],
)
def test_what_looks_wrong_is_said_on_its_field(facts, code, field, level):
    assert advice_on(**facts)[code] == (field, level)


def test_what_can_be_filled_in_comes_with_its_value():
    found = {advice.code: advice.params for advice in advise(Facts(siret="73282932000074"))}
    assert found["siren.from_siret"]["value"] == "732829320"
    assert found["vat.derived"]["value"] == "FR44732829320"


def test_a_reunion_firm_is_at_home_with_french_vat_and_its_own_telephones():
    assert advise(Facts(postcode="97400", vat="FR44732829320", mobile="0692 12 34 56")) == []


def test_a_monaco_firm_is_at_home_with_french_vat():
    assert "vat.other_country" not in advice_on(country="MC", vat="FR44732829320")


def test_a_missing_vat_number_is_not_computed_for_firms_abroad():
    assert "vat.derived" not in advice_on(country="DE", siren="732829320")


def test_every_message_can_be_filled_with_its_parameters():
    wrong = {field.name: "???" for field in fields(Facts)} | {"party": Party.PERSON}
    found = advise(Facts(**wrong))
    assert len(found) > 15
    for advice in found:
        assert advice.msgid % advice.params if advice.params else advice.msgid
        assert advice.level in Level
        assert advice.field in wrong
