"""The threads around a worker: they start, find what is due, survive, and stop."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from onglet.contributions import Schedule
from onglet.work.outbox import enqueue
from onglet.work.staff import Staff

if TYPE_CHECKING:
    from core.tests.work.deployment import Deployment

PATIENCE_SECONDS = 60
POLL_SECONDS = 0.01


def test_jobs_and_schedules_are_run_until_told_to_stop(deployment: Deployment) -> None:
    turns = threading.Semaphore(0)
    deployment.does("hello.greet", lambda _work, _args: turns.release())
    hourly = Schedule(key="hello.hourly", kind="hello.greet", every=timedelta(hours=1))
    staff = Staff(
        deployment.worker(), lambda: [("hello", hourly)], threads=2, poll_seconds=POLL_SECONDS
    )

    staff.start()
    assert turns.acquire(timeout=PATIENCE_SECONDS), "the turn of the schedule"
    with deployment.writing() as work:
        enqueue(work.session, kind="hello.greet", plugin="hello", args={}, now=work.now)
    assert turns.acquire(timeout=PATIENCE_SECONDS), "the job of a request"

    assert staff.stop()
    assert deployment.states() == ["done", "done"]


def test_a_job_that_runs_is_finished_before_the_stop(deployment: Deployment) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def run(_work: Any, _args: Any) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)

    deployment.does("hello.greet", run)
    with deployment.writing() as work:
        enqueue(work.session, kind="hello.greet", plugin="hello", args={}, now=work.now)
    staff = Staff(deployment.worker(), list, threads=1, poll_seconds=POLL_SECONDS)
    staff.start()
    assert begun.wait(PATIENCE_SECONDS)

    staff.ask_to_stop()
    staff.wait()
    assert not staff.stop(grace_seconds=0)
    go_on.set()
    assert staff.stop()
    assert deployment.states() == ["done"]


def test_a_database_that_is_away_stops_nobody(deployment: Deployment) -> None:
    ran, away = threading.Event(), threading.Event()
    deployment.does("hello.greet", lambda _work, _args: ran.set())
    worker = deployment.worker()
    usual = worker.run_once

    def broken_once(now: Any) -> Any:
        if not away.is_set():
            away.set()
            raise ConnectionError("The database is away.")
        return usual(now)

    worker.run_once = broken_once  # type: ignore[method-assign]  # the fault of this test
    with deployment.writing() as work:
        enqueue(work.session, kind="hello.greet", plugin="hello", args={}, now=work.now)
    staff = Staff(worker, list, threads=1, poll_seconds=POLL_SECONDS)

    staff.start()
    assert ran.wait(PATIENCE_SECONDS)
    assert staff.stop()
