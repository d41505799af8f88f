"""Who can see a record, and through which grant: people by name, a page at a time."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.clients.view import client_view_by_id
from onglet.host.host import Host
from onglet.identity.folding import fold
from onglet.rights.actors import load_actor
from onglet.rights.explain import explain_of
from onglet.rights.granters import SHARE
from onglet.rights.holders import Holder, holders
from onglet.sharing.pages import ROOM, crumbs, parts
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.ui.reading import clean_text
from onglet.ui.views import Badge
from onglet.web import CurrentHost, CurrentRecord, UnitRoute, needs, show
from onglet.work.session import READ_CLIENT, scope_of

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/sharing/who")
PAGE = 20
EDIT = "core.client.edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """A colleague who sees the client: each reason in words, and what else they may do."""

    holder: Holder
    reasons: tuple[str, ...]
    badges: tuple[Badge, ...]


@router.get("", dependencies=[needs(SHARE)])
def who(request: Request, record: CurrentRecord, host: CurrentHost) -> Response:
    """List the colleagues who can see the client, each with every reason."""
    search = clean_text(request.query_params.get("q", "")[:200])
    typed = request.query_params.get("page", "1")
    page = int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 6 else 1
    scope = scope_of(record.session)
    everybody = [
        one
        for one in holders(
            record.session,
            scope.catalogue,
            record.client.id,
            (READ_CLIENT, EDIT, SHARE),
            record.now,
        )
        if one.may(READ_CLIENT) and _fits(one, search)
    ]
    last = max(1, -(-len(everybody) // PAGE))
    page = min(max(page, 1), last)
    shown = everybody[(page - 1) * PAGE : page * PAGE]
    hidden = _hidden(host, shown, record.client.id) if scope.narrowings else set()
    title = _("Who can see this client")
    return show(
        request,
        record,
        "onglet/sharing/who.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        record=record,
        parts=parts(record, "who"),
        count=ngettext("%(num)s colleague", "%(num)s colleagues", len(everybody)),
        people=[_watcher(one, is_hidden=one.user_id in hidden) for one in shown],
        search=search,
        page=page,
        last=last,
        href=record.href("-", ROOM, "who"),
    )


def _fits(one: Holder, search: str) -> bool:
    held = fold(f"{one.name} {one.email} {one.profile_name}")
    return all(word in held for word in fold(search).split())


def _hidden(host: Host, people: list[Holder], client_id: int) -> set[int]:
    """Give those from whom an extension's row filter hides the client: each is asked for."""
    found = set()
    for one in people:
        with host.database.reads.connect() as connection:
            config = host.config
            actor = load_actor(
                connection,
                one.user_id,
                host.profile_rights,
                locale=config.locale,
                zone=str(config.zone),
            )
        if actor is None:
            continue
        with host.units.reading(actor) as ask:
            if client_view_by_id(ask, client_id) is None:
                found.add(one.user_id)
    return found


def _watcher(one: Holder, *, is_hidden: bool) -> Watcher:
    badges = []
    if is_hidden:
        badges.append(Badge(label=_("Hidden by an extension"), tone="warn"))
    if one.may(EDIT):
        badges.append(Badge(label=_("May edit"), tone="info"))
    if one.may(SHARE):
        badges.append(Badge(label=_("May share"), tone="accent"))
    return Watcher(
        holder=one,
        reasons=tuple(explain_of(reason) for reason in one.ways[READ_CLIENT]),
        badges=tuple(badges),
    )
