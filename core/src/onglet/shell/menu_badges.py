"""The numbers of the left menu, which no page waits for: each plugin in a guard, in a budget."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onglet.contributions import Badge
from onglet.shell.frame import menu_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import Ask
    from onglet.host.host import Host


def menu_badges(host: Host, ask: Ask) -> dict[str, Badge]:
    """Give the badge of each entry that has one, by key; what failed or was late is left out."""
    calls = {
        placed.item.key: (
            placed.plugin,
            f"badge of {placed.item.key}",
            partial(_read, host, ask, placed.plugin, placed.item.badge),
            (Badge, type(None)),
        )
        for placed in menu_of(host, ask)
        if placed.item.badge is not None
    }
    answers = host.guard.call_all(calls, budget_ms=host.config.plugin_budget_ms)
    return {key: answer.value for key, answer in answers.items() if answer.value is not None}


def _read(host: Host, ask: Ask, plugin: str, read: Callable[[Ask], Badge | None]) -> Badge | None:
    with host.units.reading(ask.actor, plugin=plugin) as own:
        return read(own)
