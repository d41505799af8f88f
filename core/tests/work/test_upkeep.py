"""What is over leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from onglet.work import upkeep
from onglet.work.contributions import SWEEP, jobs
from onglet.work.models import JobRow, Notification
from onglet.work.notifications import notify
from onglet.work.outbox import enqueue

if TYPE_CHECKING:
    import pytest
    from core.tests.work.deployment import Deployment


def put(deployment: Deployment, state: str, days_ago: int) -> None:
    over = deployment.now - timedelta(days=days_ago)
    row = {"kind": "hello.greet", "plugin": "hello", "state": state, "finished_at": over}
    with deployment.database.writes.begin() as connection:
        connection.execute(insert(JobRow).values(row))


def sweep(deployment: Deployment) -> None:
    (declared,) = jobs()
    deployment.jobs[SWEEP] = declared
    with deployment.writing() as work:
        enqueue(work.session, kind=SWEEP, plugin="core", args={}, now=work.now)
    deployment.worker().drain(deployment.clock)


def test_what_is_over_for_long_leaves(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 2)
    for _job in range(5):
        put(deployment, "done", 8)
    put(deployment, "done", 6)
    put(deployment, "failed", 89)
    put(deployment, "failed", 91)
    put(deployment, "cancelled", 8)

    sweep(deployment)

    assert deployment.states() == ["done", "failed", "done"]


def test_read_news_leave_and_unread_stay(deployment: Deployment) -> None:
    ada = deployment.user("Ada")
    for title in ("read", "not read"):
        with deployment.writing() as work:
            notify(work, ada.user_id, title)
    long_ago = deployment.now - timedelta(days=181)
    with deployment.database.writes.begin() as connection:
        connection.execute(
            update(Notification).where(Notification.title == "read").values(read_at=long_ago)
        )

    sweep(deployment)

    with deployment.database.reads.connect() as connection:
        assert connection.execute(select(func.min(Notification.title))).scalar() == "not read"
