"""Events: told now in a savepoint each, or later by the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from core.tests.work.deployment import START
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from onglet.contributions import Event, Subscription
from onglet.rights.actors import system_actor
from onglet.work.events import KIND, event_job, publish
from onglet.work.models import Notification

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from core.tests.work.deployment import Deployment

    from onglet.contributions import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Event):
    name: ClassVar[str] = "billing.signed"

    on: date
    lines: tuple[int, ...] = ()


SIGNED = Signed(client_id=None, on=START.date(), lines=(1, 2))
FIELDS = {"client_id": None, "on": "2026-03-02", "lines": [1, 2]}


class Ledger:
    """Handlers that write, and what they were told."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.user_id = deployment.user("Ada").user_id
        self.heard: list[tuple[str, Any]] = []
        self.failures: list[tuple[str, str, str]] = []

    def write(self, work: Work, fields: Mapping[str, Any]) -> None:
        self.heard.append((work.plugin, dict(fields)))
        work.session.execute(
            insert(Notification).values(user_id=self.user_id, plugin=work.plugin, title="x")
        )

    def write_badly(self, work: Work, fields: Mapping[str, Any]) -> None:
        self.write(work, fields)
        work.session.execute(insert(Notification).values(user_id=0, plugin="x", title="x"))

    def on_failure(self, plugin: str, what: str, error: Exception) -> None:
        # A host writes it down, in a transaction of its own.
        with self.deployment.writing() as work:
            assert work.session.execute(update(Notification).values(read_at=None)) is not None
        self.failures.append((plugin, what, type(error).__name__))

    def publish(self, work: Work, *subscribed: tuple[str, Subscription]) -> None:
        publish(work, SIGNED, subscribed, self.on_failure)

    def written(self) -> list[str]:
        with self.deployment.database.reads.connect() as connection:
            query = select(Notification.plugin).order_by(Notification.id)
            return list(connection.scalars(query))


@pytest.fixture
def ledger(deployment: Deployment) -> Ledger:
    return Ledger(deployment)


def inside(handle: Any) -> Subscription:
    return Subscription(event="billing.signed", handle=handle, inside=True)


def after(handle: Any) -> Subscription:
    return Subscription(event="billing.signed", handle=handle)


def test_a_handler_that_fails_inside_loses_its_own_writes_only(
    deployment: Deployment, ledger: Ledger
) -> None:
    with deployment.writing() as work:
        ledger.publish(
            work,
            ("first", inside(ledger.write)),
            ("second", inside(ledger.write_badly)),
            ("third", inside(ledger.write)),
        )

    assert ledger.written() == ["first", "third"]
    assert ledger.failures == [("second", "billing.signed", IntegrityError.__name__)]
    assert ledger.heard[0] == ("first", FIELDS)


def test_a_failure_is_told_even_when_the_whole_unit_rolls_back(
    deployment: Deployment, ledger: Ledger
) -> None:
    unit = deployment.units.open(system_actor("tests"), write=True)
    assert unit.work is not None
    ledger.publish(unit.work, ("second", inside(ledger.write_badly)))
    assert ledger.failures == []
    unit.close()

    assert ledger.failures == [("second", "billing.signed", IntegrityError.__name__)]


def test_other_events_are_not_heard(deployment: Deployment, ledger: Ledger) -> None:
    other = Subscription(event="billing.paid", handle=ledger.write, inside=True)
    with deployment.writing() as work:
        ledger.publish(work, ("first", other))

    assert ledger.heard == []


def test_a_clash_inside_goes_up_so_that_the_whole_unit_is_tried_again(
    deployment: Deployment, ledger: Ledger
) -> None:
    def clash(_work: Work, _fields: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with pytest.raises(OperationalError), deployment.writing() as work:
        ledger.publish(work, ("first", inside(clash)))

    assert ledger.failures == []


def test_handlers_that_call_each_other_end(deployment: Deployment, ledger: Ledger) -> None:
    def again(work: Work, _fields: object) -> None:
        ledger.publish(work, ("first", inside(again)))

    with deployment.writing() as work:
        ledger.publish(work, ("first", inside(again)))

    assert ledger.failures == [("first", "billing.signed", "EventLoopError")]


def test_a_later_handler_gets_a_job_that_knows_it_by_name(
    deployment: Deployment, ledger: Ledger
) -> None:
    subscribed = (
        ("first", after(ledger.write)),
        ("first", after(ledger.write)),
        ("second", after(ledger.write_badly)),
    )
    with deployment.writing() as work:
        ledger.publish(work, *subscribed)
    assert ledger.heard == []

    absent: list[tuple[str, str]] = []
    moved = (("second", inside(ledger.write)), *reversed(subscribed))

    def lookup(kind: str, plugin: str) -> Any:
        assert kind == KIND
        return event_job(plugin, moved, lambda *what: absent.append(what))

    outcomes = deployment.worker()
    outcomes._lookup = lookup
    assert outcomes.drain(deployment.clock) == ["done", "done", "retry"]
    assert ledger.written() == ["first", "first"]
    assert ledger.heard[0] == ("first", FIELDS)
    assert absent == []


def test_a_handler_that_is_gone_ends_its_job_and_is_told(
    deployment: Deployment, ledger: Ledger
) -> None:
    with deployment.writing() as work:
        ledger.publish(work, ("first", after(ledger.write)))
    absent: list[tuple[str, str]] = []
    deployment.jobs[KIND] = event_job("first", (), lambda *what: absent.append(what))

    assert deployment.worker().drain(deployment.clock) == ["done"]
    assert absent == [("first", "billing.signed")]


def test_an_event_of_a_transaction_rolled_back_is_never_told(
    deployment: Deployment, ledger: Ledger
) -> None:
    with pytest.raises(RuntimeError), deployment.writing() as work:
        _publish_and_fail(work, ledger)

    assert deployment.states() == []


def _publish_and_fail(work: Work, ledger: Ledger) -> None:
    ledger.publish(work, ("first", after(ledger.write)))
    work.session.connection().execute(text("SELECT 1"))
    raise RuntimeError
