"""Sessions: who a cookie stands for, and when it stands for nobody any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from onglet.accounts import sessions
from onglet.accounts.authenticate import SignedIn, Ways, authenticate, touch
from onglet.accounts.cookies import PLAIN_NAME, SECURE_NAME
from onglet.accounts.models import SignIn
from onglet.contributions import Reach
from onglet.rights.actors import ProfileRights, system_actor
from onglet.rights.models import Profile, ProfileRight, User


class Door:
    """Signs people in and asks who a cookie stands for."""

    def __init__(self, units: Any, clock: Any) -> None:
        self.units = units
        self.clock = clock
        self.rights = ProfileRights()

    def open(self, user_id: int) -> sessions.OpenedSession:
        with self.units.writing(system_actor("tests")) as work:
            return sessions.open_session(work.session, user_id=user_id, now=self.clock())

    def who(self, token: str, *, name: str = PLAIN_NAME, secure: bool = False) -> SignedIn | None:
        with self.units.database.reads.connect() as connection:
            ways = Ways(rights=self.rights, secure=secure)
            return authenticate(connection, {name: token}, self.clock(), ways)

    def write(self, change: Any) -> Any:
        with self.units.writing(system_actor("tests")) as work:
            return change(work.session)


@pytest.fixture
def door(units: Any, clock: Any) -> Door:
    return Door(units, clock)


def test_a_session_stands_for_its_user(door: Door, add_user: Any) -> None:
    user_id = add_user("claire@example.fr", admin=True)
    opened = door.open(user_id)

    found = door.who(opened.token)

    assert found is not None
    assert (found.user_id, found.actor.email) == (user_id, "claire@example.fr")
    assert found.csrf == opened.csrf
    assert found.actor.all_rights


def test_the_table_does_not_hold_the_secret(door: Door, add_user: Any) -> None:
    opened = door.open(add_user("claire@example.fr"))

    row = door.write(lambda session: session.scalars(select(SignIn)).one())

    assert opened.token not in vars(row).values()
    assert len(opened.token) >= 43


@pytest.mark.parametrize("token", ["", "unknown", "é\x00", "a" * 100_000])
def test_an_unknown_secret_stands_for_nobody(door: Door, add_user: Any, token: str) -> None:
    door.open(add_user("claire@example.fr"))

    assert door.who(token) is None


def test_on_https_only_the_host_cookie_counts(door: Door, add_user: Any) -> None:
    opened = door.open(add_user("claire@example.fr"))

    assert door.who(opened.token, name=PLAIN_NAME, secure=True) is None
    assert door.who(opened.token, name=SECURE_NAME, secure=True) is not None


def test_one_statement_answers(door: Door, add_user: Any) -> None:
    opened = door.open(add_user("claire@example.fr"))
    door.who(opened.token)
    seen: list[str] = []
    engine = door.units.database.reads

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert door.who(opened.token) is not None
    event.remove(engine, "before_cursor_execute", note)

    assert len([one for one in seen if one.startswith("SELECT")]) == 1


def test_a_revoked_session_ends_at_once(door: Door, add_user: Any) -> None:
    user_id = add_user("claire@example.fr")
    opened, other = door.open(user_id), door.open(user_id)

    door.write(lambda s: sessions.revoke(s, user_id=user_id, session_id=opened.id))

    assert door.who(opened.token) is None
    assert door.who(other.token) is not None


def test_nobody_ends_the_session_of_another(door: Door, add_user: Any) -> None:
    mine, theirs = add_user("claire@example.fr"), add_user("paul@example.fr")
    opened = door.open(theirs)

    ended = door.write(lambda s: sessions.revoke(s, user_id=mine, session_id=opened.id))

    assert not ended
    assert door.who(opened.token) is not None


def test_all_sessions_end_but_the_present_one(door: Door, add_user: Any) -> None:
    user_id = add_user("claire@example.fr")
    present, *others = [door.open(user_id) for _ in range(3)]

    assert door.write(lambda s: sessions.revoke_all(s, user_id, but=present.id)) == 2

    assert door.who(present.token) is not None
    assert [door.who(other.token) for other in others] == [None, None]


def test_rotation_gives_new_secrets_and_kills_the_old(door: Door, add_user: Any) -> None:
    user_id = add_user("claire@example.fr")
    old = door.open(user_id)

    new = door.write(lambda s: sessions.rotate(s, old.id, now=door.clock()))

    assert door.who(old.token) is None
    found = door.who(new.token)
    assert found is not None
    assert found.user_id == user_id
    assert new.csrf != old.csrf


def test_an_idle_session_ends(door: Door, add_user: Any, clock: Any) -> None:
    opened = door.open(add_user("claire@example.fr"))

    clock.now += sessions.IDLE - timedelta(seconds=1)
    assert door.who(opened.token) is not None
    clock.pass_by(seconds=1)
    assert door.who(opened.token) is None


def test_a_session_in_use_ends_with_its_age(door: Door, add_user: Any, clock: Any) -> None:
    opened = door.open(add_user("claire@example.fr"))

    days = 0
    while (found := door.who(opened.token)) is not None:
        touch(door.units, found, clock())
        clock.pass_by(days=1)
        days += 1

    assert timedelta(days=days) == sessions.OLDEST


def test_last_use_is_written_once_a_minute(door: Door, add_user: Any, clock: Any) -> None:
    user_id = add_user("claire@example.fr")
    opened = door.open(user_id)
    opened_at = clock()

    def seen() -> Any:
        found = door.who(opened.token)
        assert found is not None
        touch(door.units, found, clock())
        return door.write(lambda s: s.scalars(select(SignIn.last_seen_at)).one())

    user = door.write(lambda s: s.get(User, user_id))
    assert user.last_seen_at == opened_at
    clock.pass_by(seconds=59)
    assert seen() == opened_at
    clock.pass_by(seconds=1)
    assert seen() == clock()
    user = door.write(lambda s: s.get(User, user_id))
    assert (user.last_seen_at, user.version) == (clock(), 1)


def test_an_inactive_user_is_nobody(door: Door, add_user: Any) -> None:
    user_id = add_user("claire@example.fr")
    opened = door.open(user_id)

    door.write(lambda s: setattr(s.get(User, user_id), "is_active", False))

    assert door.who(opened.token) is None


def test_rights_follow_the_version_of_the_profile(door: Door, add_user: Any) -> None:
    opened = door.open(add_user("claire@example.fr"))
    before = door.who(opened.token)

    def widen(session: Any) -> None:
        profile = session.scalars(select(Profile)).one()
        session.add(ProfileRight(profile_id=profile.id, right="core.client.read", reach=Reach.ALL))
        profile.description = "Sees everything"

    door.write(widen)
    after = door.who(opened.token)

    assert before is not None
    assert after is not None
    assert (before.actor.reaches, after.actor.reaches) == ({}, {"core.client.read": Reach.ALL})


def test_ended_sessions_are_cleared(door: Door, add_user: Any, clock: Any) -> None:
    user_id = add_user("claire@example.fr")
    door.open(user_id)
    clock.now += sessions.IDLE
    living = door.open(user_id)

    assert door.write(lambda s: sessions.clear_ended(s, clock())) == 1

    assert door.who(living.token) is not None
