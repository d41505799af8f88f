"""The feed of a record: composers that write to it, sources that fill it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from onglet.contributions.actions import Done, Form
    from onglet.contributions.context import Record, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """A button over the feed (comment, call, mail...) with its form.

    `form` draws the fields; `submit` writes. A form that is not valid raises `FormError`.
    """

    key: str
    label: str
    icon: str
    right: str
    order: int
    form: Callable[[Record], str]
    submit: Callable[[Work, Record, Form], Done]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedQuery:
    """What part of the feed is asked for: items before an instant, newest first."""

    record: Record
    before: datetime | None = None
    limit: int = 50
    kinds: tuple[str, ...] = ()
    text: str = ""
    actor_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry of the feed. `level` 1 is what people did, 2 what the system noted.

    `fields` names the client fields whose values the entry shows: it is left out for those who
    may not see them. `html` is drawn as it is, after the core has closed its tags.
    """

    key: str
    kind: str
    at: datetime
    title: str
    icon: str
    actor_name: str = ""
    html: str = ""
    href: str = ""
    level: int = 1
    tone: str = "neutral"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A source of the feed. `kinds` gives the label of each kind of entry, for the filter."""

    key: str
    label: str
    right: str
    read: Callable[[FeedQuery], Iterable[FeedItem]]
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComposer:
    """A composer that the actor may use on a record. `plugin` owns it, `html` is its form."""

    plugin: str
    key: str
    label: str
    icon: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """A page of the feed. `silent` labels the sources that failed; `kinds` all known kinds."""

    items: Sequence[FeedItem]
    has_more: bool
    kinds: Sequence[tuple[str, str]] = ()
    silent: Sequence[str] = ()
