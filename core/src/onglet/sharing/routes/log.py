"""The log of grants: the firm's, for whoever may read it, and a record's own part."""

from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.contributions import Ask
from onglet.rights.granters import SHARE
from onglet.settings.crumbs import settings_crumbs
from onglet.sharing.audit import KINDS, MOST, PAGE, Entry, Wanted, entries
from onglet.sharing.ends import end_of
from onglet.sharing.pages import ROOM, crumbs, parts
from onglet.ui.formats import moment
from onglet.ui.forms import FormState
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _
from onglet.ui.reading import clean_text
from onglet.ui.sheet import sheet
from onglet.ui.views import Option
from onglet.web import CurrentAsk, CurrentRecord, UnitRoute, needs, show

router = APIRouter(route_class=UnitRoute)
AUDIT = "core.audit.read"
LIST = "/settings/audit"
FILTERS = ("kind", "who", "since", "until")
LABELS = {
    "share": N_("Shares"),
    "owner": N_("Owners"),
    "request": N_("Requests for access"),
    "group": N_("Groups"),
    "profile": N_("Profiles"),
    "user": N_("Users"),
}


@router.get("/clients/{client_id}/-/sharing/log", dependencies=[needs(SHARE)])
def log_of_record(request: Request, record: CurrentRecord) -> Response:
    """Show what was granted on a record, by whom and when."""
    before = _number(request)
    found = entries(record, Wanted(client_id=record.client.id), before=before, limit=PAGE + 1)
    title = _("Log of the shares")
    here = record.href("-", ROOM, "log")
    return show(
        request,
        record,
        "onglet/sharing/log.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        record=record,
        parts=parts(record, "log"),
        entries=found[:PAGE],
        next_href=f"{here}?before={found[PAGE - 1].id}" if len(found) > PAGE else "",
    )


@router.get(LIST, dependencies=[needs(AUDIT)])
def log_of_firm(request: Request, ask: CurrentAsk) -> Response:
    """Show the log of the firm, with filters."""
    state = _typed(request)
    found = entries(ask, _wanted(ask, state), before=_number(request), limit=PAGE + 1)
    kept = _query(state)
    return show(
        request,
        ask,
        "onglet/sharing/audit.html",
        title=_("Log of grants"),
        crumbs=settings_crumbs(_("Log of grants")),
        f=state,
        kinds=[Option(value=key, label=_(LABELS[key])) for key in KINDS],
        entries=found[:PAGE],
        next_href=f"{LIST}?{kept}before={found[PAGE - 1].id}" if len(found) > PAGE else "",
        csv_href=f"{LIST}.csv?{kept}",
        filtered=bool(kept),
    )


@router.get(f"{LIST}.csv", dependencies=[needs(AUDIT)])
def download(request: Request, ask: CurrentAsk) -> Response:
    """Download what the filters leave: a line for each value."""
    found = entries(ask, _wanted(ask, _typed(request)), limit=MOST)
    head = (
        _("When"),
        _("Who"),
        _("Source"),
        _("What"),
        _("About"),
        _("Reference"),
        _("Client"),
        _("Field"),
        _("Before"),
        _("After"),
    )
    rows = [row for entry in found for row in _csv_rows(entry)]
    return Response(
        sheet(head, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="grants.csv"'},
    )


def _csv_rows(entry: Entry) -> list[tuple[str, ...]]:
    start = (
        moment(entry.at, "short"),
        entry.actor,
        entry.source,
        entry.title,
        entry.about,
        entry.client_reference,
        entry.client_name,
    )
    lines = [(line.label, line.old, line.new) for line in entry.lines] or [("", "", "")]
    return [(*start, *line) for line in lines]


def _typed(request: Request) -> FormState:
    asked = request.query_params
    return FormState(data={name: clean_text(asked.get(name, "")[:100]) for name in FILTERS})


def _wanted(ask: Ask, state: FormState) -> Wanted:
    since, until = _day(state.value("since")), _day(state.value("until"))
    return Wanted(
        kind=state.value("kind"),
        who=state.value("who"),
        since=end_of(since - timedelta(days=1), ask.actor.zone) if since else None,
        until=end_of(until, ask.actor.zone) if until else None,
    )


def _day(text: str) -> date | None:
    """Give the day of a filter; what is none, or out of all bounds, does not filter."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 < found.year < 9000 else None


def _query(state: FormState) -> str:
    kept = {name: state.value(name) for name in FILTERS if state.value(name)}
    return f"{urlencode(kept)}&" if kept else ""


def _number(request: Request) -> int | None:
    text = request.query_params.get("before", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None
