"""pytest fixtures: a new database for each test that asks, on SQLite and on PostgreSQL.

It is empty (`database_url`), or has the tables of the core (`migrated_url`): those are laid once in
a test session, and copied.

A machine without PostgreSQL skips those tests and says why; where `CI` is `true` they fail instead,
so that a green run there means both databases.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import onglet.tables
from onglet.db.engine import open_database
from onglet.db.migrate import Owner, upgrade
from onglet.testing import session
from onglet.testing.postgres import PostgresUnavailable
from onglet.testing.server import Server, find_server

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE = Owner(name="core", folder=Path(onglet.tables.__file__).parent / "migrations")


def lay_core_tables(address: str) -> None:
    """Bring the database to the newest tables of the core, and leave no connection open."""
    database = open_database(address)
    upgrade(database, CORE)
    database.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Server:
    """The PostgreSQL server of this test session."""
    try:
        return find_server()
    except PostgresUnavailable as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(f"NOT TRIED ON POSTGRESQL. {missing}")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'onglet.sqlite'}"


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    address = postgresql_server.create_database()
    yield address
    postgresql_server.drop_database(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the test runs once on each of the two."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, tmp_path: Path) -> str:
    """The address of a SQLite database with the tables of the core."""
    with session.locked("core-tables") as folder:
        model = folder / "core-tables.sqlite"
        if not model.exists():
            laid = folder / "laying.sqlite"
            lay_core_tables(f"sqlite:///{laid}")
            laid.rename(model)
    shutil.copy(model, tmp_path / "onglet.sqlite")
    return sqlite_url


@pytest.fixture
def migrated_postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """The address of a PostgreSQL database with the tables of the core."""
    template = postgresql_server.prepare_template("core-tables", lay_core_tables)
    address = postgresql_server.create_database(template=template)
    yield address
    postgresql_server.drop_database(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with the tables of the core: the test runs on each of the two."""
    address: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return address
