"""Which worker holds which job: claiming, keeping, and ending, on the job table itself.

A worker that dies keeps nothing: its lease runs out and another takes the job. The end of a job is
written with its effects, in one transaction, and only under a lease that still stands: so whatever
happens to workers, the effects in the database are there once. What leaves the database (mails,
calls) happens at least once: give it a name of its own, such as the job's number.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import and_, or_, select, tuple_, update

from onglet.ui.i18n import N_
from onglet.work.models import CANCELLED, DONE, FAILED, READY, RUNNING, JobRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Update
    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

    from onglet.db.engine import Database

LEASE = timedelta(seconds=30)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DEATHS = 3
ERROR_CHARACTERS = 4000
RETIRED_AT_ONCE = 50
POISON = N_(
    "Stopped: three workers that ran it ended or fell silent. Nothing of it was kept in the "
    "database. Look for what it does to the process before you retry it."
)
NO_ATTEMPT_LEFT = N_(
    "Stopped: its worker ended or fell silent, and no attempt is left. Nothing of it was kept in "
    "the database: you can retry it."
)


class Sort(NamedTuple):
    """What kind of job, and whose code runs it."""

    kind: str
    plugin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A job in the hands of one worker, until its lease ends."""

    id: int
    kind: str
    plugin: str
    args: Mapping[str, Any]
    attempts: int
    max_attempts: int
    owner_id: int | None
    client_id: int | None
    lease: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ends that did not fail: done, or to be carried on with other arguments."""

    progress: int | None = None
    total: int | None = None
    message: str = ""
    next_args: Mapping[str, Any] | None = None


class JobEngine(Protocol):
    """Hands jobs to workers. The table `core_job` stays the outbox whichever engine is behind."""

    def due(self, now: datetime) -> Collection[Sort]:
        """List which sorts of job have something to run."""

    def claim(self, sorts: Collection[Sort], now: datetime) -> Claimed | None:
        """Take one job of these sorts, the one due first; None when there is none."""

    def extend(self, leases: Collection[str], now: datetime) -> int:
        """Keep leases from running out; give how many still stood."""

    def report(self, lease: str, *, progress: int, total: int, message: str) -> bool:
        """Show how far a job is, in a short transaction; tell whether the lease still stands."""

    def finish(self, session: Session, lease: str, ending: Ending, now: datetime) -> bool:
        """End a job in the transaction of its effects; False means the lease is lost: roll back."""

    def fail(self, claimed: Claimed, error: str, now: datetime, *, again: bool) -> str:
        """Give a failed run back, to be tried again or not; give the job's state after it."""


