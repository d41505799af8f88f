"""The second step: the page that asks for the code, and one's own app."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import browser, entering, second_step, sessions, throttle
from onglet.accounts.cookies import clear_side_cookie, read_side, set_side_cookie
from onglet.accounts.entering import Browser, Halfway, Waiting, Welcome
from onglet.accounts.hashing import verify_password
from onglet.accounts.kept import KeptForm, read_kept
from onglet.accounts.second_step import Offered
from onglet.contributions import Ask
from onglet.host.host import Host
from onglet.rights.actors import system_actor
from onglet.rights.models import User
from onglet.ui.csrf import carrying
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentVisitor,
    DoorRoute,
    NotFound,
    OwnUnitsRoute,
    public,
    quiet,
    see_other,
    show,
    signed_in,
)

door = APIRouter(route_class=DoorRoute)
own = APIRouter(route_class=OwnUnitsRoute)
COOKIE = "half"
CODE = "/sign-in/code"
HERE = "/account/second-step"


@door.get(CODE, dependencies=[public])
def show_code(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Ask for the code of somebody whose first step was right."""
    waiting = _waiting(request, ask, host)
    if waiting is None:
        return see_other(request, "/sign-in")
    target = browser.safe_target(request.query_params.get("next", ""))
    return _card(request, ask, waiting, FormState(), target=target)


@door.post(CODE, dependencies=[public])
def take_code(request: Request, ask: CurrentAsk, host: CurrentHost, form: CurrentForm) -> Response:
    """Let in whoever gives the right code; add the app that is offered to those who have none."""
    kept, target = read_kept(form), browser.safe_target(form.get("next"))
    waiting = _waiting(request, ask, host)
    if waiting is None:
        return see_other(request, "/sign-in", message=_("Sign in again: this took too long."))
    keys, code = throttle.code_keys(waiting.user_id), form.get("code")
    with host.units.writing(system_actor("counting a code")) as work:
        counted = throttle.count(work.session, keys, work.now)
    if isinstance(counted, throttle.Wait):
        said = ngettext(
            "Too many attempts. Try again in a minute.",
            "Too many attempts. Try again in %(num)s minutes.",
            counted.minutes,
        )
        state = FormState().with_error("", said)
        return _card(request, ask, waiting, state, target=target, kept=kept, status=429)
    with host.units.writing(system_actor("second step of a sign-in")) as work:
        codes: list[str] | None = []
        if waiting.secret:
            codes = second_step.turn_on(work, waiting.user_id, waiting.secret, code)
        elif not second_step.take_code(work, waiting.user_id, code):
            codes = None
        if codes is not None:
            throttle.forgive(work.session, counted)
            came = Browser(
                address=browser.address_of(request),
                name=browser.name_of(request),
                previous_token=browser.token_of(request, host),
            )
            inside = entering.welcome(work, waiting.user_id, came)
    if codes is None:
        said = _("This code is wrong, or was used already. Wait for the next one.")
        state = FormState().with_error("code", said)
        return _card(request, ask, waiting, state, target=target, kept=kept, status=422)
    answer = _inside(request, inside, codes, target=target, kept=kept)
    clear_side_cookie(answer, COOKIE, secure=host.config.on_https)
    return browser.give_session(
        request, answer, inside.opened, host=host, now=ask.now, theme=inside.theme
    )


def ask_for_code(
    request: Request,
    ask: Ask,
    host: Host,
    halfway: Halfway,
    *,
    target: str,
    kept: KeptForm | None = None,
) -> Response:
    """Give the page that asks for the code, after a right first step."""
    waiting = entering.waiting(ask, halfway.token)
    if waiting is None:
        return see_other(request, "/sign-in")
    answer = _card(request, ask, waiting, FormState(), target=target, kept=kept)
    seconds = int(entering.PATIENCE.total_seconds())
    secure = host.config.on_https
    set_side_cookie(answer, COOKIE, halfway.token, seconds=seconds, secure=secure)
    return answer


@own.get(HERE, dependencies=[signed_in])
def show_own(request: Request, ask: CurrentAsk, visitor: CurrentVisitor) -> Response:
    """Show where one stands, and offer a secret to an app when there is none."""
    return _own(request, ask, FormState())


@own.post(f"{HERE}/on", dependencies=[signed_in])
def turn_on(
    request: Request, ask: CurrentAsk, host: CurrentHost, visitor: CurrentVisitor, form: CurrentForm
) -> Response:
    """Let the app give codes from now on, once it has shown that it can."""
    user_id = _own_key(ask)
    secret = second_step.unseal(ask, form.get("sealed"), user_id)
    if secret is None or second_step.state_of(ask.session, user_id).since is not None:
        return see_other(request, HERE)
    held = _hold_back(request, ask, host)
    if isinstance(held, Response):
        return held
    with host.units.writing(ask.actor) as work:
        codes = second_step.turn_on(work, user_id, secret, form.get("code"))
        opened = None
        if codes is not None:
            throttle.forgive(work.session, held)
            here = visitor.session_id if visitor else None
            sessions.revoke_all(work.session, user_id, but=here)
            opened = sessions.rotate(work.session, here or 0, now=work.now)
    if codes is None:
        said = _("This code is wrong. Check the time of your phone, then type the present one.")
        state = FormState().with_error("code", said)
        return _own(request, ask, state, secret=secret, status=422)
    with carrying(opened.csrf if opened else ""):
        answer = _codes(request, ask, codes)
    if opened is not None:
        browser.give_session(request, answer, opened, host=host, now=ask.now)
    return answer


