"""A bell that wakes the workers of this process. It only saves them waiting: polling is the truth.

A count, not a flag: each waiting thread compares it with what it heard last, so that one thread
cannot take another's call away.
"""

from __future__ import annotations

import threading


class Bell:
    """Rung by commits, heard by every thread that waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rung = 0

    def ring(self) -> None:
        """Wake every thread that waits."""
        with self._changed:
            self._rung += 1
            self._changed.notify_all()

    def heard(self) -> int:
        """Give how often it has rung: note it before looking for work, and wait from there."""
        with self._changed:
            return self._rung

    def wait(self, since: int, seconds: float) -> bool:
        """Wait until it has rung after `since`, or that long; tell whether it rang."""
        with self._changed:
            return self._changed.wait_for(lambda: self._rung != since, seconds)


JOBS = Bell()
"""Rung when a transaction with new jobs was committed in this process, or told by PostgreSQL."""
