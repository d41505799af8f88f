"""Privilege profiles: made, cloned, described, and how far each right reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.naming import check_description, check_name
from onglet.contributions import Reach
from onglet.rights.models import Profile, ProfileRight, User
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onglet.contributions import Work

SUBJECT = "core.profile"
_TAKEN = N_("There is already a profile of this name.")


def create_profile(
    work: Work,
    name: str,
    *,
    description: str = "",
    all_rights: bool = False,
    reaches: Mapping[str, Reach] | None = None,
) -> int:
    """Make a profile; rights that it does not settle have their declared default. Gives its key.

    Raises:
        Rejected: name missing, too long or taken; rights beyond the actor's.
    """
    wanted = _checked(work.session, name, None)
    told = check_description(description)
    if all_rights:
        _refuse_all_rights(work)
    profile = Profile(name=wanted, description=told, all_rights=all_rights)
    work.session.add(profile)
    _flush(work.session)
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=profile.id,
        action="create",
        changes={
            "name": ("", wanted),
            "description": ("", told),
            "all_rights": (False, all_rights),
        },
    )
    if reaches:
        set_reaches(work, profile.id, reaches)
    return profile.id


def clone_profile(work: Work, profile_id: int, name: str) -> int:
    """Make a profile with the same rights, and the same fields and tabs; give its key.

    Rights of absent plugins are copied too. An administrator's clone is not an administrator's:
    it holds every right that exists now, and none to come.

    Raises:
        Rejected: name missing, too long or taken; rights beyond the actor's.
        LookupError: no such profile.
    """
    source = profile_of(work.session, profile_id)
    catalogue = guard.catalogue_of(work)
    if source.all_rights:
        reaches = dict.fromkeys(catalogue, Reach.ALL)
    else:
        reaches = guard.reaches_of(work.session, profile_id)
    known = {key: reach for key, reach in reaches.items() if key in catalogue}
    new_id = create_profile(work, name, description=source.description, reaches=known)
    work.session.add_all(
        ProfileRight(profile_id=new_id, right=key, reach=reach.value)
        for key, reach in reaches.items()
        if key not in catalogue
    )
    if source.limits:
        profile_of(work.session, new_id).limits = dict(source.limits)
        work.session.flush()
        work.record_change(
            client_id=None,
            subject=SUBJECT,
            subject_id=new_id,
            action="set_limits",
            changes={key: ("", level) for key, level in source.limits.items()},
        )
    return new_id


def edit_profile(
    work: Work,
    profile_id: int,
    *,
    name: str,
    description: str,
    all_rights: bool,
    asks_second_step: bool | None = None,
    seen_version: int | None = None,
) -> None:
    """Change name, description, whether it is an administrator's, and asks for the second step.

    `asks_second_step` None leaves that as it is.

    Raises:
        Rejected: a value that cannot be, or a change that nobody may make.
        LookupError: no such profile.
    """
    profile = profile_of(work.session, profile_id)
    guard.refuse_outranked(work, profile_id)
    new: dict[str, object] = {
        "name": _checked(work.session, name, profile_id),
        "description": check_description(description),
        "all_rights": all_rights,
    }
    if asks_second_step is not None:
        new["asks_second_step"] = asks_second_step
    if all_rights and not profile.all_rights:
        _refuse_all_rights(work)
    changes = {
        field: (getattr(profile, field), value)
        for field, value in new.items()
        if getattr(profile, field) != value
    }
    if changes:  # the same form sent twice is no clash
        guard.refuse_stale(profile.version, seen_version)
    for field, (_old, value) in changes.items():
        setattr(profile, field, value)
    _flush(work.session)
    if "all_rights" in changes:
        guard.refuse_without_administrator(work.session)
    if changes:
        work.record_change(
            client_id=None, subject=SUBJECT, subject_id=profile_id, action="edit", changes=changes
        )


def set_reaches(
    work: Work,
    profile_id: int,
    reaches: Mapping[str, Reach],
    *,
    seen_version: int | None = None,
) -> int:
    """Let rights reach as far as given; rights that are not named stay. Gives how many changed.

    Raises:
        Rejected: an unknown right, a reach that makes no sense for it, one beyond the actor's, or
            the profile changed meanwhile.
        LookupError: no such profile.
    """
    profile = profile_of(work.session, profile_id)
    if profile.all_rights:
        raise Rejected("", N_("An administrator's profile has every right: nothing to set."))
    before = _effective(work, profile_id, reaches)
    changed = {key: reach for key, reach in reaches.items() if reach != before[key]}
    if not changed:
        return 0
    guard.refuse_stale(profile.version, seen_version)
    if not work.actor.is_system:
        guard.refuse_own_profile(work, profile_id)
        guard.refuse_outranked(work, profile_id)
    guard.refuse_raising(work, before, changed)
    work.session.execute(
        delete(ProfileRight)
        .where(ProfileRight.profile_id == profile_id, ProfileRight.right.in_(changed))
        .execution_options(synchronize_session=False)
    )
    work.session.add_all(
        ProfileRight(profile_id=profile_id, right=key, reach=reach.value)
        for key, reach in changed.items()
    )
    # Its own columns did not change, but what is remembered of it by version must.
    profile.updated_at = work.now
    flag_modified(profile, "updated_at")
    work.session.flush()
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=profile_id,
        action="set_reaches",
        changes={
            key: (before[key].name.lower(), reach.name.lower()) for key, reach in changed.items()
        },
    )
    return len(changed)


def delete_profile(work: Work, profile_id: int) -> None:
    """Remove a profile that nobody has.

    Raises:
        Rejected: somebody has it, or it is above the actor's.
        LookupError: no such profile.
    """
    profile = profile_of(work.session, profile_id)
    guard.refuse_outranked(work, profile_id)
    users = work.session.scalar(select(func.count(User.id)).where(User.profile_id == profile_id))
    if users:
        raise Rejected(
            "",
            N_("Colleagues have this profile (%(count)s): give them another one first."),
            count=users,
        )
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=profile_id,
        action="delete",
        changes={"name": (profile.name, "")},
    )
    work.session.delete(profile)
    _flush(work.session)


def profile_of(session: Session, profile_id: int) -> Profile:
    """Give a profile.

    Raises:
        LookupError: no such profile.
    """
    profile = session.get(Profile, profile_id)
    if profile is None:
        raise LookupError(f"no profile {profile_id}")
    return profile


def _checked(session: Session, name: str, profile_id: int | None) -> str:
    wanted = check_name(name)
    holder = session.scalar(select(Profile.id).where(Profile.name == wanted))
    if holder is not None and holder != profile_id:
        raise Rejected("name", _TAKEN)
    return wanted


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as clash:
        raise Rejected("name", _TAKEN) from clash


def _refuse_all_rights(work: Work) -> None:
    if not (work.actor.is_system or work.actor.all_rights):
        raise Rejected("all_rights", N_("Only an administrator makes an administrator's profile."))


def _effective(work: Work, profile_id: int, asked: Mapping[str, Reach]) -> dict[str, Reach]:
    """Give how far the named rights reach now, refusing those that do not exist."""
    catalogue = guard.catalogue_of(work)
    given = guard.reaches_of(work.session, profile_id)
    before = {}
    for key, reach in asked.items():
        declared = catalogue.get(key)
        if declared is None:
            raise Rejected("", N_("No plugin declares the right %(right)s."), right=key)
        if not declared.right.on_records and reach not in {Reach.NONE, Reach.ALL}:
            raise Rejected(f"reach.{key}", N_("This right is a yes or a no."))
        before[key] = given.get(key, declared.right.default)
    return before
