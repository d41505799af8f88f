"""The truth table: which grants let a right through, and why. `predicate.py` says it in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from onglet.contributions.rights import Level, Reach
from onglet.rights.models import GrantKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

LAST_KIND: Final = {
    Reach.NONE: 0,
    Reach.OWN: GrantKind.OWNER,
    Reach.SHARED: GrantKind.SHARE_GROUP,
    Reach.GROUP: GrantKind.OWNER_GROUP,
}
"""Last kind of grant that a reach lets through; ALL needs no grant."""


class Why(StrEnum):
    """Why a right acts on a client, or why it does not."""

    EVERY = "every"
    OWNER = "owner"
    SHARE_USER = "share_user"
    SHARE_GROUP = "share_group"
    OWNER_GROUP = "owner_group"
    NO_RIGHT = "no_right"
    UNTIED = "untied"
    TOO_LOW = "too_low"
    ENDED = "ended"


YES: Final = frozenset({Why.EVERY, Why.OWNER, Why.SHARE_USER, Why.SHARE_GROUP, Why.OWNER_GROUP})
WHY_OF_KIND: Final = {
    GrantKind.OWNER: Why.OWNER,
    GrantKind.SHARE_USER: Why.SHARE_USER,
    GrantKind.SHARE_GROUP: Why.SHARE_GROUP,
    GrantKind.OWNER_GROUP: Why.OWNER_GROUP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A grant that concerns somebody: given to them, or to a group of theirs.

    `granted_by` is empty for what follows from the owner, and where nobody knows any more.
    """

    kind: GrantKind
    level: Level
    valid_until: datetime | None = None
    group_name: str = ""
    granted_by: str = ""
    granted_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The decision on one client. `tie` is the grant that lets through, or falls short by least."""

    why: Why
    reach: Reach
    needed: Level
    tie: Tie | None = None

    @property
    def allowed(self) -> bool:
        """Tell whether the right acts on the client."""
        return self.why in YES

    @property
    def share_helps(self) -> bool:
        """Tell whether a share would turn the no into a yes: it widens records, never actions."""
        return not self.allowed and self.reach in {Reach.SHARED, Reach.GROUP}

    def __bool__(self) -> bool:
        return self.allowed


def lets_through(tie: Tie, reach: Reach, needed: Level, now: datetime) -> bool:
    """Tell whether one grant lets a right of this reach and level act on the client."""
    return tie.kind <= LAST_KIND.get(reach, 0) and tie.level >= needed and not has_ended(tie, now)


def has_ended(tie: Tie, now: datetime) -> bool:
    """Tell whether the time of a grant is over."""
    return tie.valid_until is not None and tie.valid_until <= now


def decide(ties: Iterable[Tie], reach: Reach, needed: Level, now: datetime) -> Reason:
    """Say whether a right of this reach and level acts on the client, and why."""
    if reach is Reach.ALL:
        return Reason(why=Why.EVERY, reach=reach, needed=needed)
    if reach is Reach.NONE:
        return Reason(why=Why.NO_RIGHT, reach=reach, needed=needed)
    held = tuple(ties)
    tie = next((tie for tie in held if lets_through(tie, reach, needed, now)), None)
    if tie is not None:
        return Reason(why=WHY_OF_KIND[tie.kind], reach=reach, needed=needed, tie=tie)
    why, closest = _closest(held, reach, now)
    return Reason(why=why, reach=reach, needed=needed, tie=closest)


def ways(ties: Iterable[Tie], reach: Reach, needed: Level, now: datetime) -> list[Reason]:
    """Give every way in which the right acts on the client; none when it does not."""
    if reach in {Reach.ALL, Reach.NONE}:
        reason = decide((), reach, needed, now)
        return [reason] if reason else []
    return [
        Reason(why=WHY_OF_KIND[tie.kind], reach=reach, needed=needed, tie=tie)
        for tie in ties
        if lets_through(tie, reach, needed, now)
    ]


def _closest(ties: Sequence[Tie], reach: Reach, now: datetime) -> tuple[Why, Tie | None]:
    counted = [tie for tie in ties if tie.kind <= LAST_KIND.get(reach, 0)]
    running = [tie for tie in counted if not has_ended(tie, now)]
    if running:
        return Why.TOO_LOW, max(running, key=lambda tie: tie.level)
    if counted:
        return Why.ENDED, max(counted, key=lambda tie: (tie.valid_until or now, tie.level))
    return Why.UNTIED, None
