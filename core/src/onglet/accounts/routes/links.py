"""Links that let a password be chosen: asking for one by mail, and using one."""

from fastapi import APIRouter, Request
from sqlalchemy import select
from starlette.responses import Response

from onglet.accounts import browser, invitations, throttle
from onglet.accounts.entering import Browser, Halfway, let_in
from onglet.accounts.hashing import hash_password
from onglet.accounts.invitations import Invited, Purpose
from onglet.accounts.letters import mail_link
from onglet.accounts.passwords import SHORTEST, check_password
from onglet.accounts.rejected import Rejected
from onglet.accounts.routes.second_step import ask_for_code
from onglet.accounts.sign_in_name import fold_email
from onglet.contributions import Ask
from onglet.rights.actors import system_actor
from onglet.rights.models import User
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.web import CurrentAsk, CurrentForm, CurrentHost, DoorRoute, public, quiet, see_other

router = APIRouter(route_class=DoorRoute)


@router.get("/forgot", dependencies=[public])
def show_forgot(request: Request) -> Response:
    """Show where to ask for a link by mail."""
    return _forgot(request, FormState())


@router.post("/forgot", dependencies=[public])
def ask_for_link(request: Request, host: CurrentHost, form: CurrentForm) -> Response:
    """Send a link to whoever has this address; the answer is the same for anybody."""
    email = fold_email(form.get("email"))
    state = FormState(data={"email": email})
    if "@" not in email:
        said = _("Type an e-mail address such as name@example.com.")
        return _forgot(request, state.with_error("email", said), status=422)
    now = host.clock()
    keys = throttle.link_keys(email, browser.address_of(request))
    with host.units.writing(system_actor("link by mail")) as work:
        throttle.clear_old(work.session, now)
        counted = throttle.count(work.session, keys, now)
        if isinstance(counted, throttle.Counted):
            user_id = work.session.scalar(
                select(User.id).where(User.email == email, User.is_active.is_(True))
            )
            if user_id is not None:
                mail_link(work, user_id, public_url=host.config.public_url)
    if isinstance(counted, throttle.Wait):
        said = ngettext(
            "Links were asked for too often. Try again in a minute.",
            "Links were asked for too often. Try again in %(num)s minutes.",
            counted.minutes,
        )
        held = _forgot(request, state.with_error("", said), status=429)
        held.headers["Retry-After"] = str(int(counted.time.total_seconds()) + 1)
        return held
    return quiet(
        request,
        "onglet/accounts/link_sent.html",
        title=_("Look into your mail"),
        email=email,
        hours=int(invitations.LIVES[Purpose.RESET].total_seconds()) // 3600,
    )


@router.get("/invitation/{token}", dependencies=[public])
def show_invitation(request: Request, ask: CurrentAsk, host: CurrentHost, token: str) -> Response:
    """Show where to choose a password, or that the link works no more."""
    invited = _invited(ask, token)
    if invited is None:
        return _dead(request)
    return _choose(request, invited, token, FormState())


@router.post("/invitation/{token}", dependencies=[public])
def choose_password(
    request: Request, ask: CurrentAsk, host: CurrentHost, form: CurrentForm, token: str
) -> Response:
    """Keep the password chosen and sign its owner in; the link is used."""
    invited = _invited(ask, token)
    if invited is None:
        return _dead(request)
    password = form.get("password")
    about = (invited.email, invited.given_name, invited.family_name, _company(ask))
    try:
        check_password(password, about=about)
    except Rejected as fault:
        return _choose(request, invited, token, fault.on(FormState()), status=422)
    hashed = hash_password(password)
    now = host.clock()
    with host.units.writing(system_actor("choosing a password")) as work:
        if invitations.use_link(work.session, token, hashed, now) is None:
            return _dead(request)
        work.record_change(
            client_id=None,
            subject="core.user",
            subject_id=invited.user_id,
            action="choose_password",
            changes={"password": (None, "***")},
        )
        came = Browser(
            address=browser.address_of(request),
            name=browser.name_of(request),
            previous_token=browser.token_of(request, host),
        )
        answer = let_in(work, invited.user_id, came)
    if isinstance(answer, Halfway):
        with host.units.reading(host.stranger(ask.actor.locale)) as later:
            return ask_for_code(request, later, host, answer, target=browser.HOME)
    response = see_other(request, browser.HOME, message=_("Your password is kept. Welcome!"))
    return browser.give_session(request, response, answer.opened, host=host, now=now)


def _invited(ask: Ask, token: str) -> Invited | None:
    return invitations.find_link(ask.session, token, ask.now)


def _company(ask: Ask) -> str:
    return str(ask.setting("core.company_name") or "")


def _forgot(request: Request, f: FormState, *, status: int = 200) -> Response:
    return quiet(
        request, "onglet/accounts/forgot.html", title=_("Another password"), status=status, f=f
    )


def _choose(
    request: Request, invited: Invited, token: str, f: FormState, *, status: int = 200
) -> Response:
    return quiet(
        request,
        "onglet/accounts/invitation.html",
        title=_("Choose your password"),
        status=status,
        f=f,
        invited=invited,
        token=token,
        is_new=invited.purpose is Purpose.INVITATION,
        least=SHORTEST,
    )


def _dead(request: Request) -> Response:
    return quiet(
        request, "onglet/accounts/dead_link.html", title=_("This link works no more"), status=410
    )
