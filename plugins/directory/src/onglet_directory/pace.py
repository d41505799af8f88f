"""Rate limit: how many questions may leave in a window of time.

`Pace` is a value, like `Circuit`: `reserved(now)` gives the instant at which the next question
may leave and the state once it did. No window of `seconds` ever sees more than `questions`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """At most `questions` in any `seconds`; `taken` holds the instants of the latest ones."""

    questions: int
    seconds: float
    taken: tuple[float, ...] = ()

    def free_at(self, now: float) -> float:
        """The first instant, now or later, at which a question may leave."""
        latest = self.taken[-self.questions :]
        if len(latest) < self.questions:
            return max(now, latest[-1]) if latest else now
        return max(now, latest[-1], latest[0] + self.seconds)

    def reserved(self, now: float) -> tuple[float, Pace]:
        """The instant at which the question may leave, and the pace once it did."""
        moment = self.free_at(now)
        return moment, replace(self, taken=(*self.taken, moment)[-self.questions :])
