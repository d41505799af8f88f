"""An entry as a form or another plugin gives it, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from onglet_activity.kinds import Before, Kind

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an entry says. Instants are UTC; `zone` is where its days and times were meant.

    `occurred_at` None means now. `persons` are keys of contacts of the client.
    """

    kind: Kind
    subject: str = ""
    body: str = ""
    occurred_at: datetime | None = None
    assignee_id: int | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_all_day: bool = False
    zone: str = "Europe/Paris"
    direction: str = ""
    outcome: str = ""
    length_minutes: int | None = None
    place: str = ""
    persons: tuple[int, ...] = ()
    before: Before = Before.NONE
    level: int = 1
    source: str = "screen"
    external_id: str = ""

    def columns(self) -> dict[str, Any]:
        """Give the values of the entry's own columns, by name."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in APART
        }


APART: Final = frozenset({"persons", "before", "occurred_at"})
FIXED: Final = frozenset({"kind", "level", "source", "external_id"})
"""What an edit leaves as it was."""
