"""What plugins restrain, remembered for the day when they cannot be loaded.

A plugin that hides clients or says no to something says so in its code. When the code cannot be
loaded, what it restrained would silently be allowed: so the table of plugins keeps what each was
last seen to restrain, and only who disables the plugin lifts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.host.host import Host
    from onglet.host.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Restraints:
    """Whether a plugin narrows which clients are seen, and the topics that its gates answer."""

    rows: bool = False
    topics: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether it restrains anything."""
        return self.rows or bool(self.topics)

    def kept(self) -> dict[str, Any]:
        """Give what the table of plugins keeps."""
        return {"rows": self.rows, "topics": list(self.topics)}


def read_kept(kept: Mapping[str, Any] | None) -> Restraints:
    """Give what the table of plugins kept."""
    if not kept:
        return Restraints()
    return Restraints(rows=bool(kept.get("rows")), topics=tuple(kept.get("topics", ())))


def declared(registry: Registry, plugin: str) -> Restraints:
    """Give what a plugin that could be loaded restrains."""
    topics = {placed.item.topic for placed in registry.gates if placed.plugin == plugin}
    return Restraints(
        rows=any(placed.plugin == plugin for placed in registry.row_filters),
        topics=tuple(sorted(topics)),
    )


def unanswered(host: Host) -> dict[str, Restraints]:
    """Give what is restrained by plugins that could not be loaded and that nobody disabled."""
    able = host.loaded.able()
    return {
        name: decision.restraints
        for name, decision in host.decisions().items()
        if decision.restraints and decision.is_enabled and name not in able
    }
