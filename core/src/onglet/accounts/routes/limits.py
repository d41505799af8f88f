"""Settings: which fields and tabs a profile shows, on one screen."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import queries, service
from onglet.accounts.limitable import draw_limits, limit_keys
from onglet.accounts.matrix import plugin_label
from onglet.accounts.queries import ProfileRow
from onglet.accounts.rejected import Rejected
from onglet.contributions import Ask
from onglet.host.host import Host
from onglet.settings.crumbs import settings_crumbs
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.ui.reading import Form
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
)

router = APIRouter(route_class=UnitRoute, prefix="/settings/profiles/{profile_id}/fields")
MANAGE = [needs("core.profile.manage")]
LIST = "/settings/profiles"
FIELD = "level."


@router.get("", dependencies=MANAGE)
def show_limits(request: Request, ask: CurrentAsk, host: CurrentHost, profile_id: str) -> Response:
    """Show what a profile makes of each field and tab."""
    profile = _found(ask, profile_id)
    limits = queries.settled_limits(ask, profile.id)
    return _screen(
        request, ask, host, profile, limits, FormState(data={"version": profile.version})
    )


@router.post("", dependencies=MANAGE)
def save_limits(
    request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm, profile_id: str
) -> Response:
    """Keep what a profile makes of the fields and tabs that were shown; the others stay."""
    profile = _found(work, profile_id)
    asked = _asked(work, form)
    version = form.get("version")
    try:
        with work.session.begin_nested():
            changed = service.set_limits(
                work,
                profile.id,
                asked,
                seen_version=int(version) if version.isascii() and version.isdigit() else None,
            )
    except Rejected as fault:
        profile = _found(work, profile_id)
        limits = {**queries.settled_limits(work, profile.id), **asked}
        state = fault.on(FormState(data={"version": profile.version}))
        return _screen(request, work, host, profile, limits, state, status=422)
    message = ngettext("%(num)s change was saved.", "%(num)s changes were saved.", changed)
    if not changed:
        message = _("Nothing had changed.")
    return see_other(request, f"{LIST}/{profile_id}/fields", message=message)


def _found(ask: Ask, public_id: str) -> ProfileRow:
    profile = queries.find_profile(ask, public_id)
    if profile is None:
        raise NotFound
    return profile


def _asked(ask: Ask, form: Form) -> dict[str, str]:
    """Give the levels that the form sets, of fields and tabs that there are."""
    return {key: form.get(FIELD + key) for key in limit_keys(ask) if FIELD + key in form.plain()}


def _screen(
    request: Request,
    ask: Ask,
    host: Host,
    profile: ProfileRow,
    limits: Mapping[str, str],
    f: FormState,
    *,
    status: int = 200,
) -> Response:
    search = request.query_params.get("q", "")[:200]
    only_set = bool(request.query_params.get("set"))
    crumbs = ((_("Profiles and rights"), LIST), (profile.name, f"{LIST}/{profile.public_id}"))
    return show(
        request,
        ask,
        "onglet/accounts/limits.html",
        title=_("Fields and tabs of %(profile)s", profile=profile.name),
        crumbs=settings_crumbs(*crumbs, _("Fields and tabs")),
        status=status,
        f=f,
        profile=profile,
        sections=draw_limits(
            ask,
            limits,
            lambda plugin: plugin_label(host, plugin),
            search=search,
            only_set=only_set,
        ),
        search=search,
        only_set=only_set,
        settled=sum(map(bool, limits.values())),
    )
