"""A worker in a process of its own, made to be killed: it says where it is before each step.

Time runs twenty times faster, so that leases end and pauses pass without anybody waiting.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.tests.work.deployment import START, Deployment
from sqlalchemy import func, insert, select

from onglet.db.engine import open_database
from onglet.work.bell import JOBS
from onglet.work.models import JobRow, Notification
from onglet.work.running import job_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from multiprocessing.connection import Connection

    from onglet.contributions import Work

KIND = "hello.write"
SPEED = 20


class Hurried(Deployment):
    """A deployment whose clock runs faster than the wall's, alike in every process."""

    def clock(self) -> datetime:
        return START + timedelta(seconds=(time.time() % 1_000_000) * SPEED)


def work(url: str, user_id: int, say: Connection) -> None:
    """Run jobs until none is left alive; every tenth fails at first."""
    database = open_database(url)
    deployment = Hurried(database=database)

    def run(unit: Work, args: Mapping[str, Any]) -> None:
        say.send("taken")
        number = job_number(unit)
        unit.session.execute(
            insert(Notification).values(user_id=user_id, plugin="hello", title=str(number))
        )
        say.send("written")
        if args["line"] % 10 == 0 and unit.session.info["onglet_run"].claimed.attempts == 1:
            raise ValueError("Not at the first time.")

    deployment.does(KIND, run)
    worker = deployment.worker()
    alive = select(func.count(JobRow.id)).where(JobRow.state.in_(("ready", "running")))
    while True:
        heard = JOBS.heard()
        if worker.run_once(deployment.clock()) is not None:
            say.send("ended")
            continue
        with database.reads.connect() as connection:
            if not connection.execute(alive).scalar():
                break
        JOBS.wait(heard, 0.05)
    database.dispose()
    say.send("home")
