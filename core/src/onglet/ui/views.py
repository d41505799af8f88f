"""What templates are given: plain values, already worded, formatted and allowed.

Whoever builds one has asked the rights and the database; a template only draws it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Tone = Literal["neutral", "accent", "ok", "warn", "bad", "info"]
Theme = Literal["auto", "light", "dark"]
Kind = Literal["ok", "info", "warn", "bad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The question asked before a write; without JavaScript the write goes straight through.

    What cannot be undone deserves a page of its own instead (`MenuItem.dialog`).
    """

    title: str
    text: str
    button: str
    danger: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A line of a menu.

    A link (`href`), a page that opens in a dialog (`href` and `dialog`), or a write (`post`, sent
    as a form). One that is refused keeps its place and says why; `why_href` opens more about it.
    """

    label: str
    icon: str = ""
    href: str = ""
    dialog: bool = False
    post: str = ""
    values: tuple[tuple[str, str], ...] = ()
    confirm: Confirm | None = None
    danger: bool = False
    refused: str = ""
    why_href: str = ""
    shortcut: str = ""
    hint: str = ""
    current: bool = False
    download: bool = False
    new_tab: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuGroup:
    """Lines of a menu under one heading; an empty label only draws a line between."""

    items: tuple[MenuItem, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a select, a radio group or a list of suggestions."""

    value: str
    label: str
    group: str = ""
    hint: str = ""
    icon: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A pill: a word and a tone; `dot` adds the point of a state."""

    label: str
    tone: Tone = "neutral"
    dot: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A table's column. `sort_href` makes the head a link; `sorted` is its state now."""

    key: str
    label: str
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    numeric: bool = False
    hide_label: bool = False
    width: Literal["", "tight", "wide"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabLink:
    """A tab of a record. `count` None draws no pill; it may come later, in the badge's own id."""

    slug: str
    label: str
    href: str
    icon: str
    group: str
    current: bool = False
    count: str | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One of a few exclusive views of the same list."""

    label: str
    href: str
    current: bool = False
    count: str | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """A value offered by a filter chip's popover: a link that turns it on or off."""

    label: str
    href: str
    on: bool = False
    count: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChip:
    """A filter over a list: its popover of choices, and how to take it off when it is on."""

    key: str
    label: str
    choices: tuple[FilterChoice, ...]
    value: str = ""
    clear_href: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Keyset paging: the neighbours' addresses, and what is shown out of how many if known."""

    previous_href: str = ""
    next_href: str = ""
    shown: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A value of the strip over a record."""

    label: str
    value: str
    icon: str = ""
    href: str = ""
    tone: Tone = "neutral"
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValue:
    """A label and its value on a record; empty values are folded together by the list.

    Attributes:
        source: where it came from, and when, for the tip.
        pin_post: address of the star; empty when it cannot be pinned.
    """

    label: str
    value: str = ""
    href: str = ""
    key: str = ""
    source: str = ""
    edit_href: str = ""
    pin_post: str = ""
    pinned: bool = False
    badge: Badge | None = None
    multiline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """A figure in a card: formatted value, change, note, and a small picture of it.

    Attributes:
        spark: points of a line, oldest first, any scale.
        meter: share of the whole, 0 to 100; None draws none.
        formula: how it is computed, shown on demand.
    """

    label: str
    value: str
    delta: str = ""
    delta_tone: Tone = "neutral"
    delta_icon: str = ""
    note: str = ""
    tone: Tone = "neutral"
    spark: tuple[float, ...] = ()
    spark_tone: Literal["one", "two"] = "one"
    meter: float | None = None
    href: str = ""
    formula: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A line of a timeline. With a `body` (text, or safe HTML) it is drawn as a card."""

    key: str
    icon: str
    title: str
    at: datetime
    tone: Tone = "neutral"
    author: str = ""
    body: str = ""
    meta: tuple[str, ...] = ()
    badge: Badge | None = None
    menu: tuple[MenuGroup | MenuItem, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDay:
    """The entries of one day, newest first."""

    label: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposerMode:
    """A way to add to the feed: a radio over the composer, with fields of its own as HTML."""

    key: str
    label: str
    icon: str
    placeholder: str = ""
    fields: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a long form, for the list at its left."""

    key: str
    label: str
    errors: int = 0
    icon: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step of the breadcrumb; the last one has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLink:
    """A line of an error summary: the message, and the id of the field it speaks of."""

    message: str
    field_id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """A message for the next page."""

    message: str
    kind: Kind = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavLink:
    """A line of the left menu. One that `is_counted` gets its number after the page is there."""

    key: str
    label: str
    href: str
    icon: str
    current: bool = False
    count: str | None = None
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A record seen lately."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserBadge:
    """The person signed in, as the shell shows them."""

    name: str
    email: str
    href: str = "/account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """All that surrounds a page, the same for every page of one request.

    Attributes:
        add: the "Add" menu.
        account_menu: lines of the avatar's menu, over theme and sign-out.
        version: of the product, for help and error reports.
        looking: profile as which an administrator sees the screens, empty otherwise.
    """

    user: UserBadge | None = None
    nav: Sequence[NavLink] = ()
    nav_foot: Sequence[NavLink] = ()
    add: Sequence[MenuGroup | MenuItem] = ()
    recents: Sequence[Recent] = ()
    unread: int = 0
    theme: Theme = "auto"
    locale: str = "fr"
    csrf: str = ""
    flashes: Sequence[Flash] = ()
    version: str = ""
    product: str = "Onglet"
    company: str = ""
    home_href: str = "/"
    search_href: str = "/search"
    notifications_href: str = "/notifications"
    theme_post: str = "/preferences/theme"
    sign_out_post: str = "/sign-out"
    sign_in_href: str = "/sign-in"
    looking: str = ""
    looking_end_post: str = "/looking/end"
    account_menu: Sequence[MenuGroup | MenuItem] = field(default=())
