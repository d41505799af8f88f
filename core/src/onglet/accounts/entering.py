"""Letting somebody in whose first step was right: a session, or the second step that is due.

All ways in end here (a password, a link, a provider), so that none goes around the second step.
What waits for the second step is no session: it opens nothing but the page that asks for the code.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from onglet.accounts import second_step, sessions
from onglet.accounts.models import HalfSignIn
from onglet.accounts.sessions import hash_token
from onglet.rights.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.contributions import Ask, Work

PATIENCE = timedelta(minutes=10)
"""How long the second step may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Somebody is in: the session that was opened, and how the user likes the screens."""

    user_id: int
    opened: sessions.OpenedSession
    theme: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Halfway:
    """The first step was right, the second is due; `token` goes to the browser."""

    user_id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Who waits before the second step; `secret` is offered to those who have no app yet."""

    id: int
    user_id: int
    email: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Where somebody comes in from: address, browser, and the session that it had, which ends."""

    address: str = ""
    name: str = ""
    previous_token: str = ""


def let_in(work: Work, user_id: int, browser: Browser) -> Welcome | Halfway:
    """Open a session, or ask for the second step when the user or their profile wants one."""
    state = second_step.state_of(work.session, user_id)
    if state.since is None and not state.is_asked:
        return welcome(work, user_id, browser)
    token = secrets.token_urlsafe(32)
    secret = "" if state.since else second_step.new_secret()
    work.session.add(
        HalfSignIn(
            token_hash=hash_token(token),
            user_id=user_id,
            stamp=_stamp(work.session, user_id),
            sealed=second_step.seal(work, secret, user_id) if secret else "",
            created_at=work.now,
            expires_at=work.now + PATIENCE,
        )
    )
    work.session.flush()
    return Halfway(user_id=user_id, token=token, expires_at=work.now + PATIENCE)


def waiting(ask: Ask, token: str) -> Waiting | None:
    """Give who waits before the second step, None when it took too long or things changed."""
    row = ask.session.execute(
        select(
            HalfSignIn.id,
            HalfSignIn.user_id,
            HalfSignIn.stamp,
            HalfSignIn.sealed,
            HalfSignIn.expires_at,
            User.email,
        )
        .join(User, User.id == HalfSignIn.user_id)
        .where(HalfSignIn.token_hash == hash_token(token), User.is_active.is_(True))
    ).one_or_none()
    if row is None or row.expires_at <= ask.now:
        return None
    if row.stamp != _stamp(ask.session, row.user_id):
        return None
    has_app = second_step.state_of(ask.session, row.user_id).since is not None
    secret = second_step.unseal(ask, row.sealed, row.user_id) if row.sealed else ""
    if secret is None or has_app is bool(secret):
        return None
    return Waiting(id=row.id, user_id=row.user_id, email=row.email, secret=secret)


def welcome(work: Work, user_id: int, browser: Browser) -> Welcome:
    """Open a session; nothing waits for a second step of this user any more."""
    work.session.execute(
        delete(HalfSignIn)
        .where(HalfSignIn.user_id == user_id)
        .execution_options(synchronize_session=False)
    )
    if browser.previous_token:
        sessions.revoke_token(work.session, browser.previous_token)
    user = work.session.execute(select(User.theme, User.locale).where(User.id == user_id)).one()
    opened = sessions.open_session(
        work.session,
        user_id=user_id,
        now=work.now,
        address=browser.address,
        browser=browser.name,
    )
    return Welcome(user_id=user_id, opened=opened, theme=user.theme, locale=user.locale)


def clear_waiting(session: Session, now: datetime) -> None:
    """Remove what waits for a second step that is too late."""
    session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now))


def _stamp(session: Session, user_id: int) -> str:
    """Give what changes with the password: a change of it ends what waits."""
    return hash_token(session.scalar(select(User.password_hash).where(User.id == user_id)) or "")
