"""Tokens of the API: what a program shows in the place of a session.

A token acts with the rights that its owner has at that moment. It is shown once; the table keeps
its SHA-256. Its prefix and its sum let scanners of leaked secrets know one when they see one.
"""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from onglet.accounts.models import ApiToken
from onglet.accounts.rejected import Rejected
from onglet.accounts.service.users import SUBJECT
from onglet.accounts.sessions import hash_token
from onglet.host.models import Generation
from onglet.rights.actors import load_actor, system_actor
from onglet.rights.models import User
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

    from onglet.contributions import Actor, Work
    from onglet.rights.actors import ProfileRights
    from onglet.work.unit import Units

PREFIX = "onglet_"
SCHEME = "bearer "
SUM_LENGTH = 8
NAME_LENGTH = 120
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A token just made; `secret` goes to its owner and is nowhere else."""

    id: int
    secret: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token as a list shows it. Instants are UTC."""

    id: int
    email: str
    name: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownToken:
    """Whom a living token stands for; `generation` is the number of plugin states."""

    id: int
    actor: Actor
    last_used_at: datetime | None
    generation: int


def new_secret() -> str:
    """Give a new secret: the prefix, 32 random bytes, and the sum of both."""
    body = PREFIX + secrets.token_urlsafe(32)
    return body + _sum(body)


def is_well_formed(secret: str) -> bool:
    """Tell whether a text can be a token: one that was cut or mistyped cannot."""
    body, checked = secret[:-SUM_LENGTH], secret[-SUM_LENGTH:]
    return body.startswith(PREFIX) and checked == _sum(body)


def read_secret(headers: Mapping[str, str]) -> str | None:
    """Give the token that a request shows, None when it shows none."""
    shown = headers.get("authorization", "")
    if not shown.lower().startswith(SCHEME):
        return None
    return shown[len(SCHEME) :].strip()


def make_token(
    work: Work, user_id: int, name: str, *, expires_at: datetime | None = None
) -> MadeToken:
    """Make a token that acts for a user.

    Raises:
        Rejected: it has no name, or its user may not enter.
    """
    name = name.strip()[:NAME_LENGTH]
    if not name:
        raise Rejected("name", N_("Name what the token is for: it is how it will be known."))
    active = select(User.id).where(User.id == user_id, User.is_active.is_(True))
    if work.session.scalar(active) is None:
        raise Rejected("", N_("This colleague is not active: reactivate them first."))
    secret = new_secret()
    row = ApiToken(
        token_hash=hash_token(secret),
        user_id=user_id,
        name=name,
        created_at=work.now,
        expires_at=expires_at,
    )
    work.session.add(row)
    work.session.flush()
    _record(work, user_id, "make_token", {"token": (None, name)})
    return MadeToken(id=row.id, secret=secret, expires_at=expires_at)


def revoke_token(work: Work, token_id: int) -> bool:
    """End a token at once; False when there is none that lives."""
    row = work.session.execute(
        select(ApiToken).where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
    ).scalar_one_or_none()
    if row is None:
        return False
    row.revoked_at = work.now
    _record(work, row.user_id, "revoke_token", {"token": (row.name, None)})
    return True


def list_tokens(session: Session, now: datetime) -> list[TokenRow]:
    """List the living tokens of everybody, by owner, then newest first."""
    rows = session.execute(
        select(
            ApiToken.id,
            User.email,
            ApiToken.name,
            ApiToken.created_at,
            ApiToken.expires_at,
            ApiToken.last_used_at,
        )
        .join(User, User.id == ApiToken.user_id)
        .where(*_living(now))
        .order_by(User.email, ApiToken.id.desc())
    )
    return [TokenRow(**row._mapping) for row in rows]


def authenticate_token(
    connection: Connection,
    secret: str,
    now: datetime,
    *,
    rights: ProfileRights,
    locale: str,
    zone: str,
) -> ShownToken | None:
    """Give whom a token stands for, None when it is unknown, ended, or its owner inactive."""
    if not is_well_formed(secret):
        return None
    row = connection.execute(
        select(
            ApiToken.id,
            ApiToken.user_id,
            ApiToken.scopes,
            ApiToken.last_used_at,
            select(Generation.number).limit(1).scalar_subquery().label("generation"),
        ).where(ApiToken.token_hash == hash_token(secret), *_living(now))
    ).one_or_none()
    # A scope would narrow what the token may do. None is known yet, so one that has some may
    # nothing, rather than everything.
    if row is None or row.scopes:
        return None
    actor = load_actor(connection, row.user_id, rights, locale=locale, zone=zone, source="api")
    if actor is None:
        return None
    return ShownToken(
        id=row.id, actor=actor, last_used_at=row.last_used_at, generation=row.generation or 0
    )


def is_touch_due(shown: ShownToken, now: datetime) -> bool:
    """Tell whether the last use of a token is old enough to be written again."""
    return shown.last_used_at is None or now - shown.last_used_at >= TOUCH_EVERY


def touch(units: Units, shown: ShownToken, now: datetime) -> None:
    """Write that a token was used, in a unit of its own, after the answer has left."""
    with units.writing(system_actor("last use of a token")) as work:
        work.session.execute(
            update(ApiToken)
            .where(ApiToken.id == shown.id)
            .values(last_used_at=now)
            .execution_options(synchronize_session=False)
        )


def _living(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
    )


def _sum(body: str) -> str:
    return f"{zlib.crc32(body.encode(errors='replace')):08x}"


def _record(
    work: Work, user_id: int, action: str, changes: Mapping[str, tuple[str | None, str | None]]
) -> None:
    work.record_change(
        client_id=None, subject=SUBJECT, subject_id=user_id, action=action, changes=changes
    )
