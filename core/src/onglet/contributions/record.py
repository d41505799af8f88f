"""What plugins put on the record page: tabs, badges, pinned values, sections of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onglet.contributions.context import Record, Work


class TabGroup(StrEnum):
    """Heading under which "all tabs" lists a tab."""

    RECORD = "record"
    FOLLOW_UP = "follow_up"
    SALES = "sales"
    FINANCE = "finance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A small count beside a tab's name. Counts stop at 99: show `99+` by giving 100."""

    count: int
    tone: str = "neutral"
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a tab draws: the panel's HTML only; the core adds the page around it."""

    html: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab of the record. Its address is `/clients/{public_id}/<slug>`.

    `slug` starts with the plugin's name (`activity`, or `activity-board` for a second one).
    `right` is needed to see the tab. `render` runs in a guard with a time budget, only when the
    tab is open; `badge` runs in the later request that fills the tab bar. `js` and `css` name
    files of the plugin's `static/`; `hosts` are extra sources that the page's policy must allow
    for pictures.
    """

    slug: str
    label: str
    icon: str
    order: int
    right: str
    render: Callable[[Record], Panel]
    badge: Callable[[Record], Badge | None] | None = None
    group: TabGroup = TabGroup.RECORD
    js: tuple[str, ...] = ()
    css: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinValue:
    """A value ready to sit in the strip under the client's name. `text` empty = nothing known."""

    text: str
    href: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A value that people can pin under the client's name. `key` is `<plugin>.<value>`.

    `is_later` keeps a value of the core out of the page itself: it comes in the later request, as
    those of plugins always do.
    """

    key: str
    label: str
    icon: str
    right: str
    read: Callable[[Record], PinValue | None]
    order: int = 1000
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A block of the creation and edit form.

    `template` draws the fields (names start with `<plugin>-`); `load` gives their present values
    (None as record on creation); `check` gives messages by field; `save` writes in the
    transaction of the form, and its failure rolls the whole save back.
    """

    key: str
    label: str
    order: int
    right: str
    template: str
    load: Callable[[Record | None], Mapping[str, Any]]
    save: Callable[[Work, Record, Mapping[str, Any]], None]
    check: Callable[[Mapping[str, Any]], Mapping[str, str]] | None = None
    fields: tuple[str, ...] = field(default=())
