"""Writing what the directory said: on the record when ticked, and in the directory's own tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from onglet.api import (
    Conflict,
    client_snapshot,
    client_view_by_id,
    edit_client,
    note_sources,
    to_minor,
)
from onglet_directory import record_fields, sources
from onglet_directory.company import Field, Origin, YearlyFigures
from onglet_directory.comparison import (
    Verdict,
    accepted,
    choose_establishment,
    compare,
)
from onglet_directory.models import CompanyRow, FigureRow
from onglet_directory.numbers import is_siren, is_siret

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from decimal import Decimal
    from typing import Any

    from onglet.api import Seen, Work
    from onglet_directory.company import CompanyFacts, Establishment
    from onglet_directory.port import RememberingDirectory

_CENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What a completion did: how many fields of the record changed, how many years were kept."""

    fields: int
    years: int


def complete(
    work: Work,
    client_id: int,
    facts: CompanyFacts,
    place: Establishment | None,
    *,
    ticked: Collection[Field],
    with_figures: bool,
    seen: Seen | None = None,
) -> Completed:
    """Write the ticked facts on the record, each with its source, and keep the rest.

    Raises:
        ClashError: when a colleague changed one of the fields meanwhile.
        Conflict: when the client is no longer there.
        FieldRefusedError: when a value cannot be kept.
    """
    before = client_snapshot(work, client_id)
    if before is None:
        raise Conflict
    nomenclature = record_fields.nomenclature_of(before.values)
    record = record_fields.record_of(before.values)
    differences = compare(record, facts, place, nomenclature=nomenclature)
    taken = accepted(differences, ticked)
    changed = 0
    if taken:
        values = record_fields.to_write(taken, facts, place, nomenclature=nomenclature)
        done = edit_client(work, client_id, values, seen=seen, source=sources.stamp(facts.origin))
        _note_other_sources(work, client_id, facts, taken, done.changes)
        closed = frozenset(done.withheld)  # the colleague's profile left these alone
        changed = sum(closed.isdisjoint(record_fields.keys_of({fact})) for fact in taken)
    keep_company(work, client_id, facts)
    return Completed(
        fields=changed,
        years=keep_figures(work, client_id, facts.finances) if with_figures else 0,
    )


def _note_other_sources(
    work: Work,
    client_id: int,
    facts: CompanyFacts,
    taken: Mapping[Field, str | None],
    changes: Mapping[str, Any],
) -> None:
    """Facts that come from another source than most keep theirs."""
    for fact in taken:
        origin = facts.origin_of(fact)
        if origin != facts.origin:
            stamp = sources.stamp(origin)
            keys = [key for key in record_fields.keys_of({fact}) if key in changes]
            note_sources(work, client_id, dict.fromkeys(keys, stamp))


def remember_creation(work: Work, client_id: int, directory: RememberingDirectory) -> bool:
    """Note what a new client owes to the directory, and keep its figures.

    The form was filled from an answer that is still at hand: the fields that say the same have
    that answer for source. Nobody is asked. False when the client owes it nothing.
    """
    client = client_view_by_id(work, client_id)
    if client is None:
        return False
    numbers = [number for number in (client.siret, client.siren) if number]
    known = (directory.recall(n) for n in numbers if is_siret(n) or is_siren(n))
    facts = next((found for found in known if found is not None), None)
    before = client_snapshot(work, client_id)
    if facts is None or before is None:
        return False
    place = choose_establishment(facts, client.siret)
    nomenclature = record_fields.nomenclature_of(before.values)
    record = record_fields.record_of(before.values)
    same = {
        one.field: one.origin
        for one in compare(record, facts, place, nomenclature=nomenclature)
        if one.verdict is Verdict.SAME
    }
    if not {Field.SIREN, Field.SIRET} & set(same):
        return False
    for fact, origin in same.items():
        keys = [key for key in record_fields.keys_of({fact}) if before.values.get(key)]
        note_sources(work, client_id, dict.fromkeys(keys, sources.stamp(origin)))
    keep_company(work, client_id, facts)
    keep_figures(work, client_id, facts.finances)
    return True


