"""The search: one box over every source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request

from onglet.contributions import Hit, SearchQuery
from onglet.host.calls import as_tuple
from onglet.identity.folding import fold
from onglet.shell.labels import say
from onglet.ui.i18n import gettext as _
from onglet.web import CurrentAsk, CurrentHost, UnitRoute, show, signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from onglet.contributions import Ask
    from onglet.host.host import Host

router = APIRouter(route_class=UnitRoute)
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HitGroup:
    """The hits of one source."""

    label: str
    hits: Sequence[Hit]


@router.get("/search", dependencies=[signed_in])
def search(request: Request, host: CurrentHost, ask: CurrentAsk, q: str = "") -> Response:
    """Show what was found, source by source."""
    typed = q.strip()[:LONGEST]
    return show(
        request,
        ask,
        "onglet/search/results.html",
        title=_("Search"),
        typed=typed,
        groups=_groups(host, ask, typed) if typed else [],
        may_create=ask.may("core.client.create"),
    )


def _groups(host: Host, ask: Ask, typed: str) -> list[HitGroup]:
    groups: list[HitGroup] = []
    for placed in host.registry().search_sources:
        if not ask.may(placed.item.right):
            continue
        query = SearchQuery(ask=replace(ask, plugin=placed.plugin), text=typed, folded=fold(typed))
        answer = host.call(
            placed.plugin, f"search {placed.item.key}", _read, placed.item.find, query
        )
        if answer.value:
            groups.append(HitGroup(label=say(placed.plugin, placed.item.label), hits=answer.value))
        elif answer.failure is not None:
            ask.session.rollback()
    return groups


def _read(find: Any, query: SearchQuery) -> tuple[Hit, ...]:
    return as_tuple(find(query), Hit)[: query.limit]
