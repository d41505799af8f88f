"""What the page of the client list draws: columns, segments, chips, count, pages, menus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.clients import listing_choices
from onglet.clients.listing import COUNT_UP_TO, turned
from onglet.clients.listing_filters import core_filters
from onglet.clients.listing_view import STATES
from onglet.ui import formats
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Column, MenuGroup, MenuItem, Pager, Segment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from onglet.clients.list_plugins import PluginFilter, ShownColumn
    from onglet.clients.listing import ListPage
    from onglet.clients.listing_view import ListView
    from onglet.contributions import Ask, Record

SEGMENTS: Final = {
    "clients": N_("Clients"),
    "prospects": N_("Prospects"),
    "archived": N_("Archived ones"),
    "all": N_("All clients"),
}


class Chip:
    """A filter over the list: its popover is asked for when it is opened."""

    def __init__(self, *, key: str, label: str, icon: str, view: ListView, name: str) -> None:
        value = view.filters.get(key, "")
        self.id = key.replace(".", "-")
        self.label = label
        self.icon = icon
        self.value = name if value else ""
        self.open_href = view.href(f"/clients/-/filters/{key}")
        self.clear_href = view.href(**{key: ""}) if value else ""


def columns(view: ListView, extra: Sequence[ShownColumn]) -> list[Column]:
    """Give the heads of the table."""
    return [
        _sortable(view, "name", _("Name")),
        Column(key="status", label=_("Status")),
        Column(key="owner", label=_("Owner")),
        *(_of_plugin(view, column) for column in extra),
        _sortable(view, "created", _("Created")),
        _sortable(view, "activity", _("Last activity")),
        Column(key="menu", label=_("Actions"), hide_label=True, width="tight"),
    ]


def _of_plugin(view: ListView, column: ShownColumn) -> Column:
    key = column.key.replace(".", "-")
    if column.is_sortable:
        return _sortable(view, column.key, column.label, numeric=column.is_numeric)
    return Column(key=key, label=column.label, numeric=column.is_numeric)


def _sortable(view: ListView, key: str, label: str, *, numeric: bool = False) -> Column:
    state: Literal["", "ascending", "descending"] = ""
    if view.sort == key:
        state = "descending" if view.is_descending else "ascending"
    wanted = turned(view, key)
    return Column(
        key=key.replace(".", "-"),
        label=label,
        sort_href=view.href(sort=wanted.sort_text),
        sorted=state,
        numeric=numeric,
    )


def segments(view: ListView) -> list[Segment]:
    """Give the states that the list may be narrowed to."""
    return [
        Segment(
            label=_(label),
            href=view.href(state="" if key == STATES[0] else key),
            current=view.state == key,
        )
        for key, label in SEGMENTS.items()
    ]


def chips(ask: Ask, view: ListView, plugins: Sequence[PluginFilter]) -> list[Chip]:
    """Give the filters, each with the name of its value when it is on."""
    found = [
        Chip(
            key=item.key,
            label=_(item.label),
            icon=item.icon,
            view=view,
            name=listing_choices.name_of(ask, item.key, view.filters[item.key])
            if item.key in view.filters
            else "",
        )
        for item in core_filters(ask).values()
    ]
    for item in plugins:
        value = view.filters.get(item.key, "")
        name = dict(item.choices()).get(value, value) if value else ""
        found.append(Chip(key=item.key, label=item.label, icon="filter", view=view, name=name))
    return found


def count_text(page: ListPage, view: ListView) -> str:
    """Say how many rows there are: "1 000+" where the count stopped."""
    if page.count > COUNT_UP_TO and not view.counts_all:
        return formats.html_spaces(formats.num(COUNT_UP_TO)) + "+"
    return formats.html_spaces(formats.num(page.count))


def is_capped(page: ListPage, view: ListView) -> bool:
    """Tell whether the count stopped before the end."""
    return page.count > COUNT_UP_TO and not view.counts_all


def pager(view: ListView, page: ListPage) -> Pager:
    """Give the neighbours of the page."""
    kept = {"count": "all"} if view.counts_all else {}
    return Pager(
        previous_href=view.href(before=page.previous, **kept) if page.previous else "",
        next_href=view.href(after=page.following, **kept) if page.following else "",
        shown=str(len(page.rows)) if page.rows else "",
        total=count_text(page, view),
    )


def row_menu(record: Record, back: str) -> list[MenuItem | MenuGroup]:
    """Give what may be done with one client from its line; a write comes back to the list."""
    client = record.client
    entries = [
        MenuItem(label=_("Open"), icon="eye", href=client.href),
        MenuItem(
            label=_("Open in a new tab"), icon="external-link", href=client.href, new_tab=True
        ),
    ]
    if record.holds_here("core.client.edit"):
        entries.append(MenuItem(label=_("Edit"), icon="pencil", href=record.href("-", "edit")))
    if record.holds_here("core.client.archive"):
        do = "unarchive" if client.is_archived else "archive"
        entries.append(
            MenuItem(
                label=_("Unarchive") if client.is_archived else _("Archive"),
                icon="archive-off" if client.is_archived else "archive",
                post="/clients/-/bulk",
                values=(("ids", client.public_id), ("do", do), ("back", back)),
            )
        )
    entries.append(
        MenuItem(
            label=_("Download the vCard"),
            icon="address-book",
            href=record.href("-", "vcard"),
            download=True,
        )
    )
    if not record.holds_here("core.client.delete"):
        return list(entries)
    delete = MenuItem(
        label=_("Delete"),
        icon="trash",
        href=record.href("-", "delete"),
        dialog=True,
        danger=True,
    )
    return [MenuGroup(items=tuple(entries)), MenuGroup(items=(delete,))]
