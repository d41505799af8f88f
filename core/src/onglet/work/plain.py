"""Values as JSON holds them, for what is kept as a document: arguments of jobs, events, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """Give the value as JSON types; dates, decimals and identifiers as text.

    Raises:
        TypeError: when the value has no form in JSON.
    """
    kept = value.value if isinstance(value, Enum) else value
    match kept:
        case Mapping():
            kept = plain_mapping(kept)
        case list() | tuple():
            kept = [plain(item) for item in kept]
        case set() | frozenset():
            kept = _sorted(plain(item) for item in kept)
        case date() | time():
            kept = kept.isoformat()
        case Decimal() | UUID():
            kept = str(kept)
        case None | bool() | int() | float() | str():
            pass
        case _:
            raise TypeError(f"A {type(value).__name__} cannot be kept as JSON: {value!r}")
    return kept


def plain_mapping(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give a mapping as JSON types."""
    return {str(key): plain(item) for key, item in values.items()}


def _sorted(items: Iterable[Any]) -> list[Any]:
    return sorted(items, key=lambda item: (type(item).__name__, item))
