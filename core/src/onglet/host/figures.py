"""The statistics of a record, worked out side by side, each in a guard with its own session."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from onglet.contributions import FieldLevel, Figure, ShownFigure, StatisticAsk
from onglet.host.names import package_of
from onglet.ui.i18n import gettext_of
from onglet.work.unit import record_in

if TYPE_CHECKING:
    from onglet.contributions import Period, Record, Statistic
    from onglet.host.calls import Answer
    from onglet.host.host import Host
    from onglet.host.registry import Placed

FIGURES_MS: Final = 5_000
"""How long the statistics of a record may take together."""


def work_out(host: Host, record: Record, period: Period, previous: Period) -> list[ShownFigure]:
    """Give every statistic that the actor may see, those that failed with their reference."""
    placed = [
        item
        for item in host.registry().statistics
        if record.actor.level(item.item.key) not in {FieldLevel.HIDDEN, FieldLevel.MASKED}
        and record.holds_here(item.item.right)
    ]
    calls = {
        item.item.key: (
            item.plugin,
            f"statistic {item.item.key}",
            partial(_figure, host, item, record, period, previous),
            Figure,
        )
        for item in placed
    }
    answers = host.guard.call_all(calls, budget_ms=FIGURES_MS)
    return [_shown(item, answers[item.item.key]) for item in placed]


def _figure(
    host: Host, placed: Placed[Statistic], record: Record, period: Period, previous: Period
) -> Figure:
    with host.units.reading(record.actor, plugin=placed.plugin) as ask:
        asked = record_in(ask, record)
        return placed.item.compute(StatisticAsk(record=asked, period=period, previous=previous))


def _shown(placed: Placed[Statistic], answer: Answer[Figure]) -> ShownFigure:
    package = package_of(placed.plugin)
    figure = answer.value
    if figure is not None and figure.formula:
        figure = replace(figure, formula=gettext_of(package, figure.formula))
    return ShownFigure(
        plugin=placed.plugin,
        key=placed.item.key,
        label=gettext_of(package, placed.item.label),
        unit=placed.item.unit,
        icon=placed.item.icon,
        figure=figure,
        reference=answer.failure.reference if answer.failure else "",
    )
