"""Signing in: a try is counted, the password checked with no transaction open, a session opened."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from onglet.accounts import sessions, throttle
from onglet.accounts.hashing import verify_password
from onglet.accounts.sign_in_name import fold_email
from onglet.rights.actors import system_actor
from onglet.rights.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.work.unit import Units

log = logging.getLogger("onglet.accounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What somebody typed to sign in, and where it came from."""

    email: str
    password: str
    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """A right password: the session that it opened, and how the user likes the screens."""

    user_id: int
    opened: sessions.OpenedSession
    theme: str
    locale: str


@dataclass(frozen=True, slots=True)
class WrongPassword:
    """A wrong address or password; which of the two is never said."""


SignInAnswer = Welcome | WrongPassword | throttle.Wait


def sign_in(
    units: Units, typed: Credentials, *, previous_token: str = "", now: datetime
) -> SignInAnswer:
    """Open a session for whoever typed the right address and password.

    Args:
        units: opens two short transactions; hashing happens between them, with none open.
        typed: address and password.
        previous_token: secret of the session that the browser had, which ends.
        now: the present instant.
    """
    keys = throttle.sign_in_keys(typed.email, typed.address)
    with units.writing(system_actor("counting a sign-in")) as work:
        throttle.clear_old(work.session, now)
        counted = throttle.count(work.session, keys, now)
        user = work.session.execute(
            select(User.id, User.password_hash).where(
                User.email == fold_email(typed.email), User.is_active.is_(True)
            )
        ).one_or_none()
    if isinstance(counted, throttle.Wait):
        log.warning("sign-in held back from %s: too many tries", typed.address)
        return counted
    verified = verify_password(typed.password, user.password_hash if user else None)
    if user is None or not verified.ok:
        log.info("sign-in refused from %s", typed.address)
        return WrongPassword()
    with units.writing(system_actor("signing in")) as work:
        return _open(
            work.session,
            user_id=user.id,
            kept=user.password_hash,
            fresh=verified.fresh_hash,
            typed=typed,
            counted=counted,
            previous_token=previous_token,
            now=now,
        )


def _open(
    session: Session,
    *,
    user_id: int,
    kept: str,
    fresh: str | None,
    typed: Credentials,
    counted: throttle.Counted,
    previous_token: str,
    now: datetime,
) -> Welcome | WrongPassword:
    """Open the session, if the account is still what it was when the password was checked."""
    user = session.execute(
        select(User.theme, User.locale).where(
            User.id == user_id, User.is_active.is_(True), User.password_hash == kept
        )
    ).one_or_none()
    if user is None:
        return WrongPassword()
    throttle.forgive(session, counted)
    if previous_token:
        sessions.revoke_token(session, previous_token)
    if fresh:
        session.execute(
            update(User)
            .where(User.id == user_id)
            .values(password_hash=fresh, updated_at=User.updated_at)
            .execution_options(synchronize_session=False)
        )
    opened = sessions.open_session(
        session, user_id=user_id, now=now, address=typed.address, browser=typed.browser
    )
    return Welcome(user_id=user_id, opened=opened, theme=user.theme, locale=user.locale)
