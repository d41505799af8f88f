"""Answers to writes: the parts of the page that changed, or the page again without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onglet.api import close_dialog, is_htmx, partials, see_other, toast
from onglet_activity import agenda, panel, tabs
from onglet_activity.filters import filters_of_page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from onglet.api import Ask, Record

AGENDA = "/activity"


def page_of(request: Request) -> str:
    """Give the address of the page that sent the request, its path and query."""
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def parts_of_tab(request: Request, record: Record) -> list[tuple[str, Any]]:
    """Draw the parts of the tab that a write changes, the history narrowed as it was."""
    asked = filters_of_page(page_of(request), record)
    found = tabs.badge(record)
    badge = record.render("activity/badge.html", badge=found)
    return [
        (
            "#activity-feed",
            record.render("activity/history.html", history=panel.history(record, asked)),
        ),
        ("#activity-rail", record.render("activity/rail.html", rail=panel.rail(record))),
        ("#badge-activity", badge),
        ("#all-badge-activity", badge),
    ]


def parts_of_agenda(ask: Ask, *, everybody: bool) -> list[tuple[str, Any]]:
    """Draw the part of the agenda that a write changes."""
    found = agenda.parts(ask, everybody=everybody)
    return [("#activity-agenda", ask.render("activity/agenda_parts.html", parts=found))]


def after_write(
    request: Request, record: Record, message: str, *, back: str = "", undo: str = ""
) -> Response:
    """Give the answer to a write: the parts that changed on the page it came from.

    `undo` is where to post to take the write back.
    """
    home = AGENDA if back == "agenda" else record.href("activity")
    if not is_htmx(request):
        return see_other(request, home, message=message)
    record.session.flush()
    page = urlsplit(page_of(request))
    if page.path == record.href("activity"):
        parts = parts_of_tab(request, record)
    elif page.path == AGENDA:
        parts = parts_of_agenda(record, everybody="who=all" in page.query)
    else:
        badge = record.render("activity/badge.html", badge=tabs.badge(record))
        parts = [("#badge-activity", badge), ("#all-badge-activity", badge)]
        if not page.path.startswith(record.client.href + "/"):
            return see_other(request, home, message=message)
    return close_dialog(toast(partials(parts), message, undo=undo))
