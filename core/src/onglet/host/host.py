"""The host: one object per process that knows what is installed, in service, and at hand."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import false, inspect, select

from onglet.contributions import Actor
from onglet.db.base import utc_now
from onglet.db.migrate import Owner, known_owners, needs_migration
from onglet.host import state as states
from onglet.host.calls import Answer, Guard
from onglet.host.discovery import Found, find_plugins
from onglet.host.failures import Failure, FailureLog, failure_of
from onglet.host.load import CORE_FOLDER, Load, Loaded, load
from onglet.host.migrating import migrate_all
from onglet.host.models import Generation
from onglet.host.names import CORE
from onglet.host.outside import Outside
from onglet.host.state import Decision, State
from onglet.host.tables import table_faults
from onglet.rights.actors import ProfileRights, system_actor
from onglet.settings.models import SETTINGS, SettingRow
from onglet.ui.icons import core_icons, package_icons
from onglet.ui.packages import UiPackage
from onglet.ui.templating import Interface, install
from onglet.work.session import once
from onglet.work.unit import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.config import Config
    from onglet.contributions import Ask
    from onglet.db.engine import Database
    from onglet.hookspecs import Plugin
    from onglet.host.registry import Registry
    from onglet.mailer import Mailer
    from onglet.storage import Blobs
    from onglet.work.session import Narrowing

T = TypeVar("T")
log = logging.getLogger("onglet.plugins")


class Host:
    """Everything a process needs, made once at start. `found` defaults to what is installed."""

    def __init__(
        self,
        *,
        config: Config,
        database: Database,
        core: Plugin,
        storage: Blobs,
        mailer: Mailer,
        found: Sequence[Found] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.config = config
        self.database = database
        self.storage = storage
        self.mailer = mailer
        self.clock = clock
        self.profile_rights = ProfileRights()
        self.failures = FailureLog(self._pause)
        self.guard = Guard(clock=clock, on_failure=self._note)
        self._lock = threading.RLock()
        installed = find_plugins() if found is None else list(found)
        self._load = load(core, installed, _icon_check(installed), table_faults(installed))
        self.interface = self._make_interface()
        self.outside = Outside(self)
        self.units = Units(
            database=database,
            catalogue=self._load.catalogue,
            outside=self.outside,
            clock=clock,
            narrowings=self._narrowings if self._load.registry.row_filters else None,
        )
        self._generation = -1
        self._refused: dict[str, str] = {}
        self._states: dict[str, tuple[State, str]] = {}
        self._decided: dict[str, states.Decision] = {}
        self._active = self._load.registry.only((CORE,))
        self.refresh()

    @property
    def loaded(self) -> Load:
        """What loading gave: every installed plugin, in service or not."""
        return self._load

    def registry(self) -> Registry:
        """Give the contributions of the plugins in service."""
        return self._active

    def call(
        self, plugin: str, what: str, function: Callable[..., T], *args: Any, expect: Any = None
    ) -> Answer[T]:
        """Call a plugin in a guard, here and now."""
        return self.guard.call(plugin, what, function, *args, expect=expect)

    def refresh(self, generation: int | None = None) -> None:
        """Read plugin states again when the database says that they have changed."""
        if generation is not None and generation == self._generation:
            return
        with self._lock:
            self._read_states()

    def keep_up(self) -> None:
        """Read plugin states again when another process changed them: one small question."""
        if self._generation < 0:
            self.refresh()
            return
        with self.database.reads.connect() as connection:
            number = connection.execute(select(Generation.number)).scalar()
        self.refresh(number or 0)

    def state(self, plugin: str) -> tuple[State, str]:
        """Give where a plugin stands and why."""
        return self._states.get(plugin, (State.MISSING, ""))

    def states(self) -> dict[str, tuple[State, str]]:
        """Give where every known plugin stands: installed ones, and those that left data."""
        return dict(self._states)

    def decision(self, plugin: str) -> Decision | None:
        """Give what the database remembers of a plugin, None when it never saw it."""
        return self._decided.get(plugin)

    def is_on(self, plugin: str) -> bool:
        """Tell whether a plugin is in service."""
        return plugin == CORE or self.state(plugin)[0] is State.ENABLED

    def plugin(self, name: str) -> Loaded | None:
        """Give an installed plugin."""
        return next((item for item in self._load.plugins if item.name == name), None)

    def owners(self) -> list[Owner]:
        """List the owners of tables: the core first, then plugins after those they require."""
        return [item.owner for item in self._load.plugins if item.owner is not None]

    def migrate(self) -> dict[str, list[str] | Exception]:
        """Bring every owner's tables up to date; a failure concerns its owner only.

        Raises:
            Exception: what stopped the core's own migration: nothing runs without it.
        """
        return migrate_all(self)

    def set_enabled(self, name: str, *, enabled: bool) -> None:
        """Put a plugin in or out of service, in every worker."""
        with self.units.writing(system_actor(f"enable {name}: {enabled}")) as work:
            states.set_enabled(work.session, name, enabled=enabled)
        self.failures.forget(name)
        self.refresh()

    def setting(self, session: Session, key: str) -> Any:
        """Give the deployment's value of a setting, or its declared default.

        All values are read together, once in the life of a session.
        """

        def read() -> dict[str, Any]:
            rows = session.execute(select(SettingRow.key, SettingRow.value))
            return {row.key: row.value for row in rows}

        values = once(session, SETTINGS, read)
        if key in values:
            return values[key]
        declared = self._active.setting(key)
        return declared.item.default if declared else None

    def refuse(self, name: str, reason: str) -> None:
        """Take a plugin out for as long as this process lives: its addresses are not sound."""
        self._refused[name] = reason
        self.refresh()

    def stranger(self, locale: str) -> Actor:
        """Give an actor without any right, for pages that are public."""
        return Actor(user_id=0, name="", locale=locale, zone=str(self.config.zone), source="public")

    def note(self, failure: Failure) -> None:
        """Write a failure down."""
        self._note(failure)

    def note_error(self, plugin: str, what: str, error: BaseException) -> None:
        """Write down a failure that was met outside a guarded call."""
        self._note(failure_of(plugin, what, error, self.clock(), 0))

    def close(self) -> None:
        """Let threads and connections go."""
        self.guard.close()
        self.database.dispose()

    def _note(self, failure: Failure) -> None:
        loaded = self.plugin(failure.plugin)
        self.failures.note(failure, self.units, loaded.version if loaded else "")

    def _pause(self, plugin: str, cause: str) -> None:
        if plugin == CORE:
            return
        log.error("%s failed too often and is paused: %s", plugin, cause)
        try:
            with self.units.writing(system_actor(f"pause {plugin}")) as work:
                states.pause(work.session, plugin, cause, work.now)
        except Exception:
            log.exception("%s could not be paused", plugin)
            return
        self.refresh()

    def _read_states(self) -> None:
        with self.database.reads.connect() as connection:
            ready = inspect(connection).has_table("core_plugin")
            behind = {
                item.name
                for item in self._load.plugins
                if item.owner is not None and needs_migration(connection, item.owner)
            }
            left = [name for name in known_owners(connection) if name != CORE]
        decided: dict[str, states.Decision] = {}
        if ready and CORE not in behind:
            with self.units.reading(system_actor("plugin states")) as ask:
                decided = states.decisions(ask.session)
                self._generation = states.generation(ask.session)
        found = {item.name: _stand(item, decided, behind) for item in self._load.plugins}
        found |= {name: (State.BROKEN, why) for name, why in self._refused.items()}
        for name in left:
            found.setdefault(name, (State.MISSING, "Its data is here, its package is not."))
        self._decided = decided
        self._states = _without_orphans(found, self._load.plugins)
        on = [name for name, (state, _) in self._states.items() if state is State.ENABLED]
        self._active = self._load.registry.only((CORE, *on))

    def _narrowings(self, ask: Ask) -> tuple[Narrowing, ...]:
        return tuple(
            self._narrowing(ask, placed.plugin, placed.item.condition)
            for placed in self.registry().row_filters
        )

    def _narrowing(self, ask: Ask, plugin: str, condition: Callable[..., Any]) -> Narrowing:
        asked = replace(ask, plugin=plugin)

        def narrow(client_id: Any) -> Any:
            answer = self.call(plugin, "row filter", condition, asked, client_id)
            return answer.value if answer.ok else false()

        return narrow

    def _make_interface(self) -> Interface:
        packages = [
            UiPackage(name=item.name, folder=item.folder)
            for item in self._load.plugins
            if item.folder is not None and item.name != CORE
        ]
        interface = Interface(packages, named_icons=_named_icons(self._load.registry))
        install(interface)
        return interface


def _stand(
    item: Loaded, decided: dict[str, states.Decision], behind: set[str]
) -> tuple[State, str]:
    if item.state is not State.ENABLED:
        return item.state, item.reason
    decision = decided.get(item.name)
    if decision and not decision.is_enabled:
        return State.DISABLED, ""
    if item.name in behind:
        return State.NEEDS_MIGRATION, "Run onglet migrate."
    if decision and decision.paused_at:
        return State.PAUSED, decision.pause_reason
    return State.ENABLED, ""


def _without_orphans(
    found: dict[str, tuple[State, str]], plugins: Sequence[Loaded]
) -> dict[str, tuple[State, str]]:
    """Take those out of service whose requirement is out of service."""
    for item in plugins:
        state, _ = found[item.name]
        off = [
            name
            for name in item.requires
            if name not in found or found[name][0] is not State.ENABLED
        ]
        if state is State.ENABLED and off:
            reason = f"It requires {', '.join(off)}, which is not in service."
            found[item.name] = (State.INCOMPATIBLE, reason)
    return found


def _icon_check(found: Iterable[Found]) -> Callable[[str], bool]:
    known = set(core_icons())
    for item in found:
        folder = item.folder
        if folder is not None:
            try:
                known.update(package_icons(UiPackage(name=item.name, folder=folder)))
            except Exception:
                log.exception("the icons of %s", item.name)
    return known.__contains__


def _named_icons(registry: Registry) -> list[str]:
    kinds = ("tabs", "actions", "statistics", "pins", "composers", "navigation", "settings_pages")
    return sorted({placed.item.icon for kind in kinds for placed in getattr(registry, kind)})


__all__ = ["CORE_FOLDER", "Host"]
