"""The worker: takes jobs one after the other, in threads of the web process or in its own."""

from __future__ import annotations

import copy
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from onglet.db.engine import is_conflict
from onglet.rights.actors import system_actor
from onglet.ui.i18n import DEFAULT_LOCALE, DEFAULT_ZONE, plugin_domain, speaking
from onglet.work.leases import Claimed, Ending, JobEngine, Sort, TableEngine
from onglet.work.models import CANCELLED, FAILED, READY
from onglet.work.running import RUN, GiveUp, LeaseLostError, Run

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.contributions import Job
    from onglet.work.unit import Units

log = logging.getLogger("onglet.jobs")

Lookup = Callable[[str, str], "Job | None"]
"""Give the job of a kind, for a plugin; None while the plugin is off, paused or absent."""

Habits = Callable[["int | None"], tuple[str, str]]
"""Give the language and the zone of a user, of the firm for None or a user who chose none."""

OnFailure = Callable[[str, str, BaseException], None]
"""Hear a plugin's name, the kind of its job, and the error; a job that gives up is no fault."""

TRIES_ON_CONFLICT = 3


class Outcome(StrEnum):
    """How one run ended."""

    DONE = "done"
    CARRIED_ON = "carried on"
    RETRY = "retry"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


class Worker:
    """Runs jobs under the system's actor, each with the name of the plugin that declared it.

    A job speaks in its plugin's words, in the language and the zone of whoever it was written for,
    or of the firm.
    """

    def __init__(
        self,
        units: Units,
        lookup: Lookup,
        *,
        engine: JobEngine | None = None,
        on_failure: OnFailure | None = None,
        habits: Habits | None = None,
    ) -> None:
        self.units = units
        self.engine: JobEngine = engine or TableEngine(database=units.database)
        self._lookup = lookup
        self._on_failure = on_failure
        self._habits = habits or (lambda _user_id: (DEFAULT_LOCALE, DEFAULT_ZONE))
        self._leases: set[str] = set()
        self._guard = threading.Lock()

    def run_once(self, now: datetime) -> Outcome | None:
        """Run the job due first; None when there is none that may run now."""
        jobs: dict[Sort, Job] = {}
        for sort in self.engine.due(now):
            job = self._lookup(sort.kind, sort.plugin)
            if job is not None:
                jobs[sort] = job
        claimed = self.engine.claim(jobs, now)
        if claimed is None:
            return None
        with self._keeping(claimed.lease):
            return self._run(claimed, jobs[Sort(claimed.kind, claimed.plugin)])

    def drain(self, now: Callable[[], datetime]) -> list[Outcome]:
        """Run what is due until nothing is; retries that come due later stay."""
        outcomes = []
        while (outcome := self.run_once(now())) is not None:
            outcomes.append(outcome)
        return outcomes

    def keep_leases(self, now: datetime) -> int:
        """Keep the jobs that are running here; give how many still are ours."""
        with self._guard:
            leases = sorted(self._leases)
        return self.engine.extend(leases, now)

    @contextmanager
    def _keeping(self, lease: str) -> Iterator[None]:
        with self._guard:
            self._leases.add(lease)
        try:
            yield
        finally:
            with self._guard:
                self._leases.discard(lease)

    def _run(self, claimed: Claimed, job: Job) -> Outcome:
        for left in reversed(range(TRIES_ON_CONFLICT)):
            try:
                return self._run_in_one_transaction(claimed, job)
            except LeaseLostError:
                return self._lost(claimed)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a job may raise anything
                if left and is_conflict(error):
                    continue
                return self._failed(claimed, error)
        raise AssertionError("the last try returns")

    def _run_in_one_transaction(self, claimed: Claimed, job: Job) -> Outcome:
        locale, zone = self._habits(claimed.owner_id)
        actor = system_actor(f"job {claimed.kind} {claimed.id}", locale=locale, zone=zone)
        unit = self.units.open(actor, write=True, plugin=claimed.plugin)
        run = Run(claimed=claimed, engine=self.engine, ending=Ending())
        unit.session.info[RUN] = run
        try:
            if unit.work is None:
                raise AssertionError("a writing unit has a work context")
            with speaking(locale=locale, zone=zone, domain=plugin_domain(claimed.plugin)):
                job.run(unit.work, copy.deepcopy(dict(claimed.args)))
            now = self.units.clock()
            if not self.engine.finish(unit.session, claimed.lease, run.ending, now):
                return self._lost(claimed)
            unit.commit()
        finally:
            unit.close()
        return Outcome.DONE if run.ending.next_args is None else Outcome.CARRIED_ON

    def _lost(self, claimed: Claimed) -> Outcome:
        log.warning("job %s (%s): the lease is lost, rolled back", claimed.id, claimed.kind)
        return Outcome.LOST

    def _failed(self, claimed: Claimed, error: BaseException) -> Outcome:
        log.error(
            "job %s (%s) failed at attempt %s of %s",
            claimed.id,
            claimed.kind,
            claimed.attempts,
            claimed.max_attempts,
            exc_info=error,
        )
        again = not isinstance(error, GiveUp)
        state = self.engine.fail(claimed, said(error), self.units.clock(), again=again)
        if again and self._on_failure is not None:
            self._on_failure(claimed.plugin, claimed.kind, error)
        ends = {READY: Outcome.RETRY, FAILED: Outcome.FAILED, CANCELLED: Outcome.CANCELLED}
        return ends.get(state, Outcome.LOST)


def said(error: BaseException) -> str:
    """Give an error as a line for the administrator; statements and their values stay out of it."""
    if isinstance(error, GiveUp):
        return str(error)
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {error.orig}"
    return "".join(traceback.format_exception_only(error)).strip()