@own.post(f"{HERE}/off", dependencies=[signed_in])
def turn_off(request: Request, ask: CurrentAsk, host: CurrentHost, form: CurrentForm) -> Response:
    """Sign in by the password alone again, unless the profile asks for more."""
    user_id = _own_key(ask)
    if second_step.state_of(ask.session, user_id).is_asked:
        said = _("Your profile asks for the second step: it stays on.")
        return _own(request, ask, FormState().with_error("", said), status=422)
    refused = _check_password(request, ask, host, form.get("password"))
    if refused is not None:
        return refused
    with host.units.writing(ask.actor) as work:
        second_step.turn_off(work, user_id)
    return see_other(request, HERE, message=_("The second step is off."))


@own.post(f"{HERE}/codes", dependencies=[signed_in])
def renew_codes(
    request: Request, ask: CurrentAsk, host: CurrentHost, form: CurrentForm
) -> Response:
    """Give new codes for paper."""
    user_id = _own_key(ask)
    if second_step.state_of(ask.session, user_id).since is None:
        return see_other(request, HERE)
    refused = _check_password(request, ask, host, form.get("password"))
    if refused is not None:
        return refused
    with host.units.writing(ask.actor) as work:
        codes = second_step.renew_codes(work, user_id)
    return _codes(request, ask, codes)


def _hold_back(request: Request, ask: Ask, host: Host) -> throttle.Counted | Response:
    """Count a try of one's own; give the page that says to wait when there were too many."""
    with host.units.writing(ask.actor) as work:
        counted = throttle.count(work.session, throttle.code_keys(_own_key(ask)), work.now)
    if isinstance(counted, throttle.Counted):
        return counted
    said = ngettext(
        "Too many attempts. Try again in a minute.",
        "Too many attempts. Try again in %(num)s minutes.",
        counted.minutes,
    )
    return _own(request, ask, FormState().with_error("", said), status=429)


def _check_password(request: Request, ask: Ask, host: Host, typed: str) -> Response | None:
    held = _hold_back(request, ask, host)
    if isinstance(held, Response):
        return held
    user = ask.session.get_one(User, _own_key(ask))
    if not verify_password(typed, user.password_hash).ok:
        said = _("This is not your present password.")
        return _own(request, ask, FormState().with_error("password", said), status=422)
    with host.units.writing(ask.actor) as work:
        throttle.forgive(work.session, held)
    return None


def _own_key(ask: Ask) -> int:
    if ask.actor.user_id is None:
        raise NotFound
    return ask.actor.user_id


def _waiting(request: Request, ask: Ask, host: Host) -> Waiting | None:
    token = read_side(request.cookies, COOKIE, secure=host.config.on_https)
    return entering.waiting(ask, token) if token else None


def _offer(ask: Ask, secret: str, email: str) -> Offered:
    firm = str(ask.setting("core.company_name") or "")
    return second_step.offer(secret, email=email, firm=firm)


def _card(
    request: Request,
    ask: Ask,
    waiting: Waiting,
    f: FormState,
    *,
    target: str,
    kept: KeptForm | None = None,
    status: int = 200,
) -> Response:
    return quiet(
        request,
        "onglet/accounts/code.html",
        title=_("Second step"),
        status=status,
        f=f,
        target=target,
        kept=kept or KeptForm(),
        offered=_offer(ask, waiting.secret, waiting.email) if waiting.secret else None,
    )


def _inside(
    request: Request, inside: Welcome, codes: list[str], *, target: str, kept: KeptForm
) -> Response:
    with carrying(inside.opened.csrf):
        if codes:
            return quiet(
                request,
                "onglet/accounts/codes_first.html",
                title=_("Your codes for paper"),
                codes=codes,
                target=target,
                kept=kept,
            )
        if kept.is_there:
            return quiet(
                request,
                "onglet/accounts/resume.html",
                title=_("You are signed in again"),
                kept=kept,
            )
    return see_other(request, target)


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(label=_("My account"), href="/account"), Crumb(label=last)]


def _codes(request: Request, ask: Ask, codes: list[str]) -> Response:
    return show(
        request,
        ask,
        "onglet/accounts/codes.html",
        title=_("Your codes for paper"),
        crumbs=_crumbs(_("Second step")),
        codes=codes,
    )


def _own(
    request: Request, ask: Ask, f: FormState, *, secret: str = "", status: int = 200
) -> Response:
    user_id = _own_key(ask)
    state = second_step.state_of(ask.session, user_id)
    offered, sealed = None, ""
    if state.since is None:
        secret = secret or second_step.new_secret()
        offered = _offer(ask, secret, ask.actor.email)
        sealed = second_step.seal(ask, secret, user_id)
    return show(
        request,
        ask,
        "onglet/accounts/second_step.html",
        title=_("Second step"),
        crumbs=_crumbs(_("Second step")),
        status=status,
        f=f,
        state=state,
        offered=offered,
        sealed=sealed,
    )
