"""Who looks: a profile of every kind, and every way of coming in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.contributions.rights import Level, Reach
from onglet.testing.leaks.truth import READ, Via, Watcher

if TYPE_CHECKING:
    from onglet.contributions import Right
    from onglet.testing.leaks.world import World

LACKING: Final = "all but "


def watchers(world: World) -> list[Watcher]:
    """List everybody who looks, the most telling first."""
    rights = world.rights
    return [
        Watcher(name="own", reaches=_all(rights, Reach.OWN, yes=True)),
        Watcher(name="shared", reaches=_all(rights, Reach.SHARED)),
        Watcher(name="group", reaches=_all(rights, Reach.GROUP)),
        Watcher(name="none", reaches=_all(rights, Reach.NONE)),
        Watcher(name="defaults", reaches={}),
        Watcher(name="reader", reaches=_reader(rights)),
        Watcher(
            name="signed out",
            user="",
            reaches=_all(rights, Reach.NONE),
            via=Via.STRANGER,
        ),
        Watcher(name="deactivated", user="gone", reaches=None),
        Watcher(
            name="token",
            reaches=_all(rights, Reach.SHARED),
            via=Via.TOKEN,
            scopes=frozenset({READ}),
        ),
        Watcher(name="seen as own", user="admin", reaches=_all(rights, Reach.OWN), via=Via.LOOK),
        *(
            Watcher(
                name=f"{LACKING}{key}",
                reaches={**_all(rights, Reach.ALL, yes=True), key: Reach.NONE},
            )
            for key in sorted(rights)
        ),
    ]


def telling(world: World) -> list[Watcher]:
    """List those who look in a short walk; of those who lack one right, whoever misses rows."""
    hiding = {f"{LACKING}{key}" for key in (READ, *world.read_rights.values())}
    return [
        watcher
        for watcher in watchers(world)
        if watcher.name not in {"none", "defaults"}
        and (not watcher.name.startswith(LACKING) or watcher.name in hiding)
    ]


def _all(rights: dict[str, Right], reach: Reach, *, yes: bool = False) -> dict[str, Reach]:
    return {
        key: reach if right.on_records else Reach.ALL if yes else Reach.NONE
        for key, right in rights.items()
    }


def _reader(rights: dict[str, Right]) -> dict[str, Reach]:
    return {
        key: Reach.GROUP if right.on_records and right.needed_level is Level.VIEW else Reach.NONE
        for key, right in rights.items()
    }


def headers_of(world: World, watcher: Watcher) -> dict[str, Any]:
    """Put the watcher's profile on, let them in, and give what their requests carry."""
    world.wear(watcher.reaches)
    if watcher.via is Via.STRANGER:
        return {}
    if watcher.via is Via.TOKEN:
        return world.token(watcher.scopes or ())
    if watcher.via is Via.LOOK:
        return world.look()
    if watcher.user == "gone":
        return world.left()
    return world.session(watcher.user)
