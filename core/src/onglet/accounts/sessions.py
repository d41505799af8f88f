"""Sessions on the server: the browser holds 32 random bytes, the table their SHA-256.

A session ends when it was idle too long or is too old, when it is revoked, or when what its user
may do changes. A new sign-in never continues an old session.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from onglet.accounts.models import SignIn
from onglet.rights.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

IDLE = timedelta(days=3)
"""A session unused for that long ends: a weekend passes, a lost laptop does not stay signed in."""

OLDEST = timedelta(days=30)
"""A session ends at that age, however much it is used."""

ADDRESS_LENGTH = 64
BROWSER_LENGTH = 300
HANDLE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A session just opened; `token` goes to the browser and is nowhere else."""

    id: int
    token: str
    csrf: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session as its owner sees it in the list. Instants are UTC.

    `handle` names it in forms: a part of the hash of its secret, of no use to sign in.
    """

    id: int
    handle: str
    address: str
    browser: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


def hash_token(token: str) -> str:
    """Give what the table keeps of a secret. It is random, so a fast hash is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def expiry(created_at: datetime, now: datetime) -> datetime:
    """Give when a session used at this instant ends."""
    return min(now + IDLE, created_at + OLDEST)


def open_session(
    session: Session, *, user_id: int, now: datetime, address: str = "", browser: str = ""
) -> OpenedSession:
    """Open a session for a user whose password was right."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=hash_token(token),
        csrf=csrf,
        user_id=user_id,
        created_at=now,
        last_seen_at=now,
        expires_at=expiry(now, now),
        address=address[:ADDRESS_LENGTH],
        browser=browser[:BROWSER_LENGTH],
    )
    session.add(row)
    session.flush()
    # `version` stays as it is: being seen is no edit, and clashes with none.
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(last_seen_at=now, updated_at=User.updated_at)
        .execution_options(synchronize_session=False)
    )
    return OpenedSession(id=row.id, token=token, csrf=csrf, expires_at=row.expires_at)


def rotate(session: Session, session_id: int, *, now: datetime) -> OpenedSession | None:
    """Replace a session by a new one of the same user; None when it has ended meanwhile.

    Whoever saw the screens as another profile is back in their own rights.

    Called at each change of what the user may do or of how they sign in: a secret that leaked
    before the change is worth nothing after it.
    """
    row = session.execute(
        select(SignIn.user_id, SignIn.address, SignIn.browser).where(SignIn.id == session_id)
    ).one_or_none()
    if row is None:
        return None
    revoke(session, user_id=row.user_id, session_id=session_id)
    return open_session(
        session, user_id=row.user_id, now=now, address=row.address, browser=row.browser
    )


def list_sessions(
    session: Session, user_id: int, *, now: datetime, current_id: int | None = None
) -> list[SessionRow]:
    """List a user's living sessions, last used first."""
    rows = session.execute(
        select(
            SignIn.id,
            SignIn.token_hash,
            SignIn.address,
            SignIn.browser,
            SignIn.created_at,
            SignIn.last_seen_at,
        )
        .where(SignIn.user_id == user_id, SignIn.expires_at > now)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    )
    return [
        SessionRow(
            id=row.id,
            handle=row.token_hash[:HANDLE],
            address=row.address,
            browser=row.browser,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.id == current_id,
        )
        for row in rows
    ]


def revoke(session: Session, *, user_id: int, session_id: int) -> bool:
    """End one session of a user; False when it is not theirs or has ended."""
    gone = session.execute(
        delete(SignIn)
        .where(SignIn.id == session_id, SignIn.user_id == user_id)
        .returning(SignIn.id)
    )
    return gone.first() is not None


def revoke_handle(session: Session, *, user_id: int, handle: str) -> bool:
    """End the session of a user that the list names so; False when there is none."""
    found = session.execute(select(SignIn.id, SignIn.token_hash).where(SignIn.user_id == user_id))
    ids = [row.id for row in found if row.token_hash[:HANDLE] == handle]
    return any(revoke(session, user_id=user_id, session_id=one) for one in ids)


def revoke_all(session: Session, user_id: int, *, but: int | None = None) -> int:
    """End every session of a user, but one if it is given; give how many ended."""
    query = delete(SignIn).where(SignIn.user_id == user_id)
    if but is not None:
        query = query.where(SignIn.id != but)
    return len(session.execute(query.returning(SignIn.id)).all())


def revoke_token(session: Session, token: str) -> None:
    """End the session of a secret, whoever holds it: signing out."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))


def clear_ended(session: Session, now: datetime) -> int:
    """Remove the sessions that have ended; give how many."""
    gone = session.execute(delete(SignIn).where(SignIn.expires_at <= now).returning(SignIn.id))
    return len(gone.all())
