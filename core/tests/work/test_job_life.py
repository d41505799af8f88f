"""Any life of jobs: claimed, kept, killed, overtaken, failed, cancelled, retried, in any order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, insert, select

from onglet.rights.actors import system_actor
from onglet.work import jobs
from onglet.work.leases import LEASE, Claimed, Ending, Sort, TableEngine
from onglet.work.models import JobRow, Notification
from onglet.work.outbox import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from core.tests.work.deployment import Deployment

SORT = Sort("hello.write", "hello")
OVER = {"done", "failed", "cancelled"}


@dataclass
class Holder:
    """A worker that took a job, and until when it may count on it."""

    claimed: Claimed
    until: datetime
    steps: int = field(default=0)


class JobLife(RuleBasedStateMachine):
    """Workers are holders that do something with their job, or never again (killed)."""

    holders = Bundle("holders")
    written = Bundle("written")

    def __init__(self, deployment: Deployment, user_id: int) -> None:
        super().__init__()
        self.deployment = deployment
        self.user_id = user_id
        self.engine = TableEngine(database=deployment.database, chance=lambda: 0.5)
        self.committed: set[int] = set()
        self.done: Counter[int] = Counter()
        self.current: dict[int, Holder] = {}
        with deployment.database.writes.begin() as connection:
            connection.execute(delete(Notification))
            connection.execute(delete(JobRow))

    @rule(target=written, unique=st.sampled_from([None, None, "a", "b"]))
    def commit_a_job(self, unique: str | None) -> Any:
        with self.deployment.writing() as work:
            number = self._enqueue(work, unique)
        if number in self.committed:
            assert unique is not None
            assert self.deployment.job(number).state not in OVER
            return multiple()
        self.committed.add(number)
        return number

    @rule(unique=st.sampled_from([None, "a"]))
    def roll_a_job_back(self, unique: str | None) -> None:
        unit = self.deployment.units.open(system_actor("tests"), write=True)
        self._enqueue(unit.work, unique)
        unit.close()

    @rule(target=holders)
    def claim(self) -> Any:
        now = self.deployment.now
        claimed = self.engine.claim([SORT], now)
        self._forget_the_stopped()
        if claimed is None:
            return multiple()
        before = self.current.get(claimed.id)
        assert before is None or before.until <= now, "two workers hold one job"
        self.current[claimed.id] = Holder(claimed=claimed, until=now + LEASE)
        return self.current[claimed.id]

    @rule(holder=holders)
    def keep(self, holder: Holder) -> None:
        kept = self.engine.extend([holder.claimed.lease], self.deployment.now)
        assert kept == self._holds(holder)
        if kept:
            holder.until = self.deployment.now + LEASE

    @rule(holder=consumes(holders))
    def kill(self, holder: Holder) -> None:
        """Nothing is heard of it any more."""

    @rule(holder=consumes(holders), goes_on=st.booleans())
    def finish(self, holder: Holder, goes_on: bool) -> None:
        number = holder.claimed.id
        ending = Ending(next_args={"step": 1} if goes_on else None)
        unit = self.deployment.units.open(system_actor("tests"), write=True)
        self._write_effect(unit.session, number)
        stood = self.engine.finish(unit.session, holder.claimed.lease, ending, self.deployment.now)
        if stood:
            unit.commit()
            self.done[number] += 1
        unit.close()
        assert stood == self._holds(holder)
        self._let_go(holder)

    @rule(holder=consumes(holders), again=st.booleans())
    def fail(self, holder: Holder, again: bool) -> None:
        self.engine.fail(holder.claimed, "no", self.deployment.now, again=again)
        self._let_go(holder)

    @rule(seconds=st.sampled_from([1, 15, 15, 40, 4000]))
    def wait(self, seconds: int) -> None:
        self.deployment.now += timedelta(seconds=seconds)

    @rule(number=written)
    def cancel(self, number: int) -> None:
        was = self.deployment.job(number).state
        with self.deployment.writing() as work:
            assert jobs.cancel(work, number) == (was not in OVER)
        self.current.pop(number, None)

    @rule(number=written)
    def retry(self, number: int) -> None:
        row = self.deployment.job(number)
        with self.deployment.writing() as work:
            done = jobs.retry(work, number)
        same = self._alive_alike(row.uniq, number)
        assert done == (row.state == "failed" and not same)

    @invariant()
    def what_was_committed_is_there_and_nothing_else(self) -> None:
        with self.deployment.database.reads.connect() as connection:
            assert set(connection.scalars(select(JobRow.id))) == self.committed

    @invariant()
    def effects_are_there_once_for_each_end(self) -> None:
        with self.deployment.database.reads.connect() as connection:
            effects = Counter(int(t) for t in connection.scalars(select(Notification.title)))
        assert effects == self.done

    def teardown(self) -> None:
        """Whatever happened, workers that go on bring every job to an end."""
        self.deployment.does("hello.write", lambda work, _args: self._count(work))
        worker = self.deployment.worker(engine=self.engine)
        for _round in range(10):
            self.deployment.now += timedelta(hours=2)
            worker.drain(self.deployment.clock)
        assert set(self.deployment.states()) <= OVER
        self.effects_are_there_once_for_each_end()

    def _enqueue(self, work: Any, unique: str | None) -> int:
        return enqueue(
            work.session, kind=SORT.kind, plugin=SORT.plugin, args={}, now=work.now, unique=unique
        )

    def _count(self, work: Any) -> None:
        number = work.session.info["onglet_run"].claimed.id
        self._write_effect(work.session, number)
        self.done[number] += 1

    def _write_effect(self, session: Any, number: int) -> None:
        session.execute(
            insert(Notification).values(user_id=self.user_id, plugin="hello", title=str(number))
        )

    def _forget_the_stopped(self) -> None:
        """A claim also stops the jobs that cost three workers; only those are let go."""
        for number, holder in list(self.current.items()):
            row = self.deployment.job(number)
            if row.state == "failed":
                assert holder.until <= self.deployment.now
                assert row.deaths == 3 or row.attempts == row.max_attempts
                del self.current[number]

    def _holds(self, holder: Holder) -> bool:
        return self.current.get(holder.claimed.id) is holder

    def _let_go(self, holder: Holder) -> None:
        if self._holds(holder):
            del self.current[holder.claimed.id]

    def _alive_alike(self, unique: str | None, number: int) -> bool:
        query = select(JobRow.id).where(
            JobRow.uniq == unique, JobRow.state.in_(("ready", "running")), JobRow.id != number
        )
        with self.deployment.database.reads.connect() as connection:
            return unique is not None and connection.execute(query).first() is not None


def test_whatever_happens_nothing_is_lost_doubled_or_invented(deployment: Deployment) -> None:
    user_id = deployment.user("Ada").user_id
    run_state_machine_as_test(
        lambda: JobLife(deployment, user_id),
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
