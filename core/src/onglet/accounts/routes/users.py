"""Settings: the colleagues who may sign in."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import (
    choices,
    handover,
    owned,
    queries,
    second_step,
    service,
    sessions,
    tokens,
)
from onglet.accounts.browsers import describe_browser
from onglet.accounts.forms import SuccessorForm, UserForm
from onglet.accounts.letters import mail_link
from onglet.accounts.picked import pick_groups, pick_profile, pick_user, public_ids
from onglet.accounts.queries import UserView
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import UserData, guard
from onglet.contributions import Ask
from onglet.host.host import Host
from onglet.rights.models import Group, Profile
from onglet.settings.crumbs import settings_crumbs
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import N_, ngettext, pgettext
from onglet.ui.i18n import gettext as _
from onglet.ui.reading import clean_text
from onglet.ui.views import Badge, Option, Segment
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentVisitor,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)

router = APIRouter(route_class=UnitRoute, prefix="/settings/users")
MANAGE = [needs("core.user.manage")]
LIST = "/settings/users"


@router.get("", dependencies=MANAGE)
def list_users(
    request: Request, ask: CurrentAsk, q: str = "", state: str = "active", after: str = ""
) -> Response:
    """List the colleagues."""
    search = clean_text(q[:200])
    page = queries.list_users(ask, search=search, state=state, after=clean_text(after[:300]))
    counts = queries.count_users(ask)
    labels = {
        "active": pgettext("colleagues", "Active"),
        "invited": pgettext("colleagues", "Invited"),
        "inactive": pgettext("colleagues", "Deactivated"),
    }
    return show(
        request,
        ask,
        "onglet/accounts/users.html",
        title=_("Users"),
        crumbs=settings_crumbs(_("Users")),
        rows=[(row, _state(row)) for row in page.rows],
        search=search,
        state=state,
        after=page.after,
        segments=[
            Segment(
                label=label,
                href=f"{LIST}?state={key}",
                current=key == state,
                count=str(counts[key]),
            )
            for key, label in labels.items()
        ],
    )


@router.get("/new", dependencies=MANAGE)
def show_new(request: Request, ask: CurrentAsk) -> Response:
    """Show where to add a colleague."""
    return _new(request, ask, FormState(data={"deliver": "mail"}))


@router.post("/new", dependencies=MANAGE)
def add_user(request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm) -> Response:
    """Add a colleague, and give them a link: by mail, or to copy."""
    wanted, state = check(UserForm, form)
    if wanted is None:
        return _new(request, work, state, status=422)
    try:
        with work.session.begin_nested():
            user_id = service.create_user(work, _data(work, wanted))
    except Rejected as fault:
        return _new(request, work, fault.on(state), status=422)
    if wanted.deliver == "copy":
        return _link(request, work, host, user_id)
    mail_link(work, user_id, public_url=host.config.public_url)
    message = _("An invitation is on its way to %(email)s.", email=wanted.email)
    return see_other(request, LIST, message=message)


@router.get("/{user_id}", dependencies=MANAGE)
def show_user(request: Request, ask: CurrentAsk, user_id: str) -> Response:
    """Show a colleague."""
    user = _found(ask, user_id)
    held: dict[str, Any] = {
        "given_name": user.given_name,
        "family_name": user.family_name,
        "email": user.email,
        "profile": public_ids(ask, Profile, [user.profile_id]),
        "groups": public_ids(ask, Group, user.group_ids),
        "locale": user.locale,
        "zone": user.zone,
        "version": user.version,
    }
    return _one(request, ask, user, FormState(data=held))


@router.post("/{user_id}", dependencies=MANAGE)
def save_user(
    request: Request,
    work: CurrentWork,
    visitor: CurrentVisitor,
    form: CurrentForm,
    user_id: str,
) -> Response:
    """Keep what was changed of a colleague."""
    user = _found(work, user_id)
    wanted, state = check(UserForm, form)
    if wanted is None:
        return _one(request, work, user, state, status=422)
    own = visitor is not None and user.id == work.actor.user_id
    try:
        with work.session.begin_nested():
            service.edit_user(
                work,
                user.id,
                _data(work, wanted),
                seen_version=wanted.version,
                keep_session=visitor.session_id if own and visitor else None,
            )
    except Rejected as fault:
        return _one(request, work, _found(work, user_id), fault.on(state), status=422)
    message = _("%(name)s is up to date.", name=_found(work, user_id).name)
    return see_other(request, LIST, message=message)


@router.get("/{user_id}/deactivate", dependencies=MANAGE)
def ask_to_deactivate(
    request: Request, ask: CurrentAsk, host: CurrentHost, user_id: str
) -> Response:
    """Ask who takes over what a colleague owns."""
    return _leaving(request, ask, host, _found(ask, user_id), FormState())


@router.post("/{user_id}/deactivate", dependencies=MANAGE)
def deactivate_user(
    request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm, user_id: str
) -> Response:
    """Let a colleague sign in no more, and hand over what they own."""
    user = _found(work, user_id)
    wanted, state = check(SuccessorForm, form)
    if wanted is None:
        return _leaving(request, work, host, user, state, status=422)
    try:
        with work.session.begin_nested():
            service.deactivate_user(
                work,
                user.id,
                belongings=owned.belongings_of(host),
                successor_id=pick_user(work, wanted.successor) if wanted.successor else None,
            )
    except Rejected as fault:
        return _leaving(request, work, host, user, fault.on(state), status=422)
    said = _("%(name)s can sign in no more.", name=user.name)
    made = handover.last_handover(work.session, user.id)
    if made is not None and made.done_at == work.now:
        said += " " + _("%(name)s takes over.", name=made.to_name)
    return see_other(request, f"{LIST}/{user_id}", message=said)


@router.post("/{user_id}/take-back/{handover_id}", dependencies=MANAGE)
def take_back(
    request: Request, work: CurrentWork, host: CurrentHost, user_id: str, handover_id: str
) -> Response:
    """Let a colleague in again with what they had handed over."""
    user = _found(work, user_id)
    made = handover.last_handover(work.session, user.id)
    if made is None or made.public_id != handover_id:
        raise NotFound
    try:
        with work.session.begin_nested():
            after = service.take_back(work, user.id, made, belongings=owned.belongings_of(host))
    except Rejected as fault:
        return _refused(request, user, fault)
    said = _("%(name)s can sign in again, and has everything back.", name=user.name)
    if after.kept:
        said = _(
            "%(name)s can sign in again. Changed since, and left with %(other)s: %(kept)s.",
            name=user.name,
            kept=owned.said(host, after.kept),
            other=after.to_name,
        )
    return see_other(request, f"{LIST}/{user_id}", message=said)


@router.post("/{user_id}/reactivate", dependencies=MANAGE)
def reactivate_user(request: Request, work: CurrentWork, user_id: str) -> Response:
    """Let a colleague sign in again."""
    user = _found(work, user_id)
    return _done(
        request,
        work,
        user,
        lambda: service.reactivate_user(work, user.id),
        _("%(name)s can sign in again.", name=user.name),
    )


@router.post("/{user_id}/sessions/end", dependencies=MANAGE)
def end_sessions(
    request: Request, work: CurrentWork, visitor: CurrentVisitor, user_id: str
) -> Response:
    """End the sessions of a colleague; of one's own, all but this one."""
    user = _found(work, user_id)
    own = visitor.session_id if visitor and user.id == work.actor.user_id else None
    number = sessions.revoke_all(work.session, user.id, but=own)
    said = ngettext("%(num)s session has ended.", "%(num)s sessions have ended.", number)
    return see_other(request, f"{LIST}/{user_id}", message=said)


