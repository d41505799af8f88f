"""Who sends a request: the session's cookie, or a token of the API, as an actor.

One statement answers. The web layer asks for each request, and calls `touch` after the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from onglet.accounts.cookies import read_token
from onglet.accounts.looking import look_of
from onglet.accounts.models import ApiToken, SignIn
from onglet.accounts.sessions import expiry, hash_token
from onglet.accounts.tokens import EVERYTHING, is_well_formed
from onglet.contributions import Actor, Reach
from onglet.host.models import Generation
from onglet.rights.actors import system_actor
from onglet.rights.models import Profile, User
from onglet.settings.models import SettingRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Row, ScalarSelect
    from sqlalchemy.engine import Connection

    from onglet.rights.actors import ProfileRights
    from onglet.rights.catalogue import RightsCatalogue
    from onglet.work.unit import Units

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is signed in by which session. Instants are UTC.

    `generation` is the number of plugin states that the database holds, 0 before the first.
    `looking` names the profile as which an administrator sees the screens, empty otherwise.
    """

    actor: Actor
    session_id: int
    csrf: str
    created_at: datetime
    last_seen_at: datetime
    theme: str
    public_id: str
    generation: int
    looking: str = ""

    @property
    def user_id(self) -> int:
        """Key of the user; a session always has one."""
        if self.actor.user_id is None:
            raise AssertionError("a session belongs to a user")
        return self.actor.user_id


def _setting(key: str) -> ScalarSelect[Any]:
    return select(SettingRow.value).where(SettingRow.key == key).scalar_subquery()


_PERSON: Final = (
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
    Profile.limits,
    select(Generation.number).limit(1).scalar_subquery().label("generation"),
    _setting("core.default_locale").label("firm_locale"),
    _setting("core.default_zone").label("firm_zone"),
)

_QUERY = (
    select(
        SignIn.id.label("session_id"),
        SignIn.csrf,
        SignIn.created_at,
        SignIn.last_seen_at,
        SignIn.expires_at,
        SignIn.look_id,
        *_PERSON,
    )
    .join(User, User.id == SignIn.user_id)
    .join(Profile, Profile.id == User.profile_id)
    .where(User.is_active.is_(True))
)

_TOKEN_QUERY = (
    select(
        ApiToken.id.label("token_id"),
        ApiToken.scopes,
        ApiToken.expires_at,
        ApiToken.last_used_at,
        *_PERSON,
    )
    .join(User, User.id == ApiToken.user_id)
    .join(Profile, Profile.id == User.profile_id)
    .where(User.is_active.is_(True), ApiToken.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How the process reads requests: what it remembers, and what holds where nobody chose.

    `secure` tells whether the deployment is on https: the only cookie read is then `__Host-`.
    `asked_locale` is the language that the browser asks for; it holds for a user who chose none.
    """

    rights: ProfileRights
    secure: bool
    asked_locale: str = ""
    locale: str = "fr"
    zone: str = "Europe/Paris"


def authenticate(
    connection: Connection, cookies: Mapping[str, str], now: datetime, ways: Ways
) -> SignedIn | None:
    """Give who sent a request, None when the session is unknown, ended, or its user inactive.

    One statement is run on the connection; a second one the first time that a version of a
    profile is met, and while an administrator sees the screens as another profile.
    """
    token = read_token(cookies, secure=ways.secure)
    if not token:
        return None
    row = connection.execute(_QUERY.where(SignIn.token_hash == hash_token(token))).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    actor, looking = _actor(connection, row, ways), ""
    if row.look_id is not None and row.all_rights:
        seen = look_of(connection, row.look_id, now, ways.rights)
        if seen is not None:
            actor, looking = seen.worn_by(actor), seen.profile_name
    return SignedIn(
        actor=actor,
        session_id=row.session_id,
        csrf=row.csrf,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        theme=row.theme,
        public_id=row.public_id,
        generation=row.generation or 0,
        looking=looking,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whose token a request carries: its owner, with the rights that the token keeps of theirs."""

    actor: Actor
    token_id: int
    public_id: str
    generation: int
    last_used_at: datetime | None


def authenticate_token(
    connection: Connection, secret: str, now: datetime, ways: Ways, catalogue: RightsCatalogue
) -> Bearer | None:
    """Give whose token this is, None when it is unknown, ended, revoked, or its owner inactive."""
    if not is_well_formed(secret):
        return None
    query = _TOKEN_QUERY.where(ApiToken.token_hash == hash_token(secret))
    row = connection.execute(query).one_or_none()
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return Bearer(
        actor=narrowed(_actor(connection, row, ways), row.scopes, catalogue),
        token_id=row.token_id,
        public_id=row.public_id,
        generation=row.generation or 0,
        last_used_at=row.last_used_at,
    )


def narrowed(actor: Actor, scopes: Collection[str], catalogue: RightsCatalogue) -> Actor:
    """Give an actor with those of their rights that a token keeps, as far as they reach today."""
    if EVERYTHING in scopes:
        return replace(actor, source="api")
    kept = frozenset(scopes)
    reaches = {key: catalogue.reach(actor, key) if key in kept else Reach.NONE for key in catalogue}
    return replace(actor, all_rights=False, reaches=reaches, source="api")


def _actor(connection: Connection, row: Row[Any], ways: Ways) -> Actor:
    return Actor(
        user_id=row.id,
        name=f"{row.given_name} {row.family_name}".strip() or row.email,
        email=row.email,
        profile_id=row.profile_id,
        profile_name=row.profile_name,
        all_rights=row.all_rights,
        reaches=ways.rights.of(
            connection, row.profile_id, row.profile_public_id, row.profile_version
        ),
        limits=row.limits,
        locale=row.locale or ways.asked_locale or row.firm_locale or ways.locale,
        zone=row.zone or row.firm_zone or ways.zone,
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


def is_use_due(bearer: Bearer, now: datetime) -> bool:
    """Tell whether the last use of a token is old enough to be written again."""
    return bearer.last_used_at is None or now - bearer.last_used_at >= TOUCH_EVERY


def note_use(units: Units, bearer: Bearer, now: datetime) -> None:
    """Write that a token was used, at most once a minute, after the answer has left."""
    with units.writing(system_actor("last use of a token")) as work:
        work.session.execute(
            update(ApiToken)
            .where(ApiToken.id == bearer.token_id)
            .values(last_used_at=now)
            .execution_options(synchronize_session=False)
        )