def pause(attempts: int, chance: float) -> timedelta:
    """Give how long to wait after that many attempts: 10 s, doubled each time, an hour at most.

    `chance`, from 0 to 1, spreads retries from 80 % to 120 % so that they do not come in step.
    """
    doublings = min(max(attempts - 1, 0), 20)
    usual = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return min(usual * (0.8 + 0.4 * chance), LONGEST_PAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEngine:
    """The engine of the house: nothing but the job table, on SQLite and on PostgreSQL."""

    database: Database
    lease: timedelta = LEASE
    chance: Callable[[], float] = field(default=random.random)

    def due(self, now: datetime) -> Collection[Sort]:
        """List which sorts of job have something to run; a read, so that idling locks nothing."""
        query = select(JobRow.kind, JobRow.plugin).where(_claimable(now)).distinct()
        with self.database.reads.connect() as connection:
            return [Sort(kind, plugin) for kind, plugin in connection.execute(query)]

    def claim(self, sorts: Collection[Sort], now: datetime) -> Claimed | None:
        """Take the job due first. Those that no worker survives are stopped on the way."""
        if not sorts:
            return None
        with self.database.writes.begin() as connection:
            for _row in range(RETIRED_AT_ONCE):
                row = self._next(connection, sorts, now)
                if row is None:
                    return None
                reason = _why_stopped(row)
                if not reason:
                    return self._take(connection, row, now)
                connection.execute(_retired(row, reason, now))
        return None

    def extend(self, leases: Collection[str], now: datetime) -> int:
        """Keep leases from running out; give how many still stood."""
        if not leases:
            return 0
        mine = and_(JobRow.state == RUNNING, JobRow.lease.in_(leases))
        longer = update(JobRow).where(mine).values(lease_until=now + self.lease)
        with self.database.writes.begin() as connection:
            return connection.execute(longer).rowcount

    def report(self, lease: str, *, progress: int, total: int, message: str) -> bool:
        """Show how far a job is, in a short transaction; tell whether the lease still stands."""
        far = _held(lease).values(progress=progress, total=total, message=message[:500])
        with self.database.writes.begin() as connection:
            return connection.execute(far).rowcount == 1

    def finish(self, session: Session, lease: str, ending: Ending, now: datetime) -> bool:
        """End a job in the transaction of its effects; False means the lease is lost."""
        session.flush()
        values: dict[str, Any] = {"lease": None, "lease_until": None, "error": ""}
        if ending.progress is not None:
            values |= {"progress": ending.progress, "message": ending.message[:500]}
        if ending.total is not None:
            values["total"] = ending.total
        if ending.next_args is None:
            values |= {"state": DONE, "finished_at": now}
        else:
            values |= {"state": READY, "run_at": now, "args": dict(ending.next_args)}
            values |= {"attempts": 0, "deaths": 0}
        return session.connection().execute(_held(lease).values(values)).rowcount == 1

    def fail(self, claimed: Claimed, error: str, now: datetime, *, again: bool) -> str:
        """Give a failed run back, to be tried again or not; give the job's state after it."""
        values: dict[str, Any] = {"lease": None, "lease_until": None}
        values["error"] = error[-ERROR_CHARACTERS:]
        if again and claimed.attempts < claimed.max_attempts:
            later = now + pause(claimed.attempts, self.chance())
            values |= {"state": READY, "run_at": later}
        else:
            values |= {"state": FAILED, "finished_at": now}
        with self.database.writes.begin() as connection:
            connection.execute(_held(claimed.lease).values(values))
            state: str | None = connection.execute(
                select(JobRow.state).where(JobRow.id == claimed.id)
            ).scalar()
        return state or CANCELLED

    def _next(
        self, connection: Connection, sorts: Collection[Sort], now: datetime
    ) -> Row[Any] | None:
        query = (
            select(*CLAIM_COLUMNS)
            .where(_claimable(now), tuple_(JobRow.kind, JobRow.plugin).in_(list(sorts)))
            .order_by(JobRow.run_at, JobRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return connection.execute(query).one_or_none()

    def _take(self, connection: Connection, row: Row[Any], now: datetime) -> Claimed:
        lease = secrets.token_hex(16)
        connection.execute(
            update(JobRow)
            .where(JobRow.id == row.id)
            .values(
                state=RUNNING,
                lease=lease,
                lease_until=now + self.lease,
                attempts=row.attempts + 1,
                deaths=row.deaths + (row.state == RUNNING),
            )
        )
        return Claimed(
            id=row.id,
            kind=row.kind,
            plugin=row.plugin,
            args=row.args,
            attempts=row.attempts + 1,
            max_attempts=row.max_attempts,
            owner_id=row.owner_id,
            client_id=row.client_id,
            lease=lease,
        )


CLAIM_COLUMNS = (
    JobRow.id,
    JobRow.kind,
    JobRow.plugin,
    JobRow.args,
    JobRow.state,
    JobRow.attempts,
    JobRow.max_attempts,
    JobRow.deaths,
    JobRow.owner_id,
    JobRow.client_id,
)


def _claimable(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(JobRow.state == READY, JobRow.run_at <= now),
        and_(JobRow.state == RUNNING, JobRow.lease_until <= now),
    )


def _held(lease: str) -> Update:
    return update(JobRow).where(JobRow.lease == lease, JobRow.state == RUNNING)


def _why_stopped(row: Row[Any]) -> str:
    """Say why a job whose worker fell silent is not run again; empty when it may be."""
    if row.state != RUNNING:
        return ""
    if row.deaths + 1 >= MOST_DEATHS:
        return POISON
    return NO_ATTEMPT_LEFT if row.attempts >= row.max_attempts else ""


def _retired(row: Row[Any], reason: str, now: datetime) -> Update:
    values: dict[str, Any] = {"state": FAILED, "lease": None, "lease_until": None}
    values |= {"finished_at": now, "error": reason, "deaths": row.deaths + 1}
    return update(JobRow).where(JobRow.id == row.id).values(values)
