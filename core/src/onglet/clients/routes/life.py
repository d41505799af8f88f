"""Addresses of a client's life: the question before the bin, the bin, and the way back."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.clients.bin import binned, find_binned
from onglet.clients.impact import impact_of
from onglet.clients.life import delete_client, restore_client
from onglet.clients.service import ClientGoneError
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentAsk,
    CurrentHost,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)
from onglet.web.errors import Refused

router = APIRouter(route_class=UnitRoute)
DELETE = needs("core.client.delete")


@router.get("/clients/{client_id}/-/delete", dependencies=[DELETE])
def ask_delete(request: Request, host: CurrentHost, record: CurrentRecord) -> Response:
    """Ask before the bin, with what each plugin holds on the client."""
    return show(
        request,
        record,
        "onglet/clients/delete.html",
        title=_("Delete %(name)s", name=record.client.name),
        crumbs=_crumbs(record.client.name, record.client.href),
        record=record,
        impact=impact_of(host, record),
    )


@router.post("/clients/{client_id}/-/delete", dependencies=[DELETE])
def delete(request: Request, work: CurrentWork, record: CurrentRecord) -> Response:
    """Put the client in the bin."""
    delete_client(work, record.client.id)
    message = _("%(name)s is in the bin, with all that belongs to it.", name=record.client.name)
    return see_other(request, "/clients", message=message)


@router.get("/clients/bin", dependencies=[DELETE])
def show_bin(request: Request, ask: CurrentAsk) -> Response:
    """List what is in the bin, the latest first."""
    return show(
        request,
        ask,
        "onglet/clients/bin.html",
        title=_("Bin"),
        crumbs=_crumbs(_("Bin"), ""),
        rows=binned(ask),
    )


@router.post("/clients/bin/{public_id}/restore", dependencies=[DELETE])
def restore(request: Request, work: CurrentWork, public_id: str) -> Response:
    """Take a client out of the bin."""
    view = find_binned(work, public_id)
    if view is None:
        raise NotFound
    verdict = work.access.may_on("core.client.delete", view.id)
    if not verdict.allowed:
        raise Refused(verdict)
    try:
        restored = restore_client(work, view.id)
    except ClientGoneError:  # it never was in the bin, or somebody just took it out
        raise NotFound from None
    message = _("%(name)s is back.", name=view.name)
    if restored.previous_reference:
        message = _(
            "%(name)s is back. Its reference was taken meanwhile: it is now %(reference)s.",
            name=view.name,
            reference=restored.reference,
        )
    return see_other(request, view.href, message=message)


def _crumbs(label: str, href: str) -> list[Crumb]:
    return [
        Crumb(label=_("Contacts"), href="/contacts"),
        Crumb(label=_("Clients"), href="/clients"),
        Crumb(label=label, href=href),
    ]
