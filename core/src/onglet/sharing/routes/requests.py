"""Requests for access: those to answer, one's own, and the answer."""

from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts.rejected import Rejected
from onglet.clients.view import client_view_by_id
from onglet.contributions import Ask, ClientView, Level
from onglet.rights.evaluate import Reason
from onglet.rights.explain import explain_of
from onglet.sharing import answering, requesting, service
from onglet.sharing.ends import end_of, last_day_of
from onglet.sharing.forms import AnswerForm
from onglet.sharing.levels import level_options
from onglet.sharing.requesting import RequestView
from onglet.sharing.terms import Terms
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentWork,
    NotFound,
    UnitRoute,
    see_other,
    show,
    signed_in,
)

router = APIRouter(route_class=UnitRoute, prefix="/access-requests")
HOME = "/access-requests"
PROPOSED = timedelta(days=30)


@router.get("", dependencies=[signed_in])
def list_requests(request: Request, ask: CurrentAsk) -> Response:
    """Show the requests that wait for the reader's answer, and their own."""
    waiting, mine = requesting.waiting_for(ask), requesting.asked_by(ask)
    ids = {one.client_id for one in (*waiting, *mine)}
    clients = {key: client_view_by_id(ask, key) for key in ids}
    return show(
        request,
        ask,
        "onglet/sharing/requests.html",
        title=_("Requests for access"),
        waiting=waiting,
        mine=mine,
        clients=clients,
        label_of=lambda right: requesting.label_of(ask, right),
    )


@router.get("/{public_id}", dependencies=[signed_in])
def show_request(request: Request, ask: CurrentAsk, public_id: str) -> Response:
    """Show a request, with the form to answer it to whoever can."""
    found, client = _found(ask, public_id)
    reason = answering.reason_of(ask, found)
    needed = reason.needed if reason is not None else Level.VIEW
    day = ask.today + PROPOSED
    longest = _longest(ask, found)
    return _page(
        request,
        ask,
        found,
        client,
        FormState(
            data={
                "level": needed.name.lower(),
                "until": min(day, longest) if longest else day,
            }
        ),
        reason=reason,
    )


@router.post("/{public_id}", dependencies=[signed_in])
def answer(request: Request, work: CurrentWork, form: CurrentForm, public_id: str) -> Response:
    """Grant what is asked by a share, or refuse with a word."""
    found, client = _found(work, public_id)
    if found.asker_id == work.actor.user_id:
        raise NotFound
    wanted, state = check(AnswerForm, form)
    reason = answering.reason_of(work, found)
    if wanted is None:
        return _page(request, work, found, client, state, reason=reason, status=422)
    end = end_of(wanted.until, work.actor.zone) if wanted.until else None
    level = Level[wanted.level.upper()] if wanted.level else Level.VIEW
    try:
        with work.session.begin_nested():
            if wanted.answer == "grant":
                terms = Terms(level=level, valid_until=end)
                answering.grant(work, client, found, terms, wanted.word.strip())
            else:
                requesting.close_request(work, found, granted=False, word=wanted.word.strip())
    except Rejected as fault:
        now = requesting.find_request(work, public_id) or found
        return _page(request, work, now, client, fault.on(state), reason=reason, status=422)
    message = (
        _("%(name)s has the right now, and was told.", name=found.asker_name)
        if wanted.answer == "grant"
        else _("%(name)s was told that you refused.", name=found.asker_name)
    )
    return see_other(request, HOME, message=message)


def _found(ask: Ask, public_id: str) -> tuple[RequestView, ClientView]:
    found = requesting.find_request(ask, public_id)
    client = client_view_by_id(ask, found.client_id) if found else None
    if found is None or client is None:
        raise NotFound
    return found, client


def _longest(ask: Ask, found: RequestView) -> date | None:
    if found.asker_id == ask.actor.user_id:
        return None
    return last_day_of(service.my_bounds(ask, found.client_id).until, ask.actor.zone)


def _page(
    request: Request,
    ask: Ask,
    found: RequestView,
    client: ClientView,
    state: FormState,
    *,
    reason: Reason | None,
    status: int = 200,
) -> Response:
    own = found.asker_id == ask.actor.user_id
    title = _("Request for access")
    needed = reason.needed if reason is not None else Level.VIEW
    most = Level.MANAGE if own else service.my_bounds(ask, found.client_id).level
    return show(
        request,
        ask,
        "onglet/sharing/request.html",
        title=title,
        crumbs=[Crumb(label=_("Requests for access"), href=HOME), Crumb(label=client.name)],
        status=status,
        f=state,
        found=found,
        client=client,
        label=requesting.label_of(ask, found.right),
        own=own,
        has_it=explain_of(reason) if reason is not None and reason.allowed else "",
        share_helps=reason is not None and reason.share_helps,
        levels=level_options(most, least=needed),
        today=ask.today,
        longest=_longest(ask, found),
        may_manage_profiles=ask.may("core.profile.manage"),
    )
