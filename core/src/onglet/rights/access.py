"""The decision on one client, with its reason: the AccessPort that every context carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Actor, Verdict
from onglet.contributions.rights import Level, Reach
from onglet.rights.evaluate import Reason, Tie, Why, decide
from onglet.rights.explain import explain
from onglet.rights.granters import administrators, sharing_owner
from onglet.rights.ties import ties_of, ties_to_each

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

    def holds_on(self, right: str, client_id: int) -> bool:
        """Tell whether the actor holds the right on this client; who can grant it is not read."""
        return bool(self.reason(right, client_id))

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

    def needs_ties(self) -> bool:
        """Tell whether any answer on a client depends on the grants that tie the actor to it."""
        return not (self._actor.is_system or self._actor.all_rights)

    def learn(self, client_id: int, ties: list[Tie]) -> None:
        """Keep the ties to a client that were read with it."""
        self._ties[client_id] = ties

    def learn_from(self, other: Access, client_id: int) -> None:
        """Keep what another session of the same request already read of the ties to a client."""
        if client_id in other._ties and other._actor is self._actor:
            self._ties[client_id] = other._ties[client_id]

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
