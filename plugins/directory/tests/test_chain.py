from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from onglet_directory.adapters.insee_result import establishment
from onglet_directory.adapters.insee_result import facts as insee_facts
from onglet_directory.adapters.public_result import facts as public_facts
from onglet_directory.chain import DirectoryChain
from onglet_directory.company import CompanyFacts, Field, Origin, SearchAnswer, State
from onglet_directory.merging import merged
from onglet_directory.port import DirectoryError, NotFound, Unreachable
from onglet_directory.testing.fiction import FIRMS, insee_place, insee_unit, public_result

BAKERY, _, _, TRADER, MASKED, _, _ = FIRMS


@dataclass
class Source:
    source: str
    answer: CompanyFacts | SearchAnswer | DirectoryError

    def search(self, text, postcode=None, page=1):
        return self._say()

    def get(self, number):
        return self._say()

    def recall(self, number):
        return None if isinstance(self.answer, DirectoryError) else self.answer

    def _say(self):
        if isinstance(self.answer, DirectoryError):
            raise self.answer
        return self.answer


def public(firm, now):
    found = public_facts(public_result(firm), fetched_at=now)
    assert found is not None
    return found


def insee(firm, now):
    place = establishment(insee_place(firm))
    assert place is not None
    return insee_facts(insee_unit(firm), siren=firm.siren, places=(place,), total=1, fetched_at=now)


def answer(total, source, now):
    return SearchAnswer(
        candidates=(), total=total, page=1, pages=1, origin=Origin(source=source, fetched_at=now)
    )


def test_the_next_source_answers_when_the_first_is_silent(now):
    chain = DirectoryChain(
        [Source("insee", Unreachable("down")), Source("offline", answer(3, "offline", now))]
    )
    assert chain.search("meridon").origin.source == "offline"


def test_the_next_source_is_asked_when_the_first_finds_nothing(now):
    chain = DirectoryChain(
        [Source("offline", answer(0, "offline", now)), Source("insee", answer(2, "insee", now))]
    )
    assert chain.search("meridon").origin.source == "insee"


def test_nothing_found_anywhere_is_an_answer(now):
    chain = DirectoryChain(
        [Source("offline", answer(0, "offline", now)), Source("insee", Unreachable("down"))]
    )
    assert chain.search("meridon").total == 0


def test_unknown_is_said_only_when_every_source_could_say_it():
    with pytest.raises(NotFound):
        DirectoryChain([Source("a", NotFound("no")), Source("b", NotFound("no"))]).get("1")
    with pytest.raises(Unreachable):
        DirectoryChain([Source("a", NotFound("no")), Source("b", Unreachable("down"))]).get("1")


def test_without_a_source_the_sentence_says_who_can_help():
    with pytest.raises(Unreachable, match="administrator"):
        DirectoryChain([]).search("meridon")


def test_all_sources_together_fill_each_others_gaps_and_keep_their_origin(now):
    chain = DirectoryChain(
        [Source("insee", insee(BAKERY, now)), Source("public", public(BAKERY, now))]
    )
    both = chain.consult(BAKERY.siren).facts
    assert both.finances[0].origin.source == "recherche-entreprises"
    assert both.vat_numbers
    assert both.origin_of(Field.VAT_NUMBER).source == "recherche-entreprises"
    assert both.origin_of(Field.NAME).source == "insee"
    assert [one.origin.source for one in both.registers] == ["insee", "recherche-entreprises"]
    assert not both.registers_disagree


def test_what_is_at_hand_is_recalled_as_it_was_said(now):
    sources = [Source("insee", insee(BAKERY, now)), Source("public", public(BAKERY, now))]
    chain = DirectoryChain(sources)
    assert chain.recall(BAKERY.siren) == chain.consult(BAKERY.siren).facts
    assert DirectoryChain([Source("insee", Unreachable("down"))]).recall(BAKERY.siren) is None


def test_silent_sources_are_named(now):
    chain = DirectoryChain(
        [Source("insee", Unreachable("down")), Source("public", public(BAKERY, now))]
    )
    said = chain.consult(BAKERY.siren)
    assert [one.source for one in said.silent] == ["insee"]
    assert said.facts.name == BAKERY.name


def test_registers_that_disagree_are_shown(now):
    closed = public(replace(BAKERY, state="C"), now)
    both = merged(insee(BAKERY, now), closed)
    assert both.registers_disagree
    assert both.state is State.ACTIVE


def test_an_older_copy_does_not_give_away_what_a_firm_withdrew(now):
    """The stock still has the name; the service of today has it masked: it stays masked."""
    open_then = insee(replace(TRADER, rank=MASKED.rank), now)
    masked_now = public(MASKED, now)
    for both in (merged(open_then, masked_now), merged(masked_now, open_then)):
        assert both.partial
        assert both.name is None
        assert both.person is None
        assert all(place.address.lines == () for place in both.establishments)
        assert not both.covers & {Field.NAME, Field.ADDRESS_LINES, Field.POSTCODE}


def test_merging_with_itself_changes_nothing_but_the_registers(now):
    one = public(BAKERY, now)
    assert replace(merged(one, one), registers=one.registers) == one
