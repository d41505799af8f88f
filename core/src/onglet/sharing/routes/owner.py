"""The owner of a record: another one is chosen."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts.rejected import Rejected
from onglet.clients.view import client_view_by_id
from onglet.contributions import Record
from onglet.sharing import owner, queries, service
from onglet.sharing.forms import OwnerForm
from onglet.sharing.pages import REASSIGN, crumbs
from onglet.sharing.routes.shares import picked
from onglet.ui import pages
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.reading import clean_text
from onglet.web import (
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    UnitRoute,
    needs,
    see_other,
    show,
)

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/sharing/owner")
MAY_GIVE = [needs(REASSIGN)]


@router.get("", dependencies=MAY_GIVE)
def choose(request: Request, record: CurrentRecord) -> Response:
    """Show where to choose another owner."""
    search = clean_text(request.query_params.get("q", "")[:200])
    return _form(request, record, FormState(data={"q": search}))


@router.get("/find", dependencies=MAY_GIVE)
def find(request: Request, record: CurrentRecord) -> Response:
    """Give the colleagues that a search finds."""
    search = clean_text(request.query_params.get("q", "")[:200])
    return pages.fragment(
        "onglet/sharing/found.html",
        **_found(record, search),
        **picked(record, request.query_params.get("subject", "")),
    )


@router.post("", dependencies=MAY_GIVE)
def change(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Give the client to a colleague."""
    wanted, state = check(OwnerForm, form)
    if wanted is None:
        return _form(request, record, state, status=422)
    service.lock(work, record.client.id)
    now_owner = owner.owner_key(work, record.client.id)
    if "seen" in form.texts and wanted.seen != now_owner:
        said = _(
            "Meanwhile somebody gave this client to %(name)s. Your choice is still here: save it "
            "again if it stands.",
            name=_owner_name(work, record),
        )
        return _form(request, record, state.with_error("", said), status=409)
    try:
        with work.session.begin_nested():
            subject = queries.find_subject(work, wanted.subject)
            name = owner.change_owner(work, record.client, subject)
    except Rejected as fault:
        return _form(request, record, fault.on(state), status=422)
    message = _("%(name)s owns %(client)s now.", name=name, client=record.client.name)
    seen = client_view_by_id(work, record.client.id)
    return see_other(request, record.client.href if seen else "/clients", message=message)


def _owner_name(work: CurrentWork, record: Record) -> str:
    now = client_view_by_id(work, record.client.id)
    return (now.owner_name if now else "") or _("nobody")


def _found(record: Record, search: str) -> dict[str, Any]:
    hidden = [record.client.owner_id] if record.client.owner_id else []
    return {
        "subjects": queries.find_colleagues(record, search, but=hidden),
        "groups": [],
        "search": search,
    }


def _form(request: Request, record: Record, state: FormState, *, status: int = 200) -> Response:
    title = _("Change the owner of the client")
    return show(
        request,
        record,
        "onglet/sharing/owner.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        status=status,
        record=record,
        heading=title,
        f=state,
        seen=owner.owner_key(record, record.client.id),
        chosen=queries.find_subject(record, state.value("subject")),
        **_found(record, state.value("q")[:200]),
    )
