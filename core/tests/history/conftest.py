"""The deployment that the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from core.tests.work.deployment import Deployment, migrate

from onglet.db.engine import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with the core's tables, on each engine."""
    if request.param == "sqlite":
        address = request.getfixturevalue("sqlite_url")
        migrate(address)
        yield address
        return
    server = request.getfixturevalue("postgresql_server")
    address = server.create_database(template=server.prepare_template("core-tables", migrate))
    yield address
    server.drop_database(address)


@pytest.fixture
def deployment(database_address: str) -> Iterator[Deployment]:
    """A deployment on each engine."""
    database = open_database(database_address)
    yield Deployment(database=database)
    database.dispose()
