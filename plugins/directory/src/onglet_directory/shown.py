"""Facts as people read them: labels, formatted values, cards of a search."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onglet.api import N_, _, formats, headcounts, legal_forms, naf_rev2
from onglet_directory import sources
from onglet_directory.company import Field, State
from onglet_directory.masks import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from onglet_directory.company import Candidate, Origin
    from onglet_directory.port import DirectoryError

LABELS: Final = {
    Field.NAME: N_("Name"),
    Field.SIGLE: N_("Acronym"),
    Field.SIREN: "SIREN",
    Field.SIRET: "SIRET",
    Field.ACTIVITY: N_("Activity (NAF)"),
    Field.LEGAL_FORM: N_("Legal form"),
    Field.HEADCOUNT: N_("Headcount"),
    Field.VAT_NUMBER: N_("EU VAT number"),
    Field.CREATED_ON: N_("Created on"),
    Field.STATE: N_("State"),
    Field.ADDRESS_LINES: N_("Address"),
    Field.POSTCODE: N_("Postcode"),
    Field.TOWN: N_("Town"),
}
STATES: Final = {State.ACTIVE: N_("In activity"), State.CLOSED: N_("Ceased")}
_GROUPS: Final = {9: (3, 6), 14: (3, 6, 9)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A candidate as a search shows it. `name` empty: the firm does not publish it."""

    name: str
    sigle: str
    place: str
    place_note: str
    activity: str
    number: str
    legal_form: str
    is_active: bool | None
    is_partial: bool
    href: str


def said(error: DirectoryError) -> str:
    """The sentence of a directory that has no answer."""
    return _(error.message, **error.values)


def label(fact: Field) -> str:
    """The name of a fact."""
    return _(LABELS[fact])


def text_of(fact: Field, value: str | None, language: str) -> str:
    """A value as people read it; empty when there is none."""
    if not value:
        return ""
    if fact in {Field.SIREN, Field.SIRET}:
        return number(value)
    if fact is Field.CREATED_ON:
        return formats.day(day(value))
    if fact is Field.STATE:
        return _(STATES[State(value)]) if value in set(State) else value
    reader = _LISTS.get(fact)
    return reader(value, language) if reader else value


def number(value: str) -> str:
    """A SIREN or SIRET by threes, with spaces that do not break."""
    cuts = (0, *_GROUPS.get(len(value), ()), len(value))
    return "\u00a0".join(value[start:end] for start, end in itertools.pairwise(cuts))


def activity(code: str, language: str) -> str:
    """An activity code with its name, where the list has it."""
    entry = naf_rev2.get(code)
    return f"{code} · {entry.label(language)}" if entry else code


def legal_form(code: str, language: str) -> str:
    """A legal form by its name; its code where the list has none."""
    entry = legal_forms.get(code)
    return entry.label(language) if entry else code


def headcount(band: str, language: str) -> str:
    """A band of employees in words."""
    entry = headcounts.get(band)
    return entry.label(language) if entry else band


def origin(source: Origin) -> str:
    """Where a value was read, and when: "INSEE (API Sirene), 24 nov. 2026"."""
    return _(
        "%(source)s, read on %(day)s",
        source=_(sources.label(source.source)),
        day=formats.day(source.fetched_at),
    )


def cards(
    candidates: Iterable[Candidate], language: str, href_of: Callable[[str], str]
) -> list[Card]:
    """Candidates as cards; `href_of` gives where one leads, from its SIRET or SIREN."""
    return [_card(one, language, href_of) for one in candidates]


def _card(one: Candidate, language: str, href_of: Callable[[str], str]) -> Card:
    place = " ".join(part for part in (one.postcode, one.town) if part)
    notes = {True: _("head office"), False: _("secondary establishment"), None: ""}
    main = next(iter(one.activities), None)
    return Card(
        name=one.name or "",
        sigle=one.sigle or "",
        place=place,
        place_note=notes[one.head_office] if place else "",
        activity=activity(main.code, language) if main else "",
        number=number(one.siren),
        legal_form=_short_form(one.legal_form, language) if one.legal_form else "",
        is_active=None if one.state is None else one.state is State.ACTIVE,
        is_partial=one.partial,
        href=href_of(one.siret or one.siren),
    )


def _short_form(code: str, language: str) -> str:
    """A legal form by its acronym, or the beginning of its name."""
    entry = legal_forms.get(code)
    if entry is None:
        return ""
    acronym = entry.also.partition(",")[0].strip()
    return acronym or entry.label(language).partition(",")[0].partition(" (")[0]


_LISTS: Final = {
    Field.ACTIVITY: activity,
    Field.LEGAL_FORM: legal_form,
    Field.HEADCOUNT: headcount,
}
