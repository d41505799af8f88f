"""What is done to the clients that were ticked in the list, and the buttons that do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from sqlalchemy import select

from onglet.clients import list_bulk
from onglet.clients.listing_view import HREF
from onglet.clients.models import Client
from onglet.db.identifiers import is_public_id
from onglet.host.names import CORE, package_of
from onglet.rights.models import User
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.ui.pages import is_local
from onglet.ui.views import Option
from onglet.web import CurrentForm, CurrentHost, CurrentWork, UnitRoute, needs, see_other, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.responses import Response

    from onglet.clients.listing_view import ListView
    from onglet.contributions import Action, Ask, Work
    from onglet.host.host import Host
    from onglet.host.registry import Placed
    from onglet.ui.reading import Form
    from onglet.ui.views import Kind

router = APIRouter(route_class=UnitRoute)
ARCHIVE, UNARCHIVE, OWNER = "archive", "unarchive", "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkButton:
    """A button of the bar over the list: `do` says which; some ask more in a dialog first."""

    do: str
    label: str
    icon: str
    confirm: str = ""
    opens_dialog: bool = False
    is_danger: bool = False


def bulk_buttons(host: Host, ask: Ask, view: ListView) -> list[BulkButton]:
    """Give the buttons that the actor's rights allow somewhere."""
    return list(_buttons(host, ask, view))


def _buttons(host: Host, ask: Ask, view: ListView) -> Iterator[BulkButton]:
    if ask.may("core.client.archive"):
        if view.state != "archived":
            yield BulkButton(do=ARCHIVE, label=_("Archive"), icon="archive")
        if view.state in {"archived", "all"}:
            yield BulkButton(do=UNARCHIVE, label=_("Unarchive"), icon="archive-off")
    if ask.may("core.client.reassign"):
        yield BulkButton(do=OWNER, label=_("Change the owner"), icon="user-edit", opens_dialog=True)
    for placed in _plugin_actions(host):
        if ask.may(placed.item.right):
            package = package_of(placed.plugin)
            confirm = placed.item.confirm
            yield BulkButton(
                do=placed.item.key,
                label=gettext_of(package, placed.item.label),
                icon=placed.item.icon,
                confirm=gettext_of(package, confirm) if confirm else "",
                is_danger=placed.item.is_danger,
            )


@router.post("/clients/-/bulk", dependencies=[needs("core.client.read")])
def act_on_many(
    request: Request, host: CurrentHost, work: CurrentWork, form: CurrentForm
) -> Response:
    """Do what a button says to the clients that were ticked, and go back to the list."""
    keys = [key for key in form.all("ids") if is_public_id(key)][: list_bulk.MOST]
    back = form.get("back")
    back = back if is_local(back) and back.partition("?")[0] == HREF else HREF
    do = form.get("do")
    if not keys:
        return see_other(request, back, message=_("Tick some clients first."), kind="warn")
    if do == OWNER and not form.get("owner"):
        return _ask_owner(request, work, keys, back, is_due="owner" in form)
    outcome = _done(host, work, form, keys)
    if outcome is None:
        return see_other(
            request, back, message=_("This action is not there any more."), kind="warn"
        )
    kind: Kind = "warn" if outcome.is_partial else "ok"
    return see_other(request, outcome.href or back, message=outcome.message, kind=kind)


def _done(host: Host, work: Work, form: Form, keys: Sequence[str]) -> list_bulk.Outcome | None:
    do = form.get("do")
    if do in {ARCHIVE, UNARCHIVE}:
        return list_bulk.archive_many(work, keys, undo=do == UNARCHIVE)
    if do == OWNER:
        return list_bulk.give_many(work, keys, form.get("owner"))
    placed = next((item for item in _plugin_actions(host) if item.item.key == do), None)
    return None if placed is None else list_bulk.run_many(host, work, placed, keys)


def _plugin_actions(host: Host) -> Iterator[Placed[Action]]:
    for placed in host.registry().actions:
        if placed.item.bulk is not None and placed.plugin != CORE:
            yield placed


def _ask_owner(
    request: Request, work: Work, keys: Sequence[str], back: str, *, is_due: bool
) -> Response:
    """Ask for the new owner; again, with the reason, when a form came without one."""
    missing = {"owner": (_("Choose who owns them from now on."),)} if is_due else {}
    people = work.session.execute(
        select(User.public_id, User.given_name, User.family_name, User.email)
        .where(User.is_active.is_(True))
        .order_by(User.name_sort, User.id)
    )
    seen: Any = select(Client.public_id).where(Client.public_id.in_(keys)).order_by(Client.id)
    return show(
        request,
        work,
        "onglet/clients/list_owner.html",
        title=_("Change the owner"),
        status=422 if is_due else 200,
        f=FormState(key="d", errors=missing),
        ids=work.session.scalars(seen).all(),
        back=back,
        options=[
            Option(value="", label=_("Choose…")),
            *(
                Option(value=key, label=f"{given} {family}".strip() or email)
                for key, given, family, email in people
            ),
        ],
    )
