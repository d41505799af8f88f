"""Engines: one pool, a view that reads and a view that writes, on SQLite or PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

WRITE = "onglet_write"
"""Execution option that makes a SQLite transaction take the write lock at its start."""

BUSY_MS = 5000
PG_OPTIONS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 "
    "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


@dataclass(frozen=True, slots=True)
class Database:
    """The database of one deployment: `reads` for safe requests, `writes` for the others."""

    reads: Engine
    writes: Engine

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the engine is SQLite."""
        return self.reads.dialect.name == "sqlite"

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.reads.dispose()


def open_database(url: str, *, pool_size: int = 10) -> Database:
    """Give the engines of a database address.

    SQLite gets WAL, full synchronous commits, foreign keys and an explicit BEGIN (the driver's
    own transactions lose updates); PostgreSQL gets time limits on statements, locks and idle
    transactions.
    """
    address = make_url(url)
    engine = _sqlite(address, pool_size) if _is_sqlite(address) else _postgresql(address, pool_size)
    return Database(reads=engine, writes=engine.execution_options(**{WRITE: True}))


def _is_sqlite(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def _postgresql(address: URL, pool_size: int) -> Engine:
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(
        address,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"options": PG_OPTIONS},
    )


def _sqlite(address: URL, pool_size: int) -> Engine:
    engine = create_engine(
        address,
        pool_size=pool_size,
        max_overflow=pool_size * 2,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: DBAPIConnection, _record: Any) -> None:
    # `trusted_schema` stays on: triggers keep the full-text index, which it would forbid.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


SERIALIZATION_FAILURES = {"40001", "40P01"}


def is_conflict(error: BaseException) -> bool:
    """Tell whether a database error is a clash with another writer that a retry may settle."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in SERIALIZATION_FAILURES or "database is locked" in str(error.orig)
