"""What the directory keeps on clients: counted, moved, exported and erased when the core asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from onglet.api import N_, ClientKind, Holding, PersonalData, _
from onglet_directory import sources
from onglet_directory.answers import answer_file
from onglet_directory.models import CompanyRow, FigureRow
from onglet_directory.queries import company_of, count_kept, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.api import Record, Work


def facts_holding() -> Holding:
    """The firm as last read and its yearly figures."""
    return Holding(
        key="directory.facts",
        label=N_("facts from the company directory"),
        legal_ground=N_("Legitimate interest: knowing who one deals with, from public registers."),
        retention=N_("As long as the client's record."),
        count=lambda record: count_kept(record, record.client.id),
        merge=merge,
        unmerge=unmerge,
        personal_data=personal_data,
        erase=erase,
    )


def merge(work: Work, source: int, target: int) -> Mapping[str, Any]:
    """Move figures to the other client; what it has already stays, and both can be told apart."""
    session = work.session
    held = session.execute(
        select(FigureRow.year, FigureRow.source).where(FigureRow.client_id == target)
    )
    theirs = {(row.year, row.source) for row in held}
    mine = session.execute(
        select(FigureRow.id, FigureRow.year, FigureRow.source).where(FigureRow.client_id == source)
    ).all()
    moved = [row.id for row in mine if (row.year, row.source) not in theirs]
    _move(work, moved, target)
    has_company = session.scalar(select(CompanyRow.client_id).where(CompanyRow.client_id == target))
    company = 0
    if not has_company:
        company = _rename_company(work, source, target)
    return {"source": source, "target": target, "figures": moved, "company": company}


def unmerge(work: Work, kept: Mapping[str, Any]) -> None:
    """Move back what a merge moved."""
    _move(work, list(kept["figures"]), int(kept["source"]))
    if kept["company"]:
        _rename_company(work, int(kept["target"]), int(kept["source"]))


def personal_data(record: Record) -> Iterable[PersonalData]:
    """What the register says of a person who is a firm; nothing of companies."""
    company = company_of(record, record.client.id)
    if record.client.kind is not ClientKind.PERSON and not (company and company.is_partial):
        return
    if company is not None:
        row = {
            "siren": company.siren,
            "state": str(company.state or ""),
            "created_on": company.created_on.isoformat() if company.created_on else "",
            "source": sources.stamp(company.origin),
        }
        yield PersonalData(label=_("Company directory"), rows=[row])
    figures = figures_of(record, record.client.id)
    if figures:
        rows = [
            {
                "year": one.year,
                "turnover": "" if one.turnover is None else str(one.turnover),
                "result": "" if one.result is None else str(one.result),
                "source": sources.stamp(one.origin),
            }
            for one in figures
        ]
        yield PersonalData(label=_("Yearly figures"), rows=rows)


def erase(work: Work, record: Record) -> int:
    """Delete all that is kept on the client, and the answers of the directory about it."""
    number = record.client.siren or record.client.siret[:9]
    client_id = record.client.id
    count = count_kept(work, client_id)
    work.session.execute(delete(FigureRow).where(FigureRow.client_id == client_id))
    work.session.execute(delete(CompanyRow).where(CompanyRow.client_id == client_id))
    if number:
        answer_file(work).forget(number)
    return count


def _move(work: Work, ids: list[int], target: int) -> None:
    if ids:
        work.session.execute(
            update(FigureRow).where(FigureRow.id.in_(ids)).values(client_id=target)
        )


def _rename_company(work: Work, source: int, target: int) -> int:
    found = work.session.scalar(select(CompanyRow.client_id).where(CompanyRow.client_id == source))
    if found is None:
        return 0
    work.session.execute(
        update(CompanyRow).where(CompanyRow.client_id == source).values(client_id=target)
    )
    return 1
