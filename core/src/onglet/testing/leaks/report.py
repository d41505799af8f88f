"""What the walk counted and found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum


class Sin(Enum):
    """What is wrong with an answer."""

    SHOWN = "shows what may not be seen"
    CHANGED = "changes when only what may not be seen changes"
    TOLD_APART = "tells apart what is another's and what is not there"
    WRITTEN = "writes what may not be written"
    FAILED = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One leak: where, for whom, and the request or call that shows it."""

    sin: Sin
    where: str
    watcher: str
    example: str
    detail: str


@dataclass(slots=True, kw_only=True)
class Report:
    """The counts of a walk, and its leaks."""

    routes: int = 0
    contributions: int = 0
    profiles: int = 0
    requests: int = 0
    calls: int = 0
    writes: int = 0
    unfilled: tuple[str, ...] = ()
    leaks: list[Leak] = field(default_factory=list)

    def note(self, sin: Sin, where: str, watcher: str, example: str, detail: str) -> None:
        """Keep a leak."""
        self.leaks.append(
            Leak(sin=sin, where=where, watcher=watcher, example=example, detail=detail)
        )

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing leaked, and no table was left without a row to look for."""
        return not self.leaks and not self.unfilled

    def counts(self) -> str:
        """Give the counts in a line."""
        return (
            f"{self.routes} routes, {self.contributions} contributions, {self.profiles} profiles, "
            f"{self.requests} requests, {self.calls} calls, {self.writes} writes tried, "
            f"{len(self.grouped())} leaks"
        )

    def grouped(self) -> dict[tuple[Sin, str], list[Leak]]:
        """Give the leaks by what and where."""
        found: dict[tuple[Sin, str], list[Leak]] = defaultdict(list)
        for leak in self.leaks:
            found[leak.sin, leak.where].append(leak)
        return dict(found)

    def __str__(self) -> str:
        lines = []
        for (sin, where), leaks in self.grouped().items():
            first = leaks[0]
            who = ", ".join(dict.fromkeys(leak.watcher for leak in leaks))
            lines.append(f"{where} {sin.value} (to: {who})")
            lines += [f"    {first.example}", f"    {first.detail}"]
        lines += [
            f"{name}: no row could be written; let fill() write some" for name in self.unfilled
        ]
        return "\n".join((*lines, self.counts()))
