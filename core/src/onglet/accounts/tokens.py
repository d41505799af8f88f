"""Tokens of the API: made, listed, narrowed and revoked. The table holds their SHA-256.

A token reads `onglet_`, 32 random bytes, then a checksum by which a scanner of leaked secrets, and
we, tell a token from a typing error without asking anybody.
"""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from onglet.accounts.models import ApiToken
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.naming import check_name
from onglet.accounts.service.users import SUBJECT
from onglet.accounts.sessions import HANDLE, hash_token
from onglet.rights.models import User
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.contributions import Work

PREFIX = "onglet_"
SHOWN = len(PREFIX) + 5
EVERYTHING = "*"
"""The scope of a token that may do whatever its owner may."""

LIVES = (30, 90, 180, 365)
"""Days that the screens offer; the last one is the longest life: a token always ends."""

MOST = 50
"""Living tokens that one person may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A token just made; `secret` is shown now and kept nowhere."""

    secret: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token in a list. `handle` names it in forms and is of no use to come in."""

    handle: str
    name: str
    start: str
    scopes: tuple[str, ...]
    user_id: int
    email: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @property
    def is_whole(self) -> bool:
        """Tell whether the token may do whatever its owner may."""
        return EVERYTHING in self.scopes


def new_secret() -> str:
    """Draw a token."""
    drawn = secrets.token_urlsafe(32)
    return f"{PREFIX}{drawn}{_checksum(drawn)}"


def is_well_formed(secret: str) -> bool:
    """Tell whether a text can be a token: the rest is not worth a look into the table."""
    body = secret.removeprefix(PREFIX)
    whole = secret.startswith(PREFIX) and len(body) == 51 and body.isascii()
    return whole and _checksum(body[:-8]) == body[-8:]


def make_token(
    work: Work, user_id: int, *, name: str, scopes: Collection[str], days: int
) -> MadeToken:
    """Make a token for a user.

    Args:
        work: the write.
        user_id: its owner.
        name: what it is for.
        scopes: keys of rights that it keeps of its owner's, or `EVERYTHING` alone.
        days: how long it lives.

    Raises:
        Rejected: name missing or too long, an unknown right, none at all, another life, or too
            many tokens.
    """
    wanted = check_name(name)
    kept = _checked(work, scopes)
    if not 1 <= days <= LIVES[-1]:
        raise Rejected("days", N_("A token lives %(most)s days at most."), most=LIVES[-1])
    if _living(work.session, user_id, work.now) >= MOST:
        raise Rejected("", N_("There are %(most)s tokens already: revoke one first."), most=MOST)
    secret = new_secret()
    expires_at = work.now + timedelta(days=days)
    work.session.add(
        ApiToken(
            token_hash=hash_token(secret),
            user_id=user_id,
            name=wanted,
            start=secret[:SHOWN],
            scopes=list(kept),
            created_at=work.now,
            expires_at=expires_at,
        )
    )
    work.session.flush()
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user_id,
        action="make_token",
        changes={"token": ("", wanted), "scopes": ([], list(kept))},
    )
    return MadeToken(secret=secret, name=wanted, expires_at=expires_at)


def list_tokens(session: Session, now: datetime, *, user_id: int | None = None) -> list[TokenRow]:
    """List the living tokens of a user, or of everybody, newest first."""
    query = (
        select(
            ApiToken.token_hash,
            ApiToken.name,
            ApiToken.start,
            ApiToken.scopes,
            ApiToken.user_id,
            User.email,
            ApiToken.created_at,
            ApiToken.expires_at,
            ApiToken.last_used_at,
        )
        .join(User, User.id == ApiToken.user_id)
        .where(
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at.is_(None) | (ApiToken.expires_at > now),
        )
        .order_by(ApiToken.id.desc())
    )
    if user_id is not None:
        query = query.where(ApiToken.user_id == user_id)
    return [
        TokenRow(
            handle=row.token_hash[:HANDLE],
            name=row.name,
            start=row.start,
            scopes=tuple(row.scopes),
            user_id=row.user_id,
            email=row.email,
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
        )
        for row in session.execute(query)
    ]


def revoke_token(work: Work, user_id: int, handle: str) -> TokenRow | None:
    """End a token of a user; None when there is none of that handle."""
    found = next(
        (
            row
            for row in list_tokens(work.session, work.now, user_id=user_id)
            if row.handle == handle
        ),
        None,
    )
    if found is None:
        return None
    work.session.execute(
        update(ApiToken)
        .where(
            ApiToken.user_id == user_id,
            ApiToken.token_hash.startswith(handle, autoescape=True),
            ApiToken.revoked_at.is_(None),
        )
        .values(revoked_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user_id,
        action="revoke_token",
        changes={"token": (found.name, "")},
    )
    return found


def _checked(work: Work, scopes: Collection[str]) -> tuple[str, ...]:
    if EVERYTHING in scopes:
        return (EVERYTHING,)
    known = guard.catalogue_of(work)
    unknown = next((key for key in scopes if key not in known), None)
    if unknown is not None:
        raise Rejected("scopes", N_("No plugin declares the right %(right)s."), right=unknown[:80])
    if not scopes:
        raise Rejected("scopes", N_("Choose at least one right."))
    return tuple(sorted(set(scopes)))


def _living(session: Session, user_id: int, now: datetime) -> int:
    return (
        session.scalar(
            select(func.count(ApiToken.id)).where(
                ApiToken.user_id == user_id,
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > now,
            )
        )
        or 0
    )


def _checksum(drawn: str) -> str:
    return f"{zlib.crc32(drawn.encode()):08x}"
