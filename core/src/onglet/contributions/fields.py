"""What plugins add to custom fields: types, read-only fields, objects that have or get links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import ColumnElement

    from onglet.contributions.context import Ask, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """A type of custom field: how it is read, shown and indexed.

    `parse` gives the value to keep for what was typed, and raises ValueError with a sentence when
    it cannot; `show` gives it as people read it; `write` as they would type it (the value itself
    when None). `stores` is "text", "whole" (a whole number) or "yes_no"; `sort_key` gives another
    text or number to sort by. `input` is the sort of input (text, textarea, number, date, choice
    with `choices`), unless `template` draws it. `index` turns the SQL of the value into what a
    list sorts by; an index is made of it.
    """

    key: str
    label: str
    icon: str
    parse: Callable[[str], Any]
    show: Callable[[Any], str]
    template: str = ""
    index: Callable[[ColumnElement[Any]], ColumnElement[Any]] | None = None
    write: Callable[[Any], str] | None = None
    sort_key: Callable[[Any], str | int] | None = None
    stores: str = "text"
    input: str = "text"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that a plugin fills: it stands among the custom fields of a client, read only.

    `read` gives the value, a text or what the custom field type `type` keeps; None is empty.
    """

    key: str
    label: str
    icon: str
    right: str
    read: Callable[[Record], Any]
    order: int = 1000
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRecord:
    """A record that a field links to. `id` is its public identifier."""

    id: str
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldObject:
    """An object of a plugin that custom fields can be defined on, or lead to, or both.

    `values` is the plugin's table of values: it subclasses `onglet.api.FieldValues`, and its
    primary key is the key of the row; None when the object has no fields of its own. `find` gives
    what fits a text and `seen` the records of some identifiers, both only those that the actor
    may see; None when no field can lead to it.
    """

    key: str
    label: str
    icon: str
    right: str
    values: Any = None
    find: Callable[[Ask, str], Iterable[LinkedRecord]] | None = None
    seen: Callable[[Ask, Sequence[str]], Iterable[LinkedRecord]] | None = None
    order: int = 1000
