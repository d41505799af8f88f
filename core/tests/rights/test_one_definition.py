"""Drawn worlds: the decision on one client, the filter for many and the reason never disagree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import onglet.tables
from onglet.clients.contributions import rights as client_rights
from onglet.clients.listing_reach import among
from onglet.clients.models import Client
from onglet.contributions import Actor, Level, Reach
from onglet.db.engine import Database, open_database
from onglet.rights.access import Access
from onglet.rights.actors import ProfileRights, load_actor, system_actor
from onglet.rights.catalogue import DeclaredRight, RightsCatalogue
from onglet.rights.evaluate import Why, ways
from onglet.rights.explain import explain
from onglet.rights.grants import missing_and_surplus, set_memberships, set_owner, share
from onglet.rights.holders import holders
from onglet.rights.models import GrantKind, Group, Membership, Profile, ProfileRight, User
from onglet.rights.predicate import reaches
from onglet.rights.ties import ties_of
from onglet.ui.i18n import speaking
from onglet.work.session import BIN
from onglet.work.unit import Units

assert onglet.tables
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RIGHTS = tuple(client_rights())
CATALOGUE = RightsCatalogue(DeclaredRight(plugin="core", right=right) for right in RIGHTS)
READ = "core.client.read"
USERS, GROUPS, CLIENTS, PROFILES = 5, 3, 6, 3
SHARE_KINDS = (GrantKind.SHARE_USER, GrantKind.SHARE_GROUP)


@dataclass(frozen=True)
class World:
    """What a firm looks like: everything by its place in a list."""

    profiles: list[tuple[bool, dict[str, Reach]]]
    users: list[tuple[int, bool]]
    first_members: list[set[int]]
    owners: list[int | None]
    shares: list[tuple[int, GrantKind, int, Level, int | None]]
    last_members: list[set[int]]
    next_owners: list[int | None]
    binned: set[int]


@dataclass
class Firm:
    """A world written down, with the keys that the database gave."""

    units: Units
    connection: Any
    users: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    clients: list[int] = field(default_factory=list)


groups_of_users = st.lists(st.sets(st.integers(0, GROUPS - 1)), min_size=USERS, max_size=USERS)
owners = st.lists(st.none() | st.integers(0, USERS - 1), min_size=CLIENTS, max_size=CLIENTS)
worlds = st.builds(
    World,
    profiles=st.lists(
        st.tuples(
            st.sampled_from([False, False, False, True]),
            st.dictionaries(
                st.sampled_from([right.key for right in RIGHTS if right.on_records]),
                st.sampled_from(Reach),
            ),
        ),
        min_size=PROFILES,
        max_size=PROFILES,
    ),
    users=st.lists(
        st.tuples(st.integers(0, PROFILES - 1), st.sampled_from([True, True, True, False])),
        min_size=USERS,
        max_size=USERS,
    ),
    first_members=groups_of_users,
    owners=owners,
    shares=st.lists(
        st.tuples(
            st.integers(0, CLIENTS - 1),
            st.sampled_from(SHARE_KINDS),
            st.integers(0, min(USERS, GROUPS) - 1),
            st.sampled_from(Level),
            st.none() | st.integers(-2, 2),
        ),
        max_size=12,
    ),
    last_members=groups_of_users,
    next_owners=owners,
    binned=st.sets(st.integers(0, CLIENTS - 1), max_size=2),
)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = open_database(migrated_url)
    yield opened
    opened.dispose()


@contextmanager
def founded(database: Database, world: World) -> Iterator[Firm]:
    """A firm that is this world, gone at the end."""
    units = Units(database=database, catalogue=CATALOGUE, outside=None, clock=lambda: NOW)  # type: ignore[arg-type]
    with database.writes.connect() as connection:
        unit = units.open(system_actor("tests"), write=True, connection=connection)
        firm = Firm(units=units, connection=connection)
        _write(unit.session, firm, world)
        unit.session.flush()
        try:
            yield firm
        finally:
            unit.session.close()
            connection.rollback()


def _write(session: Any, firm: Firm, world: World) -> None:
    profiles = [
        Profile(name=f"profile {n}", all_rights=a) for n, (a, _r) in enumerate(world.profiles)
    ]
    groups = [Group(name=f"group {n}") for n in range(GROUPS)]
    session.add_all([*profiles, *groups])
    session.flush()
    for profile, (_all, reached) in zip(profiles, world.profiles, strict=True):
        session.add_all(
            ProfileRight(profile_id=profile.id, right=key, reach=int(reach))
            for key, reach in reached.items()
        )
    users = [
        User(
            email=f"user{n}@firm.example",
            given_name=f"User{n}",
            profile_id=profiles[profile].id,
            is_active=is_active,
        )
        for n, (profile, is_active) in enumerate(world.users)
    ]
    session.add_all(users)
    session.flush()
    clients = [
        Client(name=f"client {n}", reference=f"C{n}", deleted_at=NOW if n in world.binned else None)
        for n in range(CLIENTS)
    ]
    session.add_all(clients)
    session.flush()
    firm.users, firm.groups = [user.id for user in users], [group.id for group in groups]
    firm.clients = [client.id for client in clients]
    for members, owned in ((world.first_members, world.owners), (world.last_members, None)):
        for user_id, places in zip(firm.users, members, strict=True):
            set_memberships(session, user_id, [firm.groups[place] for place in places])
        for client_id, owner in zip(firm.clients, owned or world.next_owners, strict=True):
            set_owner(session, client_id, None if owner is None else firm.users[owner])
    for client, kind, subject, level, days in world.shares:
        subjects = firm.users if kind is GrantKind.SHARE_USER else firm.groups
        share(
            session,
            client_id=firm.clients[client],
            kind=kind,
            subject_id=subjects[subject],
            level=level,
            granted_by_id=firm.users[0],
            valid_until=None if days is None else NOW + timedelta(days=days),
        )
        session.flush()


def _actors(firm: Firm) -> Iterator[Actor]:
    """Everybody of the firm who may sign in; the others act no more."""
    for user_id in firm.users:
        actor = load_actor(
            firm.connection, user_id, ProfileRights(), locale="en", zone="Europe/Paris"
        )
        active = firm.connection.execute(
            select(User.is_active).where(User.id == user_id)
        ).scalar_one()
        assert (actor is not None) == active
        if actor is not None:
            yield actor


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds)
def test_decision_filter_start_and_reason_agree(database: Database, world: World) -> None:
    with founded(database, world) as firm, speaking(locale="en"):
        for actor in _actors(firm):
            unit = firm.units.open(actor, write=False, connection=firm.connection)
            access = unit.ask.access
            assert isinstance(access, Access)
            for right in RIGHTS:
                yes = {one for one in firm.clients if access.may_on(right.key, one).allowed}
                assert yes == _by_predicate(unit.ask, right, actor)
                assert yes == {one for one in firm.clients if _by_reason(unit.ask, right.key, one)}
                unasked = Access(unit.session, actor, CATALOGUE, NOW)
                assert yes == unasked.may_among(right.key, firm.clients)
            seen = {one for one in firm.clients if access.may_on(READ, one).allowed}
            live = seen - {firm.clients[place] for place in world.binned}
            everything = select(Client.id).execution_options(**{BIN: True})
            assert set(unit.session.scalars(select(Client.id))) == live
            assert set(unit.session.scalars(everything)) == seen
            if access.reach(READ) not in {Reach.ALL, Reach.NONE}:
                started = select(Client.id).where(among(unit.ask, Client.id))
                assert set(unit.session.scalars(started)) == live
            for client_id in firm.clients:
                for key in (READ, "core.client.share"):
                    may = access.may_on(key, client_id).allowed
                    assert (actor.user_id in _holders(unit.session, client_id, key)) is may
            unit.session.close()


def _holders(session: Any, client_id: int, right: str) -> set[int]:
    """Colleagues whom the list of those who hold a right names."""
    found = holders(session, CATALOGUE, client_id, (right,), NOW)
    return {one.user_id for one in found}


def _by_predicate(ask: Any, right: Any, actor: Actor) -> set[int]:
    """Clients that the condition in SQL lets through, whatever else filters."""
    condition = reaches(
        Client.id, actor.user_id or 0, ask.access.reach(right.key), right.needed_level, NOW
    )
    from onglet.work.session import unrestricted

    with unrestricted(ask.session, reason="the condition alone is tried"):
        return set(ask.session.scalars(select(Client.id).where(condition)))


def _by_reason(ask: Any, right: str, client_id: int) -> bool:
    """Tell what the reason says, and that its words, its ties and the refusal say the same."""
    reason = ask.access.reason(right, client_id)
    words = explain(reason)
    assert words
    assert "%(" not in words
    verdict = ask.access.may_on(right, client_id)
    if reason:
        ties = ties_of(ask.session, ask.actor.user_id, client_id)
        found = ways(ties, reason.reach, reason.needed, NOW)
        assert found[0] == reason
        if reason.tie is not None and reason.tie.kind in SHARE_KINDS:
            assert "at " in words
            assert "level" in words
        return True
    assert verdict.because == words
    assert verdict.share_helps == reason.share_helps
    if reason.why is Why.NO_RIGHT:
        assert ask.access.reach(right) is Reach.NONE
    return False


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds)
def test_what_follows_from_owners_and_groups_is_neither_missing_nor_too_much(
    database: Database, world: World
) -> None:
    with founded(database, world) as firm:
        unit = firm.units.open(system_actor("tests"), write=False, connection=firm.connection)
        assert missing_and_surplus(unit.session) == (0, 0)
        held = {(row.user_id, row.group_id) for row in unit.session.scalars(select(Membership))}
        wanted = {
            (firm.users[place], firm.groups[group])
            for place, groups in enumerate(world.last_members)
            for group in groups
        }
        assert held == wanted
        unit.session.close()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds)
def test_a_share_makes_a_yes_of_the_no_that_it_is_said_to_help(
    database: Database, world: World
) -> None:
    with founded(database, world) as firm:
        unit = firm.units.open(system_actor("tests"), write=True, connection=firm.connection)
        for actor in _actors(firm):
            for right in ("core.client.edit", "core.client.share"):
                _try_a_share(unit.session, actor, right, firm.clients)
        unit.session.close()


def _try_a_share(session: Any, actor: Actor, right: str, clients: list[int]) -> None:
    reasons = {one: Access(session, actor, CATALOGUE, NOW).reason(right, one) for one in clients}
    refused = {one: reason for one, reason in reasons.items() if not reason}
    with session.begin_nested() as tried:
        for client_id, reason in refused.items():
            share(
                session,
                client_id=client_id,
                kind=GrantKind.SHARE_USER,
                subject_id=actor.user_id or 0,
                level=reason.needed,
                granted_by_id=None,
            )
        session.flush()
        after = Access(session, actor, CATALOGUE, NOW)
        for client_id, reason in refused.items():
            assert after.may_on(right, client_id).allowed == reason.share_helps
        tried.rollback()
