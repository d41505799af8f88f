"""Schedules: a turn is one job, however many look at the clock and however late."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from onglet.contributions import Schedule
from onglet.work.schedules import next_due, tick

if TYPE_CHECKING:
    from core.tests.work.deployment import Deployment

HOURLY = ("hello", Schedule(key="hello.hourly", kind="hello.greet", every=timedelta(hours=1)))


def test_a_turn_is_a_job_on_the_beat(deployment: Deployment) -> None:
    deployment.does("hello.greet")
    worker = deployment.worker()
    turns = []
    for _quarter in range(9):
        turns.append(len(tick(deployment.units, [HOURLY], deployment.now)))
        worker.drain(deployment.clock)
        deployment.later(minutes=15)

    assert turns == [1, 0, 0, 0, 1, 0, 0, 0, 1]


def test_missed_turns_are_one(deployment: Deployment) -> None:
    deployment.does("hello.greet")
    worker = deployment.worker()
    tick(deployment.units, [HOURLY], deployment.now)
    worker.drain(deployment.clock)

    deployment.later(hours=50, minutes=20)
    assert len(tick(deployment.units, [HOURLY], deployment.now)) == 1
    assert tick(deployment.units, [HOURLY], deployment.now) == []
    worker.drain(deployment.clock)
    assert len(tick(deployment.units, [HOURLY], deployment.later(minutes=40))) == 1


def test_a_turn_that_still_waits_is_not_doubled(deployment: Deployment) -> None:
    tick(deployment.units, [HOURLY], deployment.now)

    assert tick(deployment.units, [HOURLY], deployment.later(hours=1)) == []
    assert deployment.states() == ["ready"]


def test_two_schedulers_write_one_job(deployment: Deployment) -> None:
    deployment.does("hello.greet")
    for _turn in range(3):
        both = threading.Barrier(2, timeout=30)

        def look(both: threading.Barrier = both) -> None:
            both.wait()
            tick(deployment.units, [HOURLY], deployment.now)

        threads = [threading.Thread(target=look) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        deployment.worker().drain(deployment.clock)
        deployment.later(hours=1)

    assert deployment.states() == ["done"] * 3


def test_nothing_is_due_where_nothing_is_scheduled(deployment: Deployment) -> None:
    assert tick(deployment.units, [], deployment.now) == []


YEAR_2000 = datetime(2000, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=18_000)).map(
    lambda since: YEAR_2000 + since
)


@given(
    due_at=INSTANTS,
    now=INSTANTS,
    every=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=40)),
)
def test_the_next_turn_is_the_first_after_now_on_the_beat(
    due_at: datetime, now: datetime, every: timedelta
) -> None:
    following = next_due(due_at, every, now)

    assert following > now
    assert (following - due_at) % every == timedelta()
    assert following - every <= max(now, due_at)
