"""Counting, listing and dropping the tables of one owner, its code present or gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, Table, func, inspect, select, text

from onglet.db.migrate import version_table

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """How many rows a table holds."""

    table: str
    rows: int


class StillReferencedError(Exception):
    """Tables of another owner still point at those to be dropped."""

    def __init__(self, owner: str, by: list[str]) -> None:
        self.by = by
        super().__init__(
            f"The tables of {owner} cannot be dropped: {', '.join(by)} still refer to them. "
            "Nothing was changed. Purge those first."
        )


def tables_of(connection: Connection, owner: str) -> list[str]:
    """List the tables that carry the owner's prefix, in name order."""
    made = {*_full_text(connection, "virtual"), *_full_text(connection, "shadow")}
    return sorted(
        name
        for name in inspect(connection).get_table_names()
        if name.startswith(f"{owner}_") and name not in made
    )


def _full_text(connection: Connection, kind: str) -> list[str]:
    """List SQLite's full-text tables, or those that it keeps behind them: no rows of anybody's."""
    if connection.dialect.name != "sqlite":
        return []
    query = text("SELECT name FROM pragma_table_list WHERE type = :kind ORDER BY name")
    return list(connection.execute(query, {"kind": kind}).scalars())


def count_rows(connection: Connection, owner: str) -> list[TableCount]:
    """Count the rows of each table of an owner."""
    counts = []
    for name in tables_of(connection, owner):
        table = Table(name, MetaData())
        rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
        counts.append(TableCount(table=name, rows=rows))
    return counts


def count_for_client(connection: Connection, owner: str, client_id: int) -> int:
    """Count an owner's rows on one client, through the database's own foreign keys."""
    inspector = inspect(connection)
    total = 0
    for name in tables_of(connection, owner):
        for key in inspector.get_foreign_keys(name):
            if key["referred_table"] == "core_client":
                table = Table(name, MetaData(), autoload_with=connection)
                column = table.c[key["constrained_columns"][0]]
                query = select(func.count()).select_from(table).where(column == client_id)
                total += connection.execute(query).scalar_one()
    return total


def referenced_by(connection: Connection, owner: str) -> list[str]:
    """List the tables of others that hold a foreign key to a table of this owner."""
    inspector = inspect(connection)
    own = set(tables_of(connection, owner))
    return sorted(
        name
        for name in inspector.get_table_names()
        if name not in own
        and any(key["referred_table"] in own for key in inspector.get_foreign_keys(name))
    )


def drop_tables(connection: Connection, owner: str) -> list[str]:
    """Drop an owner's tables and its version table; give the names dropped.

    Raises:
        StillReferencedError: when another owner's table points at one of them.
    """
    others = referenced_by(connection, owner)
    if others:
        raise StillReferencedError(owner, others)
    for name in _full_text(connection, "virtual"):
        if name.startswith(f"{owner}_"):
            Table(name, MetaData()).drop(bind=connection)
    names = tables_of(connection, owner)
    metadata = MetaData()
    metadata.reflect(bind=connection, only=names)
    # Named one by one: what they refer to is the core's, and is in the metadata too.
    metadata.drop_all(bind=connection, tables=[metadata.tables[name] for name in names])
    version = Table(version_table(owner), MetaData())
    version.drop(bind=connection, checkfirst=True)
    return names
