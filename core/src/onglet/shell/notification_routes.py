"""Addresses of notifications: the list, the few that the bell shows, and marking them read."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.ui import pages
from onglet.ui.i18n import gettext as _
from onglet.web import CurrentAsk, CurrentWork, NotFound, UnitRoute, see_other, show, signed_in
from onglet.work import notifications

router = APIRouter(route_class=UnitRoute, prefix="/notifications")
HOME: Final = "/notifications"
IN_BELL: Final = 6


@router.get("", dependencies=[signed_in])
def list_notifications(request: Request, ask: CurrentAsk) -> Response:
    """Show the reader's notifications, newest first."""
    before = request.query_params.get("before", "")
    unread_only = "unread" in request.query_params
    notices = notifications.list_of(
        ask,
        unread_only=unread_only,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        limit=notifications.PAGE + 1,
    )
    page = notices[: notifications.PAGE]
    has_more = len(notices) > notifications.PAGE
    kept = "unread&" if unread_only else ""
    return show(
        request,
        ask,
        "onglet/notifications/list.html",
        title=_("Notifications"),
        notices=page,
        unread=notifications.unread_count(ask),
        unread_only=unread_only,
        next_href=f"{HOME}?{kept}before={page[-1].id}" if has_more else "",
    )


@router.get("/latest", dependencies=[signed_in])
def latest(ask: CurrentAsk) -> Response:
    """Give what the bell shows: the few latest, without a page around."""
    return pages.fragment(
        "onglet/notifications/latest.html",
        notices=notifications.list_of(ask, limit=IN_BELL),
        unread=notifications.unread_count(ask),
    )


@router.post("/read", dependencies=[signed_in])
def mark_all_read(request: Request, work: CurrentWork) -> Response:
    """Mark all the reader's notifications as read."""
    notifications.mark_read(work)
    return see_other(request, HOME, message=_("All is read."))


@router.post("/{number}/read", dependencies=[signed_in])
def mark_read(request: Request, work: CurrentWork, number: int) -> Response:
    """Mark one of the reader's as read."""
    notifications.mark_read(work, [number])
    return see_other(request, HOME)


@router.post("/{number}/open", dependencies=[signed_in])
def open_notification(request: Request, work: CurrentWork, number: int) -> Response:
    """Mark one of the reader's as read, and go where it leads."""
    found = notifications.get(work, number)
    if found is None:
        raise NotFound
    notifications.mark_read(work, [number])
    return see_other(request, found.href or HOME)
