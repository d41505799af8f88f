"""What plugins add to lists and to the search: columns, filters, sources of hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement

    from onglet.contributions.context import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the client list. `expression` gives SQL that reads one value of a client.

    It receives the column of the client's key to correlate with; the list selects it beside its
    own. `show` turns the value into text.
    """

    key: str
    label: str
    right: str
    expression: Callable[[Ask, ColumnElement[int]], ColumnElement[Any]]
    show: Callable[[Ask, Any], str]
    order: int = 1000
    align: str = "start"
    is_sortable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter of the client list. `condition` gives SQL for a value typed or chosen."""

    key: str
    label: str
    right: str
    condition: Callable[[Ask, ColumnElement[int], str], ColumnElement[bool]]
    choices: Callable[[Ask], Iterable[tuple[str, str]]] | None = None
    order: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What was typed, as typed and folded (no accents, lower case)."""

    ask: Ask
    text: str
    folded: str
    limit: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found. `reason` says what matched ("SIREN", "contact Anne Petit")."""

    title: str
    href: str
    icon: str
    detail: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """A group of hits in the search box."""

    key: str
    label: str
    right: str
    find: Callable[[SearchQuery], Iterable[Hit]]
    order: int = 1000
