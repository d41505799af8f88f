"""Whether this deployment is well, part by part."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from onglet.clients.models import Client
from onglet.contacts.models import Person
from onglet.db.migrate import needs_migration
from onglet.host.names import CORE
from onglet.host.restraints import unanswered
from onglet.host.state import State
from onglet.rights.actors import system_actor
from onglet.rights.models import User
from onglet.storage import StorageError, check_storage
from onglet.work.jobs import count_by_state, oldest_due

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.host.host import Host

log = logging.getLogger("onglet.health")
WELL = "well"
UNKNOWN = "unknown"
PATIENCE = timedelta(minutes=10)
"""How long a job that is due may wait before the workers are said to be late."""
FINE = frozenset({State.ENABLED, State.DISABLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was found: a word per part, and each plugin's state."""

    database: str
    migrations: str
    storage: str
    worker: str
    plugins: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        """Tell whether pages can be served: a plugin that is unwell does not stop them."""
        return self.database == WELL and self.migrations == WELL

    def as_json(self) -> dict[str, Any]:
        """Give the findings as plain values."""
        return {
            "ready": self.is_ready,
            "database": self.database,
            "migrations": self.migrations,
            "storage": self.storage,
            "worker": self.worker,
            "plugins": dict(self.plugins),
        }


def report(host: Host) -> Health:
    """Look at every part; one that fails is named, and the others are looked at all the same."""
    migrations = _look("migrations", lambda: _migrations(host))
    return Health(
        database=_look("database", lambda: _database(host)),
        migrations=migrations,
        storage=_look("storage", lambda: _storage(host)),
        # Its jobs are in a table that may not be there yet: it was not looked at, and says nothing.
        worker=_look("worker", lambda: _worker(host)) if migrations == WELL else UNKNOWN,
        plugins={name: str(state) for name, (state, _) in host.states().items()},
    )


def _look(what: str, look: Any) -> str:
    try:
        return str(look())
    except Exception:
        log.exception("health of %s", what)
        return "unreachable"


def _database(host: Host) -> str:
    with host.database.reads.connect() as connection:
        connection.execute(select(1))
    return WELL


def _migrations(host: Host) -> str:
    with host.database.reads.connect() as connection:
        core = host.owners()[0]
        return "needed" if needs_migration(connection, core) else WELL


def _storage(host: Host) -> str:
    try:
        check_storage(host.storage)
    except StorageError:
        return "unreachable"
    return WELL


def _worker(host: Host) -> str:
    with host.units.reading(system_actor("health")) as ask:
        failed = count_by_state(ask).get("failed", 0)
        waiting = oldest_due(ask, [name for name in host.states() if host.is_on(name)])
    if waiting is not None and waiting < host.clock() - PATIENCE:
        return "late"
    return f"{failed} failed" if failed else WELL


def _ownerless(host: Host) -> int:
    """Count what is owned by nobody, or by somebody who has left, in the core's own tables.

    It reads both tables whole: for a person who asks, never for what asks every few seconds.
    """
    active = select(User.id).where(User.is_active.is_(True))
    amiss = 0
    with host.units.reading(system_actor("health")) as ask:
        for model in (Client, Person):
            wrong = or_(model.owner_id.is_(None), model.owner_id.not_in(active))
            amiss += ask.session.scalar(select(func.count(model.id)).where(wrong)) or 0
    return amiss


def advice(host: Host, found: Health) -> list[str]:
    """Say in plain words what is wrong and what to do; nothing when all is well."""
    said: list[str] = []
    if found.database != WELL:
        said.append("The database does not answer: check ONGLET_DATABASE_URL and the server.")
    elif found.migrations != WELL:
        said.append("The tables are behind this version: run onglet migrate.")
    if found.storage != WELL:
        said.append("The place of files does not answer: check ONGLET_STORAGE.")
    if found.worker == "late":
        said.append("Background jobs wait longer than they should: is a worker running?")
    elif found.worker not in {WELL, UNKNOWN}:
        said.append(f"Background jobs: {found.worker}. Look at the health page of the settings.")
    if found.is_ready and (ownerless := _ownerless(host)):
        said.append(
            f"Clients and contacts: {ownerless} without an owner who still works here. Open the "
            "list with the filter Owner: Nobody, or the page of the colleague who left, and give "
            "them to somebody."
        )
    for name, (state, reason) in sorted(host.states().items()):
        if state not in FINE and name != CORE:  # what the core needs is said above
            said.append(f"The plugin {name} is {state}. {reason}".strip())
    for name, restraints in sorted(unanswered(host).items()):
        what = [*(["which clients are seen"] if restraints.rows else []), *restraints.topics]
        said.append(
            f"The plugin {name} restricts {', '.join(what)}, and cannot answer: until then the "
            f"answer is no for everybody. Repair it, or lift this: onglet plugins disable {name}."
        )
    return said
