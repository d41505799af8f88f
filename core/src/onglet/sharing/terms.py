"""What is agreed in a share, and how the log keeps it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from onglet.clients.two_editors import print_of

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.contributions import Level

SUBJECT: Final = "core.share"
"""What rows of history on shares are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed in a share."""

    level: Level
    valid_until: datetime | None = None
    note: str = ""

    def seen(self) -> str:
        """Give a print of the terms: what an editor was shown."""
        end = self.valid_until.isoformat() if self.valid_until else ""
        return print_of([int(self.level), end, self.note])


def share_changes(
    name: str, before: Terms | None, after: Terms | None, *, is_group: bool
) -> dict[str, tuple[Any, Any]]:
    """Give a share before and after as the log keeps it. The subject is named in each row."""
    field = "group" if is_group else "colleague"
    old, new = _written(before), _written(after)
    changes: dict[str, tuple[Any, Any]] = {field: (None, name) if after else (name, None)}
    return changes | {key: (old.get(key), new.get(key)) for key in ("level", "until", "note")}


def _written(terms: Terms | None) -> dict[str, Any]:
    if terms is None:
        return {}
    return {
        "level": terms.level.name.lower(),
        "until": terms.valid_until.isoformat() if terms.valid_until else None,
        "note": terms.note or None,
    }
