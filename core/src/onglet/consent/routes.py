"""Addresses of the consent ledger: the download of a person's sign-up history."""

from fastapi import APIRouter
from starlette.responses import Response

from onglet.clients.snapshot import snapshot
from onglet.consent.queries import consent_history
from onglet.ui.sheet import sheet
from onglet.web import CurrentRecord, NotFound, UnitRoute, needs

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/consent")
READ = needs("core.client.read")
HEADERS = ("at", "channel", "purpose", "action", "ground", "text_version", "source", "address")


@router.get("/history.csv", dependencies=[READ])
def history(record: CurrentRecord) -> Response:
    """Download everything that the main contact said about campaigns, newest first."""
    held = snapshot(record, record.client.id)
    if held is None or held.person_id is None:
        raise NotFound
    rows = [[row.at.isoformat(), *row[1:]] for row in consent_history(record, held.person_id)]
    return Response(
        sheet(HEADERS, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="consent.csv"'},
    )
