"""Migrations: each owner (the core, each plugin) has its own folder and its own version table.

A single table with branches was tried and dropped: one uninstalled wheel then stops every later
upgrade. Here an absent owner changes nothing for the others.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from onglet.db.base import Base

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from onglet.db.engine import Database

LOCK_WAIT = "2s"
LOCK_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who owns a set of tables: its name is their prefix, its folder holds the revisions."""

    name: str
    folder: Path

    @property
    def version_table(self) -> str:
        """Name of the table that keeps the revision this owner has reached."""
        return version_table(self.name)

    @property
    def prefix(self) -> str:
        """Prefix of every table of this owner."""
        return f"{self.name}_"


def version_table(name: str) -> str:
    """Give the name of an owner's version table."""
    return f"onglet_version_{name}"


def scripts(owner: Owner) -> ScriptDirectory:
    """Give the revisions that an owner ships, read again only when their files change."""
    files = sorted(owner.folder.glob("*.py"))
    return _scripts(owner.folder, tuple((path.name, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=64)
def _scripts(folder: Path, _files: tuple[tuple[str, int], ...]) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("version_locations", str(folder))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def head(owner: Owner) -> str | None:
    """Give the last revision that an owner ships, None when it has no tables."""
    if not owner.folder.is_dir():
        return None
    return scripts(owner).get_current_head()


def current(connection: Connection, owner_name: str) -> str | None:
    """Give the revision that the database holds for an owner, None when it never had one."""
    context = MigrationContext.configure(
        connection, opts={"version_table": version_table(owner_name)}
    )
    return context.get_current_revision()


def needs_migration(connection: Connection, owner: Owner) -> bool:
    """Tell whether the database is behind what the owner ships."""
    shipped = head(owner)
    return shipped is not None and current(connection, owner.name) != shipped


def known_owners(connection: Connection) -> list[str]:
    """List the owners that have left a version table, installed or not."""
    names = inspect(connection).get_table_names()
    start = len(version_table(""))
    return sorted(name[start:] for name in names if name.startswith(version_table("")))


def upgrade(database: Database, owner: Owner) -> list[str]:
    """Bring an owner's tables to its last revision, in one transaction.

    Gives the revisions applied, in order. On a failure nothing is left behind and the error is
    raised. On PostgreSQL a lock that does not come within two seconds is given up and tried again.
    """
    for attempt in range(LOCK_TRIES):
        try:
            return _upgrade_once(database, owner)
        except OperationalError as error:
            waiting = getattr(error.orig, "sqlstate", None) == "55P03"
            if not waiting or attempt == LOCK_TRIES - 1:
                raise
            time.sleep(0.2 * 2**attempt)
    raise AssertionError("unreachable")


def _upgrade_once(database: Database, owner: Owner) -> list[str]:
    with database.writes.connect() as connection, connection.begin():
        return upgrade_within(connection, owner)


def upgrade_within(connection: Connection, owner: Owner) -> list[str]:
    """Bring an owner's tables to its last revision, in a transaction that the caller ends.

    Gives the revisions applied, in order.
    """
    directory = scripts(owner)
    applied: list[str] = []

    def steps(revision: Any, _context: Any) -> Any:
        plan = directory._upgrade_revs("heads", revision)
        applied.extend(step.revision.revision for step in plan)
        return plan

    with (
        _alone(connection),
        EnvironmentContext(Config(), directory, fn=steps) as environment,
    ):
        environment.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table=owner.version_table,
            transactional_ddl=True,
            transaction_per_migration=False,
        )
        environment.run_migrations()
    return applied


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold the one lock that lets a single process migrate at a time.

    SQLite already holds its write lock since BEGIN IMMEDIATE. A statement may take as long as it
    needs: the limit of requests would stop every index on a large table.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _lock_key()})
    yield


def _lock_key() -> int:
    digest = hashlib.sha256(b"onglet migrate").digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def differences(connection: Connection, owner: Owner) -> Sequence[Any]:
    """List what an owner's models say that its tables do not, and the other way round."""
    context = MigrationContext.configure(connection, opts=comparison_options(owner))
    found: Sequence[Any] = compare_metadata(context, Base.metadata)
    return found


def comparison_options(owner: Owner) -> dict[str, Any]:
    """Give the options that compare an owner's tables and nobody else's.

    What SQL made by hand (full-text tables and trigram indexes, which no model can state) is left
    out by its name: it ends in `_search` or `_trigram`, or in `_field` where a custom field asked
    for it.
    """

    def own(name: str | None, kind: str, _parents: Any) -> bool:
        if kind == "table":
            return name is not None and name.startswith(owner.prefix) and "_search" not in name
        return kind != "index" or not (name or "").endswith(("_search", "_trigram", "_field"))

    def compared(item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return own(name, kind, None)

    return {
        "version_table": owner.version_table,
        "include_name": own,
        "include_object": compared,
        "compare_type": False,
        "target_metadata": Base.metadata,
    }
