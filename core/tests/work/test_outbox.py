"""Jobs written with what they follow: both last, or neither."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from core.tests.work.deployment import START
from sqlalchemy import text

from onglet.rights.actors import system_actor
from onglet.work.bell import JOBS
from onglet.work.listening import listen
from onglet.work.outbox import enqueue

if TYPE_CHECKING:
    from core.tests.work.deployment import Deployment

    from onglet.contributions import Work


def put(work: Work, kind: str = "core.greet", **options: object) -> int:
    return enqueue(
        work.session, **{"kind": kind, "plugin": "core", "args": {}, "now": work.now} | options
    )


def test_a_job_lasts_with_its_transaction(deployment: Deployment) -> None:
    heard = JOBS.heard()
    with deployment.writing() as work:
        number = put(work, args={"total": Decimal("12.50"), "on": START.date()})
        assert JOBS.heard() == heard

    row = deployment.job(number)
    assert (row.state, row.args) == ("ready", {"total": "12.50", "on": "2026-03-02"})
    assert JOBS.heard() > heard


def test_a_transaction_rolled_back_leaves_no_job_and_wakes_nobody(deployment: Deployment) -> None:
    heard = JOBS.heard()

    def put_and_fail() -> None:
        with deployment.writing() as work:
            put(work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()

    assert deployment.states() == []
    assert JOBS.heard() == heard


def test_a_savepoint_that_ends_wakes_nobody_yet(deployment: Deployment) -> None:
    heard = JOBS.heard()
    with deployment.writing() as work:
        with work.session.begin_nested():
            put(work)
        assert JOBS.heard() == heard

    assert JOBS.heard() > heard


def test_what_is_no_json_is_refused_with_its_value(deployment: Deployment) -> None:
    with pytest.raises(TypeError, match="object"), deployment.writing() as work:
        put(work, args={"thing": object()})


def test_a_unique_job_is_not_written_twice_while_it_waits_or_runs(deployment: Deployment) -> None:
    deployment.does("core.greet")
    with deployment.writing() as work:
        first = put(work, unique="greet:1")
        again = put(work, unique="greet:1")
        other = put(work, unique="greet:2")
    assert (again == first, other == first) == (True, False)

    deployment.worker().drain(deployment.clock)
    with deployment.writing() as work:
        assert put(work, unique="greet:1") not in {first, other}


def test_a_unique_job_written_at_the_same_time_by_two_is_one(deployment: Deployment) -> None:
    both = threading.Barrier(2, timeout=30)
    numbers: list[int] = []

    def write() -> None:
        both.wait()
        with deployment.writing() as work:
            numbers.append(put(work, unique="once"))

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    assert deployment.states() == ["ready"]


def test_a_waiting_unique_job_is_not_run_before_who_counts_on_it_commits(
    deployment: Deployment,
) -> None:
    deployment.does("core.greet")
    with deployment.writing() as work:
        put(work, unique="once")
    unit = deployment.units.open(system_actor("tests"), write=True)
    assert unit.work is not None
    put(unit.work, unique="once")

    if not deployment.database.is_sqlite:  # SQLite's writers wait for each other anyway
        assert deployment.worker().run_once(deployment.now) is None
    unit.commit()
    unit.close()

    assert deployment.worker().run_once(deployment.now) == "done"


def test_a_job_waits_for_its_hour(deployment: Deployment) -> None:
    deployment.does("core.greet")
    with deployment.writing() as work:
        put(work, run_at=START + timedelta(hours=1))
    worker = deployment.worker()

    assert worker.run_once(deployment.now) is None
    assert worker.run_once(deployment.later(hours=1)) == "done"


def test_another_process_is_told_by_postgresql(deployment: Deployment) -> None:
    if deployment.database.is_sqlite:
        return
    stop = threading.Event()

    class Heard:
        def ring(self) -> None:
            stop.set()

    listener = threading.Thread(target=listen, args=(deployment.database, Heard(), stop))
    listener.start()
    with deployment.database.reads.connect() as connection:
        listening = text(
            "SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN onglet_jobs' "
            "AND state = 'idle' AND datname = current_database()"
        )
        while not connection.execute(listening).scalar():
            connection.rollback()
    with deployment.writing() as work:
        put(work)

    listener.join(timeout=30)
    assert not listener.is_alive()
