"""A migrated database of each kind, a clock that stands still, and people to sign in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from onglet.contributions import Actor, Reach, Right
from onglet.db.engine import open_database
from onglet.rights.actors import system_actor
from onglet.rights.catalogue import DeclaredRight, RightsCatalogue
from onglet.rights.models import Profile, User
from onglet.work.unit import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **spell: float) -> datetime:
        self.now += timedelta(**spell)
        return self.now


class Outside:
    """What services reach beyond the session, kept for tests to look at."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.jobs: list[tuple[str, dict[str, Any]]] = []
        self.notified: list[tuple[int, str]] = []

    def record_change(self, work: Any, **row: Any) -> None:
        self.changes.append({"actor": work.actor.name, **row})

    def enqueue(self, work: Any, kind: str, args: Any, **_: Any) -> int:
        self.jobs.append((kind, dict(args)))
        return len(self.jobs)

    def notify(self, work: Any, user_id: int, title: str, **_: Any) -> None:
        self.notified.append((user_id, title))

    def publish(self, work: Any, event: Any) -> None:
        pass

    def setting(self, ask: Any, key: str) -> Any:
        return None


RIGHTS = (
    Right(object="core.client", action="read", label="See clients", default=Reach.SHARED),
    Right(object="core.client", action="edit", label="Edit clients", default=Reach.SHARED),
    Right(object="core.client", action="create", label="c", default=Reach.ALL, on_records=False),
    Right(object="core.user", action="manage", label="Manage users", on_records=False),
    Right(object="core.profile", action="manage", label="Manage profiles", on_records=False),
    Right(object="core.group", action="manage", label="Manage groups", on_records=False),
    Right(object="core.settings", action="edit", label="Change settings", on_records=False),
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
def units(migrated_url: str, clock: Clock, outside: Outside) -> Iterator[Units]:
    database = open_database(migrated_url)
    catalogue = RightsCatalogue(DeclaredRight(plugin="core", right=right) for right in RIGHTS)
    yield Units(database=database, catalogue=catalogue, outside=outside, clock=clock)
    database.dispose()


@pytest.fixture
def system() -> Actor:
    return system_actor("tests")


@pytest.fixture
def add_user(units: Units) -> Callable[..., int]:
    """Put a user in the database, with a profile of their own, and give their key."""

    def add(email: str, *, admin: bool = False, password_hash: str | None = None) -> int:
        with units.writing(system_actor("tests")) as work:
            profile = Profile(name=f"Profile of {email}", all_rights=admin)
            work.session.add(profile)
            work.session.flush()
            user = User(
                email=email,
                given_name=email.split("@", maxsplit=1)[0].title(),
                profile_id=profile.id,
                password_hash=password_hash,
            )
            work.session.add(user)
            work.session.flush()
            return user.id

    return add
