"""Who may enter: colleagues let go and taken back, their password, and links to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from onglet.accounts import handover, invitations, sessions
from onglet.accounts.invitations import Link, Purpose
from onglet.accounts.models import ApiToken
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.users import SUBJECT, user_of
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.contributions import Belonging, Work


def deactivate_user(
    work: Work,
    user_id: int,
    *,
    belongings: Iterable[Belonging],
    successor_id: int | None = None,
) -> None:
    """Let a colleague sign in no more; what is in their name goes to another one in one step.

    Args:
        work: the write.
        user_id: who leaves.
        belongings: what colleagues own, as the plugins in service declare it.
        successor_id: who takes it over; needed when there is something.

    Raises:
        Rejected: oneself, the last administrator, somebody above the actor, or nobody who could
            take over.
        LookupError: no such user.
    """
    user = user_of(work.session, user_id)
    if user_id == work.actor.user_id:
        raise Rejected("", N_("You cannot deactivate yourself: ask another administrator."))
    guard.refuse_outranked(work, user.profile_id)
    if not user.is_active:
        return
    user.is_active = False
    user.deactivated_at = work.now
    guard.refuse_without_administrator(work.session)
    handover.hand_over(work, belongings, user_id, successor_id)
    sessions.revoke_all(work.session, user_id)
    invitations.withdraw_links(work.session, user_id)
    work.session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=work.now)
        .execution_options(synchronize_session=False)
    )
    _record_activity(work, user_id, "deactivate", active=False)


def reactivate_user(work: Work, user_id: int) -> None:
    """Let a colleague sign in again, with the password that they had.

    Raises:
        Rejected: their profile is above the actor's.
        LookupError: no such user.
    """
    user = user_of(work.session, user_id)
    guard.refuse_outranked(work, user.profile_id)
    if user.is_active:
        return
    user.is_active = True
    user.deactivated_at = None
    _record_activity(work, user_id, "reactivate", active=True)


def take_back(
    work: Work, user_id: int, made: handover.HandoverView, *, belongings: Iterable[Belonging]
) -> handover.HandoverView:
    """Let a colleague in again, and give them back what they handed over; give what was kept.

    Raises:
        Rejected: their profile is above the actor's, or it is too late.
        LookupError: no such user.
    """
    reactivate_user(work, user_id)
    handover.take_back(work, belongings, made)
    after = handover.last_handover(work.session, user_id)
    if after is None:
        raise LookupError(f"no handover of user {user_id}")
    return after


def make_user_link(work: Work, user_id: int) -> Link:
    """Make a link for a colleague to choose a password: the first, or another one.

    Raises:
        Rejected: inactive, or above the actor.
        LookupError: no such user.
    """
    user = user_of(work.session, user_id)
    guard.refuse_outranked(work, user.profile_id)
    if not user.is_active:
        raise Rejected("", N_("This colleague is not active: reactivate them first."))
    purpose = Purpose.RESET if user.password_hash else Purpose.INVITATION
    link = invitations.make_link(work.session, user_id, purpose, work.now)
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user_id,
        action="make_link",
        changes={"link": (None, purpose.value)},
    )
    return link


def change_password(
    work: Work, user_id: int, password_hash: str, *, keep_session: int | None = None
) -> None:
    """Keep a new password, checked and hashed beforehand; other sessions end."""
    invitations.put_password(work.session, user_id, password_hash, work.now)
    sessions.revoke_all(work.session, user_id, but=keep_session)
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user_id,
        action="change_password",
        changes={"password": (None, "***")},
    )


def _record_activity(work: Work, user_id: int, action: str, *, active: bool) -> None:
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=user_id,
        action=action,
        changes={"is_active": (not active, active)},
    )
