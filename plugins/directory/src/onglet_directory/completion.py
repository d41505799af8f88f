"""The completion of a record: what its dialog shows, and what its form says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from onglet.api import Seen, _, client_snapshot, ngettext, see
from onglet_directory import asking, record_fields, shown, sources
from onglet_directory.company import Field, State
from onglet_directory.comparison import Verdict, choose_establishment, compare
from onglet_directory.numbers import is_siren, is_siret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onglet.api import Ask, Record
    from onglet_directory.asking import Searched
    from onglet_directory.chain import Silence
    from onglet_directory.company import CompanyFacts, Establishment
    from onglet_directory.comparison import Difference
    from onglet_directory.port import DirectoryError
    from onglet_directory.service import Completed

MOST_PLACES = 60  # in the list of establishments to choose from


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field, in the record and in the directory."""

    key: str
    label: str
    old: str
    new: str
    verdict: str
    is_ticked: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """An establishment of the firm to compare with."""

    siret: str
    label: str
    is_chosen: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the form of the dialog says."""

    number: str
    siret: str
    fetched_at: str
    ticked: frozenset[Field]
    with_figures: bool
    seen: Seen | None


def number_of(record: Record) -> str:
    """The SIRET or SIREN of the client, when it has a right one."""
    client = record.client
    if is_siret(client.siret):
        return client.siret
    return client.siren if is_siren(client.siren) else ""


def results(
    ask: Ask, found: Searched, href_of: Callable[[str], str], base: str, *, in_dialog: bool = False
) -> dict[str, Any]:
    """What the results of a search show."""
    answer = found.answer
    language = ask.actor.locale
    pages = answer.pages if answer else 0
    return {
        "searched": found,
        "base": base,
        "in_dialog": in_dialog,
        "cards": shown.cards(answer.candidates, language, href_of) if answer else [],
        "total": answer.total if answer else 0,
        "error": shown.said(found.error) if found.error else "",
        "source": shown.origin(answer.origin) if answer else "",
        "is_stale": answer.stale if answer else False,
        "previous_href": f"{base}?{found.query(found.page - 1)}" if found.page > 1 else "",
        "next_href": f"{base}?{found.query(found.page + 1)}" if found.page < pages else "",
    }


def searching(
    record: Record, q: str, postcode: str, page: int, error: DirectoryError | None
) -> dict[str, Any]:
    """The dialog while the firm is looked for: first by the name of the client."""
    held = client_snapshot(record, record.client.id)
    where = str(held.values.get("address.postcode") or "") if held else ""
    text, postcode = (q, postcode) if q else (record.client.name, where)
    base = record.href("directory", "completion")
    found = (
        asking.Searched(text=text, postcode=postcode, page=1, error=error)
        if error
        else asking.search(record, text, postcode, page)
    )

    def href_of(number: str) -> str:
        return f"{base}?{urlencode({'number': number})}"

    return {
        "step": "search",
        "note": "",
        **results(record, found, href_of, base, in_dialog=True),
    }


def beside(
    record: Record,
    facts: CompanyFacts,
    number: str,
    silent: Sequence[Silence],
    *,
    note: str = "",
) -> dict[str, Any]:
    """The dialog with both sides, field by field."""
    held = client_snapshot(record, record.client.id)
    values: Mapping[str, Any] = held.values if held else {}
    place = choose_establishment(facts, number if is_siret(number) else record.client.siret)
    differences = compare(
        record_fields.record_of(values),
        facts,
        place,
        nomenclature=record_fields.nomenclature_of(values),
    )
    keys = record_fields.keys_of(set(Field))
    language = record.actor.locale
    return {
        "step": "compare",
        "note": note,
        "number": number,
        "siret": place.siret if place else "",
        "fetched_at": facts.origin.fetched_at.isoformat(),
        "seen": see(held.version, {key: values.get(key) for key in keys}).dump() if held else "",
        "lines": [_line(one, language) for one in differences if one.verdict is not Verdict.SAME],
        "same": [_line(one, language) for one in differences if one.verdict is Verdict.SAME],
        "places": _places(record, facts, place),
        "years": len(facts.finances),
        "is_partial": facts.partial,
        "is_closed": facts.state is State.CLOSED,
        "registers": [
            f"{_(shown.STATES[one.state])} : {shown.origin(one.origin)}" for one in facts.registers
        ]
        if facts.registers_disagree
        else [],
        "silent": [_(sources.label(one.source)) for one in silent],
        "firm": facts.name or shown.number(facts.siren),
        "search_href": f"{record.href('directory', 'completion')}?"
        f"{urlencode({'q': record.client.name})}",
    }


def again(record: Record, number: str, note: str) -> dict[str, Any]:
    """The dialog when the answer that was shown is no longer at hand."""
    query = urlencode({"number": number}) if number else ""
    href = f"{record.href('directory', 'completion')}?{query}"
    return {"step": "again", "note": note, "again_href": href}


def read(form: Any) -> Sent:
    """What the form of the dialog says; fields that do not exist are passed over."""
    known = {str(fact): fact for fact in Field}
    return Sent(
        number=form.get("number")[:14],
        siret=form.get("siret")[:14],
        fetched_at=form.get("fetched_at"),
        ticked=frozenset(known[key] for key in form.all("take") if key in known),
        with_figures=form.get("figures") == "1",
        seen=Seen.load(form.get("seen")),
    )


def told(done: Completed) -> str:
    """What was done, in a sentence."""
    said = []
    if done.fields:
        said.append(ngettext("%(num)s field completed.", "%(num)s fields completed.", done.fields))
    if done.years:
        said.append(
            ngettext("Figures of %(num)s year kept.", "Figures of %(num)s years kept.", done.years)
        )
    return " ".join(said) or _("Nothing was ticked: the record is as it was.")


def after(record: Record, done: Completed) -> str:
    """Where to go once it is done: to the figures when only they were taken."""
    if done.years and not done.fields:
        return record.href("directory-finances")
    return record.client.href


def _line(one: Difference, language: str) -> Line:
    return Line(
        key=str(one.field),
        label=shown.label(one.field),
        old=shown.text_of(one.field, one.old, language),
        new=shown.text_of(one.field, one.new, language),
        verdict=str(one.verdict),
        is_ticked=one.suggested,
        source=shown.origin(one.origin),
    )


def _places(record: Record, facts: CompanyFacts, chosen: Establishment | None) -> list[PlaceChoice]:
    places = facts.establishments[:MOST_PLACES]
    if len(places) < 2:
        return []
    base = record.href("directory", "completion")
    return [
        PlaceChoice(
            siret=one.siret,
            label=_place_label(one),
            is_chosen=one == chosen,
            href=f"{base}?{urlencode({'number': one.siret})}",
        )
        for one in places
    ]


def _place_label(one: Establishment) -> str:
    parts = [
        " ".join(part for part in (one.address.postcode, one.address.town) if part),
        one.sign or "",
        _("head office") if one.head_office else "",
        _("closed") if one.state is State.CLOSED else "",
        shown.number(one.siret),
    ]
    return " · ".join(part for part in parts if part)
