"""The geometry of charts: percentages for Jinja to write as SVG attributes, never styles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Figure = Decimal | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one thing over the chart's labels; None where there is none (never 0)."""

    label: str
    values: Sequence[Figure | None]
    kind: Literal["bars", "line"] = "bars"
    tone: Literal["one", "two", "previous"] = "one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: x, y, width and height in percent of the plot; its words for the tip."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A point of a line, in percent of the plot."""

    x: float
    y: float
    tone: str
    tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: `points` for a polyline in a 100 by 100 box, and its dots."""

    tone: str
    points: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of an axis, in percent from its start."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawn chart and the same as a table."""

    title: str
    labels: tuple[str, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    legend: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    empty: bool


def chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    write: Callable[[Figure | None], str] = str,
    axis: Callable[[Figure | None], str] | None = None,
) -> Chart:
    """Bars and lines over the same labels, from one zero line.

    Args:
        title: what it shows, for those who hear it.
        labels: one per place on the horizontal axis.
        series: drawn in order; bars stand side by side.
        write: how a value reads in the tip and the table; given None, says that it is unknown.
        axis: how it reads on the axis, when shorter.
    """
    known = [float(v) for one in series for v in one.values if v is not None]
    low, high, step = _scale(known)
    span = high - low

    def height(value: Figure) -> float:
        return _tidy((high - float(value)) / span * 100)

    ticks = tuple(
        Tick(at=height(low + step * n), label=(axis or write)(_whole(low + step * n)))
        for n in range(round(span / step) + 1)
    )
    slot = 100 / max(len(labels), 1)
    bar_series = [one for one in series if one.kind == "bars"]
    return Chart(
        title=title,
        labels=tuple(labels),
        bars=tuple(_bars(bar_series, labels, slot, height, write)),
        lines=tuple(
            _line(one, labels, slot, height, write) for one in series if one.kind == "line"
        ),
        ticks=ticks,
        columns=tuple(
            Tick(at=_tidy(slot * (n + 0.5)), label=label) for n, label in enumerate(labels)
        ),
        legend=tuple((one.label, one.kind, one.tone) for one in series),
        rows=tuple(
            (label, *(write(one.values[n]) for one in series)) for n, label in enumerate(labels)
        ),
        empty=not known,
    )


def spark_points(values: Sequence[Figure]) -> str:
    """A small line's points in a 100 by 100 box, oldest first; nothing under two values."""
    if len(values) < 2:
        return ""
    low, high = float(min(values)), float(max(values))
    span = (high - low) or 1
    step = 100 / (len(values) - 1)
    return " ".join(
        f"{_tidy(n * step)},{_tidy(96 - (float(v) - low) / span * 88)}"
        for n, v in enumerate(values)
    )


def share(value: Figure | None, whole: Figure) -> float:
    """A value's percent of a whole, between 0 and 100."""
    if value is None or not whole:
        return 0.0
    return _tidy(max(0.0, min(100.0, float(value) / float(whole) * 100)))


def _bars(
    series: list[Series],
    labels: Sequence[str],
    slot: float,
    height: Callable[[Figure], float],
    write: Callable[[Figure | None], str],
) -> list[Bar]:
    made: list[Bar] = []
    if not series:
        return made
    room, gap = slot * (0.60 if len(series) > 1 else 0.5), slot * 0.05
    width = (room - gap * (len(series) - 1)) / len(series)
    zero = height(0)
    for place, one in enumerate(series):
        for n, value in enumerate(one.values):
            if value is None:
                continue
            top = height(value)
            x = slot * n + (slot - room) / 2 + place * (width + gap)
            made.append(
                Bar(
                    x=_tidy(x),
                    y=min(top, zero),
                    width=_tidy(width),
                    height=_tidy(abs(zero - top)),
                    tone=one.tone,
                    tip=f"{labels[n]} · {one.label} · {write(value)}",
                )
            )
    return made


def _line(
    one: Series,
    labels: Sequence[str],
    slot: float,
    height: Callable[[Figure], float],
    write: Callable[[Figure | None], str],
) -> Line:
    dots = tuple(
        Dot(
            x=_tidy(slot * (n + 0.5)),
            y=height(value),
            tone=one.tone,
            tip=f"{labels[n]} · {one.label} · {write(value)}",
        )
        for n, value in enumerate(one.values)
        if value is not None
    )
    return Line(tone=one.tone, points=" ".join(f"{d.x},{d.y}" for d in dots), dots=dots)


def _scale(values: list[float]) -> tuple[float, float, float]:
    """Lowest, highest and step of an axis with about five round steps that holds zero."""
    low, high = min([0.0, *values]), max([0.0, *values])
    rough = (high - low) / 5 or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    return math.floor(low / step) * step, math.ceil(high / step - 1e-9) * step or step, step


def _whole(value: float) -> Figure:
    return int(value) if value == int(value) else round(value, 6)


def _tidy(value: float) -> float:
    return round(value, 2)
