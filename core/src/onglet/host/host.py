"""The host: one object per process that knows what is installed, in service, and at hand."""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from onglet.contributions import Actor
from onglet.db.base import utc_now
from onglet.host import state as states
from onglet.host.calls import Answer, Guard
from onglet.host.discovery import Found, find_plugins
from onglet.host.failures import Failure, FailureLog, failure_of
from onglet.host.interface import icon_check, make_interface
from onglet.host.load import CORE_FOLDER, Load, Loaded, load
from onglet.host.migrating import migrate_all
from onglet.host.models import Generation
from onglet.host.names import CORE
from onglet.host.narrowing import narrowings
from onglet.host.outside import Outside
from onglet.host.reasons import NONE, Reason
from onglet.host.standing import Standing, read_standing
from onglet.host.state import Decision, State
from onglet.host.tables import table_faults
from onglet.host.values import habits_of, values_of
from onglet.host.vault import ClosedError, Vault
from onglet.rights.actors import ProfileRights, system_actor
from onglet.ui.warming import Warming, warm
from onglet.work.unit import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.config import Config
    from onglet.db.engine import Database
    from onglet.db.migrate import Owner
    from onglet.hookspecs import Plugin
    from onglet.host.registry import Registry
    from onglet.mailer import Mailer
    from onglet.storage import Blobs

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
        self.vault = Vault(config.settings_keys)
        self.failures = FailureLog(self._pause)
        self.guard = Guard(clock=clock, on_failure=self._note)
        self._lock = threading.RLock()
        installed = find_plugins() if found is None else list(found)
        self._load = load(core, installed, icon_check(installed), table_faults(installed))
        self.interface = make_interface(self._load, config.data / "templates")
        self.warming = Warming(partial(warm, self.interface.environment))
        self.outside = Outside(self)
        self.units = Units(
            database=database,
            catalogue=self._load.catalogue,
            outside=self.outside,
            clock=clock,
            narrowings=partial(narrowings, self),
        )
        self._generation = -1
        self._shelves: dict[int, dict[str, Any]] = {}
        self._refused: dict[str, Reason] = {}
        self._standing = Standing()
        self._active = self._load.registry.only((CORE,))
        self.refresh()
        self._remember()

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

    def shelf(self, generation: int) -> dict[str, Any]:
        """Give what sessions of one generation keep together; earlier ones are forgotten."""
        if generation not in self._shelves:
            self._shelves = {generation: {}}
        return self._shelves.get(generation, {})

    def keep_up(self) -> None:
        """Read plugin states again when another process changed them: one small question."""
        if self._generation < 0:
            self.refresh()
            return
        with self.database.reads.connect() as connection:
            number = connection.execute(select(Generation.number)).scalar()
        self.refresh(number or 0)

    def state(self, plugin: str) -> tuple[State, Reason]:
        """Give where a plugin stands and why."""
        return self._standing.states.get(plugin, (State.MISSING, NONE))

    def states(self) -> dict[str, tuple[State, Reason]]:
        """Give where every known plugin stands: installed ones, and those that left data."""
        return dict(self._standing.states)

    def decisions(self) -> Mapping[str, Decision]:
        """Give what the database remembers of every plugin that it ever saw."""
        return self._standing.decided

    def decision(self, plugin: str) -> Decision | None:
        """Give what the database remembers of a plugin, None when it never saw it."""
        return self._standing.decided.get(plugin)

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
        """Give the deployment's value of a setting, or its declared default."""
        values = values_of(session)
        if key in values:
            try:
                return self.vault.unseal(values[key])
            except ClosedError as error:
                log.error("the setting %s counts as not set: %s", key, error)  # noqa: TRY400
        declared = self._active.setting(key)
        return declared.item.default if declared else None

    def habits(self, user_id: int | None = None) -> tuple[str, str]:
        """Give the language and the zone of a user, the firm's for None or who chose none."""
        if self._generation < 0:  # the tables are not there yet
            return self.config.locale, str(self.config.zone)
        with self.database.reads.connect() as connection:
            return habits_of(connection, self.config, user_id)

    def refuse(self, name: str, reason: Reason) -> None:
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

    def _remember(self) -> None:
        """Keep what plugins restrain, where a version came without a migration being run."""
        if self._generation < 0 or states.is_noted(self._load, self.decisions()):
            return
        try:
            with self.units.writing(system_actor("plugins at start")) as work:
                states.note_installed(work.session, self._load)
        except DBAPIError:
            log.exception("what plugins restrain could not be kept: the next start tries again")
            return
        self.refresh()

    def _read_states(self) -> None:
        standing = read_standing(self._load.plugins, self._refused, self.database, self.units)
        if standing.generation is not None:
            self._generation = standing.generation
        self._standing = standing
        self._active = self._load.registry.only((CORE, *standing.on()))


__all__ = ["CORE_FOLDER", "Host"]
