"""Signing in and out."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from onglet.accounts import browser, elsewhere, sessions
from onglet.accounts.cookies import clear_session_cookie
from onglet.accounts.entering import Halfway, Welcome
from onglet.accounts.kept import KeptForm, keep_form, read_kept
from onglet.accounts.routes.second_step import ask_for_code
from onglet.accounts.sign_in import Credentials, sign_in
from onglet.accounts.throttle import Wait
from onglet.rights.actors import system_actor
from onglet.ui.csrf import carrying
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentVisitor,
    DoorRoute,
    OwnUnitsRoute,
    public,
    quiet,
    see_other,
)

router = APIRouter(route_class=DoorRoute)
leaving = APIRouter(route_class=OwnUnitsRoute)


@router.get("/sign-in", dependencies=[public])
def show_sign_in(request: Request, visitor: CurrentVisitor) -> Response:
    """Show the card to sign in with; somebody signed in already goes on."""
    target = browser.safe_target(request.query_params.get("next", ""))
    if visitor is not None:
        return see_other(request, target)
    return _card(request, FormState(), target=target)


@router.post("/sign-in", dependencies=[public])
def enter(request: Request, ask: CurrentAsk, host: CurrentHost, form: CurrentForm) -> Response:
    """Sign in, or say why not; the address typed stays in the card."""
    kept, target = read_kept(form), browser.safe_target(form.get("next"))
    typed = Credentials(
        email=form.get("email"),
        password=form.get("password"),
        address=browser.address_of(request),
        browser=browser.name_of(request),
    )
    now = host.clock()
    answer = sign_in(host.units, typed, previous_token=browser.token_of(request, host), now=now)
    if isinstance(answer, Welcome):
        going_on = _go_on(request, answer, kept, target)
        return browser.give_session(
            request, going_on, answer.opened, host=host, now=now, theme=answer.theme
        )
    if isinstance(answer, Halfway):
        with host.units.reading(host.stranger(ask.actor.locale)) as later:
            return ask_for_code(request, later, host, answer, target=target, kept=kept)
    state = FormState(data={"email": typed.email[:254]})
    if isinstance(answer, Wait):
        said = ngettext(
            "Too many attempts. Try again in a minute, or choose another password.",
            "Too many attempts. Try again in %(num)s minutes, or choose another password.",
            answer.minutes,
        )
        held = _card(request, state.with_error("", said), target=target, kept=kept, status=429)
        held.headers["Retry-After"] = str(int(answer.time.total_seconds()) + 1)
        return held
    said = _("This address and this password do not go together. Check both, then try again.")
    return _card(request, state.with_error("", said), target=target, kept=kept, status=422)


@leaving.post("/sign-out", dependencies=[public])
def leave(request: Request, host: CurrentHost) -> Response:
    """End the session of this browser."""
    with host.units.writing(host.stranger(host.config.locale)) as work:
        sessions.revoke_token(work.session, browser.token_of(request, host))
    response = see_other(request, "/sign-in", message=_("You are signed out."))
    clear_session_cookie(response, secure=host.config.on_https)
    return response


@router.get("/sign-in/token", dependencies=[public])
def give_token(visitor: CurrentVisitor) -> Response:
    """Give the token of the living session to a page that was drawn for one that ended."""
    token = visitor.csrf if visitor else ""
    return JSONResponse({"csrf": token}, headers={"Cache-Control": "no-store"})


async def sign_in_again(request: Request) -> Response | None:
    """Answer a form sent without a living session, keeping what was typed; None if it cannot be.

    Somebody who has signed in since gets the form back with a button to send it.
    """
    kept = await keep_form(request)
    if not kept.is_there:
        return None
    visitor = getattr(request.state, "visitor", None)
    if visitor is not None:
        return _resume(request, kept, token=visitor.csrf)
    return _card(request, FormState(), target=browser.HOME, kept=kept, status=419)


def _go_on(request: Request, welcome: Welcome, kept: KeptForm, target: str) -> Response:
    if kept.is_there:
        return _resume(request, kept, token=welcome.opened.csrf)
    return see_other(request, target)


def _resume(request: Request, kept: KeptForm, *, token: str) -> Response:
    with carrying(token):
        return quiet(
            request,
            "onglet/accounts/resume.html",
            title=_("You are signed in again"),
            kept=kept,
        )


def _card(
    request: Request,
    f: FormState,
    *,
    target: str,
    kept: KeptForm | None = None,
    status: int = 200,
) -> Response:
    return quiet(
        request,
        "onglet/accounts/sign_in.html",
        title=_("Sign in"),
        status=status,
        f=f,
        target=target,
        kept=kept or KeptForm(),
        provider=_provider(request),
    )


def _provider(request: Request) -> str:
    """Give the name on the button of the provider, empty when none is set."""
    host = request.app.state.host
    with host.units.reading(system_actor("the door")) as ask:
        return elsewhere.label_of(ask)
