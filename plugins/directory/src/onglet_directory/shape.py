"""Walking through JSON of unknown shape: a wrong or missing part is an empty one, not an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def record(value: object) -> Mapping[str, object]:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Mapping[str, object]]:
    """The objects of a JSON array; what is not an object is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[object]:
    """The items of a JSON array, or none."""
    return value if isinstance(value, list) else []


def number(value: object, default: int = 0) -> int:
    """A whole number of zero or more, else the default."""
    return (
        value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default
    )
