"""Signing in: right, wrong, too often; and links that let a password be chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from onglet.accounts import invitations, sessions, throttle
from onglet.accounts import sign_in as door
from onglet.accounts.hashing import Verified, hash_password
from onglet.accounts.invitations import Purpose
from onglet.accounts.models import Attempt, Invitation, SignIn
from onglet.accounts.sign_in import Credentials, Welcome, WrongPassword, sign_in
from onglet.rights.actors import system_actor
from onglet.rights.models import User

PASSWORD = "cheval batterie agrafe"
KEPT = hash_password(PASSWORD)


@pytest.fixture
def enter(units: Any, clock: Any) -> Any:
    def enter(
        email: str = "claire@example.fr",
        password: str = PASSWORD,
        *,
        address: str = "192.0.2.7",
        previous_token: str = "",
    ) -> Any:
        typed = Credentials(email=email, password=password, address=address, browser="Firefox")
        return sign_in(units, typed, previous_token=previous_token, now=clock())

    return enter


@pytest.fixture
def write(units: Any) -> Any:
    def write(change: Any) -> Any:
        with units.writing(system_actor("tests")) as work:
            return change(work.session)

    return write


@pytest.fixture
def claire(add_user: Any) -> int:
    user_id: int = add_user("claire@example.fr", password_hash=KEPT)
    return user_id


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Compare instead of hashing, for tests of many tries; gives what was compared with."""
    asked: list[str | None] = []

    def verify(password: str, kept: str | None) -> Verified:
        asked.append(kept)
        return Verified(password == PASSWORD and kept is not None)

    monkeypatch.setattr(door, "verify_password", verify)
    return asked


def test_the_right_password_opens_a_session(enter: Any, claire: int, write: Any) -> None:
    answer = enter("  Claire@EXAMPLE.fr ")

    assert isinstance(answer, Welcome)
    row = write(lambda s: s.scalars(select(SignIn)).one())
    assert (row.user_id, row.address, row.browser) == (claire, "192.0.2.7", "Firefox")
    assert row.token_hash == sessions.hash_token(answer.opened.token)


def test_a_wrong_one_and_an_unknown_address_read_the_same(
    enter: Any, claire: int, fast: list[str | None]
) -> None:
    assert enter(password="wrong") == WrongPassword()
    assert enter("stranger@example.fr") == WrongPassword()
    assert fast == [KEPT, None]  # the same work both times


def test_a_user_who_left_or_has_no_password_does_not_enter(
    enter: Any, add_user: Any, claire: int, write: Any
) -> None:
    add_user("invited@example.fr")
    write(lambda s: setattr(s.get(User, claire), "is_active", False))

    assert enter() == WrongPassword()
    assert enter("invited@example.fr", "") == WrongPassword()


@pytest.mark.parametrize(
    "email",
    ["", " ", "\x00", "a" * 1_000_000, "\u202egro.claire@example", "' OR 1=1 --", "\ud800", "🐴"],
)
def test_rubbish_is_a_wrong_password(enter: Any, claire: int, email: str) -> None:
    assert enter(email) == WrongPassword()


def test_a_new_sign_in_ends_the_session_that_the_browser_had(
    enter: Any, claire: int, write: Any
) -> None:
    first = enter()
    second = enter(previous_token=first.opened.token)

    hashes = write(lambda s: s.scalars(select(SignIn.token_hash)).all())
    assert hashes == [sessions.hash_token(second.opened.token)]
    assert first.opened.csrf != second.opened.csrf


def test_after_five_wrong_tries_even_the_right_password_waits(
    enter: Any, claire: int, fast: list[str | None], clock: Any
) -> None:
    for _ in range(throttle.PAIR.most):
        assert enter(password="wrong") == WrongPassword()
        clock.pass_by(minutes=1)

    held = enter()
    assert isinstance(held, throttle.Wait)
    assert held.minutes == 10
    assert len(fast) == throttle.PAIR.most  # the password was not even looked at

    clock.now += held.time
    assert isinstance(enter(), Welcome)


def test_waiting_is_not_made_longer_by_trying(
    enter: Any, claire: int, fast: list[str | None], clock: Any
) -> None:
    for _ in range(throttle.PAIR.most):
        enter(password="wrong")
    waits = []
    for _ in range(4):
        waits.append(enter().time)
        clock.pass_by(minutes=2)

    assert waits == [timedelta(minutes=left) for left in (15, 13, 11, 9)]


def test_an_account_is_also_guarded_against_many_addresses(
    enter: Any, claire: int, fast: list[str | None]
) -> None:
    for number in range(throttle.ACCOUNT.most):
        assert enter(password="wrong", address=f"198.51.100.{number}") == WrongPassword()

    assert isinstance(enter(address="203.0.113.9"), throttle.Wait)


def test_an_address_is_held_back_whatever_accounts_it_tries(
    enter: Any, claire: int, fast: list[str | None]
) -> None:
    for number in range(throttle.ADDRESS.most):
        enter(f"user{number}@example.fr", address=f"2001:db8::{number:x}")

    assert isinstance(enter(address="2001:db8::ffff"), throttle.Wait)
    assert isinstance(enter(address="2001:db8:0:1::1"), Welcome)


