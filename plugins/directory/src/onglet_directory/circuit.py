"""Circuit breaker: after failures in a row, a source is left alone for a while.

A `Circuit` is a value: each event gives the next one. Instants are seconds of a monotonic clock,
passed in. Closed, it lets everything pass. Open, it refuses until `refused_until`. Then one
question goes out as a probe: its success closes the circuit, its failure opens it for twice as
long. A probe that never reports counts as lost after the same pause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FAILURES_ALLOWED = 3
FIRST_PAUSE = 30.0
LONGEST_PAUSE = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """The state of one source.

    Attributes:
        failures: failures in a row.
        pause: seconds that the last opening lasts; 0 while closed.
        refused_until: the instant until which questions are refused; None while closed.
        probing: whether the one question allowed after the pause is on its way.
    """

    failures: int = 0
    pause: float = 0.0
    refused_until: float | None = None
    probing: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether questions pass freely."""
        return self.refused_until is None

    def admits(self, now: float) -> bool:
        """Whether a question may go out now."""
        return self.refused_until is None or now >= self.refused_until

    def wait(self, now: float) -> float:
        """Seconds before a question may go out."""
        return 0.0 if self.refused_until is None else max(0.0, self.refused_until - now)

    def entered(self, now: float) -> Circuit:
        """The state once an admitted question went out: while it is a probe, no other may."""
        if self.refused_until is None:
            return self
        return replace(self, probing=True, refused_until=now + self.pause)

    def succeeded(self) -> Circuit:
        """The state after an answer.

        An answer that comes back late, to a question sent before the opening, does not shorten
        the pause: the source may have asked for it since.
        """
        return Circuit() if self.is_closed or self.probing else self

    def failed(self, now: float) -> Circuit:
        """The state after a question without an answer."""
        failures = self.failures + 1
        if self.is_closed and failures < FAILURES_ALLOWED:
            return replace(self, failures=failures)
        if self.is_closed:
            pause = FIRST_PAUSE
        elif self.probing:
            pause = min(self.pause * 2, LONGEST_PAUSE)
        else:
            # A question sent before the opening comes back late: it says nothing new.
            return replace(self, failures=failures)
        return Circuit(failures=failures, pause=pause, refused_until=now + pause)

    def throttled(self, now: float, retry_after: float) -> Circuit:
        """The state after the source asked to wait: open at once, for as long as it asks.

        The public search blocks an address that insists, for hours: one refusal is enough.
        """
        until = max(now + retry_after, self.refused_until or now)
        pause = max(min(retry_after, LONGEST_PAUSE), FIRST_PAUSE)
        return Circuit(failures=self.failures + 1, pause=pause, refused_until=until)
