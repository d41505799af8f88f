"""Plugins' row filters as the session applies them: one that cannot answer lets no row through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, false

from onglet.host.restraints import unanswered
from onglet.host.state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import Ask
    from onglet.host.host import Host
    from onglet.work.session import Narrowing

SQL = (ColumnElement, type(None))
"""None narrows nothing."""


def narrowings(host: Host, ask: Ask) -> tuple[Narrowing, ...]:
    """Give the conditions that plugins add to every question of an actor.

    Only somebody who disables a plugin lifts its filter: one that is paused because it failed
    would otherwise show what it was there to hide, and so would one that could not be loaded.
    """
    found = [
        _narrowing(host, ask, placed.plugin, placed.item.condition)
        for placed in host.loaded.registry.row_filters
        if host.state(placed.plugin)[0] is not State.DISABLED
    ]
    if any(restraints.rows for restraints in unanswered(host).values()):
        found.append(_nothing)
    return tuple(found)


def _nothing(_client_id: Any) -> ColumnElement[bool]:
    return false()


def _narrowing(host: Host, ask: Ask, plugin: str, condition: Callable[..., Any]) -> Narrowing:
    asked = replace(ask, plugin=plugin)

    def narrow(client_id: Any) -> Any:
        if not host.is_on(plugin):
            return false()
        answer = host.call(plugin, "row filter", condition, asked, client_id, expect=SQL)
        return answer.value if answer.ok else false()

    return narrow
