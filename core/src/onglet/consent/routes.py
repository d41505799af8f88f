"""Addresses of the consent ledger: the download of a person's sign-up history."""

import csv
import io

from fastapi import APIRouter
from starlette.responses import Response

from onglet.clients.snapshot import snapshot
from onglet.consent.queries import consent_history
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
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for row in consent_history(record, held.person_id):
        writer.writerow([row.at.isoformat(), *map(_harmless, row[1:])])
    return Response(
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="consent.csv"'},
    )


def _harmless(value: str) -> str:
    """Give a text that no spreadsheet runs as a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value
