"""Keys taken ahead of time, so that rows which point at each other can be written in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def reserve(session: Session, table: str, count: int) -> list[int]:
    """Give that many keys of a table, which nobody else will get.

    PostgreSQL takes them from the table's sequence. SQLite has one writer, and this transaction
    is it: the keys after the highest one are free until it ends.
    """
    if count == 0:
        return []
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        query = text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        )
        return sorted(connection.scalars(query, {"table": table, "count": count}))
    # The name of the table is one of ours, never a value.
    highest = connection.scalar(text(f"SELECT max(id) FROM {table}")) or 0  # noqa: S608 - as said
    return list(range(highest + 1, highest + 1 + count))
