"""Whatever is typed, a check gives a value or an `Invalid`, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from onglet.identity.advice import Facts, Party, advise

MODULES = [
    auxiliary_code,
    capital,
    email,
    headcount,
    naf,
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
"""Those whose `format` takes the value alone and gives back what `validate` reads."""

TYPED = [field.name for field in fields(Facts) if field.name != "party"]
# Text near what the fields hold finds more than random text does.
anything = st.one_of(
    st.text(max_size=40),
    st.text("0123456789 .,+-€kKFR@/:%{}", max_size=30),
    st.from_regex(r"(https?://)?[a-z.]{1,12}(/[\w%.]{0,9})?(\?.{0,5})?", fullmatch=True),
)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@given(text=anything)
def test_what_passes_is_stored_shown_and_read_back_the_same(module, text):
    assert isinstance(module.compact(text), str)
    if not module.is_valid(text):
        return
    value = module.validate(text)
    assert module.validate(module.format(value)) == value
    assert module.validate(module.compact(text)) == value
    assert module.compact(module.compact(text)) == module.compact(text)


@pytest.mark.parametrize("network", social.Network)
@given(text=anything)
def test_a_page_that_passes_is_read_back_the_same(network, text):
    if social.is_valid(text, network):
        value = social.validate(text, network)
        assert social.validate(value, network) == value
        assert social.validate(social.format(value, network), network) == value
        assert value.startswith("https://")
        assert not re.search(r"[\s\"<>]", value)


@given(anything)
def test_a_web_address_that_passes_is_safe_in_a_link(text):
    if website.is_valid(text):
        assert re.fullmatch(r"https?://[^\s\"<>\\`]+", website.validate(text))


@given(anything)
def test_a_name_that_passes_is_on_one_line(text):
    person_name.split(text)
    if person_name.is_valid(text):
        assert person_name.validate(text) == person_name.compact(person_name.validate(text))
    assert isinstance(civility.is_valid(text), bool)


@given(st.fixed_dictionaries(dict.fromkeys(TYPED, anything)), st.sampled_from(Party))
def test_advice_is_never_an_error(texts, party):
    for found in advise(Facts(party=party, **texts)):
        assert found.msgid % found.params if found.params else found.msgid


@pytest.mark.parametrize("module", [*MODULES, civility, person_name], ids=lambda m: m.__name__)
def test_a_huge_text_is_refused_at_once(module):
    with pytest.raises(Invalid) as caught:
        module.validate("1" * 10_000_000)
    assert caught.value.code == "too_long"


def test_every_check_has_the_same_door():
    folder = Path(siren.__file__).parent
    checks = {
        path.stem for path in folder.glob("*.py") if "\ndef validate(" in path.read_text("utf-8")
    }
    offered = {module.__name__.rpartition(".")[2] for module in MODULES}
    assert checks == offered | {"civility", "person_name", "social"}
    for name in checks:
        source = (folder / f"{name}.py").read_text("utf-8")
        for door in ("compact", "is_valid", "format"):
            assert f"\ndef {door}(" in source, f"{name} has no {door}"
