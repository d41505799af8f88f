"""Who can turn a no into a yes: the owner where a share suffices, administrators otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select

from onglet.contributions.rights import Level, Reach
from onglet.rights.evaluate import Tie, decide
from onglet.rights.models import Grant, GrantKind, Profile, ProfileRight, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.rights.catalogue import RightsCatalogue

SHARE: Final = "core.client.share"
MAX_GRANTERS: Final = 5


def administrators(session: Session) -> list[str]:
    """Name the active administrators, who can change a profile; five at most."""
    query = (
        select(User)
        .join(Profile, Profile.id == User.profile_id)
        .where(Profile.all_rights.is_(True), User.is_active.is_(True))
        .order_by(User.name_sort, User.id)
        .limit(MAX_GRANTERS)
    )
    return [user.display_name for user in session.scalars(query)]


def sharing_owner(
    session: Session, catalogue: RightsCatalogue, client_id: int, now: datetime
) -> User | None:
    """Give the owner of a client when they are active and may share it."""
    row = session.execute(
        select(User, Profile.all_rights, ProfileRight.reach)
        .join(Grant, and_(Grant.subject_id == User.id, Grant.kind == GrantKind.OWNER.value))
        .join(Profile, Profile.id == User.profile_id)
        .outerjoin(
            ProfileRight,
            and_(ProfileRight.profile_id == Profile.id, ProfileRight.right == SHARE),
        )
        .where(Grant.client_id == client_id, User.is_active.is_(True))
    ).one_or_none()
    declared = catalogue.get(SHARE)
    if row is None or declared is None:
        return None
    user, all_rights, settled = row
    reach = (
        Reach.ALL if all_rights else Reach(declared.right.default if settled is None else settled)
    )
    owner = Tie(kind=GrantKind.OWNER, level=Level.MANAGE)
    return user if decide([owner], reach, declared.right.needed_level, now) else None
