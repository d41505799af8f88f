"""Two people editing one record: what each changed, what meets, what clashes. Pure.

The form carries a print of each value that it showed. Fields that I changed and nobody else did
are mine; fields that only others changed keep their values, and I am told; the same field changed
to two values is a clash for a person to settle.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PRINT_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an editor saw: the version of the record, and a print of each value shown."""

    version: int = 0
    prints: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        """Give it as the text of a hidden field."""
        shown = " ".join(f"{key}={value}" for key, value in self.prints.items())
        return f"{self.version} {shown}".strip()

    @staticmethod
    def load(text: str) -> Seen | None:
        """Read the text of a hidden field back; None when it is not one."""
        version, _, shown = text.partition(" ")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            return None
        pairs = (piece.partition("=") for piece in shown.split())
        return Seen(version=int(version), prints={key: value for key, _equals, value in pairs})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One field that two editors changed to different values."""

    key: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What comes of two edits: my changes as (old, new), what others changed, what clashes."""

    changes: Mapping[str, tuple[Any, Any]]
    met: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


def print_of(value: Any) -> str:
    """Give a short print of a value: equal values have equal prints."""
    text = json.dumps(value, default=str, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:PRINT_LENGTH]


def see(version: int, values: Mapping[str, Any]) -> Seen:
    """Give what an editor sees who is shown these values."""
    return Seen(version=version, prints={key: print_of(value) for key, value in values.items()})


def meet(typed: Mapping[str, Any], stored: Mapping[str, Any], seen: Seen | None) -> Meeting:
    """Set what was typed beside what is stored, knowing what was shown.

    Without `seen` what was typed wins. A field that was not shown counts as unchanged by others.
    """
    changes: dict[str, tuple[Any, Any]] = {}
    met: list[str] = []
    clashes: list[Clash] = []
    prints = seen.prints if seen else {}
    for key, mine in typed.items():
        theirs = stored.get(key)
        if mine == theirs:
            continue
        shown = prints.get(key)
        if shown is None or shown == print_of(theirs):
            changes[key] = (theirs, mine)
        elif shown == print_of(mine):
            met.append(key)
        else:
            clashes.append(Clash(key=key, mine=mine, theirs=theirs))
    return Meeting(changes=changes, met=tuple(met), clashes=tuple(clashes))
