"""A directory behind a cache, a rate limit and a circuit breaker.

Order of the answers given: a fresh one kept; the source; the last one kept, marked as stale with
its date, when the source is silent; else the error.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from onglet_directory.cache import pack, unpack_answer, unpack_facts
from onglet_directory.circuit import Circuit
from onglet_directory.masks import fold
from onglet_directory.numbers import compact
from onglet_directory.port import BadQuery, NotFound, Throttled, Unreachable
from onglet_directory.sentences import BUSY, SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet_directory.cache import AnswerCache, StoredAnswer
    from onglet_directory.company import CompanyFacts, SearchAnswer
    from onglet_directory.port import CompanyDirectory
    from onglet_directory.turnstile import Turnstile

T = TypeVar("T")

# A person waits in front of the page: longer than this, they are told instead.
LONGEST_WAIT = 1.5


def _utc_now() -> datetime:
    return datetime.now(UTC)


class GuardedDirectory:
    """The directory given, asked no more than it bears and remembered."""

    def __init__(
        self,
        directory: CompanyDirectory,
        *,
        answers: AnswerCache,
        turnstile: Turnstile,
        requests_per_get: int = 1,
        seconds: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._directory = directory
        self._answers = answers
        self._turnstile = turnstile
        self._requests_per_get = requests_per_get
        self._circuit = Circuit()
        self._lock = threading.Lock()
        self._seconds, self._now, self._sleep = seconds, now, sleep

    @property
    def source(self) -> str:
        """Key of the source behind."""
        return self._directory.source

    @property
    def circuit(self) -> Circuit:
        """The state of the circuit, for the health page."""
        return self._circuit

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        """Candidates, as the port says; `stale` when they are the last known ones."""
        key = f"{self.source}|search|{fold(text)}|{compact(postcode or '')}|{page}"
        kept = self._answers.read(key)
        known = unpack_answer(kept) if kept else None
        if kept and known and kept.is_fresh(self._now()):
            return known
        try:
            answer = self._ask(lambda: self._directory.search(text, postcode, page))
        except (Unreachable, Throttled):
            if kept and known and kept.is_usable(self._now()):
                return replace(known, stale=True)
            raise
        self._keep(key, pack(answer, now=self._now()))
        return answer

    def get(self, number: str) -> CompanyFacts:
        """Facts, as the port says; their origin carries the date, even when it is an old one."""
        key = f"{self.source}|get|{compact(number)}"
        kept = self._answers.read(key)
        known = unpack_facts(kept) if kept else None
        if kept and known and kept.is_fresh(self._now()):
            return known
        try:
            facts = self._ask(lambda: self._directory.get(number), self._requests_per_get)
        except (Unreachable, Throttled):
            if kept and known and kept.is_usable(self._now()):
                return known
            raise
        self._keep(key, pack(facts, now=self._now()))
        return facts

    def recall(self, number: str) -> CompanyFacts | None:
        """The facts kept of this number, without asking anybody."""
        kept = self._answers.read(f"{self.source}|get|{compact(number)}")
        return unpack_facts(kept) if kept and kept.is_usable(self._now()) else None

    def _keep(self, key: str, answer: StoredAnswer) -> None:
        self._answers.write(key, answer)

    def _ask(self, question: Callable[[], T], requests: int = 1) -> T:
        self._enter(requests)
        try:
            answer = question()
        except Throttled as refusal:
            self._turnstile.hold(refusal.retry_after)
            with self._lock:
                self._circuit = self._circuit.throttled(self._seconds(), refusal.retry_after)
            raise
        except Unreachable:
            with self._lock:
                self._circuit = self._circuit.failed(self._seconds())
            raise
        except (NotFound, BadQuery):
            # The source answered: it is well.
            with self._lock:
                self._circuit = self._circuit.succeeded()
            raise
        with self._lock:
            self._circuit = self._circuit.succeeded()
        return answer

    def _enter(self, requests: int) -> None:
        with self._lock:
            now = self._seconds()
            if not self._circuit.admits(now):
                raise Unreachable(SILENT)
        wait = max(self._turnstile.enter(LONGEST_WAIT) for _ in range(requests))
        if wait > LONGEST_WAIT:
            raise Throttled(BUSY, retry_after=wait)
        with self._lock:
            if not self._circuit.admits(now):  # another thread's question is the probe
                raise Unreachable(SILENT)
            self._circuit = self._circuit.entered(now)
        if wait > 0:
            self._sleep(wait)
