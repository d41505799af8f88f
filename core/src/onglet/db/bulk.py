"""Writing many rows of a table at once, as fast as each engine takes them.

SQLAlchemy's own way of writing many rows builds a mapping for each of them. Here the columns'
conversions are looked up once, and the rows go to the driver as they are: by COPY to PostgreSQL.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from onglet.db.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

Value = Any
Convert = Any
"""What turns a value into one that the driver takes."""

MOST_VALUES = 32_000
"""Values that SQLite takes in one statement, nearly."""

SAME_INSTANTS = 1_024


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
    """Write rows that all hold the same columns. Nothing is read back, nothing committed.

    Columns that are left out have their declared default. Pending objects are not flushed.
    """
    if not rows:
        return
    connection = session.connection()
    names, lines = _lines(connection, table, rows)
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(map(quote, names))})"
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {into} FROM STDIN", lines)
    else:
        _insert(connection, into, len(names), lines)


def _insert(
    connection: Connection, into: str, width: int, lines: Iterator[Sequence[Value]]
) -> None:
    """Write as many rows in a statement as it may have values.

    Each statement that fires the triggers of a full-text index has a price of its own.
    """
    row = f"({', '.join('?' * width)})"
    while some := list(islice(lines, MOST_VALUES // width)):
        # Names of columns are ours; values are bound.
        statement = f"INSERT INTO {into} VALUES {', '.join([row] * len(some))}"  # noqa: S608
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))


def _copy(connection: Connection, statement: str, lines: Iterator[Sequence[Value]]) -> None:
    driver: Any = connection.connection.driver_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for line in lines:
                copy.write_row(line)
    except errors as error:
        # A clash with another writer must look the same as from any other statement.
        raise DBAPIError.instance(
            statement, None, error, errors, dialect=connection.dialect
        ) from error


def _lines(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Value]]
) -> tuple[list[str], Iterator[Sequence[Value]]]:
    """Give the columns to write, and the values of each row as the driver takes them."""
    dialect = connection.dialect
    held = [column for column in table.columns if column.key in rows[0]]
    left = [column for column in table.columns if column.key not in rows[0]]
    defaulted = [column for column in left if column.default is not None]
    converts: list[tuple[int, Convert]] = []
    instants: dict[type[Any], Convert] = {}
    for place, column in enumerate((*held, *defaulted)):
        convert = column.type.dialect_impl(dialect).bind_processor(dialect)
        if convert is None:
            continue
        if isinstance(column.type, UtcDateTime):
            # A row was made and changed at the same instant.
            convert = instants.setdefault(UtcDateTime, lru_cache(SAME_INSTANTS)(convert))
        converts.append((place, convert))
    values = itemgetter(*(column.key for column in held))
    defaults: list[Any] = [column.default for column in defaulted]

    def line(row: Mapping[str, Value]) -> Sequence[Value]:
        found = [*values(row)]
        found += [one.arg(None) if one.is_callable else one.arg for one in defaults]
        for place, convert in converts:
            found[place] = convert(found[place])
        return found

    return [column.name for column in (*held, *defaulted)], map(line, rows)
