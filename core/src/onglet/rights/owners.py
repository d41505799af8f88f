"""Nothing is owned by nobody: who owns what is made without a word about it, and who owns amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onglet.rights.models import Profile, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onglet.contributions import Actor


def owner_of_new(session: Session, actor: Actor, asked: int | None) -> int | None:
    """Give who owns a new record: who was named, whoever makes it, or the oldest administrator.

    None only where no administrator is active yet: the first one is told by `onglet check`.
    """
    if asked is not None:
        return asked
    if actor.user_id is not None:
        return actor.user_id
    return session.scalar(
        select(func.min(User.id))
        .join(Profile, Profile.id == User.profile_id)
        .where(Profile.all_rights.is_(True), User.is_active.is_(True))
    )
