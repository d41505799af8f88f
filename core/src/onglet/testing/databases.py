"""pytest fixtures: a new and empty database for each test that asks, on SQLite and PostgreSQL.

A machine without PostgreSQL skips those tests and says why; where `CI` is `true` they fail instead,
so that a green run there means both databases.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from onglet.testing.postgres import PostgresUnavailable
from onglet.testing.server import Server, find_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
