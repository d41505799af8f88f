"""One's own tokens of the API: listed, made and revoked."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import tokens
from onglet.accounts.forms import TokenForm
from onglet.accounts.matrix import right_options
from onglet.accounts.rejected import Rejected
from onglet.contributions import Ask
from onglet.host.host import Host
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.ui.views import Crumb, Option
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
    signed_in,
)

router = APIRouter(route_class=UnitRoute, prefix="/account/tokens")
HERE = "/account/tokens"
DAYS = "90"


@router.get("", dependencies=[signed_in])
def show_tokens(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Show one's own tokens, and where to make one."""
    return _page(request, ask, host, FormState(data={"days": DAYS}))


@router.post("", dependencies=[needs("core.token.create")])
def make_token(
    request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm
) -> Response:
    """Make a token, shown once."""
    wanted, state = check(TokenForm, form)
    if wanted is None:
        return _page(request, work, host, state, status=422)
    try:
        with work.session.begin_nested():
            made = tokens.make_token(
                work,
                _own_key(work),
                name=wanted.name,
                scopes=[tokens.EVERYTHING] if wanted.whole else wanted.scopes,
                days=int(wanted.days) if wanted.days.isdecimal() else 0,
            )
    except Rejected as fault:
        return _page(request, work, host, fault.on(state), status=422)
    return show(
        request,
        work,
        "onglet/accounts/token_made.html",
        title=_("Your token"),
        crumbs=[*_crumbs(), Crumb(label=_("Your token"))],
        made=made,
        example=f"{host.config.public_url.rstrip('/')}/api/v1/me",
    )


@router.post("/{handle}/revoke", dependencies=[signed_in])
def revoke_token(request: Request, work: CurrentWork, handle: str) -> Response:
    """Revoke one of one's own tokens."""
    gone = tokens.revoke_token(work, _own_key(work), handle)
    if gone is None:
        raise NotFound
    return see_other(request, HERE, message=_("The token %(name)s is revoked.", name=gone.name))


def _own_key(ask: Ask) -> int:
    if ask.actor.user_id is None:
        raise NotFound
    return ask.actor.user_id


def _crumbs() -> list[Crumb]:
    return [
        Crumb(label=_("My account"), href="/account"),
        Crumb(label=_("Tokens of the API"), href=HERE),
    ]


def _page(request: Request, ask: Ask, host: Host, f: FormState, *, status: int = 200) -> Response:
    lives = [
        Option(value=str(days), label=ngettext("%(num)s day", "%(num)s days", days))
        for days in tokens.LIVES
    ]
    return show(
        request,
        ask,
        "onglet/accounts/tokens.html",
        title=_("Tokens of the API"),
        crumbs=[*_crumbs()[:1], Crumb(label=_("Tokens of the API"))],
        status=status,
        f=f,
        rows=tokens.list_tokens(ask.session, ask.now, user_id=_own_key(ask)),
        may_make=ask.may("core.token.create"),
        lives=lives,
        groups=right_options(host, ask.actor),
    )
