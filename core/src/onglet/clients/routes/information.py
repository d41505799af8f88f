"""Addresses of the tab of general information: the stars, and the card for address books."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.clients.cards import MEDIA_TYPE, cards_of, disposition
from onglet.clients.pinned import toggle_pin
from onglet.fields.pins import field_pins
from onglet.ui.i18n import gettext as _
from onglet.ui.pages import is_htmx, no_content, trigger
from onglet.web import (
    CurrentHost,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
)

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-")
READ = needs("core.client.read")


@router.post("/pins/{key}", dependencies=[READ])
def pin(
    request: Request, host: CurrentHost, work: CurrentWork, record: CurrentRecord, key: str
) -> Response:
    """Put a value in the strip under the name, or take it away."""
    declared = [placed.item for placed in host.registry().pins]
    if not any(pin.key == key for pin in (*declared, *field_pins(work))):
        raise NotFound
    is_pinned = toggle_pin(work, key)
    message = _("Pinned under the name.") if is_pinned else _("Taken out of the strip.")
    if not is_htmx(request):
        return see_other(request, record.href("information"), message=message)
    response = no_content(message)
    trigger(response, "pins:changed", {})
    return response


@router.get("/vcard", dependencies=[READ])
def vcard(record: CurrentRecord) -> Response:
    """Download the client and its contacts as vCards."""
    return Response(
        cards_of(record),
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": disposition(record.client.name)},
    )
