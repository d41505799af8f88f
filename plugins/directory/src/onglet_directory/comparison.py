"""A record beside the directory, field by field: what is the same, new, changed or gone.

Nothing here writes: a person ticks the differences to take over. A field on which the source says
nothing, or whose value it withholds, is not compared: unknown is neither empty nor a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from onglet_directory.company import Field, State
from onglet_directory.masks import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from onglet_directory.company import Activity, CompanyFacts, Establishment, Origin


class Verdict(StrEnum):
    """How a field of the record stands beside the directory."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of the record beside the directory.

    Attributes:
        old: the value of the record, None when empty.
        new: the value of the directory, None when it says that there is none.
    """

    field: Field
    old: str | None
    new: str | None
    verdict: Verdict
    origin: Origin

    @property
    def suggested(self) -> bool:
        """Whether it is ticked at first: only what overwrites nothing."""
        return self.verdict is Verdict.NEW


def compare(
    record: Mapping[Field, str | None],
    facts: CompanyFacts,
    place: Establishment | None,
    *,
    nomenclature: str = "NAFRev2",
) -> tuple[Difference, ...]:
    """The fields of the record that the directory speaks of, in the order of `Field`.

    Args:
        record: the fields that the record has, as texts; address lines joined by newlines.
        facts: what the directory says.
        place: the establishment chosen for SIRET and address.
        nomenclature: the one in which the record keeps its activity code.
    """
    values = values_of(facts, place, nomenclature=nomenclature)
    found = []
    for fact in Field:
        if fact not in record or fact not in values:
            continue
        old, new = _clean(record[fact]), _clean(values[fact])
        if old is None and new is None:
            continue
        found.append(
            Difference(
                field=fact,
                old=old,
                new=new,
                verdict=_verdict(fact, old, new),
                origin=facts.origin_of(fact),
            )
        )
    return tuple(found)


def values_of(
    facts: CompanyFacts, place: Establishment | None, *, nomenclature: str = "NAFRev2"
) -> dict[Field, str | None]:
    """The facts as texts, for the fields on which the source speaks."""
    activity = activity_in(facts.activities, nomenclature)
    values: dict[Field, str | None] = {
        Field.NAME: facts.name,
        Field.SIGLE: facts.sigle,
        Field.SIREN: facts.siren,
        Field.ACTIVITY: activity.code if activity else None,
        Field.LEGAL_FORM: facts.legal_form,
        Field.HEADCOUNT: facts.headcount.band if facts.headcount else None,
        Field.VAT_NUMBER: facts.vat_numbers[0] if len(facts.vat_numbers) == 1 else None,
        Field.CREATED_ON: facts.created_on.isoformat() if facts.created_on else None,
        Field.STATE: str(facts.state) if facts.state else None,
    }
    if place is not None:
        values |= {
            Field.SIRET: place.siret,
            Field.ADDRESS_LINES: "\n".join(place.address.lines) or None,
            Field.POSTCODE: place.address.postcode,
            Field.TOWN: place.address.town,
        }
    unsaid = set(values) - facts.covers
    if activity is None:
        unsaid.add(Field.ACTIVITY)  # said in another nomenclature, or not at all
    if len(facts.vat_numbers) != 1:
        unsaid.add(Field.VAT_NUMBER)  # with several, only the client knows which one is used
    return {fact: value for fact, value in values.items() if fact not in unsaid}


def activity_in(activities: tuple[Activity, ...], nomenclature: str) -> Activity | None:
    """The activity in this nomenclature."""
    return next((one for one in activities if one.nomenclature == nomenclature), None)


def choose_establishment(facts: CompanyFacts, siret: str | None = None) -> Establishment | None:
    """The place to compare with: the one asked for, else the head office, else an active one."""
    places = facts.establishments
    asked = next((one for one in places if siret and one.siret == siret), None)
    active = next((one for one in places if one.state is State.ACTIVE), None)
    return asked or facts.head_office or active or (places[0] if places else None)


def accepted(
    differences: tuple[Difference, ...], ticked: Collection[Field]
) -> dict[Field, str | None]:
    """The values to write for the ticked fields; None empties a field that the source gave up."""
    return {
        one.field: one.new
        for one in differences
        if one.field in ticked and one.verdict is not Verdict.SAME
    }


def _verdict(fact: Field, old: str | None, new: str | None) -> Verdict:
    if old is None:
        return Verdict.NEW
    if new is None:
        return Verdict.REMOVED
    return Verdict.SAME if _key(fact, old) == _key(fact, new) else Verdict.CHANGED


def _key(fact: Field, value: str) -> str:
    """What must be equal: the register writes capitals without accents, which is no change."""
    folded = fold(value)
    words = {Field.NAME, Field.SIGLE, Field.ADDRESS_LINES, Field.TOWN}
    if fact in words:
        return folded or value
    return folded.replace(" ", "") or value


def _clean(value: str | None) -> str | None:
    return (value or "").strip() or None
