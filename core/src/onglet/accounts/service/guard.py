"""What no change may bring about: a firm without administrator, or rights out of nowhere.

Whoever manages users or profiles gives at most what they hold: otherwise each of these rights
would be all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onglet.accounts.rejected import Rejected
from onglet.contributions import Reach
from onglet.rights.models import Profile, ProfileRight, User
from onglet.ui.i18n import N_
from onglet.work.session import scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onglet.contributions import Ask, Work
    from onglet.rights.catalogue import RightsCatalogue

STALE = N_(
    "Somebody else changed this while you had it open. Nothing was saved: read it again, then "
    "make your change."
)


def catalogue_of(ask: Ask) -> RightsCatalogue:
    """Give the rights that are declared."""
    return scope_of(ask.session).catalogue


def refuse_stale(held: int, seen: int | None) -> None:
    """Refuse to overwrite what somebody else saved since the form was drawn.

    Raises:
        Rejected: the row has another version than the one that was seen.
    """
    if seen is not None and held != seen:
        raise Rejected("", STALE)


def refuse_without_administrator(session: Session) -> None:
    """Refuse the changes made so far when nobody could administer the firm after them.

    An administrator counts once they can sign in: active, with a password.

    Raises:
        Rejected: no administrator would be left. The caller's transaction must roll back.
    """
    session.flush()
    # Two administrators who remove each other at once wait here for one another.
    session.execute(
        select(Profile.id)
        .where(Profile.all_rights.is_(True))
        .order_by(Profile.id)
        .with_for_update(key_share=True)
    )
    if count_administrators(session) == 0:
        raise Rejected(
            "",
            N_(
                "This is the last administrator who can sign in. Give another colleague an "
                "administrator's profile first."
            ),
        )


def count_administrators(session: Session) -> int:
    """Count the administrators who can sign in."""
    return (
        session.scalar(
            select(func.count(User.id))
            .join(Profile, Profile.id == User.profile_id)
            .where(
                Profile.all_rights.is_(True),
                User.is_active.is_(True),
                User.password_hash.is_not(None),
            )
        )
        or 0
    )


def outranks(ask: Ask, profile_id: int) -> bool:
    """Tell whether the actor holds every administrative right that a profile gives."""
    actor, catalogue = ask.actor, catalogue_of(ask)
    if actor.is_system or actor.all_rights:
        return True
    if ask.session.scalar(select(Profile.all_rights).where(Profile.id == profile_id)):
        return False
    given = reaches_of(ask.session, profile_id)
    return all(
        given.get(key, declared.right.default) <= catalogue.reach(actor, key)
        for key, declared in catalogue.items()
        if not declared.right.on_records
    )


def refuse_outranked(ask: Ask, profile_id: int, field: str = "") -> None:
    """Refuse to give, or to manage whoever has, a profile that administers more than the actor.

    Raises:
        Rejected: with the reason.
    """
    if not outranks(ask, profile_id):
        raise Rejected(
            field,
            N_("This profile administers more than yours does: ask an administrator."),
        )


def refuse_raising(work: Work, before: Mapping[str, Reach], after: Mapping[str, Reach]) -> None:
    """Refuse to let a right reach further than the actor's own.

    Raises:
        Rejected: names the first right that would.
    """
    actor, catalogue = work.actor, catalogue_of(work)
    if actor.is_system or actor.all_rights:
        return
    for key, reach in after.items():
        if reach > before[key] and reach > catalogue.reach(actor, key):
            raise Rejected(
                f"reach.{key}",
                N_("You cannot give a right further than you hold it: ask an administrator."),
            )


def reaches_of(session: Session, profile_id: int) -> dict[str, Reach]:
    """Give the reaches that a profile settles itself; other rights have their default."""
    rows = session.execute(
        select(ProfileRight.right, ProfileRight.reach).where(ProfileRight.profile_id == profile_id)
    )
    return {right: Reach(reach) for right, reach in rows}


def refuse_own_profile(work: Work, profile_id: int) -> None:
    """Refuse a change of one's own profile, except to administrators.

    Raises:
        Rejected: it is the actor's own.
    """
    actor = work.actor
    if not (actor.is_system or actor.all_rights) and actor.profile_id == profile_id:
        raise Rejected("", N_("This is your own profile: ask an administrator to change it."))
