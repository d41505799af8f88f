"""A row of the benchmark, the table that is printed, and the file that is written."""

from __future__ import annotations

import json
import platform
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure with its target; `ok` None where there is nothing to hold."""

    name: str
    value: float
    unit: str
    target: str = ""
    ok: bool | None = None


def at_most(name: str, value: float, unit: str, limit: float) -> Row:
    return Row(
        name=name, value=round(value, 3), unit=unit, target=f"<= {limit:g}", ok=value <= limit
    )


def at_least(name: str, value: float, unit: str, limit: float) -> Row:
    return Row(
        name=name, value=round(value, 3), unit=unit, target=f">= {limit:g}", ok=value >= limit
    )


def plain(name: str, value: float, unit: str) -> Row:
    return Row(name=name, value=round(value, 3), unit=unit)


def timed(call: Callable[[], object], times: int, warm: int = 5) -> list[float]:
    """Milliseconds of each call, after some that are not counted."""
    for _ in range(warm):
        call()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def paired(one: Callable[[], object], other: Callable[[], object], times: int) -> float:
    """The median ratio of two calls made in turn, so that a drifting machine weighs on both."""
    for _ in range(5):
        one()
        other()
    ratios = []
    for _ in range(times):
        ratios.append(timed(one, 1, warm=0)[0] / timed(other, 1, warm=0)[0])
    return statistics.median(ratios)


def p50(taken: list[float]) -> float:
    return statistics.median(taken)


def p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def report(rows: list[Row], path: Path) -> None:
    """Write the rows for programs, and a page for people; print the page."""
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
    page = "\n".join(_page(rows)) + "\n"
    path.with_name("report.md").write_text(page, encoding="utf-8")
    print(f"\n{page}", flush=True)


def _page(rows: list[Row]) -> list[str]:
    """Give the lines of a table in Markdown that also reads well as it is."""
    width = max(len(row.name) for row in rows)
    lines = [
        f"{platform.node()}: {cpu()}, {platform.machine()}, Python {platform.python_version()}",
        "",
        f"| {'figure':<{width}} | {'value':>11} | {'unit':<7} | {'to hold':<8} | {'':<6} |",
        f"| {'-' * width} | {'-' * 10}: | {'-' * 7} | {'-' * 8} | {'-' * 6} |",
    ]
    for row in rows:
        mark = {True: "ok", False: "missed", None: ""}[row.ok]
        lines.append(
            f"| {row.name:<{width}} | {row.value:>11,.3f} | {row.unit:<7} "
            f"| {row.target:<8} | {mark:<6} |"
        )
    return lines


def cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()
