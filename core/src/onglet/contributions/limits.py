"""What a profile lets its colleagues see of each field and tab, below what their rights say."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FieldLevel(StrEnum):
    """How much of a field an actor gets."""

    HIDDEN = "hidden"
    MASKED = "masked"
    READ = "read"
    EDIT = "edit"

    @property
    def is_shown(self) -> bool:
        """Tell whether the actor knows of the field at all."""
        return self is not FieldLevel.HIDDEN

    @property
    def is_readable(self) -> bool:
        """Tell whether the actor reads the value whole."""
        return self in {FieldLevel.READ, FieldLevel.EDIT}

    @property
    def is_open(self) -> bool:
        """Tell whether the actor may change the value."""
        return self is FieldLevel.EDIT


class TabLevel(StrEnum):
    """What becomes of a tab: shown, shown with a lock that says why, or as if it were not."""

    SHOWN = "shown"
    LOCKED = "locked"
    HIDDEN = "hidden"


TAB: Final = "tab."
"""What the keys of tabs begin with; every other key is a field's."""
MASK: Final = "••••"
KEPT: Final = 4


def tab_key(slug: str) -> str:
    """Give the key of a tab among the limits of a profile."""
    return f"{TAB}{slug}"


def masked(text: str) -> str:
    """Give what is left of a text that the reader may not see whole: its last four signs.

    A text of seven signs or less leaves nothing: four of them would give it away.

    >>> masked("FR76 3000 6000 0112 3456 7890 189"), masked("4 rue")
    ('•••• 0189', '••••')
    """
    signs = "".join(text.split())
    if not signs:
        return ""
    return f"{MASK} {signs[-KEPT:]}" if len(signs) >= 2 * KEPT else MASK
