"""What the tab shows, part by part: the composers, the history, what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from onglet.api import _, views
from onglet_activity import choices, filters, tab_rows, timeline, wording
from onglet_activity.kinds import Kind, feed_kind

if TYPE_CHECKING:
    from onglet.api import FeedPage, Record
    from onglet_activity.filters import Filters

CONTACTS = 4
SYSTEM = feed_kind(Kind.SYSTEM)
"""The box "System journal" shows these: they need no segment of their own."""


def composer(record: Record, *, current: str = "", html: str = "") -> dict[str, Any]:
    """Give the composers that the actor may use; `html` replaces the form of the current one."""
    modes = [
        {
            "key": one.key,
            "label": one.label,
            "icon": one.icon,
            "html": _drawn(html if html and one.key == current else one.html),
        }
        for one in record.composers()
    ]
    keys = [mode["key"] for mode in modes]
    return {
        "modes": modes,
        "current": current if current in keys else next(iter(keys), ""),
        "add_href": record.href("activity", "add"),
    }


def _drawn(html: str) -> Markup:
    """Take a form as the plugin that owns it drew it: it escapes what it was given."""
    return Markup(html)  # noqa: S704 - HTML of a template


def history(record: Record, asked: Filters) -> dict[str, Any]:
    """Give the page of the history that is asked for."""
    page = filters.feed(record, asked)
    tab = record.href("activity")
    return {
        "asked": asked,
        "days": timeline.days(record, page.items),
        "silent": page.silent,
        "segments": _segments(page, asked, tab),
        "more_href": f"{tab}?{asked.query(before=page.items[-1].at)}" if page.has_more else "",
        "span": _span(asked),
        "tab_href": tab,
        "clear_href": tab,
    }


def _segments(page: FeedPage, asked: Filters, tab: str) -> list[views.Segment]:
    def link(label: str, kinds: tuple[str, ...]) -> views.Segment:
        query = asked.query(kinds=kinds, before=None)
        return views.Segment(
            label=label, href=f"{tab}?{query}" if query else tab, current=asked.kinds == kinds
        )

    known = [link(label, (kind,)) for kind, label in page.kinds if kind != SYSTEM]
    return [link(_("Everything"), ()), *known]


def _span(asked: Filters) -> str:
    if asked.start_on is None or asked.end_on is None:
        return ""
    from onglet.api import formats

    return _(
        "From %(first)s to %(last)s",
        first=formats.day(asked.start_on),
        last=formats.day(asked.end_on),
    )


def filter_form(record: Record, asked: Filters) -> dict[str, Any]:
    """Give what the form over the history offers."""
    return {
        "asked": asked,
        "tab_href": record.href("activity"),
        "contacts": [
            views.Option(value=one.public_id, label=one.name) for one in choices.contacts(record)
        ],
        "colleagues": [
            views.Option(value=one.public_id, label=one.name) for one in choices.everybody(record)
        ],
    }


def rail(record: Record) -> dict[str, Any]:
    """Give what stands beside the history: tasks, events, contacts."""
    may_edit = record.holds_here("activity.entry.edit")
    found = tab_rows.beside(record)
    may_create = record.holds_here("activity.entry.create")
    return {
        "tasks": [
            {
                "row": row,
                "due": wording.due(record, row),
                "is_late": row.is_late(record.now),
                "people": wording.names(row.persons),
                "done_href": timeline.address(record, row, "done"),
                "edit_href": timeline.address(record, row, "edit"),
                "menu": timeline.menu(record, row)[1:] if may_edit else [],
            }
            for row in found.tasks
        ],
        "events": [
            {
                "row": row,
                "when": wording.when(record, row),
                "menu": timeline.menu(record, row),
            }
            for row in found.events
        ],
        "key_contacts": choices.contacts(record)[:CONTACTS],
        "may_edit": may_edit,
        "new_task_href": f"{record.href('activity', 'new')}?kind=task" if may_create else "",
        "contacts_href": record.href("contacts"),
    }


def whole(record: Record, asked: Filters) -> dict[str, Any]:
    """Give everything that the tab shows."""
    tab_rows.with_beside(record)
    return {
        "composer": composer(record),
        "history": history(record, asked),
        "filters": filter_form(record, asked),
        "rail": rail(record),
    }
