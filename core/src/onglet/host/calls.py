"""Guarded calls: what a plugin raises, returns wrongly or takes too long for stays in here.

A plugin is always called in its own words: its `_()` finds its own translations first.

A call with a budget runs in a thread of its own with its own read session. Python cannot stop a
thread: past the budget the page goes on without the answer, and the thread ends when it will. At
most two threads of a plugin run at a time, so that one plugin cannot use up the pool. A call that
has not come back once in this process is given longer: its statements and templates are compiled
on the way, which is not its plugin's fault.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from onglet.host.failures import Failure, failure_of, new_reference
from onglet.host.shapes import misfit
from onglet.ui.i18n import N_, speaking_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

T = TypeVar("T")

AT_ONCE: Final = 2
THREADS: Final = 16
REMEMBERED: Final = 200
FIRST_MS: Final = 2_000
"""How long a call is waited for at least, until it has come back once in this process."""
LATE: Final = N_("No answer came in time.")
BUSY: Final = N_("Earlier calls of this extension have not come back yet.")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a guarded call gave: a value, or the failure that took its place."""

    value: T | None = None
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the call gave its value."""
        return self.failure is None


def p95(durations: Sequence[float]) -> float | None:
    """Give the duration that 95 of 100 stayed under, None of nothing."""
    known = sorted(durations)
    return known[min(int(len(known) * 0.95), len(known) - 1)] if known else None


@dataclass(slots=True)
class Timings:
    """How long the calls of each plugin took, the last two hundred of each."""

    taken: dict[str, deque[float]] = field(default_factory=dict)

    def note(self, plugin: str, milliseconds: float) -> None:
        """Keep one duration."""
        self.taken.setdefault(plugin, deque(maxlen=REMEMBERED)).append(milliseconds)

    def recent(self, plugin: str) -> list[float]:
        """List the durations kept, oldest first."""
        return list(self.taken.get(plugin, ()))


class Guard:
    """Calls plugins. `on_failure` is told of each failure, once."""

    def __init__(
        self, *, clock: Callable[[], datetime], on_failure: Callable[[Failure], None]
    ) -> None:
        self._clock = clock
        self._on_failure = on_failure
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="onglet-plugin")
        self._places: dict[str, threading.Semaphore] = {}
        self._lock = threading.Lock()
        self._came_back: set[tuple[str, str]] = set()
        self.timings = Timings()

    def call(
        self, plugin: str, what: str, function: Callable[..., T], *args: Any, expect: Any = None
    ) -> Answer[T]:
        """Call here and now; `expect` is the type (or types) that the answer must have."""
        started = time.perf_counter()
        try:
            with speaking_as(plugin):
                value = function(*args)
                _check(value, expect)
        except BaseException as error:  # noqa: BLE001 - a plugin may raise anything, even SystemExit
            spent = _since(started)
            return self._failed(failure_of(plugin, what, error, self._clock(), spent))
        finally:
            self.timings.note(plugin, (time.perf_counter() - started) * 1000)
        return Answer(value)

    def call_all(
        self,
        calls: Mapping[str, tuple[str, str, Callable[[], Any], Any]],
        *,
        budget_ms: int,
    ) -> dict[str, Answer[Any]]:
        """Run calls side by side and give their answers by name.

        Each is (plugin, what, function, expected type); those that are late are failures.
        """
        budgets = {
            name: self._budget(plugin, what, budget_ms)
            for name, (plugin, what, _, _) in calls.items()
        }
        futures = {
            name: self._start(plugin, what, function, expect)
            for name, (plugin, what, function, expect) in calls.items()
        }
        started = time.monotonic()
        answers: dict[str, Answer[Any]] = {}
        for name, future in futures.items():
            plugin, what, _, _ = calls[name]
            left = max(started + budgets[name] / 1000 - time.monotonic(), 0)
            answers[name] = self._wait(plugin, what, future, left, budgets[name])
        return answers

    def call_within(
        self,
        plugin: str,
        what: str,
        function: Callable[[], T],
        *,
        budget_ms: int,
        expect: Any = None,
    ) -> Answer[T]:
        """Call in a thread and wait no longer than the budget."""
        budget_ms = self._budget(plugin, what, budget_ms)
        future = self._start(plugin, what, function, expect)
        return self._wait(plugin, what, future, budget_ms / 1000, budget_ms)

    def close(self) -> None:
        """Let the threads go; those still in a plugin's call end when it lets them."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(
        self, plugin: str, what: str, function: Callable[[], Any], expect: Any
    ) -> Future[Answer[Any]]:
        place = self._place(plugin)
        if not place.acquire(blocking=False):
            busy: Future[Answer[Any]] = Future()
            busy.set_result(self._failed(self._late(plugin, what, BUSY, 0)))
            return busy
        context = contextvars.copy_context()

        def run() -> Answer[Any]:
            try:
                return context.run(self.call, plugin, what, function, expect=expect)
            finally:
                self._came_back.add((plugin, what))
                place.release()

        return self._pool.submit(run)

    def _budget(self, plugin: str, what: str, budget_ms: int) -> int:
        return budget_ms if (plugin, what) in self._came_back else max(budget_ms, FIRST_MS)

    def _wait(
        self, plugin: str, what: str, future: Future[Answer[Any]], seconds: float, budget_ms: int
    ) -> Answer[Any]:
        try:
            return future.result(timeout=seconds)
        except LateError:
            return self._failed(self._late(plugin, what, LATE, budget_ms))

    def _late(self, plugin: str, what: str, cause: str, milliseconds: int) -> Failure:
        return Failure(
            plugin=plugin,
            what=what,
            cause=cause,
            at=self._clock(),
            reference=new_reference(),
            milliseconds=milliseconds,
            is_late=True,
        )

    def _failed(self, failure: Failure) -> Answer[Any]:
        self._on_failure(failure)
        return Answer(failure=failure)

    def _place(self, plugin: str) -> threading.Semaphore:
        with self._lock:
            return self._places.setdefault(plugin, threading.Semaphore(AT_ONCE))


def as_tuple(items: Iterable[T], kind: type[T]) -> tuple[T, ...]:
    """Read a plugin's iterable to its end, in the guard, and check each item.

    Raises:
        TypeError: when an item is not of the kind promised.
    """
    read = tuple(items)
    for item in read:
        _check(item, kind)
    return read


def _check(value: object, expect: Any) -> None:
    if expect is not None and not isinstance(value, expect):
        wanted = getattr(expect, "__name__", str(expect))
        raise TypeError(f"it gave {type(value).__name__} where {wanted} was due")
    field = misfit(value)
    if field:
        raise TypeError(f"it gave {field}, which this field may not hold")


def _since(started: float) -> int:
    return int((time.perf_counter() - started) * 1000)
