"""Where each plugin stands: what was found, what was decided, what its tables say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from onglet.db.migrate import known_owners, needs_migration
from onglet.host import state as states
from onglet.host.names import CORE
from onglet.host.reasons import NONE, Reason, lacks, reason
from onglet.host.state import State
from onglet.rights.actors import system_actor
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.db.engine import Database
    from onglet.host.load import Loaded
    from onglet.host.state import Decision
    from onglet.work.unit import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where every known plugin stands and why, as of one generation of states.

    `generation` is None when the database could not tell: its tables are not there yet.
    """

    states: Mapping[str, tuple[State, Reason]] = field(default_factory=dict)
    decided: Mapping[str, Decision] = field(default_factory=dict)
    generation: int | None = None

    def on(self) -> list[str]:
        """List the plugins in service."""
        return [name for name, (state, _) in self.states.items() if state is State.ENABLED]


def read_standing(
    plugins: Sequence[Loaded], refused: Mapping[str, Reason], database: Database, units: Units
) -> Standing:
    """Read where plugins stand; `refused` are those whose addresses are not sound."""
    with database.reads.connect() as connection:
        ready = inspect(connection).has_table("core_plugin")
        behind = {
            item.name
            for item in plugins
            if item.owner is not None and needs_migration(connection, item.owner)
        }
        left = [name for name in known_owners(connection) if name != CORE]
    decided: dict[str, Decision] = {}
    generation = None
    if ready and CORE not in behind:
        with units.reading(system_actor("plugin states")) as ask:
            decided = states.decisions(ask.session)
            generation = states.generation(ask.session)
    found = {item.name: _stand(item, decided, behind) for item in plugins}
    found |= {name: (State.BROKEN, why) for name, why in refused.items()}
    absent = reason(N_("Its data is here, its package is not."))
    for name in (*left, *(name for name, one in decided.items() if one.restraints)):
        found.setdefault(name, (State.MISSING, absent))
    return Standing(states=_without_orphans(found, plugins), decided=decided, generation=generation)


def _stand(item: Loaded, decided: Mapping[str, Decision], behind: set[str]) -> tuple[State, Reason]:
    if item.state is not State.ENABLED:
        return item.state, item.reason
    decision = decided.get(item.name)
    if decision and not decision.is_enabled:
        return State.DISABLED, NONE
    if item.name in behind:
        return State.NEEDS_MIGRATION, reason(N_("Run onglet migrate."))
    if decision and decision.paused_at:
        return State.PAUSED, reason(decision.pause_reason)
    return State.ENABLED, NONE


def _without_orphans(
    found: dict[str, tuple[State, Reason]], plugins: Sequence[Loaded]
) -> dict[str, tuple[State, Reason]]:
    """Take those out of service whose requirement is out of service."""
    for item in plugins:
        state, _ = found[item.name]
        off = [
            name
            for name in item.requires
            if name not in found or found[name][0] is not State.ENABLED
        ]
        if state is State.ENABLED and off:
            found[item.name] = (State.INCOMPATIBLE, lacks(off))
    return found
