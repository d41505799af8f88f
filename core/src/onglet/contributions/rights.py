"""Rights as plugins declare them: an object, an action, and how far the action reaches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Reach(IntEnum):
    """How far a right reaches, each wider than the one before."""

    NONE = 0
    OWN = 1
    SHARED = 2
    GROUP = 3
    ALL = 4


class Level(IntEnum):
    """What a share lets its receiver do, each including the one before."""

    VIEW = 1
    EDIT = 2
    MANAGE = 3


LEVELS: Final = {
    "read": Level.VIEW,
    "export": Level.VIEW,
    "share": Level.MANAGE,
    "reassign": Level.MANAGE,
    "delete": Level.MANAGE,
    "merge": Level.MANAGE,
}
"""Level of share that an action asks for; every other action asks for `EDIT`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right that a profile can give: `<plugin>.<object>.<action>`.

    `object` is `<plugin>.<noun>`. `on_records` is False for a right that is a plain yes or no
    (manage users, import): its reach is then NONE or ALL. `default` holds for the profiles that
    say nothing of the right. `noun` names the object in the table of a profile ("Clients"); one
    of the object's rights is enough to say it.
    """

    object: str
    action: str
    label: str
    default: Reach = Reach.NONE
    on_records: bool = True
    level: Level | None = None
    noun: str = ""

    @property
    def key(self) -> str:
        """Name of the right: what `needs()` and profiles use."""
        return f"{self.object}.{self.action}"

    @property
    def needed_level(self) -> Level:
        """Level of share that lets the right act on a shared record."""
        return self.level or LEVELS.get(self.action, Level.EDIT)
