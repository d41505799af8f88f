"""The threads of a worker: those that take jobs, one that keeps leases, one that listens."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from onglet.work.bell import JOBS
from onglet.work.listening import listen
from onglet.work.schedules import tick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onglet.work.schedules import Scheduled
    from onglet.work.worker import Worker

log = logging.getLogger("onglet.jobs")

POLL_SECONDS = 1.0
KEEP_SECONDS = 10.0
"""Between two extensions of the leases, and two looks at the schedules: a third of a lease."""

GRACE_SECONDS = 30.0


class Staff:
    """Runs a worker in threads until it is told to stop; the running jobs are then finished.

    `schedules` gives the schedules of the plugins that are on.
    """

    def __init__(
        self,
        worker: Worker,
        schedules: Callable[[], Sequence[Scheduled]],
        *,
        threads: int = 2,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._worker = worker
        self._schedules = schedules
        self._poll = poll_seconds
        self._stop = threading.Event()
        duties = [self._take_jobs] * threads + [self._keep]
        if not worker.units.database.is_sqlite:
            duties.append(self._listen)
        self._threads = [
            threading.Thread(target=duty, name=f"onglet-{duty.__name__}-{number}", daemon=True)
            for number, duty in enumerate(duties)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> bool:
        """Take no more jobs and wait for those that run; tell whether all have ended.

        One that has not is taken by another worker when its lease runs out.
        """
        self._stop.set()
        JOBS.ring()
        end = time.monotonic() + grace_seconds
        for thread in self._threads:
            thread.join(max(end - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self) -> None:
        """Wait until another thread, or a signal's handler, calls `ask_to_stop`."""
        self._stop.wait()

    def ask_to_stop(self) -> None:
        """Say that the staff should stop, without waiting: safe in a signal's handler."""
        self._stop.set()

    def _take_jobs(self) -> None:
        while not self._stop.is_set():
            heard = JOBS.heard()
            try:
                outcome = self._worker.run_once(self._worker.units.clock())
            except Exception:
                # The database is away or busy: jobs stay where they are, and so does the worker.
                log.exception("no job could be taken; trying again")
                self._stop.wait(self._poll)
                continue
            if outcome is None:
                JOBS.wait(heard, self._poll)

    def _keep(self) -> None:
        while True:
            now = self._worker.units.clock()
            try:
                self._worker.keep_leases(now)
                if not self._stop.is_set():
                    tick(self._worker.units, self._schedules(), now)
            except Exception:
                log.exception("leases or schedules could not be looked after; trying again")
            if self._stop.wait(KEEP_SECONDS):
                return

    def _listen(self) -> None:
        listen(self._worker.units.database, JOBS, self._stop)
