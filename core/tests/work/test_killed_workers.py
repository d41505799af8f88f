"""Workers killed in the middle of their work, as an operator's `kill -9` or a full memory does."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import wait
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from core.tests.work.killed_worker import KIND, work
from sqlalchemy import select

from onglet.rights.actors import system_actor
from onglet.work.models import JobRow, Notification
from onglet.work.outbox import enqueue

if TYPE_CHECKING:
    from core.tests.work.deployment import Deployment

KILLS = 10
LINES = 120
PATIENCE_SECONDS = 60
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["onglet.tables", "onglet.work.worker"])


class Hand:
    """A worker's process, and the end of the pipe that it speaks into."""

    def __init__(self, url: str, user_id: int) -> None:
        self.ear, mouth = PROCESSES.Pipe(duplex=False)
        self.process = PROCESSES.Process(target=work, args=(url, user_id, mouth), daemon=True)
        self.process.start()
        mouth.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.ear.close()


def write_lines(deployment: Deployment) -> tuple[set[int], set[int]]:
    """Write a job a transaction, every fifth of them rolled back; give both sets of numbers."""
    kept, undone = set(), set()
    for line in range(LINES):
        unit = deployment.units.open(system_actor("tests"), write=True)
        assert unit.work is not None
        number = enqueue(
            unit.session, kind=KIND, plugin="hello", args={"line": line}, now=unit.work.now
        )
        if line % 5 == 4:
            undone.add(number)
        else:
            unit.commit()
            kept.add(number)
        unit.close()
    # SQLite gives the number of a row that never was to the next one.
    return kept, undone - kept


def test_no_kill_loses_or_doubles_a_job(deployment: Deployment, migrated_url: str) -> None:
    user_id = deployment.user("Ada").user_id
    kept, undone = write_lines(deployment)
    chance = Random(7)  # noqa: S311 - the same kills each time
    hands = [Hand(migrated_url, user_id or 0) for _hand in range(2)]
    kills, until_next = 0, chance.randint(3, 12)
    try:
        while hands:
            speaking = wait([hand.ear for hand in hands], timeout=PATIENCE_SECONDS)
            assert speaking, "no worker says anything any more"
            for hand in [hand for hand in hands if hand.ear in speaking]:
                said = hand.ear.recv()
                until_next -= 1
                if said == "home":
                    hands.remove(hand)
                    hand.process.join()
                    hand.ear.close()
                elif until_next <= 0 and kills < KILLS:
                    hand.kill()
                    kills, until_next = kills + 1, chance.randint(3, 12)
                    hands[hands.index(hand)] = Hand(migrated_url, user_id or 0)
    finally:
        for hand in hands:
            hand.kill()

    assert kills == KILLS
    effects, states = read(deployment)
    poisoned = {number for number in kept if states[number] == "failed"}
    assert sorted(effects) == sorted(kept - poisoned)
    assert {states[number] for number in kept - poisoned} == {"done"}
    assert all(deployment.job(number).deaths >= 3 for number in poisoned)
    assert not undone & set(states)


def read(deployment: Deployment) -> tuple[list[int], dict[int, Any]]:
    with deployment.database.reads.connect() as connection:
        effects = [int(title) for title in connection.scalars(select(Notification.title))]
        rows = connection.execute(select(JobRow.id, JobRow.state)).all()
    return effects, {row.id: row.state for row in rows}


@pytest.fixture(autouse=True)
def _no_child_stays() -> Any:
    yield
    assert not multiprocessing.active_children()
