"""The first administrator of a deployment, and the way back in when nobody can sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.accounts import invitations
from onglet.accounts.hashing import hash_password
from onglet.accounts.invitations import Link, Purpose
from onglet.accounts.profiles_seed import seed_profiles
from onglet.accounts.service.entry import change_password
from onglet.accounts.service.naming import check_email
from onglet.accounts.service.profiles import create_profile
from onglet.accounts.service.users import UserData, create_user
from onglet.accounts.sign_in_name import fold_email
from onglet.rights.actors import system_actor
from onglet.rights.models import Profile, User
from onglet.work.turns import take_turn

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onglet.contributions import Work
    from onglet.work.unit import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdministrator:
    """An administrator who can sign in; `is_new` False when there was one already."""

    user_id: int
    email: str
    is_new: bool


def ensure_first_administrator(
    units: Units,
    email: str,
    password: str,
    *,
    given_name: str = "",
    family_name: str = "",
    locale: str = "fr",
) -> FirstAdministrator:
    """Make sure that somebody can administer: profiles to start with, and an administrator.

    When an administrator can sign in already nothing changes. Otherwise the colleague of this
    address is made, or made one. The password is taken as it is: whoever runs the command line
    chooses it.

    Raises:
        Rejected: the address is none.
    """
    address = check_email(email)
    with units.reading(system_actor("first administrator")) as ask:
        known = _first(ask.session)
    if known is not None:
        return known
    password_hash = hash_password(password)  # before the transaction: it is slow
    with units.writing(system_actor("first administrator")) as work:
        take_turn(work.session, "first administrator")
        known = _first(work.session)  # another process may have been faster
        if known is not None:
            return known
        profiles = seed_profiles(work, locale=locale)
        profile_id = profiles.get("administrator") or _administrator_profile(work)
        user = work.session.scalars(select(User).where(User.email == address)).one_or_none()
        if user is None:
            data = UserData(
                email=address,
                given_name=given_name,
                family_name=family_name or address,
                profile_id=profile_id,
            )
            user_id = create_user(work, data)
        else:
            user_id = user.id
            user.profile_id = profile_id
            user.is_active, user.deactivated_at = True, None
            work.session.flush()
        change_password(work, user_id, password_hash)
    return FirstAdministrator(user_id=user_id, email=address, is_new=True)


def make_recovery_link(units: Units, email: str) -> Link | None:
    """Make a link with which a colleague chooses another password; None when nobody active has it.

    For the command line: whoever holds the server may let anybody in again.
    """
    with units.writing(system_actor("recovery link")) as work:
        user_id = find_active(work.session, email)
        if user_id is None:
            return None
        return invitations.make_link(work.session, user_id, Purpose.RESET, work.now)


def find_active(session: Session, email: str) -> int | None:
    """Give the key of the active colleague of an address, None when there is none."""
    return session.scalar(
        select(User.id).where(User.email == fold_email(email), User.is_active.is_(True))
    )


def _first(session: Session) -> FirstAdministrator | None:
    """Give the oldest administrator who can sign in."""
    row = session.execute(
        select(User.id, User.email)
        .join(Profile, Profile.id == User.profile_id)
        .where(
            Profile.all_rights.is_(True),
            User.is_active.is_(True),
            User.password_hash.is_not(None),
        )
        .order_by(User.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return FirstAdministrator(user_id=row.id, email=row.email, is_new=False)


def _administrator_profile(work: Work) -> int:
    """Give an administrator's profile, made if its people removed it."""
    known = work.session.scalar(
        select(Profile.id).where(Profile.all_rights.is_(True)).order_by(Profile.id).limit(1)
    )
    if known is not None:
        return known
    return create_profile(work, "Administration", all_rights=True)
