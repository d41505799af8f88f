"""Signing in by a provider, and the settings of it."""

import logging

from fastapi import APIRouter, Request
from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from onglet.accounts import browser, choices, elsewhere, provider, throttle
from onglet.accounts.cookies import clear_side_cookie, read_side, set_side_cookie
from onglet.accounts.elsewhere import StrangerError, Way
from onglet.accounts.entering import Browser, Halfway, let_in
from onglet.accounts.forms import ProviderForm
from onglet.accounts.provider import Person, ProviderError, Settings
from onglet.accounts.routes.second_step import ask_for_code
from onglet.contributions import Ask
from onglet.host.host import Host
from onglet.rights.actors import system_actor
from onglet.rights.models import Profile
from onglet.settings import service as settings
from onglet.settings.crumbs import settings_crumbs
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentVisitor,
    DoorRoute,
    NotFound,
    OwnUnitsRoute,
    needs,
    public,
    quiet,
    see_other,
    show,
)

log = logging.getLogger("onglet.accounts")
door = APIRouter(route_class=DoorRoute)
router = APIRouter(route_class=OwnUnitsRoute)
COOKIE = "elsewhere"
HERE = "/settings/sign-in"
EDIT = [needs("core.settings.edit")]


class TurnedAwayError(Exception):
    """Somebody does not come in by the provider; `said` tells them why."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@door.get("/sign-in/with", dependencies=[public])
def begin(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Send the browser to the provider; nothing is written."""
    known = elsewhere.settings_of(ask, host.config.public_url)
    if known is None:
        raise NotFound
    target = browser.safe_target(request.query_params.get("next", ""))
    way, kept = elsewhere.begin(ask, target)
    try:
        found = provider.discover(known.issuer, ask.now)
        href = provider.ask_address(
            known, found, state=way.state, nonce=way.nonce, verifier=way.verifier
        )
    except ProviderError as error:
        log.warning("sign-in elsewhere: %s", error)
        return _refused(request, _("The provider does not answer. Try again, or use a password."))
    answer = RedirectResponse(href, 303, headers={"Cache-Control": "no-store"})
    seconds, secure = int(elsewhere.PATIENCE.total_seconds()), host.config.on_https
    set_side_cookie(answer, COOKIE, kept, seconds=seconds, secure=secure)
    return answer


