"""Where questions to one source pass one by one: by the threads of a process, or of a machine.

The services count by address, so the workers of a machine share one count, in the file of the
answers. What one of them is told ("come back in an hour") holds for all.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from onglet_directory.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger("onglet.directory")


class Turnstile(Protocol):
    """Lets questions through at a pace. Implementations may be called from several threads."""

    def enter(self, patience: float) -> float:
        """Seconds to wait before the question leaves; past `patience` no place was taken."""
        ...

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long: the source asked for it."""
        ...


class LocalTurnstile:
    """The count of one process. `clock` gives seconds."""

    def __init__(self, pace: Pace, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._held_until = 0.0
        self._lock = threading.Lock()

    def enter(self, patience: float) -> float:
        """Seconds to wait before the question leaves."""
        with self._lock:
            now = self._clock()
            wait = max(self._pace.free_at(now), self._held_until) - now
            if wait <= patience:
                _, self._pace = self._pace.reserved(now + wait)
            return wait

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)


class SharedTurnstile:
    """The count of all processes of a machine, in a file. `clock` gives seconds of the day's time.

    When the file cannot be used, the process counts for itself.
    """

    _TABLES = (
        "CREATE TABLE IF NOT EXISTS question (source TEXT NOT NULL, at REAL NOT NULL)",
        "CREATE TABLE IF NOT EXISTS held (source TEXT PRIMARY KEY, until REAL NOT NULL)",
    )

    def __init__(
        self, path: Path, source: str, pace: Pace, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = path
        self._source = source
        self._pace = pace
        self._clock = clock
        self._alone = LocalTurnstile(pace, clock=clock)

    def enter(self, patience: float) -> float:
        """Seconds to wait before the question leaves."""
        try:
            with closing(self._open()) as database, database:
                return self._enter(database, patience)
        except (OSError, sqlite3.Error) as failure:
            log.warning("Questions to %s are counted by process: %s", self._source, failure)
            return self._alone.enter(patience)

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long, in any process."""
        self._alone.hold(seconds)
        try:
            with closing(self._open()) as database, database:
                database.execute(
                    "INSERT INTO held VALUES (?, ?) "
                    "ON CONFLICT (source) DO UPDATE SET until = max(until, excluded.until)",
                    (self._source, self._clock() + seconds),
                )
        except (OSError, sqlite3.Error) as failure:
            log.warning("The wait asked by %s is kept by process: %s", self._source, failure)

    def _enter(self, database: sqlite3.Connection, patience: float) -> float:
        now = self._clock()
        # A clock set back must not lock the door until it has caught up.
        database.execute(
            "DELETE FROM question WHERE source = ? AND NOT at BETWEEN ? AND ?",
            (self._source, now - self._pace.seconds, now + self._pace.seconds + patience),
        )
        taken = [
            row[0]
            for row in database.execute(
                "SELECT at FROM question WHERE source = ? ORDER BY at", (self._source,)
            )
        ]
        pace = Pace(questions=self._pace.questions, seconds=self._pace.seconds, taken=tuple(taken))
        held = database.execute(
            "SELECT until FROM held WHERE source = ?", (self._source,)
        ).fetchone()
        wait = max(pace.free_at(now), held[0] if held else now) - now
        if wait <= patience:
            database.execute("INSERT INTO question VALUES (?, ?)", (self._source, now + wait))
        return wait

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=2.0, isolation_level="IMMEDIATE")
        for table in self._TABLES:
            database.execute(table)
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN IMMEDIATE")
        return database
