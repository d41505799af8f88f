"""Settings: groups of colleagues."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import choices, queries, service
from onglet.accounts.forms import GroupForm
from onglet.accounts.picked import pick_users, public_ids
from onglet.accounts.queries import GroupRow
from onglet.accounts.rejected import Rejected
from onglet.contributions import Ask
from onglet.rights.models import User
from onglet.settings.crumbs import settings_crumbs
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)

router = APIRouter(route_class=UnitRoute, prefix="/settings/groups")
MANAGE = [needs("core.group.manage")]
LIST = "/settings/groups"


@router.get("", dependencies=MANAGE)
def list_groups(request: Request, ask: CurrentAsk) -> Response:
    """List the groups."""
    return show(
        request,
        ask,
        "onglet/accounts/groups.html",
        title=_("Groups"),
        crumbs=settings_crumbs(_("Groups")),
        groups=queries.list_groups(ask),
    )


@router.get("/new", dependencies=MANAGE)
def show_new(request: Request, ask: CurrentAsk) -> Response:
    """Show where to add a group."""
    return _page(request, ask, None, FormState())


@router.post("/new", dependencies=MANAGE)
def add_group(request: Request, work: CurrentWork, form: CurrentForm) -> Response:
    """Add a group."""
    wanted, state = check(GroupForm, form)
    if wanted is None:
        return _page(request, work, None, state, status=422)
    try:
        with work.session.begin_nested():
            members = pick_users(work, wanted.members)
            service.create_group(work, wanted.name, members)
    except Rejected as fault:
        return _page(request, work, None, fault.on(state), status=422)
    return see_other(request, LIST, message=_("The group %(name)s is there.", name=wanted.name))


@router.get("/{group_id}", dependencies=MANAGE)
def show_group(request: Request, ask: CurrentAsk, group_id: str) -> Response:
    """Show a group."""
    group = _found(ask, group_id)
    held: dict[str, Any] = {
        "name": group.name,
        "members": public_ids(ask, User, group.member_ids),
        "version": group.version,
    }
    return _page(request, ask, group, FormState(data=held))


@router.post("/{group_id}", dependencies=MANAGE)
def save_group(request: Request, work: CurrentWork, form: CurrentForm, group_id: str) -> Response:
    """Keep the name and the members of a group."""
    group = _found(work, group_id)
    wanted, state = check(GroupForm, form)
    if wanted is None:
        return _page(request, work, group, state, status=422)
    try:
        with work.session.begin_nested():
            service.edit_group(
                work,
                group.id,
                name=wanted.name,
                user_ids=(*pick_users(work, wanted.members), *group.left_ids),
                seen_version=wanted.version,
            )
    except Rejected as fault:
        return _page(request, work, _found(work, group_id), fault.on(state), status=422)
    return see_other(request, LIST, message=_("%(name)s is up to date.", name=wanted.name))


@router.get("/{group_id}/delete", dependencies=MANAGE)
def ask_to_delete(request: Request, ask: CurrentAsk, group_id: str) -> Response:
    """Ask whether a group shall go, saying what goes with it."""
    group = _found(ask, group_id)
    return show(
        request,
        ask,
        "onglet/accounts/group_delete.html",
        title=_("Remove the group %(name)s?", name=group.name),
        crumbs=settings_crumbs((_("Groups"), LIST), group.name),
        group=group,
    )


@router.post("/{group_id}/delete", dependencies=MANAGE)
def delete_group(request: Request, work: CurrentWork, group_id: str) -> Response:
    """Remove a group."""
    group = _found(work, group_id)
    service.delete_group(work, group.id)
    return see_other(request, LIST, message=_("The group %(name)s is gone.", name=group.name))


def _found(ask: Ask, public_id: str) -> GroupRow:
    group = queries.find_group(ask, public_id)
    if group is None:
        raise NotFound
    return group


def _page(
    request: Request, ask: Ask, group: GroupRow | None, f: FormState, *, status: int = 200
) -> Response:
    title = group.name if group else _("Add a group")
    return show(
        request,
        ask,
        "onglet/accounts/group.html",
        title=title,
        crumbs=settings_crumbs((_("Groups"), LIST), title),
        status=status,
        f=f,
        group=group,
        action=f"{LIST}/{group.public_id}" if group else f"{LIST}/new",
        colleagues=choices.colleagues(ask),
    )
