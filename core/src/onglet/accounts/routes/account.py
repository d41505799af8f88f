"""One's own account: name, language, zone, theme, password, sessions."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import browser, choices, queries, service, sessions, throttle
from onglet.accounts.browsers import describe_browser
from onglet.accounts.forms import PreferencesForm
from onglet.accounts.hashing import hash_password, verify_password
from onglet.accounts.passwords import SHORTEST, check_password
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import Preferences
from onglet.contributions import Ask
from onglet.rights.models import User
from onglet.ui.cookies import set_theme
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext, speaking
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentVisitor,
    CurrentWork,
    NotFound,
    OwnUnitsRoute,
    UnitRoute,
    see_other,
    show,
    signed_in,
)

router = APIRouter(route_class=UnitRoute)
own_units = APIRouter(route_class=OwnUnitsRoute)
HERE = "/account"


@router.get(HERE, dependencies=[signed_in])
def show_account(request: Request, ask: CurrentAsk, visitor: CurrentVisitor) -> Response:
    """Show one's own account."""
    return _page(request, ask)


@router.post(HERE, dependencies=[signed_in])
def save_preferences(request: Request, work: CurrentWork, form: CurrentForm) -> Response:
    """Keep one's own name and ways."""
    wanted, state = check(PreferencesForm, form, key="me")
    if wanted is None:
        return _page(request, work, me=state, status=422)
    try:
        with work.session.begin_nested():
            service.edit_preferences(work, Preferences(**wanted.model_dump()))
    except Rejected as fault:
        return _page(request, work, me=fault.on(state), status=422)
    with speaking(locale=wanted.locale or None):
        response = see_other(request, HERE, message=_("Your account is up to date."))
    return set_theme(request, response, wanted.theme or "auto")


@own_units.post(f"{HERE}/password", dependencies=[signed_in])
def change_password(
    request: Request,
    ask: CurrentAsk,
    host: CurrentHost,
    visitor: CurrentVisitor,
    form: CurrentForm,
) -> Response:
    """Keep another password; the other sessions end, and this one gets a new secret."""
    state = FormState(key="pw")
    actor = ask.actor
    keys = throttle.sign_in_keys(actor.email, browser.address_of(request))
    with host.units.writing(actor) as work:
        counted = throttle.count(work.session, keys, ask.now)
    if isinstance(counted, throttle.Wait):
        said = ngettext(
            "Too many attempts. Try again in a minute.",
            "Too many attempts. Try again in %(num)s minutes.",
            counted.minutes,
        )
        return _page(request, ask, pw=state.with_error("", said), status=429)
    user = ask.session.get_one(User, actor.user_id)
    if not verify_password(form.get("password"), user.password_hash).ok:
        said = _("This is not your present password.")
        return _page(request, ask, pw=state.with_error("password", said), status=422)
    wanted = form.get("new_password")
    about = (user.email, user.given_name, user.family_name, str(ask.setting("core.company_name")))
    try:
        check_password(wanted, about=about, field="new_password")
    except Rejected as fault:
        return _page(request, ask, pw=fault.on(state), status=422)
    hashed = hash_password(wanted)
    with host.units.writing(actor) as work:
        throttle.forgive(work.session, counted)
        service.change_password(work, user.id, hashed, keep_session=_session(visitor))
        opened = sessions.rotate(work.session, _session(visitor), now=ask.now)
    message = _("Your password is changed. Your other sessions have ended.")
    response = see_other(request, HERE, message=message)
    if opened is not None:
        browser.give_session(request, response, opened, host=host, now=ask.now)
    return response


@router.post(f"{HERE}/sessions/others/end", dependencies=[signed_in])
def end_other_sessions(request: Request, work: CurrentWork, visitor: CurrentVisitor) -> Response:
    """End every session but this one."""
    number = sessions.revoke_all(work.session, _own_key(work), but=_session(visitor))
    said = ngettext("%(num)s session has ended.", "%(num)s sessions have ended.", number)
    return see_other(request, HERE, message=said)


@router.post(f"{HERE}/sessions/{{handle}}/end", dependencies=[signed_in])
def end_session(request: Request, work: CurrentWork, handle: str) -> Response:
    """End one of one's own sessions."""
    if not sessions.revoke_handle(work.session, user_id=_own_key(work), handle=handle):
        raise NotFound
    return see_other(request, HERE, message=_("This session has ended."))


def _page(
    request: Request,
    ask: Ask,
    *,
    me: FormState | None = None,
    pw: FormState | None = None,
    status: int = 200,
) -> Response:
    user = queries.get_user(ask, _own_key(ask))
    if user is None:
        raise NotFound
    held = {name: getattr(user, name) for name in PreferencesForm.model_fields}
    held["theme"] = user.theme or "auto"
    visitor = request.state.visitor
    living = sessions.list_sessions(ask.session, user.id, now=ask.now, current_id=_session(visitor))
    return show(
        request,
        ask,
        "onglet/accounts/account.html",
        title=_("My account"),
        status=status,
        user=user,
        me=me or FormState(data=held, key="me"),
        pw=pw or FormState(key="pw"),
        languages=choices.languages(),
        zones=choices.zones(),
        themes=choices.themes(),
        sessions=[(row, describe_browser(row.browser)) for row in living],
        least=SHORTEST,
    )


def _own_key(ask: Ask) -> int:
    if ask.actor.user_id is None:
        raise NotFound
    return ask.actor.user_id


def _session(visitor: CurrentVisitor) -> int:
    if visitor is None or visitor.session_id is None:
        raise NotFound
    return visitor.session_id
