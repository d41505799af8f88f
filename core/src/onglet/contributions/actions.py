"""Entries of the Actions menu, on one record or on many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onglet.contributions.context import Record, Work

Form = Mapping[str, Any]
"""What a form sent: text by field name, a list of texts where a name comes several times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an action does not apply now, in a sentence for the reader."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Clients that a bulk action works on: keys that the actor may act on."""

    client_ids: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an action answers: a sentence for the reader and where to go next."""

    message: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An entry of the Actions menu.

    Exactly one of `href` (a page or a dialog to open) and `run` (something done at once, after
    the question `confirm` if there is one). `when` hides the entry (False) or shows it with its
    reason (Refusal); a `when` that fails hides it. `bulk` makes the action available in the list.
    Without the right the entry stays, and says which right is missing and who can grant it.
    """

    key: str
    label: str
    icon: str
    right: str
    order: int
    group: str = "record"
    href: Callable[[Record], str] | None = None
    run: Callable[[Work, Record, Form], Done] | None = None
    when: Callable[[Record], bool | Refusal] | None = None
    bulk: Callable[[Work, Selection], Done] | None = None
    confirm: str = ""
    shortcut: str = ""
    opens_dialog: bool = False
    is_danger: bool = False
    download: bool = field(default=False)