@door.get(elsewhere.CALLBACK, dependencies=[public])
def answer(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Let in whoever the provider vouches for; the answer is taken once."""
    known = elsewhere.settings_of(ask, host.config.public_url)
    if known is None:
        raise NotFound
    try:
        response = _let_in(request, ask, host, known)
    except TurnedAwayError as error:
        response = _refused(request, error.said)
    clear_side_cookie(response, COOKIE, secure=host.config.on_https)
    return response


def _let_in(request: Request, ask: Ask, host: Host, known: Settings) -> Response:
    way = _way(request, ask, host, known)
    person = _person(request, ask, known, way)
    came = Browser(
        address=browser.address_of(request),
        name=browser.name_of(request),
        previous_token=browser.token_of(request, host),
    )
    try:
        with host.units.writing(system_actor("sign-in by a provider")) as work:
            inside = let_in(work, elsewhere.recognise(work, person), came)
    except StrangerError as error:
        log.info("sign-in elsewhere by a stranger: %s", error.why)
        raise TurnedAwayError(_stranger(error.why)) from error
    if isinstance(inside, Halfway):
        with host.units.reading(host.stranger(ask.actor.locale)) as later:
            return ask_for_code(request, later, host, inside, target=way.target)
    going_on = see_other(request, way.target)
    return browser.give_session(
        request, going_on, inside.opened, host=host, now=ask.now, theme=inside.theme
    )


def _way(request: Request, ask: Ask, host: Host, known: Settings) -> Way:
    """Give the sign-in that this is the first answer to."""
    asked = request.query_params
    kept = read_side(request.cookies, COOKIE, secure=host.config.on_https)
    way = elsewhere.resume(ask, kept, asked.get("state", ""))
    is_first = False
    if way is not None:
        keys = throttle.elsewhere_keys(browser.address_of(request))
        with host.units.writing(system_actor("answer of a provider")) as work:
            counted = throttle.count(work.session, keys, work.now)
            is_first = isinstance(counted, throttle.Counted) and elsewhere.take(
                work.session, way, work.now
            )
    is_theirs = asked.get("iss", known.issuer).rstrip("/") == known.issuer.rstrip("/")
    if way is None or not is_first or not is_theirs:
        said = _("This sign-in took too long, or began elsewhere. Begin again.")
        raise TurnedAwayError(said)
    return way


def _person(request: Request, ask: Ask, known: Settings, way: Way) -> Person:
    """Give who the provider says it is."""
    code = request.query_params.get("code", "")
    if request.query_params.get("error") or not code:
        raise TurnedAwayError(_("The provider did not let you in. Begin again."))
    try:
        return provider.fetch_person(
            known, code=code[:4000], nonce=way.nonce, verifier=way.verifier, now=ask.now
        )
    except ProviderError as error:
        log.warning("sign-in elsewhere refused: %s", error)
        said = _("The answer of the provider is not to be believed. Begin again.")
        raise TurnedAwayError(said) from error


@router.get(HERE, dependencies=EDIT)
def show_settings(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Show which provider is set."""
    held = {
        "issuer": ask.setting(elsewhere.ISSUER),
        "client_id": ask.setting(elsewhere.CLIENT_ID),
        "label": ask.setting(elsewhere.LABEL),
        "profile": ask.setting(elsewhere.PROFILE),
    }
    return _page(request, ask, host, FormState(data=held))


@router.post(HERE, dependencies=EDIT)
def save_settings(
    request: Request, ask: CurrentAsk, host: CurrentHost, visitor: CurrentVisitor, form: CurrentForm
) -> Response:
    """Keep which provider is used, once it has answered; an empty secret keeps the one that is."""
    wanted, state = check(ProviderForm, form)
    if wanted is None:
        return _page(request, ask, host, state, status=422)
    if not ask.actor.all_rights:
        # Whoever chooses the provider chooses who comes in as whom.
        said = _("Only an administrator changes who vouches for colleagues.")
        return _page(request, ask, host, state.with_error("", said), status=403)
    if bool(wanted.issuer) != bool(wanted.client_id):
        said = _("Give both the address of the provider and the identifier, or neither.")
        return _page(request, ask, host, state.with_error("issuer", said), status=422)
    profile = ask.session.execute(
        select(Profile.public_id, Profile.all_rights).where(Profile.public_id == wanted.profile)
    ).one_or_none()
    if wanted.profile and (profile is None or profile.all_rights):
        said = _("Choose one of the values of the list.")
        return _page(request, ask, host, state.with_error("profile", said), status=422)
    if wanted.issuer:
        try:
            provider.discover(wanted.issuer, ask.now, again=True)
        except ProviderError as error:
            log.info("provider refused: %s", error)
            said = _("No provider answers there: check the address. It begins with https.")
            return _page(request, ask, host, state.with_error("issuer", said), status=422)
    values = {
        elsewhere.ISSUER: wanted.issuer or None,
        elsewhere.CLIENT_ID: wanted.client_id or None,
        elsewhere.LABEL: wanted.label or None,
        elsewhere.PROFILE: wanted.profile or None,
    }
    if wanted.client_secret or wanted.forget_secret or not wanted.issuer:
        values[elsewhere.CLIENT_SECRET] = wanted.client_secret or None
    with host.units.writing(ask.actor) as work:
        settings.set_many(work, values, secrets=(elsewhere.CLIENT_SECRET,))
    return see_other(request, HERE, message=_("Signing in is up to date."))


def _stranger(why: str) -> str:
    if why == "unverified":
        return _("The provider has not verified your e-mail: nobody here can be found by it.")
    if why == "gone":
        return _("Your access here has ended: ask an administrator.")
    return _("Nobody here has your e-mail: ask an administrator for an access.")


def _refused(request: Request, said: str) -> Response:
    return quiet(
        request,
        "onglet/accounts/elsewhere_refused.html",
        title=_("You are not signed in"),
        status=403,
        said=said,
    )


def _page(request: Request, ask: Ask, host: Host, f: FormState, *, status: int = 200) -> Response:
    ordinary = ask.session.scalars(select(Profile.public_id).where(Profile.all_rights.is_(False)))
    fit = set(ordinary)
    return show(
        request,
        ask,
        "onglet/accounts/sign_in_settings.html",
        title=_("Signing in"),
        crumbs=settings_crumbs(_("Signing in")),
        status=status,
        f=f,
        has_secret=bool(ask.setting(elsewhere.CLIENT_SECRET)),
        callback=f"{host.config.public_url.rstrip('/')}{elsewhere.CALLBACK}",
        profiles=[one for one in choices.profiles(ask) if one.value in fit],
    )
