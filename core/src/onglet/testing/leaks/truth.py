"""Who may see what, told a second time and apart from the core: what the walk measures against.

It is the truth table of the contract, with the clients of the world and the ways in which the
watching colleague is tied to each written out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from onglet.contributions.rights import Level, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Right

READ: Final = "core.client.read"
DELETE: Final = "core.client.delete"
USERS: Final = "core.user.manage"


class Way(Enum):
    """How a colleague is tied to a client, with the least reach that counts it."""

    OWNER = Reach.OWN
    SHARE = Reach.SHARED
    OWNER_GROUP = Reach.GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One way in which the watching colleague is tied to a client."""

    way: Way
    level: Level = Level.MANAGE
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A client of the world. `shared_with` is a colleague or a group by name.

    `is_late` came while somebody watched: nothing of it is addressed to them.
    """

    key: str
    owner: str = ""
    shared_with: str = ""
    level: Level = Level.VIEW
    is_over: bool = False
    is_binned: bool = False
    is_archived: bool = False
    is_person: bool = False
    is_late: bool = False
    ties: tuple[Tie, ...] = ()


def _shared(key: str, subject: str, level: Level, *, is_over: bool = False) -> Case:
    return Case(
        key=key,
        owner="rival",
        shared_with=subject,
        level=level,
        is_over=is_over,
        ties=(Tie(way=Way.SHARE, level=level, is_over=is_over),),
    )


MINE: Final = (Tie(way=Way.OWNER),)
CASES: Final = (
    Case(key="mine", owner="me", shared_with="mate", level=Level.EDIT, ties=MINE),
    Case(key="mine_too", owner="me", ties=MINE, is_person=True),
    Case(key="mine_archived", owner="me", ties=MINE, is_archived=True),
    Case(key="mine_binned", owner="me", ties=MINE, is_binned=True),
    Case(key="mates", owner="mate", ties=(Tie(way=Way.OWNER_GROUP),)),
    _shared("seen", "me", Level.VIEW),
    _shared("edited", "me", Level.EDIT),
    _shared("managed", "me", Level.MANAGE),
    _shared("team", "home", Level.EDIT),
    _shared("ended", "me", Level.MANAGE, is_over=True),
    _shared("team_ended", "home", Level.MANAGE, is_over=True),
    Case(key="other", owner="rival"),
    Case(key="other_person", owner="rival", is_person=True),
    Case(key="other_team", owner="rival", shared_with="away", level=Level.MANAGE),
    Case(key="other_archived", owner="rival", is_archived=True),
    Case(key="other_binned", owner="rival", is_binned=True),
)
"""The clients, by what ties the watching colleague ("me", of the group "home") to them."""


def acts(reach: Reach, ties: Iterable[Tie], level: Level) -> bool:
    """Tell whether a right of this reach, which asks for this level of share, acts."""
    if reach in {Reach.NONE, Reach.ALL}:
        return reach is Reach.ALL
    return any(
        reach >= tie.way.value
        and not tie.is_over
        and (tie.way is not Way.SHARE or tie.level >= level)
        for tie in ties
    )


class Via(Enum):
    """How a watcher comes: by the session of a browser, a token, a look as a profile, or not."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a way in, not a secret
    LOOK = "look"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Somebody who looks: a colleague of the world with a profile, or nobody at all.

    `reaches` None is an administrator. `scopes` None is no narrowing.
    """

    name: str
    user: str = "me"
    reaches: Mapping[str, Reach] | None = field(default_factory=dict)
    via: Via = Via.SESSION
    scopes: frozenset[str] | None = None

    def reach(self, right: Right) -> Reach:
        """Give how far a declared right reaches for the watcher."""
        if self.via is Via.STRANGER or self.user == "gone":
            return Reach.NONE
        if self.scopes is not None and right.key not in self.scopes:
            return Reach.NONE
        return Reach.ALL if self.reaches is None else self.reaches.get(right.key, right.default)
