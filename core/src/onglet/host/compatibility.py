"""Whether an installed plugin can be loaded by this core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.hookspecs import API_VERSION
from onglet.host.names import is_plugin_name
from onglet.host.reasons import NONE, Reason, reason
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection

    from onglet.host.discovery import Found


def incompatibility(found: Found) -> Reason:
    """Give why a plugin cannot be loaded by this core, no reason when it can."""
    plugin = found.plugin
    if plugin is None:
        return Reason(found.cause)
    if plugin.name != found.name:
        return reason(
            N_("Its class is named %(own)s but its entry point %(entry)s."),
            own=repr(plugin.name),
            entry=repr(found.name),
        )
    if not is_plugin_name(plugin.name):
        return reason(N_("%(name)s is not a name that a plugin may have."), name=repr(plugin.name))
    wanted = plugin.api_version
    if not _is_version(wanted):
        return reason(N_("api_version must be two whole numbers, major and minor."))
    major, minor = API_VERSION
    if wanted[0] != major or wanted[1] > minor:
        return reason(
            N_(
                "It was written for version %(wanted)s of the plugin contract; "
                "this core has %(ours)s. Install a version of it made for this core."
            ),
            wanted=f"{wanted[0]}.{wanted[1]}",
            ours=f"{major}.{minor}",
        )
    return NONE


def _is_version(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(n, int) for n in value)


def missing_requirements(found: Found, present: Collection[str]) -> list[str]:
    """List the plugins that a plugin requires and that are not in service."""
    if found.plugin is None:
        return []
    return [name for name in found.plugin.requires if name not in present]


def in_order(found: Collection[Found]) -> list[Found]:
    """Order plugins so that each comes after those it requires; circles come last, by name."""
    left = {item.name: item for item in sorted(found, key=lambda item: item.name)}
    done: list[Found] = []
    placed: set[str] = set()
    while left:
        ready = [
            item
            for item in left.values()
            if all(name in placed or name not in left for name in _requires(item))
        ] or list(left.values())
        for item in ready:
            done.append(item)
            placed.add(item.name)
            del left[item.name]
    return done


def _requires(item: Found) -> tuple[str, ...]:
    return item.plugin.requires if item.plugin else ()
