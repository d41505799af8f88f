"""Reading entries: one, those of a client that are to be done, the next events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, case, cast, exists, func, or_, select

from onglet.api import fold, is_public_id
from onglet_activity import choices
from onglet_activity.kinds import Kind
from onglet_activity.models import Entry, EntryPerson, Reminder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row, Select

    from onglet.api import Ask, ContactView, Record

COLUMNS = (
    Entry.id,
    Entry.public_id,
    Entry.client_id,
    Entry.version,
    Entry.kind,
    Entry.level,
    Entry.subject,
    Entry.body,
    Entry.actor_id,
    Entry.assignee_id,
    Entry.occurred_at,
    Entry.due_at,
    Entry.due_on,
    Entry.starts_at,
    Entry.ends_at,
    Entry.starts_on,
    Entry.ends_on,
    Entry.is_all_day,
    Entry.done_at,
    Entry.direction,
    Entry.outcome,
    Entry.length_minutes,
    Entry.place,
    Entry.source,
    select(func.aggregate_strings(cast(EntryPerson.person_id, String), ","))
    .where(EntryPerson.entry_id == Entry.id)
    .correlate(Entry)
    .scalar_subquery()
    .label("person_ids"),
)
OWN = tuple(column.key for column in COLUMNS[:-1])
"""Columns of the entry itself, as `EntryRow` names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry as it is shown, with the contacts that the reader may see."""

    id: int
    public_id: str
    client_id: int
    version: int
    kind: str
    level: int
    subject: str
    body: str
    actor_id: int | None
    assignee_id: int | None
    occurred_at: datetime
    due_at: datetime | None
    due_on: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    is_all_day: bool
    done_at: datetime | None
    direction: str
    outcome: str
    length_minutes: int | None
    place: str
    source: str
    actor_name: str = ""
    assignee_name: str = ""
    persons: tuple[ContactView, ...] = ()
    reminder: str = "none"

    def is_late(self, now: datetime) -> bool:
        """Tell whether it is an open task whose time has passed."""
        return self.done_at is None and self.due_at is not None and self.due_at <= now


def live() -> ColumnElement[bool]:
    """Give the condition of entries that are not deleted."""
    return Entry.deleted_at.is_(None)


def entries() -> Select[*tuple[Any, ...]]:
    """Give the statement that `rows_of` reads: add conditions and an order to it."""
    return select(*COLUMNS).where(live())


def rows_of(ask: Ask, statement: Select[*tuple[Any, ...]]) -> list[EntryRow]:
    """Give the entries of a statement, with the names that go with them."""
    return rows_from(ask, ask.session.execute(statement).all())


def rows_from(ask: Ask, found: Sequence[Row[Any]]) -> list[EntryRow]:
    """Give the entries of rows that hold `COLUMNS`, with the names that go with them."""
    with_people = {row.client_id for row in found if row.person_ids}
    contacts = choices.contacts_by_client(ask, with_people)
    named = choices.names(ask) if found else {}
    return [
        EntryRow(
            **{name: row._mapping[name] for name in OWN},
            actor_name=named.get(row.actor_id, ""),
            assignee_name=named.get(row.assignee_id, ""),
            persons=_among(contacts[row.client_id], row.person_ids) if row.person_ids else (),
        )
        for row in found
    ]


def _among(contacts: Sequence[ContactView], person_ids: str) -> tuple[ContactView, ...]:
    wanted = {int(text) for text in person_ids.split(",")}
    return tuple(contact for contact in contacts if contact.id in wanted)


def find(ask: Ask, client_id: int, public_id: str) -> EntryRow | None:
    """Give an entry of a client with its reminder, None when the actor sees none."""
    if not is_public_id(public_id):
        return None
    rows = rows_of(ask, entries().where(Entry.client_id == client_id, Entry.public_id == public_id))
    if not rows:
        return None
    choice = ask.session.scalar(
        select(Reminder.choice).where(Reminder.entry_id == rows[0].id).limit(1)
    )
    return EntryRow(**{**_fields(rows[0]), "reminder": choice or "none"})


def _fields(row: EntryRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in EntryRow.__slots__}


def is_open_task() -> ColumnElement[bool]:
    """Give the condition of tasks that are still to be done."""
    return and_(live(), Entry.kind == Kind.TASK.value, Entry.done_at.is_(None))


def open_tasks(record: Record, *, limit: int = 30) -> list[EntryRow]:
    """Give the tasks to do on a client, the most urgent first, those without a date last."""
    return rows_of(record, tasks_to_do(record, limit=limit))


def tasks_to_do(record: Record, *, limit: int = 30) -> Select[*tuple[Any, ...]]:
    """Give the statement of the tasks to do on a client."""
    return (
        entries()
        .where(is_open_task(), Entry.client_id == record.client.id)
        .order_by(Entry.due_at.is_(None), Entry.due_at, Entry.id)
        .limit(limit)
    )


def events_to_come(record: Record, *, limit: int = 5) -> Select[*tuple[Any, ...]]:
    """Give the statement of the events of a client that are not over, the next one first."""
    return (
        entries()
        .where(
            Entry.client_id == record.client.id,
            Entry.kind == Kind.EVENT.value,
            Entry.ends_at > record.now,
        )
        .order_by(Entry.starts_at, Entry.id)
        .limit(limit)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCount:
    """How many tasks are open, and how many of them are late; neither above the cap."""

    open: int
    late: int


def count_tasks(
    ask: Ask, *, client_id: int | None = None, assignee_id: int | None = None, cap: int = 100
) -> TaskCount:
    """Count open tasks of a client or of a colleague, in one statement that stops at the cap.

    Late ones are counted first: with any, at least one is in the answer.
    """
    some = select(Entry.due_at).where(is_open_task())
    if client_id is not None:
        some = some.where(Entry.client_id == client_id)
    if assignee_id is not None:
        some = some.where(Entry.assignee_id == assignee_id)
    few = some.order_by(Entry.due_at.is_(None), Entry.due_at).limit(cap).subquery()
    late = func.sum(case((few.c.due_at <= ask.now, 1), else_=0))
    row = ask.session.execute(
        select(func.count().label("open"), late.label("late")).select_from(few)
    ).one()
    return TaskCount(open=row.open, late=int(row.late or 0))


def count_due(ask: Ask, assignee_id: int, until: datetime, *, cap: int = 100) -> TaskCount:
    """Count a colleague's open tasks that are late or due by an instant, up to the cap."""
    few = (
        select(Entry.due_at)
        .where(is_open_task(), Entry.assignee_id == assignee_id, Entry.due_at <= until)
        .order_by(Entry.due_at)
        .limit(cap)
        .subquery()
    )
    late = func.sum(case((few.c.due_at <= ask.now, 1), else_=0))
    row = ask.session.execute(
        select(func.count().label("open"), late.label("late")).select_from(few)
    ).one()
    return TaskCount(open=row.open, late=int(row.late or 0))


def last_at(ask: Ask, client_id: int) -> datetime | None:
    """Give when people last did something with a client, None when they never did."""
    return ask.session.scalar(
        select(func.max(Entry.occurred_at)).where(
            Entry.client_id == client_id, live(), Entry.level == 1, Entry.occurred_at <= ask.now
        )
    )


def mentions(text: str) -> ColumnElement[bool]:
    """Give the condition of entries that hold every word typed."""
    words = fold(text).split()[:8]
    return and_(*(Entry.search_text.contains(word, autoescape=True) for word in words))


def is_with(person_id: int) -> ColumnElement[bool]:
    """Give the condition of entries that are with a contact."""
    return exists(
        select(EntryPerson.entry_id)
        .where(EntryPerson.entry_id == Entry.id, EntryPerson.person_id == person_id)
        .correlate(Entry)
    )


def of_colleague(user_id: int) -> ColumnElement[bool]:
    """Give the condition of entries that a colleague wrote, or that are given to them."""
    return or_(Entry.actor_id == user_id, Entry.assignee_id == user_id)
