"""Settings: privilege profiles, and the table of what each allows."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import choices, looking, queries, service
from onglet.accounts.forms import NewProfileForm, ProfileForm
from onglet.accounts.matrix import ACTIONS, draw_matrix, effective, reach_options
from onglet.accounts.queries import ProfileRow
from onglet.accounts.rejected import Rejected
from onglet.contributions import Ask, Reach
from onglet.host.host import Host
from onglet.rights.catalogue import RightsCatalogue
from onglet.settings.crumbs import settings_crumbs
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _
from onglet.ui.reading import Form
from onglet.ui.views import Confirm, MenuItem
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

router = APIRouter(route_class=UnitRoute, prefix="/settings/profiles")
MANAGE = [needs("core.profile.manage")]
LIST = "/settings/profiles"
FIELD = "reach."


@router.get("", dependencies=MANAGE)
def list_profiles(request: Request, ask: CurrentAsk) -> Response:
    """List the profiles."""
    profiles = queries.list_profiles(ask)
    return show(
        request,
        ask,
        "onglet/accounts/profiles.html",
        title=_("Profiles and rights"),
        crumbs=settings_crumbs(_("Profiles and rights")),
        profiles=profiles,
        menus={profile.public_id: _menu(profile) for profile in profiles},
    )


@router.get("/new", dependencies=MANAGE)
def show_new(request: Request, ask: CurrentAsk) -> Response:
    """Show where to add a profile, from another one or from the defaults."""
    source = request.query_params.get("from", "")
    return _new(request, ask, FormState(data={"source": source[:64]}))


@router.post("/new", dependencies=MANAGE)
def add_profile(request: Request, work: CurrentWork, form: CurrentForm) -> Response:
    """Add a profile."""
    wanted, state = check(NewProfileForm, form)
    if wanted is None:
        return _new(request, work, state, status=422)
    source = queries.find_profile(work, wanted.source) if wanted.source else None
    try:
        with work.session.begin_nested():
            if source is None:
                new_id = service.create_profile(work, wanted.name, description=wanted.description)
            else:
                new_id = service.clone_profile(work, source.id, wanted.name)
    except Rejected as fault:
        return _new(request, work, fault.on(state), status=422)
    made = next(row for row in queries.list_profiles(work) if row.id == new_id)
    message = _("The profile %(name)s is there. Set its rights.", name=made.name)
    return see_other(request, f"{LIST}/{made.public_id}", message=message)


@router.get("/{profile_id}", dependencies=MANAGE)
def show_profile(request: Request, ask: CurrentAsk, host: CurrentHost, profile_id: str) -> Response:
    """Show what a profile allows."""
    profile = _found(ask, profile_id)
    return _matrix(request, ask, host, profile, _held(profile))


@router.post("/{profile_id}", dependencies=MANAGE)
def save_profile(
    request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm, profile_id: str
) -> Response:
    """Keep what a profile is called and what it allows; rights not shown stay as they are."""
    profile = _found(work, profile_id)
    wanted, state = check(ProfileForm, form)
    if wanted is None:
        return _matrix(request, work, host, profile, state, status=422)
    try:
        with work.session.begin_nested():
            asked = _asked(host.loaded.catalogue, form)
            if not wanted.all_rights and not profile.all_rights:
                service.set_reaches(work, profile.id, asked, seen_version=wanted.version)
            seen = None if _version(work, profile) != profile.version else wanted.version
            service.edit_profile(
                work,
                profile.id,
                name=wanted.name,
                description=wanted.description,
                all_rights=wanted.all_rights,
                asks_second_step=wanted.asks_second_step,
                seen_version=seen,
            )
    except Rejected as fault:
        profile = _found(work, profile_id)
        return _matrix(request, work, host, profile, fault.on(state), typed=form, status=422)
    message = _("%(name)s is up to date.", name=wanted.name)
    return see_other(request, f"{LIST}/{profile_id}", message=message)


@router.post("/{profile_id}/delete", dependencies=MANAGE)
def delete_profile(request: Request, work: CurrentWork, profile_id: str) -> Response:
    """Remove a profile that nobody has."""
    profile = _found(work, profile_id)
    try:
        with work.session.begin_nested():
            service.delete_profile(work, profile.id)
    except Rejected as fault:
        said = " ".join(fault.on(FormState()).form_errors)
        return see_other(request, LIST, message=said, kind="bad")
    return see_other(request, LIST, message=_("The profile %(name)s is gone.", name=profile.name))


def _menu(profile: ProfileRow) -> list[MenuItem]:
    href = f"{LIST}/{profile.public_id}"
    return [
        MenuItem(label=_("Edit"), icon="pencil", href=href),
        MenuItem(label=_("Copy"), icon="copy", href=f"{LIST}/new?from={profile.public_id}"),
        MenuItem(
            label=_("Remove"),
            icon="trash",
            danger=True,
            post=f"{href}/delete",
            refused=_("Colleagues have it: give them another profile first.")
            if profile.users
            else "",
            confirm=Confirm(
                title=_("Remove this profile?"),
                text=_("Nobody has it. Its settings of rights are lost."),
                button=_("Remove"),
            ),
        ),
    ]


def _legend() -> list[tuple[int, str, str]]:
    said = (
        _("not at all"),
        _("clients of one's own"),
        _("one's own, and those shared with one"),
        _("those, and the clients of one's groups"),
        _("every client"),
    )
    words = [option.label for option in reach_options(on_records=True)]
    return [(level, words[level], said[level]) for level in range(len(said))]


def _found(ask: Ask, public_id: str) -> ProfileRow:
    profile = queries.find_profile(ask, public_id)
    if profile is None:
        raise NotFound
    return profile


def _version(ask: Ask, profile: ProfileRow) -> int:
    return _found(ask, profile.public_id).version


def _held(profile: ProfileRow) -> FormState:
    return FormState(
        data={
            "name": profile.name,
            "description": profile.description,
            "all_rights": profile.all_rights,
            "asks_second_step": profile.asks_second_step,
            "version": profile.version,
        }
    )


def _asked(catalogue: RightsCatalogue, form: Form) -> dict[str, Reach]:
    """Give the reaches that the form sets; a right that it does not show is not in it.

    Raises:
        Rejected: a value that is no reach.
    """
    found = {}
    for key in catalogue:
        typed = form.get(FIELD + key)
        if not typed:
            continue
        if typed not in {str(int(reach)) for reach in Reach}:
            raise Rejected(FIELD + key, N_("Choose one of the values of the list."))
        found[key] = Reach(int(typed))
    return found


def _typed(
    catalogue: RightsCatalogue, form: Form | None, reaches: Mapping[str, Reach]
) -> dict[str, Reach]:
    """Give the reaches with what was typed over them, so that a refusal loses no choice."""
    if form is None:
        return dict(reaches)
    try:
        return {**reaches, **_asked(catalogue, form)}
    except Rejected:
        return dict(reaches)


def _matrix(
    request: Request,
    ask: Ask,
    host: Host,
    profile: ProfileRow,
    f: FormState,
    *,
    typed: Form | None = None,
    status: int = 200,
) -> Response:
    catalogue, asked = host.loaded.catalogue, request.query_params
    search = asked.get("q", "")[:200]
    other = queries.find_profile(ask, asked.get("against", "")[:64])
    settled = queries.settled_reaches(ask, profile.id)
    reaches = effective(catalogue, settled, all_rights=profile.all_rights)
    compared = None
    if other is not None:
        theirs = queries.settled_reaches(ask, other.id)
        compared = effective(catalogue, theirs, all_rights=other.all_rights)
    return show(
        request,
        ask,
        "onglet/accounts/profile.html",
        title=profile.name,
        crumbs=settings_crumbs((_("Profiles and rights"), LIST), profile.name),
        status=status,
        f=f,
        profile=profile,
        sections=draw_matrix(
            host,
            _typed(catalogue, typed, reaches),
            settled=settled,
            other=compared,
            search=search,
            only_differences=bool(asked.get("only")) and compared is not None,
        ),
        actions=[_(label) for label in ACTIONS.values()],
        legend=_legend(),
        search=search,
        other=other,
        only=bool(asked.get("only")),
        others=[one for one in choices.profiles(ask) if one.value != profile.public_id],
        differences=sum(reaches[key] != compared[key] for key in reaches) if compared else 0,
        looks=looking.list_looks(ask.session, profile.id, ask.now),
        absent=sorted(key for key in settled if key not in catalogue),
    )


def _new(request: Request, ask: Ask, f: FormState, *, status: int = 200) -> Response:
    return show(
        request,
        ask,
        "onglet/accounts/profile_new.html",
        title=_("Add a profile"),
        crumbs=settings_crumbs((_("Profiles and rights"), LIST), _("Add a profile")),
        status=status,
        f=f,
        sources=choices.profiles(ask),
    )