def test_a_right_password_forgives_the_account_and_not_the_address(
    enter: Any, claire: int, fast: list[str | None], write: Any
) -> None:
    for _ in range(throttle.PAIR.most - 1):
        enter(password="wrong")
    assert isinstance(enter(), Welcome)
    for _ in range(throttle.PAIR.most - 1):
        enter(password="wrong")
    assert isinstance(enter(), Welcome)

    kinds = write(
        lambda s: dict(s.execute(select(Attempt.key, func.count()).group_by(Attempt.key)).all())
    )
    assert [(key.split(":")[0], number) for key, number in kinds.items()] == [
        ("address", 2 * (throttle.PAIR.most - 1))
    ]


def test_what_was_typed_is_not_kept(enter: Any, claire: int, write: Any) -> None:
    enter("my secret typed in the wrong field", "wrong")

    keys = write(lambda s: s.scalars(select(Attempt.key)).all())
    assert not any("secret" in key for key in keys)


def test_old_tries_are_cleared(
    enter: Any, claire: int, fast: list[str | None], write: Any, clock: Any
) -> None:
    enter(password="wrong")
    clock.now += throttle.KEPT
    enter()

    assert write(lambda s: s.scalar(select(func.count()).select_from(Attempt))) == 0


def test_a_password_changed_meanwhile_opens_nothing(
    enter: Any, claire: int, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def verify(password: str, kept: str | None) -> Verified:
        write(lambda s: setattr(s.get(User, claire), "password_hash", "another"))
        return Verified(True)

    monkeypatch.setattr(door, "verify_password", verify)

    assert enter() == WrongPassword()


class TestLinks:
    def test_a_link_gives_a_password_once(self, claire: int, write: Any, clock: Any) -> None:
        link = write(lambda s: invitations.make_link(s, claire, Purpose.INVITATION, clock()))

        used = write(lambda s: invitations.use_link(s, link.token, "new hash", clock()))
        again = write(lambda s: invitations.use_link(s, link.token, "other", clock()))

        assert used.user_id == claire
        assert again is None
        assert write(lambda s: s.get(User, claire).password_hash) == "new hash"

    def test_using_it_ends_every_session(
        self, claire: int, enter: Any, write: Any, clock: Any
    ) -> None:
        enter()
        link = write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))

        write(lambda s: invitations.use_link(s, link.token, "new hash", clock()))

        assert write(lambda s: s.scalars(select(SignIn)).all()) == []

    @pytest.mark.parametrize("purpose", list(Purpose))
    def test_it_dies_with_time(self, claire: int, write: Any, clock: Any, purpose: Purpose) -> None:
        link = write(lambda s: invitations.make_link(s, claire, purpose, clock()))

        clock.now = link.expires_at - timedelta(seconds=1)
        assert write(lambda s: invitations.find_link(s, link.token, clock())) is not None
        clock.now = link.expires_at
        assert write(lambda s: invitations.use_link(s, link.token, "new", clock())) is None

    def test_it_dies_when_the_password_changes(self, claire: int, write: Any, clock: Any) -> None:
        link = write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))

        # Changed by whatever way, even one that forgets to withdraw links.
        write(lambda s: setattr(s.get(User, claire), "password_hash", "changed"))

        assert write(lambda s: invitations.find_link(s, link.token, clock())) is None

    def test_it_dies_when_a_newer_one_is_made(self, claire: int, write: Any, clock: Any) -> None:
        old = write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))
        new = write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))

        assert write(lambda s: invitations.find_link(s, old.token, clock())) is None
        assert write(lambda s: invitations.find_link(s, new.token, clock())) is not None

    def test_it_dies_when_its_user_leaves(self, claire: int, write: Any, clock: Any) -> None:
        link = write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))
        write(lambda s: setattr(s.get(User, claire), "is_active", False))

        assert write(lambda s: invitations.find_link(s, link.token, clock())) is None
        with pytest.raises(LookupError):
            write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))

    def test_the_link_of_a_removed_user_is_not_the_next_one_s(
        self, claire: int, add_user: Any, write: Any, clock: Any
    ) -> None:
        link = write(lambda s: invitations.make_link(s, claire, Purpose.INVITATION, clock()))
        write(lambda s: s.delete(s.get(User, claire)))
        add_user("paul@example.fr")  # SQLite gives them the same key

        assert write(lambda s: invitations.find_link(s, link.token, clock())) is None

    @pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 100_000, "' OR 1=1 --"])
    def test_an_unknown_one_is_nobody_s(
        self, claire: int, write: Any, clock: Any, token: str
    ) -> None:
        write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))

        assert write(lambda s: invitations.find_link(s, token, clock())) is None

    def test_the_table_does_not_hold_the_secret(self, claire: int, write: Any, clock: Any) -> None:
        link = write(lambda s: invitations.make_link(s, claire, Purpose.RESET, clock()))

        row = write(lambda s: s.scalars(select(Invitation)).one())
        assert link.token not in map(str, vars(row).values())
