"""Colleagues: made and edited; their profile and their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onglet.accounts import invitations, sessions
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.naming import check_email, check_name
from onglet.identity.folding import sort_key
from onglet.identity.person_name import sorted_by_family
from onglet.rights.grants import set_memberships
from onglet.rights.models import Group, Membership, Profile, User
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from onglet.contributions import Work

SUBJECT = "core.user"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserData:
    """What is kept of a colleague. Profile and groups are keys."""

    email: str
    given_name: str
    family_name: str
    profile_id: int
    group_ids: tuple[int, ...] = ()
    locale: str = ""
    zone: str = ""


def create_user(work: Work, data: UserData) -> int:
    """Make a colleague without a password: give them a link (`make_user_link`). Gives the key.

    Raises:
        Rejected: a value that cannot be, an address taken, a profile above the actor's.
    """
    given, family = _names(data)
    email = check_email(data.email)
    _refuse_taken(work.session, email, None)
    profile_name = _profile_name(work.session, data.profile_id)
    guard.refuse_outranked(work, data.profile_id, "profile")
    groups = _group_names(work.session, data.group_ids)
    user = User(
        email=email,
        given_name=given,
        family_name=family,
        name_sort=_sorted(given, family, email),
        profile_id=data.profile_id,
        locale=data.locale,
        zone=data.zone,
    )
    work.session.add(user)
    try:
        work.session.flush()
    except IntegrityError as clash:  # made by somebody else since we looked
        raise Rejected("email", _TAKEN) from clash
    set_memberships(work.session, user.id, set(data.group_ids))
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user.id,
        action="create",
        changes={
            "email": ("", email),
            "given_name": ("", given),
            "family_name": ("", family),
            "profile": ("", profile_name),
            "groups": ([], groups),
        },
    )
    return user.id


def edit_user(
    work: Work,
    user_id: int,
    data: UserData,
    *,
    seen_version: int | None = None,
    keep_session: int | None = None,
) -> None:
    """Change a colleague; when the profile changes, their sessions end.

    Args:
        work: the write.
        user_id: key of the colleague.
        data: everything as it shall be.
        seen_version: version that the form was drawn from.
        keep_session: session left alive, to be rotated by whoever changes their own profile.

    Raises:
        Rejected: a value that cannot be, or a change that nobody may make.
        LookupError: no such user.
    """
    user = user_of(work.session, user_id)
    held_version = user.version
    guard.refuse_outranked(work, user.profile_id)
    given, family = _names(data)
    email = check_email(data.email)
    _refuse_taken(work.session, email, user_id)
    changes: dict[str, tuple[object, object]] = {}
    for field, new in (
        ("email", email),
        ("given_name", given),
        ("family_name", family),
        ("locale", data.locale),
        ("zone", data.zone),
    ):
        if getattr(user, field) != new:
            changes[field] = (getattr(user, field), new)
            setattr(user, field, new)
    user.name_sort = _sorted(given, family, email)
    if "email" in changes:
        invitations.withdraw_links(work.session, user_id)
    if data.profile_id != user.profile_id:
        changes["profile"] = _change_profile(work, user, data.profile_id)
        sessions.revoke_all(work.session, user_id, but=keep_session)
    _flush(work.session)
    groups = _change_groups(work.session, user_id, data.group_ids)
    if groups is not None:
        changes["groups"] = groups
    if changes:  # the same form sent twice is no clash
        guard.refuse_stale(held_version, seen_version)
        work.record_change(
            client_id=None, subject=SUBJECT, subject_id=user_id, action="edit", changes=changes
        )


_TAKEN = N_("A colleague already signs in with this address.")


def user_of(session: Session, user_id: int) -> User:
    """Give a colleague.

    Raises:
        LookupError: no such user.
    """
    user = session.get(User, user_id)
    if user is None:
        raise LookupError(f"no user {user_id}")
    return user


def _names(data: UserData) -> tuple[str, str]:
    given = check_name(data.given_name, field="given_name", required=False)
    return given, check_name(data.family_name, field="family_name", required=not given)


def _sorted(given: str, family: str, email: str) -> str:
    return sort_key(sorted_by_family(given, family)) or sort_key(email)


def _refuse_taken(session: Session, email: str, user_id: int | None) -> None:
    holder = session.scalar(select(User.id).where(User.email == email))
    if holder is not None and holder != user_id:
        raise Rejected("email", _TAKEN)


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as clash:
        raise Rejected("email", _TAKEN) from clash


def _profile_name(session: Session, profile_id: int) -> str:
    name = session.scalar(select(Profile.name).where(Profile.id == profile_id))
    if name is None:
        raise Rejected("profile", N_("Choose one of the values of the list."))
    return name


def _change_profile(work: Work, user: User, profile_id: int) -> tuple[str, str]:
    if user.id == work.actor.user_id:
        guard.refuse_own_profile(work, user.profile_id)
    new = _profile_name(work.session, profile_id)
    guard.refuse_outranked(work, profile_id, "profile")
    old = _profile_name(work.session, user.profile_id)
    user.profile_id = profile_id
    guard.refuse_without_administrator(work.session)
    return old, new


def _group_names(session: Session, group_ids: Collection[int]) -> list[str]:
    wanted = set(group_ids)
    names = session.scalars(
        select(Group.name).where(Group.id.in_(wanted)).order_by(Group.name)
    ).all()
    if len(names) != len(wanted):
        raise Rejected("groups", N_("Choose one of the values of the list."))
    return list(names)


def _change_groups(
    session: Session, user_id: int, group_ids: Collection[int]
) -> tuple[list[str], list[str]] | None:
    """Put a user in exactly these groups; give the names before and after when they differ."""
    held = set(session.scalars(select(Membership.group_id).where(Membership.user_id == user_id)))
    new = _group_names(session, group_ids)
    if held == set(group_ids):
        return None
    old = _group_names(session, held)
    set_memberships(session, user_id, set(group_ids))
    return old, new
