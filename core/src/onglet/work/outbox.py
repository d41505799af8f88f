"""The outbox: jobs written in the transaction of what they follow, so that both last or neither.

Nothing is sent elsewhere. After the commit a bell wakes the workers of this process, and on
PostgreSQL a notification those of the others; a worker that misses both finds the row by polling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from onglet.work.bell import JOBS
from onglet.work.models import READY, RUNNING, JobRow
from onglet.work.plain import plain_mapping
from onglet.work.session import UnitSession

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

CHANNEL = "onglet_jobs"
"""Name of the PostgreSQL notification that wakes the workers of other processes."""

LIVE = text("state IN ('ready', 'running')")
NEW_JOBS = "onglet_new_jobs"
TRIES = 20


class UniqueJobError(RuntimeError):
    """A unique job appeared and ended again each time it was looked for."""


def enqueue(
    session: Session,
    *,
    kind: str,
    plugin: str,
    args: Mapping[str, Any],
    now: datetime,
    run_at: datetime | None = None,
    unique: str | None = None,
    client_id: int | None = None,
    owner_id: int | None = None,
    max_attempts: int = 8,
) -> int:
    """Write a job in the caller's transaction; give its number.

    `plugin` is whose code runs it: the job waits while that plugin is off. With `unique`, a job of
    the same text that waits or runs is given instead of a second one. One that waits stays
    untouched until the caller commits, so it will see the caller's writes; one that already runs
    may not.

    Raises:
        TypeError: when an argument has no form in JSON.
    """
    values = {
        "kind": kind,
        "plugin": plugin,
        "args": plain_mapping(args),
        "uniq": unique,
        "state": READY,
        "run_at": run_at or now,
        "created_at": now,
        "client_id": client_id,
        "owner_id": owner_id,
        "max_attempts": max_attempts,
    }
    connection = session.connection()
    job_id = _insert(connection, values) if unique is None else _find_or_insert(connection, values)
    announce(session)
    return job_id


def announce(session: Session) -> None:
    """Have workers woken when the session commits."""
    session.info[NEW_JOBS] = True


def _insert(connection: Connection, values: dict[str, Any]) -> int:
    # Both dialects write the statement alike; each compiles only its own class.
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = build(JobRow.__table__).values(values)  # type: ignore[arg-type]  # it is a Table
    if values["uniq"] is not None:
        statement = statement.on_conflict_do_nothing(index_elements=["uniq"], index_where=LIVE)
    written: int | None = connection.execute(statement.returning(JobRow.id)).scalar()
    return written or 0


def _find_or_insert(connection: Connection, values: dict[str, Any]) -> int:
    """Insert, or give the job that stands in the way; it may end between the two, so try again."""
    for _attempt in range(TRIES):
        job_id = _insert(connection, values) or _standing(connection, values["uniq"])
        if job_id:
            return job_id
    raise UniqueJobError(f"The job {values['uniq']} could not be written. Nothing was kept.")


def _standing(connection: Connection, unique: str) -> int:
    same = select(JobRow.id).where(JobRow.uniq == unique)
    # The shared lock keeps workers off it until the caller's writes can be seen.
    waiting = same.where(JobRow.state == READY).with_for_update(read=True)
    running = same.where(JobRow.state == RUNNING)
    return connection.execute(waiting).scalar() or connection.execute(running).scalar() or 0


@event.listens_for(UnitSession, "before_commit")
def _tell_other_processes(session: Session) -> None:
    if session.info.get(NEW_JOBS) and not session.in_nested_transaction():
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_notify(CHANNEL, "")))


@event.listens_for(UnitSession, "after_commit")
def _wake_this_process(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(NEW_JOBS, False):
        JOBS.ring()
