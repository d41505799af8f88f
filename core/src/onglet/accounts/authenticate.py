"""Who sends a request: the session's cookie as an actor, in one statement.

The web layer calls `authenticate` for each request, and `touch` after the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from onglet.accounts.cookies import read_token
from onglet.accounts.models import SignIn
from onglet.accounts.sessions import expiry, hash_token
from onglet.contributions import Actor
from onglet.host.models import Generation
from onglet.rights.actors import system_actor
from onglet.rights.models import Profile, User
from onglet.settings.models import SettingRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ScalarSelect
    from sqlalchemy.engine import Connection

    from onglet.rights.actors import ProfileRights
    from onglet.work.unit import Units

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is signed in by which session. Instants are UTC.

    `generation` is the number of plugin states that the database holds, 0 before the first.
    """

    actor: Actor
    session_id: int
    csrf: str
    created_at: datetime
    last_seen_at: datetime
    theme: str
    public_id: str
    generation: int

    @property
    def user_id(self) -> int:
        """Key of the user; a session always has one."""
        if self.actor.user_id is None:
            raise AssertionError("a session belongs to a user")
        return self.actor.user_id


def _setting(key: str) -> ScalarSelect[Any]:
    return select(SettingRow.value).where(SettingRow.key == key).scalar_subquery()


_QUERY = (
    select(
        SignIn.id.label("session_id"),
        SignIn.csrf,
        SignIn.created_at,
        SignIn.last_seen_at,
        SignIn.expires_at,
        User.id,
        User.public_id,
        User.email,
        User.given_name,
        User.family_name,
        User.locale,
        User.zone,
        User.theme,
        User.profile_id,
        Profile.name.label("profile_name"),
        Profile.all_rights,
        Profile.public_id.label("profile_public_id"),
        Profile.version.label("profile_version"),
        select(Generation.number).limit(1).scalar_subquery().label("generation"),
        _setting("core.default_locale").label("firm_locale"),
        _setting("core.default_zone").label("firm_zone"),
    )
    .join(User, User.id == SignIn.user_id)
    .join(Profile, Profile.id == User.profile_id)
    .where(User.is_active.is_(True))
)


def authenticate(
    connection: Connection,
    cookies: Mapping[str, str],
    now: datetime,
    *,
    rights: ProfileRights,
    secure: bool,
    asked_locale: str = "",
    locale: str = "fr",
    zone: str = "Europe/Paris",
) -> SignedIn | None:
    """Give who sent a request, None when the session is unknown, ended, or its user inactive.

    Args:
        connection: of the request; one statement is run, a second one the first time that a
            version of a profile is met.
        cookies: of the request.
        now: the present instant.
        rights: the process's memory of what profiles allow.
        secure: whether the deployment is on https: the only cookie read is then `__Host-`.
        asked_locale: language that the browser asks for; it holds for a user who chose none.
        locale: language where neither the user, the browser nor the firm's settings say one.
        zone: time zone where neither the user nor the firm's settings say one.
    """
    token = read_token(cookies, secure=secure)
    if not token:
        return None
    row = connection.execute(_QUERY.where(SignIn.token_hash == hash_token(token))).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return SignedIn(
        actor=Actor(
            user_id=row.id,
            name=f"{row.given_name} {row.family_name}".strip() or row.email,
            email=row.email,
            profile_id=row.profile_id,
            profile_name=row.profile_name,
            all_rights=row.all_rights,
            reaches=rights.of(
                connection, row.profile_id, row.profile_public_id, row.profile_version
            ),
            locale=row.locale or asked_locale or row.firm_locale or locale,
            zone=row.zone or row.firm_zone or zone,
        ),
        session_id=row.session_id,
        csrf=row.csrf,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        theme=row.theme,
        public_id=row.public_id,
        generation=row.generation or 0,
    )


def is_touch_due(signed_in: SignedIn, now: datetime) -> bool:
    """Tell whether the last use of a session is old enough to be written again."""
    return now - signed_in.last_seen_at >= TOUCH_EVERY


def touch(units: Units, signed_in: SignedIn, now: datetime) -> None:
    """Write that a session and its user were seen, at most once a minute, in a unit of its own.

    Call it after the answer has left: a request never waits for it.
    """
    if not is_touch_due(signed_in, now):
        return
    with units.writing(system_actor("last use of a session")) as work:
        work.session.execute(
            update(SignIn)
            .where(SignIn.id == signed_in.session_id, SignIn.last_seen_at < now)
            .values(last_seen_at=now, expires_at=expiry(signed_in.created_at, now))
            .execution_options(synchronize_session=False)
        )
        # `version` stays as it is: being seen is no edit, and clashes with none.
        work.session.execute(
            update(User)
            .where(User.id == signed_in.user_id)
            .values(last_seen_at=now, updated_at=User.updated_at)
            .execution_options(synchronize_session=False)
        )
