"""The truth table: which grants let a right through. `predicate.py` says the same in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onglet.contributions.rights import Level, Reach
from onglet.rights.models import GrantKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LAST_KIND: Final = {
    Reach.NONE: 0,
    Reach.OWN: GrantKind.OWNER,
    Reach.SHARED: GrantKind.SHARE_GROUP,
    Reach.GROUP: GrantKind.OWNER_GROUP,
}
"""Last kind of grant that a reach lets through; ALL needs no grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A grant that concerns the actor: given to them, or to a group of theirs."""

    kind: GrantKind
    level: Level
    valid_until: datetime | None = None
    group_name: str = ""


def lets_through(tie: Tie, reach: Reach, needed: Level, now: datetime) -> bool:
    """Tell whether one grant lets a right of this reach and level act on the client."""
    in_time = tie.valid_until is None or tie.valid_until > now
    return tie.kind <= LAST_KIND.get(reach, 0) and tie.level >= needed and in_time


def decide(ties: Iterable[Tie], reach: Reach, needed: Level, now: datetime) -> Tie | bool:
    """Give the grant that lets the right through, True when none is needed, False for a no."""
    if reach is Reach.ALL:
        return True
    if reach is Reach.NONE:
        return False
    return next((tie for tie in ties if lets_through(tie, reach, needed, now)), False)
