"""Random walks through the life of three plugins: data comes back, and the core is never harmed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from core.tests.platform.staged import stage
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.db.purge import StillReferencedError, count_rows
from onglet.host.host import Host
from onglet.host.state import State
from onglet.rights.actors import system_actor
from onglet.shell.plugin_life import purge_data
from onglet.shell.start import open_host

NAMES = ("alpha", "beta", "gamma")
REQUIRES = {"beta": ("alpha",)}
STEPS = 12
NUMBERS = count()


def start(url: str, data: Path, found: list[Any]) -> Host:
    environ = {
        "ONGLET_DATA": str(data),
        "ONGLET_DATABASE_URL": url,
        "ONGLET_EMBEDDED_WORKER": "no",
    }
    return open_host(environ, found=found)


class Walk(RuleBasedStateMachine):
    """A deployment, and what a careful administrator remembers of it."""

    fresh: Callable[[], str]
    folder: Path
    dropped = 0

    @initialize()
    def begin(self) -> None:
        self.installed: dict[str, int] = {}
        self.kept: dict[str, int] = {}
        self.rows: dict[str, list[str]] = {}
        self.off: set[str] = set()
        self.url = self.fresh()
        self.host = start(self.url, self.folder, [])

    def restart(self) -> None:
        """Start with what is installed now, and bring the tables up to date."""
        self.host.close()
        found = [
            stage(self.folder, name, version, requires=REQUIRES.get(name, ()))
            for name, version in self.installed.items()
        ]
        self.host = start(self.url, self.folder, found)
        self.host.migrate()
        held: set[str] = set()
        for name in NAMES:
            requires = REQUIRES.get(name, ())
            lacking = any(other not in self.installed or other in held for other in requires)
            purged = name in self.off and name not in self.kept
            if name not in self.installed or lacking or purged:
                held.add(name)
            else:
                self.kept[name] = self.installed[name]
                self.rows.setdefault(name, [])

    @rule(name=st.sampled_from(NAMES), version=st.sampled_from((1, 2)))
    def install(self, name: str, version: int) -> None:
        """Install, install again, or upgrade; never an older version over newer tables."""
        if version >= self.kept.get(name, 1):
            self.installed[name] = version
            self.restart()

    @rule(name=st.sampled_from(NAMES))
    def uninstall(self, name: str) -> None:
        if self.installed.pop(name, None):
            self.restart()

    @rule(name=st.sampled_from(NAMES), enabled=st.booleans())
    def switch(self, name: str, enabled: bool) -> None:
        if name in self.installed:
            self.host.set_enabled(name, enabled=enabled)
            self.off.discard(name) if enabled else self.off.add(name)
            self.restart()

    @rule(name=st.sampled_from(NAMES))
    def write(self, name: str) -> None:
        if name in self.kept:
            words = f"{name} {next(NUMBERS)}"
            with self.host.database.writes.begin() as connection:
                add = text(f"INSERT INTO {name}_thing (text, client_id) VALUES (:words, 1)")  # noqa: S608 - a name of this test
                connection.execute(add, {"words": words})
            self.rows[name].append(words)

    @rule(name=st.sampled_from(NAMES))
    def purge(self, name: str) -> None:
        if name not in self.host.states():
            return
        if name == "alpha" and "beta" in self.kept:
            with pytest.raises(StillReferencedError, match="beta_thing"):
                purge_data(self.host, name)
            return
        type(self).dropped += len(purge_data(self.host, name))
        self.kept.pop(name, None)
        self.rows.pop(name, None)
        self.off.add(name) if name in self.installed else self.off.discard(name)

    def expected(self, name: str) -> State | None:
        """Give where a plugin must stand."""
        if name not in self.installed:
            return State.MISSING if name in self.kept else None
        if any(other not in self.installed for other in REQUIRES.get(name, ())):
            return State.INCOMPATIBLE
        if name in self.off:
            return State.DISABLED
        if self.kept.get(name) != self.installed[name]:
            return State.NEEDS_MIGRATION
        others = REQUIRES.get(name, ())
        on = all(self.expected(other) is State.ENABLED for other in others)
        return State.ENABLED if on else State.INCOMPATIBLE

    @invariant()
    def data_is_as_it_was_left(self) -> None:
        with self.host.database.reads.connect() as connection:
            for name in NAMES:
                if name not in self.kept:
                    assert count_rows(connection, name) == []
                    continue
                query = text(f"SELECT text FROM {name}_thing ORDER BY id")  # noqa: S608 - as above
                assert list(connection.execute(query).scalars()) == self.rows[name]

    @invariant()
    def the_core_is_unharmed(self) -> None:
        with self.host.database.reads.connect() as connection:
            name = connection.execute(text("SELECT name FROM core_client WHERE id = 1")).scalar()
        assert name == "Maison Test"
        assert self.host.is_on("core")

    @invariant()
    def every_plugin_stands_where_it_should(self) -> None:
        states = self.host.states()
        for name in NAMES:
            wanted = self.expected(name)
            assert states.get(name, (None,))[0] == wanted, (name, states)

    def teardown(self) -> None:
        if hasattr(self, "host"):
            self.host.close()


def fill(url: str, data: Path) -> None:
    """Make the core's tables, with one client."""
    host = start(url, data, [])
    host.migrate()
    with host.units.writing(system_actor("test")) as work:
        insert_clients(work, [NewClient(name="Maison Test")], source="test")
    host.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a way to a new database that holds one client."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        template = server.prepare_template("lifecycle", lambda url: fill(url, tmp_path))
        return lambda: server.create_database(template=template)
    template = tmp_path / "template.sqlite"
    fill(f"sqlite:///{template}", tmp_path)

    def copy() -> str:
        made = tmp_path / f"walk{next(NUMBERS)}.sqlite"
        shutil.copy(template, made)
        return f"sqlite:///{made}"

    return copy


def test_any_walk_keeps_the_data_and_the_core(fresh: Callable[[], str], tmp_path: Path) -> None:
    class Bound(Walk):
        pass

    Bound.fresh = staticmethod(fresh)
    Bound.folder = tmp_path
    few = settings(
        max_examples=20,
        stateful_step_count=STEPS,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        database=None,
    )

    run_state_machine_as_test(Bound, settings=few)
    assert Bound.dropped > 0
