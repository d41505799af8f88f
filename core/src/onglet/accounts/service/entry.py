"""Who may enter: colleagues let go and taken back, their password, and links to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from onglet.accounts import invitations, sessions
from onglet.accounts.invitations import Link, Purpose
from onglet.accounts.models import ApiToken
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.users import SUBJECT, user_of
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from onglet.contributions import Work


def deactivate_user(work: Work, user_id: int) -> None:
    """Let a colleague sign in no more; what they own stays in their name.

    Raises:
        Rejected: oneself, the last administrator, or somebody above the actor.
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
