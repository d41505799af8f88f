"""Indexes that fields ask for: made and dropped by a job, without stopping anybody's work.

PostgreSQL builds them beside the writers (CONCURRENTLY), which takes a connection of its own
outside any transaction. SQLite has one writer: at its size an index takes a moment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from onglet.db.engine import WRITE
from onglet.fields.catalogue import FieldSet, field_set
from onglet.fields.objects import FieldHolder, holder
from onglet.fields.sql import SUFFIX, index_of
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from onglet.contributions import Ask, Work

INDEX_JOB: Final = "core.index_fields"
_OURS: Final = re.compile(r"ix_[a-z0-9_]+_[0-9]+_[0-9a-f]{8}" + SUFFIX)


def is_sqlite(ask: Ask) -> bool:
    """Tell whether the database is SQLite."""
    return ask.session.get_bind().dialect.name == "sqlite"


def wanted_indexes(fields: FieldSet, of: FieldHolder, *, sqlite: bool) -> dict[str, str]:
    """Give the indexes that the fields of an object ask for: their SQL by name."""
    found: dict[str, str] = {}
    for one in fields.live:
        found |= index_of(one.kind, one.spec, of.table, of.row_key.name, one.id, is_sqlite=sqlite)
    return found


def index_fields(work: Work, args: Mapping[str, Any]) -> None:
    """Make the indexes that are missing, drop those that nothing asks for, read the statistics."""
    of = holder(work, str(args.get("object", "")))
    if of is None or of.values is None:
        return
    wanted = wanted_indexes(field_set(work, of.key), of, sqlite=is_sqlite(work))
    with unrestricted(work.session, reason="indexes of custom fields"):
        if is_sqlite(work):
            _bring_about(work.session.connection(), of.table, wanted, "")
            return
        # A build waits for every snapshot that is older. What this transaction read last keeps one
        # until another statement takes its place; a setting needs none.
        work.session.connection().exec_driver_sql("SET LOCAL lock_timeout = 0")
        engine = work.session.get_bind().engine
        options = {"isolation_level": "AUTOCOMMIT", WRITE: False}
        with engine.connect().execution_options(**options) as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("SET lock_timeout = '60s'"))
            try:
                _drop_invalid(connection, of.table)
                _bring_about(connection, of.table, wanted, "CONCURRENTLY ")
            finally:
                connection.execute(text("RESET statement_timeout"))
                connection.execute(text("RESET lock_timeout"))


def _bring_about(connection: Connection, table: str, wanted: Mapping[str, str], how: str) -> None:
    held = held_indexes(connection, table)
    for name in sorted(held - set(wanted)):
        connection.exec_driver_sql(f"DROP INDEX {how}IF EXISTS {name}")
    missing = [name for name in wanted if name not in held]
    for name in missing:
        connection.exec_driver_sql(
            f"CREATE INDEX {how}IF NOT EXISTS {name} {wanted[name]}".replace("%", "%%")
        )
    if missing:
        connection.exec_driver_sql(f"ANALYZE {table}")


def held_indexes(connection: Connection, table: str) -> set[str]:
    """Give the names of the indexes that fields have on a table."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"PRAGMA index_list({table})").all()
        names = [row[1] for row in rows]
    else:
        found = text("SELECT indexname FROM pg_indexes WHERE tablename = :table")
        names = list(connection.execute(found, {"table": table}).scalars())
    return {name for name in names if _OURS.fullmatch(name)}


def _drop_invalid(connection: Connection, table: str) -> None:
    """Drop what an interrupted build left: PostgreSQL keeps it, and uses it for nothing."""
    found = text(
        "SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "JOIN pg_class t ON t.oid = x.indrelid WHERE t.relname = :table AND NOT x.indisvalid"
    )
    for name in connection.execute(found, {"table": table}).scalars():
        if _OURS.fullmatch(name):
            connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


__all__ = ["INDEX_JOB", "held_indexes", "index_fields", "is_sqlite", "wanted_indexes"]
