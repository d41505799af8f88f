"""The feed of a record: composers that write to it, sources that fill it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from onglet.contributions.actions import Done, Form
    from onglet.contributions.context import Record, Work


class FormError(Exception):
    """What a composer was sent cannot be written: its fields drawn again, messages beside them."""

    def __init__(self, html: str) -> None:
        super().__init__("The form holds mistakes.")
        self.html = html


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """A button over the feed (comment, call, mail...) with its form.

    `form` draws the fields, without the form around them; `submit` writes what they sent. When
    that cannot be, `submit` raises `FormError` with the fields drawn again. A text that should
    follow the reader from one composer to the next lies in a textarea with `data-carried`.
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
    """What part of the feed is asked for: items before an instant, newest first.

    `since` is the oldest instant wanted; `kinds` empty means all; `actor_id` is the colleague who
    did it, `person_id` the contact it was with; `level` 1 leaves out what the system noted.
    """

    record: Record
    before: datetime | None = None
    since: datetime | None = None
    limit: int = 50
    kinds: tuple[str, ...] = ()
    text: str = ""
    actor_id: int | None = None
    person_id: int | None = None
    level: int = 2


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
