"""Schedules: jobs that come back. A turn is a job of its own, written when it is due."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from onglet.rights.actors import system_actor
from onglet.work.models import READY, JobRow, ScheduleRow
from onglet.work.outbox import enqueue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from onglet.contributions import Schedule
    from onglet.work.unit import Units

    Scheduled = tuple[str, Schedule]
    """A plugin's name and its schedule."""


def tick(units: Units, schedules: Sequence[Scheduled], now: datetime) -> list[int]:
    """Write a job for each schedule that is due; give their numbers.

    A new schedule is due at once. Turns missed while no worker ran are one turn, and a turn whose
    job still waits is not doubled. Two schedulers at the same time write one job.
    """
    due = _due(units, schedules, now)
    if not due:
        return []
    with units.writing(system_actor("schedules")) as work:
        numbers = [_turn(work.session, plugin, schedule, now) for plugin, schedule in due]
    return [number for number in numbers if number is not None]


def next_due(due_at: datetime, every: timedelta, now: datetime) -> datetime:
    """Give the first turn after now, on the beat of the last one."""
    if due_at > now:
        return due_at
    return due_at + every * (math.floor((now - due_at) / every) + 1)


def _due(units: Units, schedules: Sequence[Scheduled], now: datetime) -> list[Scheduled]:
    """List what is due; a read, so that a look at the clock locks nothing."""
    if not schedules:
        return []
    with units.reading(system_actor("schedules")) as ask:
        rows = ask.session.execute(select(ScheduleRow.key, ScheduleRow.due_at))
        known = {row.key: row.due_at for row in rows}
    return [item for item in schedules if known.get(item[1].key, now) <= now]


def _turn(session: Session, plugin: str, schedule: Schedule, now: datetime) -> int | None:
    due_at = _seen(session, schedule, now)
    later = next_due(due_at, schedule.every, now)
    mine = (
        update(ScheduleRow)
        .where(ScheduleRow.key == schedule.key, ScheduleRow.due_at == due_at)
        .values(due_at=later)
    )
    if due_at > now or session.connection().execute(mine).rowcount == 0:
        return None
    if _waits(session, schedule.key):
        return None
    return enqueue(
        session,
        kind=schedule.kind,
        plugin=plugin,
        args={},
        now=now,
        unique=f"{schedule.key}@{due_at.isoformat()}",
    )


def _seen(session: Session, schedule: Schedule, now: datetime) -> datetime:
    connection = session.connection()
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = build(ScheduleRow).values(key=schedule.key, due_at=now).on_conflict_do_nothing()
    connection.execute(new)
    query = select(ScheduleRow.due_at).where(ScheduleRow.key == schedule.key)
    return connection.execute(query).scalar_one()


def _waits(session: Session, key: str) -> bool:
    """Tell whether an earlier turn has not been run yet, or is between two attempts."""
    query = select(JobRow.id).where(
        JobRow.state == READY, JobRow.uniq.startswith(f"{key}@", autoescape=True)
    )
    return session.connection().execute(query.limit(1)).first() is not None
