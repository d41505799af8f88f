"""Signing in: a try is counted, the password checked with no transaction open, the user let in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from onglet.accounts import throttle
from onglet.accounts.entering import Browser, Halfway, Welcome, let_in
from onglet.accounts.hashing import verify_password
from onglet.accounts.sign_in_name import fold_email
from onglet.rights.actors import system_actor
from onglet.rights.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.contributions import Work
    from onglet.work.unit import Units

log = logging.getLogger("onglet.accounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What somebody typed to sign in, and where it came from."""

    email: str
    password: str
    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class WrongPassword:
    """A wrong address or password; which of the two is never said."""


SignInAnswer = Welcome | Halfway | WrongPassword | throttle.Wait


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
            work,
            user_id=user.id,
            kept=user.password_hash,
            fresh=verified.fresh_hash,
            counted=counted,
            browser=Browser(
                address=typed.address, name=typed.browser, previous_token=previous_token
            ),
        )


def _open(
    work: Work,
    *,
    user_id: int,
    kept: str,
    fresh: str | None,
    counted: throttle.Counted,
    browser: Browser,
) -> Welcome | Halfway | WrongPassword:
    """Let the user in, if the account is still what it was when the password was checked."""
    same = work.session.scalar(
        select(User.id).where(
            User.id == user_id, User.is_active.is_(True), User.password_hash == kept
        )
    )
    if same is None:
        return WrongPassword()
    throttle.forgive(work.session, counted)
    if fresh:
        work.session.execute(
            update(User)
            .where(User.id == user_id)
            .values(password_hash=fresh, updated_at=User.updated_at)
            .execution_options(synchronize_session=False)
        )
    return let_in(work, user_id, browser)
