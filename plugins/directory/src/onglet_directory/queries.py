"""What is kept on a client, read back as plain values. Nothing here asks a service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onglet.api import from_minor
from onglet_directory.company import Origin, State, YearlyFigures
from onglet_directory.figures import rows_of
from onglet_directory.models import CompanyRow, FigureRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from onglet.api import Ask

_CENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptState:
    """What one register said of the life of the firm, and when it was read."""

    register: str
    state: State
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCompany:
    """The firm as last read."""

    siren: str
    sigle: str
    state: State | None
    created_on: date | None
    closed_on: date | None
    is_partial: bool
    headcount_band: str
    headcount_year: int | None
    places: int | None
    registers: tuple[KeptState, ...]
    origin: Origin

    @property
    def registers_disagree(self) -> bool:
        """Whether two readings differ on the life of the firm."""
        return len({register.state for register in self.registers}) > 1


def company_of(ask: Ask, client_id: int) -> KeptCompany | None:
    """The firm behind a client, as last read; None when it never was."""
    row = ask.session.scalars(
        select(CompanyRow).where(CompanyRow.client_id == client_id)
    ).one_or_none()
    if row is None:
        return None
    return KeptCompany(
        siren=row.siren,
        sigle=row.sigle,
        state=State(row.state) if row.state else None,
        created_on=row.created_on,
        closed_on=row.closed_on,
        is_partial=row.is_partial,
        headcount_band=row.headcount_band,
        headcount_year=row.headcount_year,
        places=row.places,
        registers=tuple(_states(row)),
        origin=Origin(source=row.source, fetched_at=row.fetched_at, updated_on=row.updated_on),
    )


def figures_of(ask: Ask, client_id: int) -> tuple[YearlyFigures, ...]:
    """The yearly figures kept on a client, of every source."""
    rows = ask.session.scalars(
        select(FigureRow).where(FigureRow.client_id == client_id).order_by(FigureRow.year)
    )
    return tuple(
        YearlyFigures(
            year=row.year,
            turnover=_amount(row.turnover_minor),
            result=_amount(row.result_minor),
            closed_on=row.closed_on,
            origin=Origin(source=row.source, fetched_at=row.fetched_at, updated_on=row.updated_on),
        )
        for row in rows
    )


def last_turnover(ask: Ask, client_id: int) -> YearlyFigures | None:
    """The figures of the latest year whose turnover is known."""
    for row in rows_of(figures_of(ask, client_id)):
        if row.figures is not None and row.figures.turnover is not None:
            return row.figures
    return None


def count_kept(ask: Ask, client_id: int) -> int:
    """How many years of figures, and descriptions of the firm, are kept on a client."""
    figures = select(func.count(FigureRow.id)).where(FigureRow.client_id == client_id)
    companies = select(func.count(CompanyRow.client_id)).where(CompanyRow.client_id == client_id)
    return (ask.session.scalar(figures) or 0) + (ask.session.scalar(companies) or 0)


def _states(row: CompanyRow) -> Iterable[KeptState]:
    for held in row.registers:
        yield KeptState(
            register=str(held["register"]),
            state=State(held["state"]),
            origin=Origin(
                source=str(held["source"]),
                fetched_at=datetime.fromisoformat(str(held["fetched_at"])),
            ),
        )


def _amount(minor: int | None) -> Decimal | None:
    return None if minor is None else from_minor(minor, _CENTS)
