"""What others may ask of the activity by name, and the values that can be pinned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import N_, Fact, Pin, PinValue, _, formats
from onglet_activity import queries, wording
from onglet_activity.models import READ

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from onglet.api import Record


def facts() -> Iterator[Fact]:
    """Give what is known: how many tasks are open, when something last happened."""
    yield Fact(
        key="activity.open_tasks", label=N_("Tasks to do"), right=READ, read=count_open_tasks
    )
    yield Fact(key="activity.last_at", label=N_("Last activity"), right=READ, read=last_at)


def count_open_tasks(record: Record) -> int:
    """Give how many tasks are to be done on the client, 1000 at most."""
    return queries.count_tasks(record, client_id=record.client.id, cap=1000).open


def last_at(record: Record) -> datetime | None:
    """Give when people last did something with the client."""
    return queries.last_at(record, record.client.id)


def pins() -> Iterator[Pin]:
    """Give the values that can be pinned."""
    yield Pin(
        key="activity.last",
        label=N_("Last activity"),
        icon="activity",
        right=READ,
        order=200,
        read=_last,
    )
    yield Pin(
        key="activity.next_task",
        label=N_("Next task"),
        icon="checkbox",
        right=READ,
        order=210,
        read=_next_task,
    )


def _last(record: Record) -> PinValue | None:
    at = last_at(record)
    if at is None:
        return None
    return PinValue(text=formats.ago(at, record.now), href=record.href("activity"))


def _next_task(record: Record) -> PinValue | None:
    tasks = queries.open_tasks(record, limit=1)
    if not tasks:
        return None
    task = tasks[0]
    text = task.subject
    if task.due_on is not None:
        text = _(
            "%(subject)s · %(day)s", subject=task.subject, day=wording.day(record, task.due_on)
        )
    return PinValue(
        text=text,
        href=record.href("activity"),
        tone="bad" if task.is_late(record.now) else "neutral",
    )
