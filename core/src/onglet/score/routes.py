"""Addresses of the score: points are given, and taken away. Each works without JavaScript."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.score.card import card_href
from onglet.score.forms import MOST, PointsForm
from onglet.score.service import give_points, take_points
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/score")
EDIT = needs("core.score.edit")


@router.get("/new", dependencies=[EDIT])
def new(request: Request, record: CurrentRecord) -> Response:
    """Show the form of points to give."""
    return _form(request, record, FormState())


@router.post("/new", dependencies=[EDIT])
def give(request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm) -> Response:
    """Give points to the client, or show the form again with what is wrong beside it."""
    read, state = check(PointsForm, form)
    if read is not None and read.ends_on is not None and read.ends_on < record.today:
        state = state.with_error("ends_on", _("This day has passed: choose today or a later one."))
    if read is None or state.failed:
        return _form(request, record, state, status=422)
    give_points(work, record.client.id, read.points, read.reason, ends_on=read.ends_on)
    return see_other(request, card_href(record), message=_("The points were added."))


@router.post("/{key}/delete", dependencies=[EDIT])
def take(request: Request, work: CurrentWork, record: CurrentRecord, key: str) -> Response:
    """Take points away."""
    try:
        take_points(work, record.client.id, key)
    except LookupError as error:
        raise NotFound from error
    return see_other(request, card_href(record), message=_("The points were taken away."))


def _form(request: Request, record: CurrentRecord, state: FormState, status: int = 200) -> Response:
    return show(
        request,
        record,
        "onglet/score/form.html",
        title=_("Add score"),
        crumbs=[
            Crumb(label=_("Clients"), href="/clients"),
            Crumb(label=record.client.name, href=record.client.href),
            Crumb(label=_("Add score")),
        ],
        status=status,
        record=record,
        f=state,
        most=MOST,
    )
