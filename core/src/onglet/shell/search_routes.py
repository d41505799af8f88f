"""Addresses of the search: the page of results, and what drops down from the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request

from onglet.identity import siren, siret
from onglet.shell.search_box import LONGEST, HitGroup, search_everywhere
from onglet.ui.i18n import gettext as _
from onglet.ui.pages import fragment, wants_partial
from onglet.web import CurrentAsk, CurrentHost, UnitRoute, show, signed_in

if TYPE_CHECKING:
    from starlette.responses import Response

    from onglet.contributions import Ask

router = APIRouter(route_class=UnitRoute)
ON_PAGE: Final = 20
IN_BOX: Final = 5


@router.get("/search", dependencies=[signed_in])
def search(request: Request, host: CurrentHost, ask: CurrentAsk, q: str = "") -> Response:
    """Show what was found, source by source."""
    typed = q.strip()[:LONGEST]
    groups = search_everywhere(host, ask, typed, limit=ON_PAGE) if typed else []
    template = "found" if wants_partial(request) else "page"
    return show(
        request,
        ask,
        f"onglet/search/{template}.html",
        title=_("Search"),
        **_context(ask, typed, groups),
    )


@router.get("/search/box", dependencies=[signed_in])
def box(host: CurrentHost, ask: CurrentAsk, q: str = "") -> Response:
    """Give the first hits of each source, for what drops down from the box."""
    typed = q.strip()[:LONGEST]
    groups = search_everywhere(host, ask, typed, limit=IN_BOX) if typed else []
    return fragment("onglet/search/box.html", **_context(ask, typed, groups))


def _context(ask: Ask, typed: str, groups: list[HitGroup]) -> dict[str, Any]:
    return {
        "typed": typed,
        "groups": groups,
        "nothing": bool(typed) and not any(group.hits for group in groups),
        "silent": [group.label for group in groups if group.is_silent],
        "all_href": f"/search?{urlencode({'q': typed})}",
        "list_href": f"/clients?{urlencode({'state': 'all', 'q': typed})}",
        "create_href": _create_href(typed) if ask.may("core.client.create") else "",
    }


def _create_href(typed: str) -> str:
    """Give the address of the form of a new client, with what was typed in its place."""
    if siret.is_valid(typed):
        values = {"siret": siret.compact(typed), "siren": siret.compact(typed)[:9]}
    elif siren.is_valid(typed):
        values = {"siren": siren.compact(typed)}
    else:
        values = {"name": typed}
    return f"/clients/new?{urlencode(values)}"
