"""Changing only what a watcher may not see, so that whatever changes for them gave it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions.rights import Reach
from onglet.testing.leaks import custom, rows
from onglet.testing.leaks.truth import READ, Case

if TYPE_CHECKING:
    from onglet.testing.leaks.truth import Watcher
    from onglet.testing.leaks.world import World

STIRRED = "stirred"


def stir(world: World, watcher: Watcher) -> None:
    """Write new values wherever the watcher may not look, and one more client of another's."""
    if watcher.reach(world.rights[READ]) is not Reach.ALL:
        number = sum(key.startswith(STIRRED) for key in world.cases)
        case = Case(key=f"{STIRRED}_{number}", owner="rival", is_late=True)
        world.add(case)
        rows.complete(world, [case.key])
    custom.hold(world, [key for key in world.clients if not world.reads(watcher, key)])
    rows.mark_all(world, lambda place: not world.opens(watcher, place))
