"""Links that let their receiver choose a password: the first one, or after it was lost.

A link works once, for a while, and only as long as the password that it replaces is the same: any
change of password kills every link that was out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from onglet.accounts import sessions
from onglet.accounts.models import Invitation
from onglet.accounts.sessions import hash_token
from onglet.rights.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class Purpose(StrEnum):
    """Why a link was made."""

    INVITATION = "invitation"
    RESET = "reset"


LIVES = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=2)}
"""How long a link of each purpose works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link just made; `token` is in it and nowhere else."""

    token: str
    purpose: Purpose
    expires_at: datetime

    @property
    def path(self) -> str:
        """Where the link leads, without the deployment's address."""
        return f"/invitation/{self.token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who a living link is for."""

    id: int
    user_id: int
    purpose: Purpose
    email: str
    given_name: str
    family_name: str
    locale: str


def make_link(
    session: Session, user_id: int, purpose: Purpose, now: datetime, *, token: str = ""
) -> Link:
    """Make a link for a user; one of the same purpose that was out before is dead.

    Args:
        session: of the write.
        user_id: whose password the link lets choose.
        purpose: why.
        now: the present instant.
        token: the secret, when it is one that a mail can be written from (`letters.token_of`).

    Raises:
        LookupError: there is no active user of that key.
    """
    kept = session.execute(
        select(User.password_hash).where(User.id == user_id, User.is_active.is_(True))
    ).one_or_none()
    if kept is None:
        raise LookupError(f"no active user {user_id}")
    session.execute(
        delete(Invitation).where(Invitation.user_id == user_id, Invitation.purpose == purpose)
    )
    token = token or secrets.token_urlsafe(32)
    expires_at = now + LIVES[purpose]
    session.add(
        Invitation(
            token_hash=hash_token(token),
            user_id=user_id,
            purpose=purpose.value,
            stamp=_stamp(kept.password_hash),
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return Link(token=token, purpose=purpose, expires_at=expires_at)


def find_link(session: Session, token: str, now: datetime) -> Invited | None:
    """Give who a link is for; None when it is unknown, used, too old, or dead."""
    row = session.execute(
        select(
            Invitation.id,
            Invitation.user_id,
            Invitation.purpose,
            Invitation.stamp,
            Invitation.expires_at,
            User.password_hash,
            User.email,
            User.given_name,
            User.family_name,
            User.locale,
        )
        .join(User, User.id == Invitation.user_id)
        .where(
            Invitation.token_hash == hash_token(token),
            Invitation.used_at.is_(None),
            User.is_active.is_(True),
        )
    ).one_or_none()
    if row is None or row.expires_at <= now or row.stamp != _stamp(row.password_hash):
        return None
    return Invited(
        id=row.id,
        user_id=row.user_id,
        purpose=Purpose(row.purpose),
        email=row.email,
        given_name=row.given_name,
        family_name=row.family_name,
        locale=row.locale,
    )


def use_link(session: Session, token: str, password_hash: str, now: datetime) -> Invited | None:
    """Give the link's user this password, and end all their sessions; None when it is dead.

    Two uses at once: the second one finds the link used.
    """
    invited = find_link(session, token, now)
    if invited is None:
        return None
    taken = session.execute(
        update(Invitation)
        .where(Invitation.id == invited.id, Invitation.used_at.is_(None))
        .values(used_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if taken.first() is None:
        return None
    put_password(session, invited.user_id, password_hash, now)
    sessions.revoke_all(session, invited.user_id)
    return invited


def put_password(session: Session, user_id: int, password_hash: str, now: datetime) -> None:
    """Keep a new password; links that were out for the old one are dead and go."""
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(password_hash=password_hash, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    withdraw_links(session, user_id)


def withdraw_links(session: Session, user_id: int) -> None:
    """Kill every link of a user that has not been used."""
    session.execute(
        delete(Invitation).where(Invitation.user_id == user_id, Invitation.used_at.is_(None))
    )


def clear_dead(session: Session, now: datetime) -> None:
    """Remove the links that work no more."""
    session.execute(
        delete(Invitation).where(Invitation.used_at.is_not(None) | (Invitation.expires_at <= now))
    )


def _stamp(password_hash: str | None) -> str:
    return hash_token(password_hash or "")
