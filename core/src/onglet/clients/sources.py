"""Where the values of a client come from, when somebody did not simply type them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from onglet.clients.models import ValueSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from onglet.contributions import Ask, Work


@dataclass(frozen=True, slots=True)
class Source:
    """The source of one value, and when it was taken from there."""

    source: str
    at: datetime


def note_sources(work: Work, client_id: int, sources: Mapping[str, str]) -> None:
    """Keep where these fields' values come from, in place of what was known of them."""
    forget_sources(work, client_id, sources)
    work.session.add_all(
        ValueSource(
            client_id=client_id,
            field=field,
            source=source[:120],
            at=work.now,
            actor_id=work.actor.user_id,
        )
        for field, source in sources.items()
        if source
    )
    work.session.flush()


def forget_sources(work: Work, client_id: int, fields: Iterable[str]) -> None:
    """Forget the sources of fields that were typed since."""
    work.session.execute(
        delete(ValueSource).where(
            ValueSource.client_id == client_id, ValueSource.field.in_(list(fields))
        )
    )


def sources_of(ask: Ask, client_id: int) -> dict[str, Source]:
    """Give the source of each value that was not typed, by field."""
    rows = ask.session.execute(
        select(ValueSource.field, ValueSource.source, ValueSource.at).where(
            ValueSource.client_id == client_id
        )
    )
    return {row.field: Source(row.source, row.at) for row in rows}
