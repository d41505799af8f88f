"""The entries that the tab shows, in one statement: a page of the history, tasks, events.

The history comes through the feed of every plugin. The source of this one keeps the rows that it
read, since the tab shows more of them than a feed item says; and when the tab asks for what stands
beside the history too, both are read together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import literal, select, union_all

from onglet_activity import queries
from onglet_activity.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from onglet.api import Record
    from onglet_activity.queries import EntryRow

KEPT: Final = "onglet_activity_tab"
LAST: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Part(StrEnum):
    """Where an entry stands in the tab."""

    PAGE = "page"
    TASK = "task"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the history, the most urgent first."""

    tasks: list[EntryRow]
    events: list[EntryRow]


@dataclass(slots=True)
class _Kept:
    wants_beside: bool = False
    beside: Beside | None = None
    page: Mapping[str, EntryRow] = field(default_factory=dict)


def with_beside(record: Record) -> None:
    """Have the next page of the history bring along what stands beside it."""
    _kept(record).wants_beside = True


def page(record: Record, statement: Select[*tuple[Any, ...]]) -> list[EntryRow]:
    """Give the entries of a page of the history, newest first, and keep them for the tab."""
    kept = _kept(record)
    if kept.wants_beside:
        kept.wants_beside = False
        rows, kept.beside = _at_once(record, statement)
    else:
        rows = queries.rows_of(record, statement)
    kept.page = {row.public_id: row for row in rows}
    return rows


def of_page(record: Record) -> Mapping[str, EntryRow]:
    """Give the entries of the page that was read last, by public identifier."""
    return _kept(record).page


def beside(record: Record) -> Beside:
    """Give the tasks to do and the next events, as they came with the page or read now."""
    kept = _kept(record)
    found, kept.beside = kept.beside, None
    if found is None:
        parts = _read(record, _tasks_and_events(record))
        found = _sorted(parts)
    return found


def _kept(record: Record) -> _Kept:
    kept: _Kept = record.session.info.setdefault(KEPT, _Kept())
    return kept


def _at_once(record: Record, statement: Select[*tuple[Any, ...]]) -> tuple[list[EntryRow], Beside]:
    parts = _read(record, {Part.PAGE: statement, **_tasks_and_events(record)})
    rows = sorted(parts[Part.PAGE], key=lambda row: (row.occurred_at, row.id), reverse=True)
    return rows, _sorted(parts)


def _tasks_and_events(record: Record) -> dict[Part, Select[*tuple[Any, ...]]]:
    return {
        Part.TASK: queries.tasks_to_do(record),
        Part.EVENT: queries.events_to_come(record),
    }


def _read(
    record: Record, wanted: Mapping[Part, Select[*tuple[Any, ...]]]
) -> dict[Part, list[EntryRow]]:
    keys = []
    for part, statement in wanted.items():
        some = statement.with_only_columns(Entry.id).subquery()
        keys.append(select(literal(part.value).label("part"), some.c.id.label("entry_id")))
    places = union_all(*keys).subquery()
    found = record.session.execute(
        queries.entries().add_columns(places.c.part).join(places, places.c.entry_id == Entry.id)
    ).all()
    parts: dict[Part, list[EntryRow]] = {part: [] for part in Part}
    for place, row in zip(found, queries.rows_from(record, found), strict=True):
        parts[Part(place.part)].append(row)
    return parts


def _sorted(parts: Mapping[Part, list[EntryRow]]) -> Beside:
    return Beside(
        tasks=sorted(parts[Part.TASK], key=lambda row: (row.due_at or LAST, row.id)),
        events=sorted(parts[Part.EVENT], key=lambda row: (row.starts_at or LAST, row.id)),
    )
