"""Signing in by a provider: what is kept of the way, and which colleague the answer stands for.

What belongs to one sign-in (state, nonce, verifier) is in the browser alone, sealed; the table
keeps only that it was answered, so that an answer is taken once.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from onglet.accounts.models import AnsweredElsewhere, Identity
from onglet.accounts.provider import Person, Settings
from onglet.accounts.rejected import Rejected
from onglet.accounts.service.users import SUBJECT, UserData, create_user
from onglet.accounts.sessions import hash_token
from onglet.accounts.sign_in_name import fold_email
from onglet.rights.models import Profile, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.contributions import Ask, Work

ISSUER = "core.oidc_issuer"
CLIENT_ID = "core.oidc_client_id"
CLIENT_SECRET = "core.oidc_client_secret"  # noqa: S105 - the name of a setting
LABEL = "core.oidc_label"
PROFILE = "core.oidc_profile"
CALLBACK = "/sign-in/with/answer"
PATIENCE = timedelta(minutes=10)


class StrangerError(Exception):
    """The provider vouches for somebody who has no place here. `why` is one of a few words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What belongs to one sign-in at the provider."""

    state: str
    nonce: str
    verifier: str
    target: str
    at: float


def settings_of(ask: Ask, public_url: str) -> Settings | None:
    """Give which provider is set, None when none is."""
    issuer, client_id = (str(ask.setting(key) or "") for key in (ISSUER, CLIENT_ID))
    if not issuer or not client_id:
        return None
    return Settings(
        issuer=issuer,
        client_id=client_id,
        client_secret=str(ask.setting(CLIENT_SECRET) or ""),
        redirect_uri=f"{public_url.rstrip('/')}{CALLBACK}",
    )


def label_of(ask: Ask) -> str:
    """Give the name on the button, empty when no provider is set."""
    if not ask.setting(ISSUER) or not ask.setting(CLIENT_ID):
        return ""
    return str(ask.setting(LABEL) or "OpenID Connect")


def begin(ask: Ask, target: str) -> tuple[Way, str]:
    """Draw what belongs to a sign-in; give it, and what the browser keeps of it."""
    way = Way(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        target=target,
        at=ask.now.timestamp(),
    )
    held = {name: getattr(way, name) for name in Way.__slots__}
    sealed = json.dumps(ask.outside.seal({"way": held}))
    return way, sealed


def resume(ask: Ask, kept: str, state: str) -> Way | None:
    """Give the sign-in that an answer belongs to, None when this browser asked for no such one."""
    try:
        held: Any = ask.outside.unseal(json.loads(kept))
        way = Way(**held["way"])
    except (ValueError, TypeError, KeyError):
        return None
    age = ask.now.timestamp() - way.at
    fits = hmac.compare_digest(way.state.encode(), state.encode(errors="replace"))
    return way if fits and 0 <= age < PATIENCE.total_seconds() else None


def take(session: Session, way: Way, now: datetime) -> bool:
    """Write that a sign-in was answered; False when it was already."""
    session.execute(delete(AnsweredElsewhere).where(AnsweredElsewhere.expires_at <= now))
    try:
        with session.begin_nested():
            session.add(
                AnsweredElsewhere(
                    state_hash=hash_token(way.state), created_at=now, expires_at=now + PATIENCE
                )
            )
    except IntegrityError:
        return False
    return True


def recognise(work: Work, person: Person) -> int:
    """Give the colleague for whom a provider vouches, linked or made if that is how it is set.

    Known by issuer and subject, which never change; the first time by an address that the
    provider has verified.

    Raises:
        StrangerError: nobody, or somebody who has left.
    """
    known = work.session.execute(
        select(Identity, User.is_active)
        .join(User, User.id == Identity.user_id)
        .where(Identity.issuer == person.issuer, Identity.subject == person.subject)
    ).one_or_none()
    if known is not None:
        identity, is_active = known
        if not is_active:
            raise StrangerError("gone")
        identity.last_used_at = work.now
        return int(identity.user_id)
    if not person.email:
        raise StrangerError("unverified")
    user = work.session.execute(
        select(User.id, User.is_active).where(User.email == fold_email(person.email))
    ).one_or_none()
    if user is not None and not user.is_active:
        raise StrangerError("gone")
    user_id = user.id if user is not None else _made(work, person)
    work.session.add(
        Identity(
            user_id=user_id,
            issuer=person.issuer,
            subject=person.subject,
            created_at=work.now,
            last_used_at=work.now,
        )
    )
    work.session.flush()
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user_id,
        action="link_identity",
        changes={"issuer": ("", person.issuer)},
    )
    return user_id


def _made(work: Work, person: Person) -> int:
    """Make the colleague, with the profile that is set for it."""
    chosen = str(work.setting(PROFILE) or "")
    profile_id = work.session.scalar(
        select(Profile.id).where(Profile.public_id == chosen, Profile.all_rights.is_(False))
    )
    if not chosen or profile_id is None:
        raise StrangerError("unknown")
    data = UserData(
        email=person.email,
        given_name=person.given_name,
        family_name=person.family_name or person.email.split("@", maxsplit=1)[0],
        profile_id=profile_id,
    )
    try:
        return create_user(work, data)
    except Rejected as fault:
        raise StrangerError("unknown") from fault
