"""Loading: from what is installed to what can be in service, with the reason for what cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import onglet
from onglet.db.migrate import Owner
from onglet.host.compatibility import in_order, incompatibility, missing_requirements
from onglet.host.declare import Declared, Problem, declare
from onglet.host.discovery import Found
from onglet.host.names import CORE
from onglet.host.reasons import NONE, Reason, lacks, reason
from onglet.host.registry import Builder, Registry
from onglet.host.state import State
from onglet.rights.catalogue import DeclaredRight, RightsCatalogue
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onglet.contributions import Routers
    from onglet.hookspecs import Plugin

CORE_FOLDER: Final = Path(onglet.__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One installed plugin after loading. `state` is ENABLED when nothing stands against it."""

    name: str
    label: str
    version: str
    api_version: tuple[int, int]
    requires: tuple[str, ...]
    state: State
    reason: Reason = NONE
    folder: Path | None = None
    routers: Routers | None = None
    commands: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()
    trace: str = field(default="", repr=False)

    @property
    def owner(self) -> Owner | None:
        """The plugin as an owner of tables, None when it ships no migrations."""
        if self.folder is None or not (self.folder / "migrations").is_dir():
            return None
        return Owner(name=self.name, folder=self.folder / "migrations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Everything that loading gave: the plugins, what they bring together, their rights."""

    plugins: tuple[Loaded, ...]
    registry: Registry
    catalogue: RightsCatalogue

    def able(self) -> frozenset[str]:
        """Give the names of those that could be loaded: what they bring is in the registry."""
        return frozenset(item.name for item in self.plugins if item.state is State.ENABLED)


def load(
    core: Plugin,
    found: Sequence[Found],
    is_icon: Callable[[str], bool],
    faults: Mapping[str, Reason] | None = None,
) -> Load:
    """Load the core's own plugin and the installed ones, each after those it requires.

    `faults` gives, by name, why a plugin is refused before it is asked for anything.
    """
    builder = Builder()
    rights: list[DeclaredRight] = []
    plugins: list[Loaded] = []
    present: set[str] = set()
    own = Found(name=CORE, distribution="onglet-core", version=onglet.__version__, plugin=core)
    for item in (own, *in_order(found)):
        if faults and item.name in faults:
            plugins.append(_loaded(item, State.BROKEN, faults[item.name]))
            continue
        loaded, declared = _load_one(item, present, {r.right.key for r in rights}, is_icon)
        plugins.append(loaded)
        if declared is None:
            continue
        present.add(item.name)
        rights.extend(
            DeclaredRight(plugin=item.name, right=right) for right in declared.items["rights"]
        )
        for kind, items in declared.items.items():
            builder.add(kind, item.name, items)
    return Load(plugins=tuple(plugins), registry=builder.build(), catalogue=RightsCatalogue(rights))


def _load_one(
    found: Found, present: set[str], rights: set[str], is_icon: Callable[[str], bool]
) -> tuple[Loaded, Declared | None]:
    why = NONE if found.name == CORE else incompatibility(found)
    if found.plugin is None or why:
        state = State.BROKEN if found.plugin is None else State.INCOMPATIBLE
        return _loaded(found, state, why), None
    lacking = missing_requirements(found, present)
    if lacking:
        return _loaded(found, State.INCOMPATIBLE, lacks(lacking)), None
    declared = declare(found.plugin, rights=rights, is_icon=is_icon)
    if declared.refused:
        refused = declared.refused
        why = reason(N_("%(what)s: %(cause)s"), what=refused.what, cause=refused.cause)
        return _loaded(found, State.BROKEN, why, declared), None
    return _loaded(found, State.ENABLED, NONE, declared), declared


def _loaded(found: Found, state: State, why: Reason, declared: Declared | None = None) -> Loaded:
    plugin = found.plugin
    version = plugin.api_version if plugin else (0, 0)
    return Loaded(
        name=found.name,
        label=str(plugin.label or found.name) if plugin else found.name,
        version=found.version,
        api_version=version,
        requires=tuple(plugin.requires) if plugin else (),
        state=state,
        reason=why,
        folder=CORE_FOLDER if found.name == CORE else found.folder,
        routers=declared.routers if declared else None,
        commands=tuple(declared.commands) if declared else (),
        problems=tuple(declared.problems) if declared else (),
        trace=found.trace,
    )
