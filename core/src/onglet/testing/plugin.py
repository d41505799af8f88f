"""The pytest plugin of the test kit: pytest loads it wherever the core is installed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from onglet.testing import server, session
from onglet.testing.databases import (
    database_url,
    migrated_postgresql_url,
    migrated_sqlite_url,
    migrated_url,
    postgresql_server,
    postgresql_url,
    sqlite_url,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onglet.testing.kit import MakeSite

__all__ = [
    "database_url",
    "deployment",
    "migrated_postgresql_url",
    "migrated_sqlite_url",
    "migrated_url",
    "postgresql_server",
    "postgresql_url",
    "sqlite_url",
]


@pytest.fixture
def deployment(tmp_path: Path, migrated_url: str) -> Iterator[MakeSite]:
    """Make a deployment with the plugins given, once on SQLite and once on PostgreSQL."""
    # The kit needs a browser's HTTP library, which an environment without tests may lack.
    from onglet.testing.kit import making_sites

    with making_sites(tmp_path, migrated_url) as make:
        yield make


AROUND = pytest.StashKey[str | None]()


def _is_worker(config: pytest.Config) -> bool:
    """Whether this process runs tests for a controlling one (pytest-xdist)."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Begin a session that worker processes join through their environment."""
    if not _is_worker(config):
        config.stash[AROUND] = session.begin()


def pytest_collection_finish() -> None:
    """Set aside what was imported: the collector would look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the session with the process that began it."""
    if _is_worker(config):
        return
    if server.is_given() and session.is_used():
        server.find_server().drop_all()
    session.end(config.stash[AROUND])
