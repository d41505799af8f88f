"""Addresses of the consent ledger: the download of a person's sign-up history."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from onglet.clients.limits import level, said
from onglet.clients.snapshot import snapshot
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT
from onglet.consent.queries import consent_history
from onglet.contributions import Ask
from onglet.ui.sheet import sheet
from onglet.web import CurrentRecord, NotFound, UnitRoute, needs

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/consent")
READ = needs("core.client.read")
WAYS: Final = {
    "email": (f"{CONTACT}email",),
    "sms": (f"{CONTACT}mobile", f"{CONTACT}phone"),
    "phone": (f"{CONTACT}phone", f"{CONTACT}mobile"),
    "post": (f"{ADDRESS}line1", f"{ADDRESS}town"),
}
"""What an entry gives away of the person, by channel."""
HEADERS = ("at", "channel", "purpose", "action", "ground", "text_version", "source", "address")


@router.get("/history.csv", dependencies=[READ])
def history(record: CurrentRecord) -> Response:
    """Download everything that the main contact said about campaigns, newest first."""
    held = snapshot(record, record.client.id)
    if held is None or held.person_id is None:
        raise NotFound
    rows = [
        [row.at.isoformat(), *row[1:-1], _address(record, row)]
        for row in consent_history(record, held.person_id)
        if level(record, CONSENT + row.channel).is_shown
    ]
    return Response(
        sheet(HEADERS, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="consent.csv"'},
    )


def _address(ask: Ask, row: Any) -> str:
    """Give the address of an entry as the actor may read it: as the least read of its fields."""
    text: str = row.address
    for key in WAYS.get(row.channel, ()):
        text = said(ask, key, text)
    return text
