"""A desk to work at in tests: a migrated database of each kind, colleagues, a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import onglet
import onglet.tables
from onglet.clients.contributions import rights as client_rights
from onglet.contacts.contributions import rights as person_rights
from onglet.contributions import Actor, Ask, Event, Question, Reach, Verdict, Work
from onglet.db.engine import open_database
from onglet.db.migrate import Owner
from onglet.history.models import Change
from onglet.rights.actors import system_actor
from onglet.rights.catalogue import DeclaredRight, RightsCatalogue
from onglet.rights.models import Profile, User
from onglet.work.unit import Units

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CORE = Owner(name="core", folder=Path(onglet.__file__).parent / "migrations")


@dataclass
class Outside:
    """What contexts reach beyond the session: events and settings kept for tests to look at."""

    events: list[Event] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    gates: dict[str, Verdict] = field(default_factory=dict)
    jobs: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, work: Work, event: Event) -> None:
        self.events.append(event)

    def setting(self, ask: Ask, key: str) -> Any:
        return self.settings.get(key)

    def contributed(self, kind: str) -> list[tuple[str, Any]]:
        return []

    def enqueue(self, work: Work, kind: str, args: Any, **_: Any) -> int:
        self.jobs.append((kind, dict(args)))
        return len(self.jobs)

    def ask_gates(self, ask: Ask, question: Question) -> Verdict:
        return self.gates.get(question.topic, Verdict(allowed=True))

    def record_change(self, work: Work, **row: Any) -> None:
        changes = {key: list(pair) for key, pair in row.pop("changes").items()}
        work.session.add(
            Change(
                actor_id=work.actor.user_id,
                actor_name=work.actor.name,
                at=work.now,
                changes=changes,
                **row,
            )
        )


@dataclass
class Desk:
    """Opens units of work for colleagues, at a time that the test sets."""

    units: Units
    outside: Outside
    now: datetime = NOON
    actors: dict[str, Actor] = field(default_factory=dict)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **spell: float) -> None:
        self.now += timedelta(**spell)

    def hire(self, name: str, *, reach: Reach = Reach.SHARED, admin: bool = False) -> Actor:
        """Give a colleague whose rights on clients have this reach."""
        reaches = {right.key: reach for right in (*client_rights(), *person_rights())}
        with self.units.writing(system_actor("tests")) as work:
            profile = Profile(name=f"Profile of {name}", all_rights=admin)
            work.session.add(profile)
            work.session.flush()
            user = User(
                email=f"{name.lower()}@onglet.example", given_name=name, profile_id=profile.id
            )
            work.session.add(user)
            work.session.flush()
            actor = Actor(
                user_id=user.id,
                name=name,
                profile_id=profile.id,
                all_rights=admin,
                reaches=reaches,
            )
        self.actors[name] = actor
        return actor

    @contextmanager
    def write(self, actor: Actor | None = None, **changed: Any) -> Iterator[Work]:
        with self.units.writing(actor or self.actors["Ada"]) as work:
            yield replace(work, **changed) if changed else work

    @contextmanager
    def read(self, actor: Actor | None = None) -> Iterator[Ask]:
        with self.units.reading(actor or self.actors["Ada"]) as ask:
            yield ask


@pytest.fixture
def desk(migrated_url: str) -> Iterator[Desk]:
    database = open_database(migrated_url)
    declared = [
        DeclaredRight(plugin="core", right=right) for right in (*client_rights(), *person_rights())
    ]
    outside = Outside()
    found: list[Desk] = []

    def clock() -> datetime:
        return found[0].now

    units = Units(
        database=database,
        catalogue=RightsCatalogue(declared),
        outside=outside,  # type: ignore[arg-type]  # only what services call
        clock=clock,
    )
    found.append(Desk(units=units, outside=outside))
    found[0].hire("Ada")
    yield found[0]
    database.dispose()


Hire = Callable[..., Actor]
