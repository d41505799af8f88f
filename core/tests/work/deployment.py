"""A small deployment for tests: a database with the core's tables, a clock that is told the time,
and builders of the rows that jobs, notifications and history point at."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

import onglet.tables
from onglet.clients.models import Client
from onglet.contributions import Actor, Job, Level, Reach, Right
from onglet.db.engine import Database
from onglet.db.migrate import Owner
from onglet.rights.actors import system_actor
from onglet.rights.catalogue import DeclaredRight, RightsCatalogue
from onglet.rights.models import Grant, GrantKind, Profile, User
from onglet.work.leases import TableEngine
from onglet.work.models import JobRow
from onglet.work.unit import Units
from onglet.work.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from onglet.contributions import Work

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
READ = Right(object="core.client", action="read", label="See clients")
CORE = Owner(name="core", folder=Path(onglet.tables.__file__).parent / "migrations")


class Nothing:
    """What lies outside of the session: not asked for here."""


@dataclass
class Deployment:
    """A database, the units on it, and the time."""

    database: Database
    now: datetime = START
    jobs: dict[str, Job] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)

    @property
    def units(self) -> Units:
        return Units(
            database=self.database,
            catalogue=RightsCatalogue([DeclaredRight(plugin="core", right=READ)]),
            outside=Nothing(),
            clock=self.clock,
        )

    def clock(self) -> datetime:
        return self.now

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def lookup(self, kind: str, plugin: str) -> Job | None:
        return None if plugin in self.paused else self.jobs.get(kind)

    def does(
        self, kind: str, run: Callable[[Work, Mapping[str, Any]], None] = lambda _w, _a: None
    ) -> None:
        """Declare what a kind of job does."""
        self.jobs[kind] = Job(kind=kind, label=kind, run=run)

    def worker(self, **options: Any) -> Worker:
        engine = TableEngine(database=self.database, chance=lambda: 0.5)
        return Worker(self.units, self.lookup, **({"engine": engine} | options))

    @contextmanager
    def writing(self, actor: Actor | None = None, *, plugin: str = "core") -> Iterator[Work]:
        with self.units.writing(actor or system_actor("tests"), plugin=plugin) as work:
            yield work

    @contextmanager
    def reading(self, actor: Actor | None = None) -> Iterator[Any]:
        with self.units.reading(actor or system_actor("tests")) as ask:
            yield ask

    def job(self, job_id: int) -> Any:
        """Give a job's row as it stands."""
        with self.database.reads.connect() as connection:
            return connection.execute(select(JobRow.__table__).where(JobRow.id == job_id)).one()

    def states(self) -> list[str]:
        """Give the states of all jobs, in the order they were written."""
        with self.database.reads.connect() as connection:
            return list(connection.scalars(select(JobRow.state).order_by(JobRow.id)))

    def user(self, name: str, reach: Reach = Reach.OWN) -> Actor:
        """Make a user who reads clients as far as that."""
        with self.database.writes.begin() as connection:
            profile_id = connection.execute(
                insert(Profile).values(name=f"Profile of {name}").returning(Profile.id)
            ).scalar_one()
            user_id = connection.execute(
                insert(User)
                .values(
                    email=f"{name.lower()}@example.test", family_name=name, profile_id=profile_id
                )
                .returning(User.id)
            ).scalar_one()
        return Actor(user_id=user_id, name=name, reaches={READ.key: reach})

    def client(self, name: str, *, owner: Actor | None = None) -> int:
        """Make a client, seen by its owner."""
        with self.database.writes.begin() as connection:
            client_id: int = connection.execute(
                insert(Client).values(name=name, reference=name).returning(Client.id)
            ).scalar_one()
            if owner is not None:
                connection.execute(
                    insert(Grant).values(
                        client_id=client_id,
                        kind=GrantKind.OWNER.value,
                        subject_id=owner.user_id,
                        level=int(Level.MANAGE),
                    )
                )
        return client_id
