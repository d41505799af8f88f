"""The life of a job, seen from a worker: done, retried, stopped, cancelled, lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from onglet.work import jobs
from onglet.work.leases import LEASE, Sort, TableEngine, pause
from onglet.work.models import Notification
from onglet.work.outbox import enqueue
from onglet.work.running import GiveUp, LeaseLostError, carry_on, job_number, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.tests.work.deployment import Deployment

    from onglet.contributions import Work

KIND = "hello.write"


def put(deployment: Deployment, **options: Any) -> int:
    fields = {"kind": KIND, "plugin": "hello", "args": {}, "now": deployment.now} | options
    with deployment.writing() as work:
        return enqueue(work.session, **fields)


def titles(deployment: Deployment) -> list[str]:
    """The effects of the jobs, which are notifications here."""
    with deployment.database.reads.connect() as connection:
        return list(connection.scalars(select(Notification.title).order_by(Notification.id)))


class Writer:
    """A job that writes a notification, then does what the test wants."""

    def __init__(self, deployment: Deployment) -> None:
        self.user_id = deployment.user("Ada").user_id
        self.plugins: list[str] = []
        self.then: Any = lambda _work, _args: None

    def __call__(self, work: Work, args: Mapping[str, Any]) -> None:
        self.plugins.append(work.plugin)
        work.session.execute(
            insert(Notification).values(
                user_id=self.user_id, plugin=work.plugin, title=str(args.get("title", "hello"))
            )
        )
        self.then(work, args)


@pytest.fixture
def writer(deployment: Deployment) -> Writer:
    writer = Writer(deployment)
    deployment.does(KIND, writer)
    return writer


def test_a_job_runs_once_as_the_system_for_its_plugin(
    deployment: Deployment, writer: Writer
) -> None:
    actors = []
    writer.then = lambda work, _args: actors.append(work.actor.is_system)
    number = put(deployment)

    assert deployment.worker().drain(deployment.clock) == ["done"]
    assert (titles(deployment), writer.plugins, actors) == (["hello"], ["hello"], [True])
    row = deployment.job(number)
    assert (row.state, row.finished_at, row.attempts) == ("done", deployment.now, 1)


def test_a_failure_rolls_back_and_comes_again_after_a_pause(
    deployment: Deployment, writer: Writer
) -> None:
    def fail(_work: Work, _args: object) -> None:
        raise ValueError("The relay said no.")

    writer.then = fail
    told = []
    worker = deployment.worker(on_failure=lambda *what: told.append(what[:2]))
    number = put(deployment)

    assert worker.run_once(deployment.now) == "retry"
    row = deployment.job(number)
    assert (row.state, row.error) == ("ready", "ValueError: The relay said no.")
    assert row.run_at == deployment.now + timedelta(seconds=10)
    assert (titles(deployment), told) == ([], [("hello", KIND)])

    assert worker.run_once(deployment.later(seconds=9)) is None
    writer.then = lambda _work, _args: None
    assert worker.run_once(deployment.later(seconds=1)) == "done"
    assert deployment.job(number).error == ""


def test_after_its_last_attempt_it_is_shown_and_can_be_retried(
    deployment: Deployment, writer: Writer
) -> None:
    def fail(_work: Work, _args: object) -> None:
        raise SystemExit

    writer.then = fail
    worker = deployment.worker()
    number = put(deployment, max_attempts=2)
    assert worker.run_once(deployment.now) == "retry"
    assert worker.run_once(deployment.later(hours=1)) == "failed"

    with deployment.reading() as ask:
        assert [job.id for job in jobs.list_of(ask, states=["failed"])] == [number]
        assert jobs.count_by_state(ask) == {"failed": 1}
    writer.then = lambda _work, _args: None
    with deployment.writing() as work:
        assert jobs.retry(work, number)
        assert not jobs.retry(work, number)
    assert worker.drain(deployment.clock) == ["done"]


def test_a_retry_gives_way_to_the_same_unique_job(deployment: Deployment, writer: Writer) -> None:
    def fail(_work: Work, _args: object) -> None:
        raise GiveUp("The address is wrong: correct it, then retry.")

    writer.then = fail
    number = put(deployment, unique="one")
    faults: list[object] = []
    worker = deployment.worker(on_failure=lambda *what: faults.append(what))
    assert worker.drain(deployment.clock) == ["failed"]
    assert faults == []
    assert deployment.job(number).error == "The address is wrong: correct it, then retry."

    put(deployment, unique="one")
    with deployment.writing() as work:
        assert not jobs.retry(work, number)
    assert deployment.states() == ["failed", "ready"]


def test_the_job_of_a_plugin_that_is_off_waits_and_blocks_nobody(
    deployment: Deployment, writer: Writer
) -> None:
    put(deployment)
    other = put(deployment, plugin="other", args={"title": "other"})
    deployment.paused.add("hello")
    worker = deployment.worker()

    assert worker.drain(deployment.clock) == ["done"]
    assert (titles(deployment), deployment.job(other).state) == (["other"], "done")
    deployment.paused.clear()
    assert worker.drain(deployment.clock) == ["done"]


def test_a_worker_that_lost_its_lease_leaves_no_trace(
    deployment: Deployment, writer: Writer
) -> None:
    number = put(deployment)
    second = deployment.worker()

    def overtaken(work: Work, _args: object) -> None:
        # Another worker takes the job while this one is still at it; on SQLite it must first give
        # the lock back, as a job that waits for the network would not hold it.
        writer.then = lambda _work, _args: None
        if deployment.database.is_sqlite:
            work.session.rollback()
        deployment.later(seconds=LEASE.total_seconds())
        assert second.run_once(deployment.now) == "done"

    writer.then = overtaken

    assert deployment.worker().run_once(deployment.now) == "lost"
    assert titles(deployment) == ["hello"]
    row = deployment.job(number)
    assert (row.state, row.attempts, row.deaths) == ("done", 2, 1)


def test_a_lease_that_is_kept_is_not_taken(deployment: Deployment) -> None:
    put(deployment)
    engine = TableEngine(database=deployment.database)
    claimed = engine.claim([Sort(KIND, "hello")], deployment.now)
    assert claimed is not None

    assert engine.extend([claimed.lease], deployment.later(seconds=20)) == 1
    assert engine.due(deployment.later(seconds=20)) == []
    assert engine.due(deployment.later(seconds=10)) == [Sort(KIND, "hello")]


def test_a_job_that_kills_its_workers_is_stopped_early(
    deployment: Deployment, writer: Writer
) -> None:
    number = put(deployment)
    engine = TableEngine(database=deployment.database)
    for _worker in range(3):
        assert engine.claim([Sort(KIND, "hello")], deployment.now) is not None
        deployment.later(minutes=1)

    assert deployment.worker().run_once(deployment.now) is None
    row = deployment.job(number)
    assert (row.state, row.attempts, row.deaths) == ("failed", 3, 3)
    assert row.error.startswith("Stopped: three workers")
    assert writer.plugins == []


def test_failures_between_deaths_do_not_count_as_deaths(
    deployment: Deployment, writer: Writer
) -> None:
    def fail(_work: Work, _args: object) -> None:
        raise ValueError

    writer.then = fail
    number = put(deployment)
    worker = deployment.worker()
    for _attempt in range(4):
        assert worker.run_once(deployment.later(hours=1)) == "retry"

    assert (deployment.job(number).deaths, deployment.job(number).attempts) == (0, 4)


def test_a_cancelled_job_is_rolled_back(deployment: Deployment, writer: Writer) -> None:
    number = put(deployment)
    again = put(deployment)

    def cancelled(work: Work, _args: object) -> None:
        if deployment.database.is_sqlite:
            work.session.rollback()
        with deployment.writing() as other:
            assert jobs.cancel(other, job_number(work) or 0)
        with pytest.raises(LeaseLostError):
            report(work, 1, 2)
        writer.then = lambda _work, _args: None

    writer.then = cancelled

    assert deployment.worker().drain(deployment.clock) == ["lost", "done"]
    assert deployment.states() == ["cancelled", "done"]
    assert titles(deployment) == ["hello"]
    with deployment.writing() as work:
        assert not jobs.cancel(work, again)
    assert deployment.job(number).finished_at == deployment.now


def test_a_long_job_goes_by_steps_and_shows_how_far_it_is(
    deployment: Deployment, writer: Writer
) -> None:
    def step(work: Work, args: Mapping[str, Any]) -> None:
        line = args.get("line", 0)
        if line < 2:
            carry_on(work, {"line": line + 1, "title": f"line {line + 1}"}, progress=line, total=2)

    writer.then = step
    ada = deployment.user("Grace")
    number = put(deployment, args={"title": "line 0"}, owner_id=ada.user_id)
    worker = deployment.worker()

    assert worker.run_once(deployment.now) == "carried on"
    assert worker.run_once(deployment.now) == "carried on"
    with deployment.reading(ada) as ask:
        view = jobs.mine(ask, number)
        assert view is not None
        assert (view.progress, view.total, view.is_over) == (1, 2, False)
    with deployment.reading(deployment.user("Eve")) as ask:
        assert jobs.mine(ask, number) is None
    assert worker.run_once(deployment.now) == "done"
    assert titles(deployment) == ["line 0", "line 1", "line 2"]


def test_progress_is_seen_while_the_job_has_written_nothing_yet(deployment: Deployment) -> None:
    seen = []

    def run(work: Work, _args: object) -> None:
        report(work, 3, 10, "Reading the file")
        row = deployment.job(job_number(work) or 0)
        seen.append((row.progress, row.total, row.message))

    deployment.does(KIND, run)
    put(deployment)
    deployment.worker().drain(deployment.clock)

    assert seen == [(3, 10, "Reading the file")]


def test_a_clash_with_another_writer_is_tried_again_at_once(
    deployment: Deployment, writer: Writer
) -> None:
    def clash(_work: Work, _args: object) -> None:
        writer.then = lambda _work, _args: None
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    writer.then = clash
    number = put(deployment)

    assert deployment.worker().drain(deployment.clock) == ["done"]
    assert (titles(deployment), deployment.job(number).attempts) == (["hello"], 1)


def test_the_error_of_a_statement_is_kept_without_its_values(
    deployment: Deployment, writer: Writer
) -> None:
    def fail(_work: Work, _args: object) -> None:
        raise OperationalError("INSERT", {"iban": "FR76"}, Exception("disk full"))

    writer.then = fail
    number = put(deployment)
    deployment.worker().drain(deployment.clock)

    assert deployment.job(number).error == "OperationalError: disk full"


def test_progress_outside_a_job_says_nothing(deployment: Deployment) -> None:
    with deployment.writing() as work:
        report(work, 1, 2)
        assert job_number(work) is None
        with pytest.raises(RuntimeError, match="Only a running job"):
            carry_on(work, {})


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 10), (2, 20), (5, 160), (9, 2560), (10, 3600), (400, 3600)]
)
def test_pauses_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert pause(attempts, 0.5) == timedelta(seconds=seconds)
    assert pause(attempts, 0) < pause(attempts, 0.9) <= timedelta(hours=1)


def test_what_waits_for_its_plugin_is_not_the_workers_delay(
    deployment: Deployment, writer: Writer
) -> None:
    put(deployment)

    with deployment.reading() as ask:
        assert jobs.oldest_due(ask) == deployment.now
        assert jobs.oldest_due(ask, ["other"]) is None
