"""Jobs as people see them: how far they are, what failed, and how to stop or retry one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from onglet.ui.i18n import gettext as _
from onglet.work.models import CANCELLED, FAILED, READY, RUNNING, JobRow
from onglet.work.outbox import announce

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Select

    from onglet.contributions import Ask, Work

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job without its arguments, which may hold what its reader may not see.

    `total` 0 means that the job has not said how long it is. `error` is in the reader's language
    when the words are ours, as they came when they are not.
    """

    id: int
    kind: str
    plugin: str
    state: str
    run_at: datetime
    attempts: int
    max_attempts: int
    deaths: int
    progress: int
    total: int
    message: str
    error: str
    owner_id: int | None
    client_id: int | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Tell whether it will not run again by itself."""
        return self.state not in {READY, RUNNING}


COLUMNS = tuple(getattr(JobRow, name) for name in JobView.__dataclass_fields__)


def list_of(
    ask: Ask,
    *,
    states: Collection[str] = (),
    plugin: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> list[JobView]:
    """List jobs, newest first, below the number `before`. For those who may see the server."""
    query = select(*COLUMNS).order_by(JobRow.id.desc()).limit(limit)
    if states:
        query = query.where(JobRow.state.in_(states))
    if plugin:
        query = query.where(JobRow.plugin == plugin)
    if before is not None:
        query = query.where(JobRow.id < before)
    return _views(ask, query)


def get(ask: Ask, job_id: int) -> JobView | None:
    """Give one job. For those who may see the server."""
    views = _views(ask, select(*COLUMNS).where(JobRow.id == job_id))
    return views[0] if views else None


def mine(ask: Ask, job_id: int) -> JobView | None:
    """Give a job that the reader started, for its progress bar; None when it is not theirs."""
    job = get(ask, job_id)
    return job if job is not None and job.owner_id == ask.actor.user_id else None


def count_by_state(ask: Ask) -> Mapping[str, int]:
    """Count the jobs of each state that has any."""
    query = select(JobRow.state, func.count().label("jobs")).group_by(JobRow.state)
    return {row.state: row.jobs for row in ask.session.execute(query)}


def oldest_due(ask: Ask, plugins: Collection[str] | None = None) -> datetime | None:
    """Give since when a job waits that could run, None when none does: the delay of the workers.

    `plugins` are those in service: the jobs of others wait for their plugin, not for a worker.
    """
    query = select(func.min(JobRow.run_at)).where(JobRow.state == READY, JobRow.run_at <= ask.now)
    if plugins is not None:
        query = query.where(JobRow.plugin.in_(plugins))
    return ask.session.execute(query).scalar()


def cancel(work: Work, job_id: int) -> bool:
    """Stop a job that waits or runs; tell whether it could be.

    One that runs is rolled back when it ends; what it had already sent outside is not undone.
    """
    stop = (
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.state.in_((READY, RUNNING)))
        .values(state=CANCELLED, lease=None, lease_until=None, finished_at=work.now)
    )
    return work.session.connection().execute(stop).rowcount == 1


def retry(work: Work, job_id: int) -> bool:
    """Run a failed job again, from its first attempt; tell whether it could be.

    It cannot when a unique job of the same text already waits or runs: that one does the work.
    """
    again = (
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.state == FAILED)
        .values(
            state=READY,
            run_at=work.now,
            attempts=0,
            deaths=0,
            progress=0,
            message="",
            finished_at=None,
        )
    )
    announce(work.session)
    try:
        with work.session.begin_nested():
            return work.session.connection().execute(again).rowcount == 1
    except IntegrityError:
        return False


def _views(ask: Ask, query: Select[Any]) -> list[JobView]:
    return [
        JobView(**{**row._mapping, "error": _(row.error) if row.error else ""})
        for row in ask.session.execute(query)
    ]
