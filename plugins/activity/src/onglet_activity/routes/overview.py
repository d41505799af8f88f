"""The agenda page: my tasks and events, or everybody's."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.api import CurrentAsk, UnitRoute, _, needs, show, views
from onglet_activity import agenda

router = APIRouter(route_class=UnitRoute)


@router.get("", dependencies=[needs("activity.entry.read")])
def open_agenda(request: Request, ask: CurrentAsk) -> Response:
    """Show what is late, for today, for this week and later."""
    everybody = request.query_params.get("who") == "all"
    return show(
        request,
        ask,
        "activity/agenda.html",
        title=_("Agenda"),
        parts=agenda.parts(ask, everybody=everybody),
        segments=[
            views.Segment(label=_("Mine"), href="/activity", current=not everybody),
            views.Segment(label=_("Everybody’s"), href="/activity?who=all", current=everybody),
        ],
        everybody=everybody,
    )
