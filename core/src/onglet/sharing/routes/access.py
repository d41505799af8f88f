"""Why one may, or may not, do something on a record; and asking whoever can change that."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts.rejected import Rejected
from onglet.contributions import Record
from onglet.host.names import package_of
from onglet.rights.explain import sentence
from onglet.sharing import requesting
from onglet.sharing.forms import AskForm
from onglet.sharing.pages import crumbs
from onglet.ui import pages
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.web import (
    CurrentForm,
    CurrentHost,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)
from onglet.work.session import scope_of

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/access")
READ = [needs("core.client.read")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A right on the record, whether the reader has it, and why."""

    key: str
    label: str
    allowed: bool
    why: str


@router.get("", dependencies=READ)
def why(request: Request, record: CurrentRecord, host: CurrentHost) -> Response:
    """Say why the reader has a right on the record or not; without a right, say it of each."""
    right = request.query_params.get("right", "")[:160]
    if not right:
        return _all(request, record)
    if right not in host.loaded.catalogue:
        raise NotFound
    return _one(request, record, right, FormState(data={"right": right}))


@router.post("", dependencies=READ)
def ask(request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm) -> Response:
    """Ask for a right on the record."""
    wanted, state = check(AskForm, form)
    if wanted is None or not wanted.right:
        right = form.get("right")[:160]
        if right not in {one.key for one in _known(record)}:
            raise NotFound
        return _one(request, record, right, state, status=422)
    try:
        asked = requesting.ask_access(work, record, wanted.right, wanted.message.strip())
    except LookupError as unknown:
        raise NotFound from unknown
    except Rejected as fault:
        return _one(request, record, wanted.right, fault.on(state), status=422)
    names = ", ".join(asked.names)
    message = (
        _("Your request went to %(names)s. You will be told of the answer.", names=names)
        if asked.is_new
        else _("You asked already: it is still with %(names)s.", names=names)
    )
    if pages.wants_partial(request):
        return pages.toast(_one(request, record, wanted.right, FormState()), message)
    return see_other(request, record.client.href, message=message)


def _one(
    request: Request, record: Record, right: str, state: FormState, *, status: int = 200
) -> Response:
    verdict = record.may_here(right)
    people = []
    if not verdict.allowed:
        people = requesting.answerers(record, record, share_helps=verdict.share_helps)
    title = _("Why can I not?") if not verdict.allowed else _("Why can I?")
    return show(
        request,
        record,
        "onglet/sharing/why.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        status=status,
        record=record,
        heading=title,
        right=right,
        label=requesting.label_of(record, right),
        verdict=verdict,
        because=sentence(record.why_here(right)),
        people=people,
        pending=None if verdict.allowed else requesting.pending_of(record, right),
        f=state,
    )


def _known(record: Record) -> list[Line]:
    return [
        Line(
            key=key,
            label=gettext_of(package_of(held.plugin), held.right.label),
            allowed=record.may_here(key).allowed,
            why=sentence(record.why_here(key)),
        )
        for key, held in scope_of(record.session).catalogue.items()
        if held.right.on_records
    ]


def _all(request: Request, record: Record) -> Response:
    title = _("What I may do here")
    return show(
        request,
        record,
        "onglet/sharing/mine.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        record=record,
        heading=title,
        lines=_known(record),
    )
