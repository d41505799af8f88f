"""The decision on one client, with its reason: the AccessPort that every context carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from onglet.contributions import Actor, Verdict
from onglet.contributions.rights import Level, Reach
from onglet.rights.evaluate import Reason, Tie, Why, decide
from onglet.rights.explain import explain
from onglet.rights.granters import administrators, sharing_owner
from onglet.rights.models import Grant, GrantKind, Group, Membership, User

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.rights.catalogue import RightsCatalogue

UNKNOWN = Reason(why=Why.NO_RIGHT, reach=Reach.NONE, needed=Level.MANAGE)
"""The answer on a right that nobody declares."""


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
        self._owners: dict[int, list[str]] = {}
        self._known_administrators: list[str] | None = None

    def reach(self, right: str) -> Reach:
        """Give how far a right reaches for the actor."""
        return self._catalogue.reach(self._actor, right)

    def holds(self, right: str) -> bool:
        """Tell whether the actor holds the right at all; nothing is read for a no."""
        return self.reach(right) is not Reach.NONE

    def may(self, right: str) -> Verdict:
        """Say whether the actor holds the right at all."""
        if self.reach(right) is Reach.NONE:
            return self._refuse(right, UNKNOWN)
        return Verdict(allowed=True, right=right)

    def may_on(self, right: str, client_id: int) -> Verdict:
        """Say whether the actor holds the right on this client."""
        reason = self.reason(right, client_id)
        if reason:
            return Verdict(allowed=True, right=right)
        return self._refuse(right, reason, client_id)

    def reason(self, right: str, client_id: int) -> Reason:
        """Say why the actor holds the right on this client, or why not."""
        declared = self._catalogue.get(right)
        if declared is None:
            return UNKNOWN
        reach, needed = self.reach(right), declared.right.needed_level
        if reach in {Reach.ALL, Reach.NONE}:
            return decide((), reach, needed, self._now)
        return decide(self.ties(client_id), reach, needed, self._now)

    def explain(self, right: str, client_id: int) -> str:
        """Say in words why the actor holds the right on this client, or why not."""
        return explain(self.reason(right, client_id))

    def may_among(self, right: str, client_ids: Collection[int]) -> frozenset[int]:
        """Give those of the clients on which the actor holds the right, in one statement."""
        reach = self.reach(right)
        declared = self._catalogue.get(right)
        if declared is None or reach is Reach.NONE:
            return frozenset()
        if reach is Reach.ALL:
            return frozenset(client_ids)
        unread = [key for key in client_ids if key not in self._ties]
        if unread:
            self._ties |= ties_to_each(self._session, self._actor.user_id or 0, unread)
        needed = declared.right.needed_level
        return frozenset(
            key for key in client_ids if decide(self._ties[key], reach, needed, self._now)
        )

    def ties(self, client_id: int) -> list[Tie]:
        """List the grants that tie the actor to a client."""
        if client_id not in self._ties:
            self._ties[client_id] = ties_of(self._session, self._actor.user_id or 0, client_id)
        return self._ties[client_id]

    def _refuse(self, right: str, reason: Reason, client_id: int | None = None) -> Verdict:
        names = self._owner(client_id) if reason.share_helps and client_id is not None else []
        return Verdict(
            allowed=False,
            right=right,
            because=explain(reason),
            share_helps=reason.share_helps,
            granters=tuple(names or self._administrators()),
        )

    def _owner(self, client_id: int) -> list[str]:
        if client_id not in self._owners:
            owner = sharing_owner(self._session, self._catalogue, client_id, self._now)
            self._owners[client_id] = [owner.display_name] if owner else []
        return self._owners[client_id]

    def _administrators(self) -> list[str]:
        if self._known_administrators is None:
            self._known_administrators = administrators(self._session)
        return self._known_administrators


def ties_of(session: Session, user_id: int, client_id: int) -> list[Tie]:
    """List the grants that tie a user, directly or by a group, to a client."""
    return ties_to_each(session, user_id, [client_id])[client_id]


def ties_to_each(
    session: Session, user_id: int, client_ids: Collection[int]
) -> dict[int, list[Tie]]:
    """List the grants that tie a user to each of the clients, in one statement."""
    mine = select(Membership.group_id).where(Membership.user_id == user_id)
    giver = aliased(User)
    query = (
        select(
            Grant.client_id,
            Grant.kind,
            Grant.level,
            Grant.valid_until,
            Grant.created_at,
            Grant.note,
            Group.name,
            giver.given_name,
            giver.family_name,
            giver.email,
        )
        .outerjoin(
            Group, and_(Group.id == Grant.subject_id, Grant.kind > GrantKind.SHARE_USER.value)
        )
        .outerjoin(giver, giver.id == Grant.granted_by_id)
        .where(
            Grant.client_id.in_(client_ids),
            or_(
                and_(Grant.kind <= GrantKind.SHARE_USER.value, Grant.subject_id == user_id),
                and_(Grant.kind > GrantKind.SHARE_USER.value, Grant.subject_id.in_(mine)),
            ),
        )
        .order_by(Grant.kind, Grant.id)
    )
    found: dict[int, list[Tie]] = {client_id: [] for client_id in client_ids}
    for row in session.execute(query):
        giver_name = f"{row.given_name or ''} {row.family_name or ''}".strip() or row.email or ""
        tie = Tie(
            kind=GrantKind(row.kind),
            level=Level(row.level),
            valid_until=row.valid_until,
            group_name=row.name or "",
            granted_by=giver_name,
            granted_at=row.created_at,
            note=row.note,
        )
        found[row.client_id].append(tie)
    return found
