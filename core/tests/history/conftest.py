"""The deployment that the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from core.tests.work.deployment import Deployment

from onglet.db.engine import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def deployment(migrated_url: str) -> Iterator[Deployment]:
    """A deployment on each engine."""
    database = open_database(migrated_url)
    yield Deployment(database=database)
    database.dispose()
