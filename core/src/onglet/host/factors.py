"""The factors of the score of a record, each plugin's in a guard thread with its own session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from onglet.contributions import Evidence, ShownFactor
from onglet.host.calls import as_tuple
from onglet.host.names import package_of
from onglet.ui.i18n import gettext_of
from onglet.work.contained import contained
from onglet.work.unit import record_in

if TYPE_CHECKING:
    from onglet.contributions import Record, ScoreFactor
    from onglet.host.calls import Answer
    from onglet.host.host import Host
    from onglet.host.registry import Placed

    Answers = dict[str, Answer[tuple[Evidence, ...]]]

MOST_POINTS: Final = 1_000_000
"""Points that one evidence may give, either way."""
MOST_WEIGHT: Final = 1_000


def ask_factors(host: Host, record: Record) -> list[ShownFactor]:
    """Give every factor that the actor may see, those that failed with their reference.

    A plugin that is late keeps the factors that it had answered by then.
    """
    placed = [item for item in host.registry().score_factors if record.holds_here(item.item.right)]
    answers: Answers = {}
    calls = {
        plugin: (
            plugin,
            "score factors",
            partial(_ask, host, plugin, placed, record, answers),
            None,
        )
        for plugin in dict.fromkeys(item.plugin for item in placed)
    }
    whole = host.guard.call_all(calls, budget_ms=host.config.plugin_budget_ms)
    return [_shown(item, answers.get(item.item.key) or whole[item.plugin]) for item in placed]


def _ask(
    host: Host, plugin: str, placed: list[Placed[ScoreFactor]], record: Record, answers: Answers
) -> None:
    """Ask the factors of a plugin one after the other, each in a guard of its own."""
    with host.units.reading(record.actor, plugin=plugin) as ask:
        asked = record_in(ask, record)
        for item in placed:
            if item.plugin == plugin:
                what = f"score factor {item.item.key}"
                evidence = contained(ask.session, partial(_evidence, item.item))
                answers[item.item.key] = host.call(plugin, what, evidence, asked)


def _evidence(factor: ScoreFactor, record: Record) -> tuple[Evidence, ...]:
    found = as_tuple(factor.evidence(record), Evidence)
    for one in found:
        if abs(one.points) > MOST_POINTS:
            raise ValueError("one evidence gives more than a million points")
    if abs(factor.weight) > MOST_WEIGHT:
        raise ValueError("a factor weighs more than a thousand")
    if factor.half_life_days is not None and factor.half_life_days <= 0:
        raise ValueError(f"a half life of {factor.half_life_days} days is none")
    return found


def _shown(placed: Placed[ScoreFactor], answer: Answer[tuple[Evidence, ...]]) -> ShownFactor:
    return ShownFactor(
        plugin=placed.plugin,
        key=placed.item.key,
        label=gettext_of(package_of(placed.plugin), placed.item.label),
        weight=placed.item.weight,
        half_life_days=placed.item.half_life_days,
        evidence=answer.value,
        reference=answer.failure.reference if answer.failure else "",
    )
