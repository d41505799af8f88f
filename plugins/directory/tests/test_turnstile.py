from __future__ import annotations

import threading

import pytest

from onglet_directory.pace import Pace
from onglet_directory.turnstile import LocalTurnstile, SharedTurnstile

PACE = Pace(questions=2, seconds=1.0)


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture(params=["local", "shared"])
def turnstiles(request, tmp_path):
    """Two doors that must count as one: the same object, or two processes with one file."""
    clock = Clock()
    if request.param == "local":
        door = LocalTurnstile(PACE, clock=clock)
        return clock, door, door
    path = tmp_path / "deep" / "answers.sqlite"
    return clock, *(SharedTurnstile(path, "public", PACE, clock=clock) for _ in range(2))


def test_both_doors_share_one_count(turnstiles):
    clock, one, other = turnstiles
    assert [one.enter(5), other.enter(5)] == [0, 0]
    assert other.enter(5) == pytest.approx(1.0)
    clock.now += 3
    assert one.enter(5) == 0


def test_past_patience_no_place_is_taken(turnstiles):
    _, one, other = turnstiles
    one.enter(5)
    other.enter(5)
    assert one.enter(0.5) == pytest.approx(1.0)
    assert other.enter(0.5) == pytest.approx(1.0)


def test_what_one_is_told_holds_for_all(turnstiles):
    clock, one, other = turnstiles
    one.hold(300)
    one.hold(10)
    assert other.enter(1) == pytest.approx(300)
    clock.now += 300
    assert other.enter(1) == 0


def test_sources_do_not_wait_for_each_other(tmp_path):
    path = tmp_path / "answers.sqlite"
    SharedTurnstile(path, "insee", PACE).hold(300)
    assert SharedTurnstile(path, "public", PACE).enter(1) == 0


def test_a_clock_set_back_does_not_lock_the_door(tmp_path):
    clock = Clock()
    door = SharedTurnstile(tmp_path / "answers.sqlite", "public", PACE, clock=clock)
    door.enter(5)
    door.enter(5)
    clock.now -= 3600
    assert door.enter(5) == 0


def test_a_file_that_cannot_be_used_leaves_the_count_of_the_process(tmp_path, caplog):
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"something else" * 200)
    clock = Clock()
    door = SharedTurnstile(path, "public", PACE, clock=clock)
    assert [door.enter(5), door.enter(5)] == [0, 0]
    assert door.enter(5) == pytest.approx(1.0)
    door.hold(60)
    assert door.enter(5) == pytest.approx(60)
    assert "counted by process" in caplog.text


def test_threads_never_take_the_same_place(tmp_path):
    clock = Clock()
    path = tmp_path / "answers.sqlite"
    waits: list[float] = []

    def enter() -> None:
        door = SharedTurnstile(path, "public", PACE, clock=clock)
        waits.extend(round(door.enter(100), 6) for _ in range(4))

    threads = [threading.Thread(target=enter) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [n // 2 for n in range(12)]
