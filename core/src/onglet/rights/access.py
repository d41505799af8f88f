"""The decision on one client, with its reason: the AccessPort that every context carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from onglet.contributions import Actor, Verdict
from onglet.contributions.rights import Level, Reach
from onglet.rights.evaluate import Tie, decide
from onglet.rights.models import Grant, GrantKind, Group, Membership, Profile, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.rights.catalogue import RightsCatalogue

MAX_GRANTERS = 5


class Access:
    """What one actor may do, asked of one session; answers on a client are read once."""

    def __init__(
        self, session: Session, actor: Actor, catalogue: RightsCatalogue, now: datetime
    ) -> None:
        self._session = session
        self._actor = actor
        self._catalogue = catalogue
        self._now = now
        self._ties: dict[int, list[Tie]] = {}

    def reach(self, right: str) -> Reach:
        """Give how far a right reaches for the actor."""
        return self._catalogue.reach(self._actor, right)

    def holds(self, right: str) -> bool:
        """Tell whether the actor holds the right at all; nothing is read for a no."""
        return self.reach(right) is not Reach.NONE

    def may(self, right: str) -> Verdict:
        """Say whether the actor holds the right at all."""
        if self.reach(right) is Reach.NONE:
            return self._refuse(right)
        return Verdict(allowed=True, right=right)

    def may_on(self, right: str, client_id: int) -> Verdict:
        """Say whether the actor holds the right on this client."""
        reach = self.reach(right)
        declared = self._catalogue.get(right)
        if declared is None or reach is Reach.NONE:
            return self._refuse(right)
        if reach is Reach.ALL:
            return Verdict(allowed=True, right=right)
        ties = self._ties_to(client_id)
        if decide(ties, reach, declared.right.needed_level, self._now):
            return Verdict(allowed=True, right=right)
        return self._refuse(right)

    def _refuse(self, right: str) -> Verdict:
        return Verdict(allowed=False, right=right, granters=tuple(granters(self._session)))

    def _ties_to(self, client_id: int) -> list[Tie]:
        if client_id not in self._ties:
            self._ties[client_id] = ties_of(self._session, self._actor.user_id or 0, client_id)
        return self._ties[client_id]


def ties_of(session: Session, user_id: int, client_id: int) -> list[Tie]:
    """List the grants that tie a user, directly or by a group, to a client."""
    mine = select(Membership.group_id).where(Membership.user_id == user_id)
    query = (
        select(Grant.kind, Grant.level, Grant.valid_until, Group.name)
        .outerjoin(
            Group, and_(Group.id == Grant.subject_id, Grant.kind > GrantKind.SHARE_USER.value)
        )
        .where(
            Grant.client_id == client_id,
            or_(
                and_(Grant.kind <= GrantKind.SHARE_USER.value, Grant.subject_id == user_id),
                and_(Grant.kind > GrantKind.SHARE_USER.value, Grant.subject_id.in_(mine)),
            ),
        )
        .order_by(Grant.kind, Grant.id)
    )
    return [
        Tie(
            kind=GrantKind(kind),
            level=Level(level),
            valid_until=valid_until,
            group_name=group_name or "",
        )
        for kind, level, valid_until, group_name in session.execute(query)
    ]


def granters(session: Session) -> list[str]:
    """Name the active administrators, who can change a profile; five at most."""
    query = (
        select(User)
        .join(Profile, Profile.id == User.profile_id)
        .where(Profile.all_rights.is_(True), User.is_active.is_(True))
        .order_by(User.name_sort, User.id)
        .limit(MAX_GRANTERS)
    )
    return [user.display_name for user in session.scalars(query)]
