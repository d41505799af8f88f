"""Plugins' row filters as the session applies them: one that fails lets no row through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import false

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import Ask
    from onglet.host.host import Host
    from onglet.work.session import Narrowing


def narrowings(host: Host, ask: Ask) -> tuple[Narrowing, ...]:
    """Give the conditions that the plugins in service add to every question of an actor."""
    return tuple(
        _narrowing(host, ask, placed.plugin, placed.item.condition)
        for placed in host.registry().row_filters
    )


def _narrowing(host: Host, ask: Ask, plugin: str, condition: Callable[..., Any]) -> Narrowing:
    asked = replace(ask, plugin=plugin)

    def narrow(client_id: Any) -> Any:
        answer = host.call(plugin, "row filter", condition, asked, client_id)
        return answer.value if answer.ok else false()

    return narrow
