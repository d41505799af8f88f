"""Facts of one firm from several sources, made into one.

The first source wins, and each value keeps the source it came from. A firm that one source shows
as partly published is treated so whatever the others still say: an older copy may hold the name
that the person has since withdrawn, so name and address then come from that source alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onglet_directory.company import Diffusion, Field

if TYPE_CHECKING:
    from onglet_directory.company import Activity, CompanyFacts, Origin

WITHHELD = frozenset({Field.NAME, Field.SIGLE, Field.ADDRESS_LINES, Field.POSTCODE, Field.TOWN})
_PLACE = (Field.SIRET, Field.ADDRESS_LINES, Field.POSTCODE, Field.TOWN)


def merged(first: CompanyFacts, second: CompanyFacts) -> CompanyFacts:
    """The facts of `first`, with what it does not know taken from `second`."""
    if first.partial or second.partial:
        first, second = _as_published(first), _as_published(second)
    filled: dict[Field, Origin] = {}

    def take(fact: Field, mine: object, other: object) -> bool:
        if mine or not other:
            return False
        filled[fact] = second.origin_of(fact)
        return True

    has_places = take(Field.SIRET, first.establishments, second.establishments)
    if has_places:
        filled |= {fact: second.origin_of(fact) for fact in _PLACE}
    years = {one.year: one for one in (*second.finances, *first.finances)}
    both = replace(
        first,
        name=second.name if take(Field.NAME, first.name, second.name) else first.name,
        usual_names=first.usual_names or second.usual_names,
        sigle=second.sigle if take(Field.SIGLE, first.sigle, second.sigle) else first.sigle,
        person=first.person or second.person,
        legal_form=second.legal_form
        if take(Field.LEGAL_FORM, first.legal_form, second.legal_form)
        else first.legal_form,
        activities=_activities(first, second),
        headcount=second.headcount
        if take(Field.HEADCOUNT, first.headcount, second.headcount)
        else first.headcount,
        state=second.state if take(Field.STATE, first.state, second.state) else first.state,
        created_on=second.created_on
        if take(Field.CREATED_ON, first.created_on, second.created_on)
        else first.created_on,
        closed_on=first.closed_on or second.closed_on,
        head_office_siret=first.head_office_siret or second.head_office_siret,
        establishments=second.establishments if has_places else first.establishments,
        establishments_total=first.establishments_total or second.establishments_total,
        vat_numbers=second.vat_numbers
        if take(Field.VAT_NUMBER, first.vat_numbers, second.vat_numbers)
        else first.vat_numbers,
        finances=tuple(sorted(years.values(), key=lambda one: one.year, reverse=True)),
        registers=(*first.registers, *second.registers),
        covers=first.covers | second.covers,
    )
    only_second = {fact: second.origin_of(fact) for fact in second.covers - first.covers}
    return replace(both, origins={**only_second, **first.origins, **filled})


def _as_published(facts: CompanyFacts) -> CompanyFacts:
    """The facts, without name and address unless it is the partial source that gives them."""
    if facts.partial:
        return facts
    return replace(
        facts,
        name=None,
        usual_names=(),
        sigle=None,
        person=None,
        establishments=(),
        diffusion=Diffusion.PARTIAL,
        covers=facts.covers - WITHHELD - {Field.SIRET},
    )


def _activities(first: CompanyFacts, second: CompanyFacts) -> tuple[Activity, ...]:
    known = {one.nomenclature for one in first.activities}
    return first.activities + tuple(
        one for one in second.activities if one.nomenclature not in known
    )