@router.post("/{user_id}/link", dependencies=MANAGE)
def make_link(
    request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm, user_id: str
) -> Response:
    """Give a colleague a link to choose a password: by mail, or to copy."""
    user = _found(work, user_id)
    try:
        if form.get("deliver") == "copy":
            return _link(request, work, host, user.id)
        with work.session.begin_nested():
            service.make_user_link(work, user.id)  # who may, and the history
            mail_link(work, user.id, public_url=host.config.public_url)
    except Rejected as fault:
        return _refused(request, user, fault)
    message = _("A link is on its way to %(email)s.", email=user.email)
    return see_other(request, f"{LIST}/{user_id}", message=message)


@router.post("/{user_id}/second-step/reset", dependencies=MANAGE)
def reset_second_step(request: Request, work: CurrentWork, user_id: str) -> Response:
    """Let a colleague who lost their app sign in by the password alone; their sessions end."""
    user = _found(work, user_id)

    def reset() -> None:
        if user.id == work.actor.user_id:
            raise Rejected("", N_("Your own second step is set in your account."))
        guard.refuse_outranked(work, user.profile_id)
        second_step.turn_off(work, user.id)
        sessions.revoke_all(work.session, user.id)

    return _done(
        request, work, user, reset, _("The second step of %(name)s is off.", name=user.name)
    )