def keep_company(work: Work, client_id: int, facts: CompanyFacts) -> None:
    """Keep the firm as it was just described, in the place of what was known."""
    row = work.session.scalars(
        select(CompanyRow).where(CompanyRow.client_id == client_id)
    ).one_or_none()
    if row is None:
        row = CompanyRow(client_id=client_id)
        work.session.add(row)
    row.siren = facts.siren
    row.sigle = (facts.sigle or "")[:120]
    row.state = str(facts.state) if facts.state else ""
    row.created_on = facts.created_on
    row.closed_on = facts.closed_on
    row.is_partial = facts.partial
    row.headcount_band = facts.headcount.band[:4] if facts.headcount else ""
    row.headcount_year = facts.headcount.year if facts.headcount else None
    row.places = facts.establishments_total
    row.registers = [
        {
            "register": one.register,
            "state": str(one.state),
            "source": one.origin.source,
            "fetched_at": one.origin.fetched_at.isoformat(),
        }
        for one in facts.registers
    ]
    row.source = facts.origin.source
    row.fetched_at = facts.origin.fetched_at
    row.updated_on = facts.origin.updated_on
    work.session.flush()


def keep_figures(work: Work, client_id: int, figures: Iterable[YearlyFigures]) -> int:
    """Keep yearly figures, those of the same source in the place of older ones; give how many.

    What another source said of a year stays beside it.
    """
    rows = work.session.scalars(select(FigureRow).where(FigureRow.client_id == client_id))
    held = {(row.year, row.source): row for row in rows}
    kept = 0
    for one in figures:
        row = held.get((one.year, one.origin.source))
        if row is None:
            row = FigureRow(client_id=client_id, year=one.year, source=one.origin.source)
            work.session.add(row)
            held[one.year, one.origin.source] = row
        row.turnover_minor = _minor(one.turnover)
        row.result_minor = _minor(one.result)
        row.closed_on = one.closed_on
        row.fetched_at = one.origin.fetched_at
        row.updated_on = one.origin.updated_on
        kept += 1
    work.session.flush()
    return kept


def type_figures(
    work: Work,
    client_id: int,
    *,
    year: int,
    turnover: Decimal | None,
    result: Decimal | None,
    closed_on: date | None = None,
) -> None:
    """Keep figures that somebody typed, as a source of their own, with a row of history."""
    typed = YearlyFigures(
        year=year,
        turnover=turnover,
        result=result,
        closed_on=closed_on,
        origin=Origin(source=sources.TYPED, fetched_at=work.now),
    )
    before = work.session.scalars(
        select(FigureRow).where(
            FigureRow.client_id == client_id,
            FigureRow.year == year,
            FigureRow.source == sources.TYPED,
        )
    ).one_or_none()
    old = (before.turnover_minor, before.result_minor) if before else (None, None)
    keep_figures(work, client_id, [typed])
    work.record_change(
        client_id=client_id,
        subject="directory.figure",
        subject_id=year,
        action="edit" if before else "create",
        changes={
            "turnover_minor": (old[0], _minor(turnover)),
            "result_minor": (old[1], _minor(result)),
        },
    )


def delete_typed_figures(work: Work, client_id: int, year: int) -> bool:
    """Delete the figures that somebody typed for a year; False when there were none."""
    row = work.session.scalars(
        select(FigureRow).where(
            FigureRow.client_id == client_id,
            FigureRow.year == year,
            FigureRow.source == sources.TYPED,
        )
    ).one_or_none()
    if row is None:
        return False
    old = (row.turnover_minor, row.result_minor)
    work.session.execute(
        delete(FigureRow).where(FigureRow.client_id == client_id, FigureRow.id == row.id)
    )
    work.record_change(
        client_id=client_id,
        subject="directory.figure",
        subject_id=year,
        action="delete",
        changes={"turnover_minor": (old[0], None), "result_minor": (old[1], None)},
    )
    return True


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else to_minor(amount, _CENTS)
