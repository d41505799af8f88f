"""Answers kept in a file of their own, shared by the workers of a machine.

It is not in the database on purpose: a search writes nothing there, and a slow service never
holds its lock. Losing the file costs questions, not data. A file that cannot be used is no cache.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onglet_directory.cache import KEPT_FOR, StoredAnswer

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger("onglet.directory")

_TABLE = (
    "CREATE TABLE IF NOT EXISTS answer "
    "(key TEXT PRIMARY KEY, payload TEXT NOT NULL, stored_at REAL NOT NULL) WITHOUT ROWID"
)
_SECONDS_TO_WAIT = 2.0


class AnswerFile:
    """The latest answers in one SQLite file; what is too old to be said is deleted."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, key: str) -> StoredAnswer | None:
        """The answer kept under this key, or None, also when the file cannot be read."""
        if not self._path.exists():
            return None
        with suppress(sqlite3.Error), closing(self._open()) as database:
            row = database.execute(
                "SELECT payload, stored_at FROM answer WHERE key = ?", (key,)
            ).fetchone()
            if row is not None:
                moment = datetime.fromtimestamp(row[1], UTC)
                return StoredAnswer(payload=row[0], stored_at=moment)
        return None

    def write(self, key: str, answer: StoredAnswer) -> None:
        """Keep an answer in the place of an older one, and let go of those past their time."""
        moment = answer.stored_at.timestamp()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as database, database:
                database.execute(_TABLE)
                database.execute(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, answer.payload, moment)
                )
                database.execute(
                    "DELETE FROM answer WHERE stored_at < ?", (moment - KEPT_FOR.total_seconds(),)
                )
        except (OSError, sqlite3.Error) as failure:
            log.warning("An answer of the company directory could not be kept: %s", failure)

    def forget(self, number: str) -> None:
        """Let go of the facts kept under a SIREN or SIRET, and of every search."""
        with suppress(sqlite3.Error), closing(self._open()) as database, database:
            database.execute(
                "DELETE FROM answer WHERE instr(key, ?) OR instr(key, '|search|')",
                (f"|get|{number}",),
            )

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)
        database.execute("PRAGMA synchronous = OFF")  # a lost answer is asked again
        return database