@router.post("/{user_id}/tokens/{handle}/revoke", dependencies=MANAGE)
def revoke_token(request: Request, work: CurrentWork, user_id: str, handle: str) -> Response:
    """Revoke a token of a colleague."""
    user = _found(work, user_id)
    try:
        guard.refuse_outranked(work, user.profile_id)
    except Rejected as fault:
        return _refused(request, user, fault)
    gone = tokens.revoke_token(work, user.id, handle)
    if gone is None:
        raise NotFound
    message = _("The token %(name)s is revoked.", name=gone.name)
    return see_other(request, f"{LIST}/{user_id}", message=message)


def _found(ask: Ask, public_id: str) -> UserView:
    user = queries.find_user(ask, public_id)
    if user is None:
        raise NotFound
    return user


def _data(ask: Ask, wanted: UserForm) -> UserData:
    return UserData(
        email=wanted.email,
        given_name=wanted.given_name,
        family_name=wanted.family_name,
        profile_id=pick_profile(ask, wanted.profile),
        group_ids=pick_groups(ask, wanted.groups),
        locale=service.check_language(wanted.locale),
        zone=service.check_zone(wanted.zone),
    )


def _state(user: Any) -> Badge:
    if not user.is_active:
        return Badge(label=_("Deactivated"), tone="neutral", dot=True)
    if not user.has_password:
        return Badge(label=_("Invited"), tone="warn", dot=True)
    return Badge(label=_("Active"), tone="ok", dot=True)


def _done(
    request: Request, work: CurrentWork, user: UserView, change: Any, message: str
) -> Response:
    try:
        with work.session.begin_nested():
            change()
    except Rejected as fault:
        return _refused(request, user, fault)
    return see_other(request, f"{LIST}/{user.public_id}", message=message)


def _refused(request: Request, user: UserView, fault: Rejected) -> Response:
    said = fault.on(FormState()).form_errors
    return see_other(request, f"{LIST}/{user.public_id}", message=" ".join(said), kind="bad")


def _link(request: Request, work: CurrentWork, host: Host, user_id: int) -> Response:
    """Show a link once: it is kept nowhere."""
    link = service.make_user_link(work, user_id)
    user = queries.get_user(work, user_id)
    return show(
        request,
        work,
        "onglet/accounts/user_link.html",
        title=_("Link for a password"),
        crumbs=settings_crumbs((_("Users"), LIST), _("Link for a password")),
        user=user,
        link=f"{host.config.public_url.rstrip('/')}{link.path}",
        expires_at=link.expires_at,
    )


def _new(request: Request, ask: Ask, f: FormState, *, status: int = 200) -> Response:
    return show(
        request,
        ask,
        "onglet/accounts/user_new.html",
        title=_("Add a colleague"),
        crumbs=settings_crumbs((_("Users"), LIST), _("Add a colleague")),
        status=status,
        f=f,
        deliveries=[
            Option(value="mail", label=_("Send it by mail")),
            Option(value="copy", label=_("Show it to me: I pass it on myself")),
        ],
        **_choices(ask),
    )


def _leaving(
    request: Request, ask: Ask, host: Host, user: UserView, f: FormState, *, status: int = 200
) -> Response:
    counts = handover.count_belongings(ask.session, owned.belongings_of(host), user.id, ask.now)
    return show(
        request,
        ask,
        "onglet/accounts/user_leaving.html",
        title=_("Deactivate %(name)s?", name=user.name),
        crumbs=settings_crumbs(
            (_("Users"), LIST), (user.name, f"{LIST}/{user.public_id}"), _("Deactivate")
        ),
        status=status,
        f=f,
        user=user,
        things=owned.named(host, counts),
        colleagues=[one for one in choices.colleagues(ask) if one.value != user.public_id],
        days=handover.UNDO.days,
    )


def _one(
    request: Request, ask: Ask, user: UserView, f: FormState, *, status: int = 200
) -> Response:
    living = sessions.list_sessions(ask.session, user.id, now=ask.now)
    host: Host = request.app.state.host
    made = handover.last_handover(ask.session, user.id)
    return show(
        request,
        ask,
        "onglet/accounts/user.html",
        title=user.name,
        crumbs=settings_crumbs((_("Users"), LIST), user.name),
        status=status,
        f=f,
        user=user,
        badge=_state(user),
        own=user.id == ask.actor.user_id,
        step=second_step.state_of(ask.session, user.id),
        handover=made,
        handed=owned.said(host, made.counts) if made else "",
        may_take_back=made is not None and made.undone_at is None and ask.now < made.ends_at,
        sessions=[(row, describe_browser(row.browser)) for row in living],
        tokens=tokens.list_tokens(ask.session, ask.now, user_id=user.id),
        **_choices(ask),
    )


def _choices(ask: Ask) -> dict[str, Any]:
    return {
        "profiles": choices.profiles(ask),
        "groups": choices.groups(ask),
        "languages": choices.languages(),
        "zones": choices.zones(),
    }
