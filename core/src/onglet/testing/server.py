"""The PostgreSQL server of a test session, and the databases made on it.

It is the server of `ONGLET_TEST_POSTGRES` where that is set (its user must be allowed to create
databases), else one that the first test in need starts and that all worker processes share.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy.engine import URL, make_url

from onglet.testing import postgres, session

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

VARIABLE = "ONGLET_TEST_POSTGRES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A PostgreSQL server on which this test session makes databases."""

    url: URL
    prefix: str

    def connect(self) -> psycopg.Connection[Any]:
        """A connection to the maintenance database, where each statement commits itself."""
        import psycopg

        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)

    def create_database(self, *, template: str = "template1") -> str:
        """The address of a new database, a copy of the database named `template`."""
        database = f"{self.prefix}{uuid4().hex[:12]}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'.encode())
        return self.url.set(database=database).render_as_string(hide_password=False)

    def prepare_template(self, key: str, fill: Callable[[str], None]) -> str:
        """The name of a database that `fill`, given its address, filled once in this session.

        `fill` leaves no connection open: PostgreSQL copies only a database that nobody uses.
        """
        with session.locked(f"template-{key}") as folder:
            note = folder / f"template-{key}.name"
            if not note.exists():
                address = self.create_database()
                fill(address)
                note.write_text(str(make_url(address).database), encoding="utf-8")
            return note.read_text(encoding="utf-8")

    def drop_database(self, address: str) -> None:
        """Remove the database, whoever is still connected to it."""
        with self.connect() as connection:
            statement = f'DROP DATABASE IF EXISTS "{make_url(address).database}" WITH (FORCE)'
            connection.execute(statement.encode())

    def drop_all(self) -> None:
        """Remove every database that this session made."""
        with self.connect() as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix]
            ).fetchall()
        for (database,) in found:
            self.drop_database(f"postgresql:///{database}")


def is_given() -> bool:
    """Whether the server is someone else's: what we make on it is ours to remove."""
    return bool(os.environ.get(VARIABLE))


def find_server() -> Server:
    """The server of this test session, started if none of its processes did.

    Raises:
        PostgresUnavailable: no address was given, and no server can be started here.
    """
    prefix = f"onglet_{session.name()}_"
    if address := os.environ.get(VARIABLE):
        return Server(url=make_url(address).set(drivername="postgresql+psycopg"), prefix=prefix)
    with session.locked("postgres") as folder:
        note = folder / "postgres.url"
        if not note.exists():
            note.write_text(postgres.start(folder / "postgres").url, encoding="utf-8")
        return Server(url=make_url(note.read_text(encoding="utf-8")), prefix=prefix)
