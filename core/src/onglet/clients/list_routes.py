"""Addresses of the client list: `/` and `/clients`, its filters, the menu of a line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request

from onglet.clients import list_page, list_plugins, listing_choices
from onglet.clients.list_bulk_routes import bulk_buttons
from onglet.clients.list_fields import custom_fields, totals
from onglet.clients.list_reading import read_list, view_of
from onglet.clients.listing import conditions_of, read_page
from onglet.clients.listing_filters import CORE_KEYS, core_filters
from onglet.clients.listing_view import HREF
from onglet.ui.i18n import gettext as _
from onglet.ui.pages import fragment, wants_partial
from onglet.ui.views import Crumb, FilterChoice
from onglet.web import (
    CurrentAsk,
    CurrentHost,
    CurrentRecord,
    NotFound,
    UnitRoute,
    needs,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from onglet.clients.list_plugins import PluginFilter
    from onglet.clients.list_reading import Asked
    from onglet.clients.listing import ListPage
    from onglet.contributions import Ask

router = APIRouter(route_class=UnitRoute)
READ = needs("core.client.read")


@router.get("/", dependencies=[READ])
@router.get("/clients", dependencies=[READ])
def list_clients(request: Request, host: CurrentHost, ask: CurrentAsk) -> Response:
    """Show one page of the clients that the address describes."""
    asked, page = read_list(host, ask, request.query_params, partial(_page, ask))
    view, columns = asked.view, [*asked.columns, *asked.custom.columns]
    template = "list_answer" if wants_partial(request) else "list"
    return show(
        request,
        ask,
        f"onglet/clients/{template}.html",
        title=_("Clients"),
        view=view,
        rows=page.rows,
        is_close=page.is_close,
        columns=list_page.columns(view, columns),
        extra=columns,
        segments=list_page.segments(view),
        chips=list_page.chips(ask, view, [*asked.filters, *asked.custom.filters]),
        lost=asked.lost,
        count_text=list_page.count_text(page, view),
        totals=_totals(ask, asked, page),
        count_href=view.href(count="all") if list_page.is_capped(page, view) else "",
        pager=list_page.pager(view, page),
        here=view.href(after=view.after, before=view.before),
        kept=list(view.pairs(q="")),
        everything=view.href(state="all", q="", **dict.fromkeys(view.filters, "")),
        may_create=ask.may("core.client.create"),
        bulk=bulk_buttons(host, ask, view),
    )


@router.get("/clients/-/filters/{key}", dependencies=[READ])
def open_filter(
    request: Request, host: CurrentHost, ask: CurrentAsk, key: str, find: str = ""
) -> Response:
    """Give what a filter offers: a popover's inside, or a page of its own without JavaScript."""
    filters = list_plugins.filters(host, ask)
    custom = custom_fields(ask)
    view = view_of(ask, request.query_params, list_plugins.columns(host, ask), filters, custom)
    filters = [*filters, *custom.filters]
    typed = find.strip()[:100]
    core, plugin = core_filters(ask).get(key), next((p for p in filters if p.key == key), None)
    if core is not None:
        label, choices = _(core.label), listing_choices.choices_of(ask, key, typed)
    elif plugin is not None:
        label, choices = plugin.label, plugin.choices()
    else:
        raise NotFound
    chosen = view.filters.get(key, "")
    return _opened(
        request,
        ask,
        "onglet/clients/list_filter.html",
        title=label,
        crumbs=[Crumb(label=_("Clients"), href=view.href()), Crumb(label=label)],
        key=key,
        choices=[
            FilterChoice(
                label=text,
                href=view.href(**{key: "" if value == chosen else value}),
                on=value == chosen,
            )
            for value, text in choices
        ],
        typed=typed,
        value=chosen,
        kept=list(view.pairs(**{key: ""})),
        asks=_asks(key, plugin),
        days=_days(chosen) if key == "created" else ("", ""),
        only_choices=request.headers.get("HX-Target", "").endswith("#filter-choices"),
        search_href=view.href(f"/clients/-/filters/{key}"),
    )


@router.get("/clients/{client_id}/-/menu", dependencies=[READ])
def open_menu(request: Request, ask: CurrentAsk, record: CurrentRecord) -> Response:
    """Give what may be done with the client of one line."""
    return _opened(
        request,
        ask,
        "onglet/clients/list_menu.html",
        title=record.client.name,
        crumbs=[Crumb(label=_("Clients"), href=HREF), Crumb(label=record.client.name)],
        entries=list_page.row_menu(record, _back(request)),
    )


def _opened(
    request: Request,
    ask: Ask,
    template: str,
    *,
    title: str,
    crumbs: Sequence[Crumb],
    **context: Any,
) -> Response:
    """Give what fills a popover, or a page of its own without JavaScript."""
    if wants_partial(request):
        return fragment(template, shown_title=title, is_alone=False, **context)
    return show(
        request,
        ask,
        template,
        title=title,
        crumbs=crumbs,
        shown_title=title,
        is_alone=True,
        **context,
    )


def _page(ask: Ask, asked: Asked) -> ListPage:
    extra = {column.key: column.expression for column in asked.columns}
    beside = asked.custom.beside(asked.view, extra)
    return read_page(ask, asked.view, beside=beside, conditions=asked.own)


def _totals(ask: Ask, asked: Asked, page: ListPage) -> list[tuple[str, str]]:
    """Add up what asks for it, while all the rows are counted: a sum of some would mislead."""
    if not page.rows or page.is_close or list_page.is_capped(page, asked.view):
        return []
    return totals(ask, [*conditions_of(ask, asked.view), *asked.conditions])


def _asks(key: str, plugin: PluginFilter | None) -> str:
    """Say what a filter's popover holds beside its choices: a search, two days, a text."""
    if key == "created":
        return "days"
    if plugin is not None:
        return "text" if plugin.is_free else ""
    return "search" if CORE_KEYS[key].is_searched else ""


def _days(value: str) -> tuple[str, str]:
    first, _dots, last = value.partition("..")
    return (first, last) if _dots else ("", "")


def _back(request: Request) -> str:
    """Give the list that the menu was opened in, as the browser says; the whole list otherwise."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(told)
    except ValueError:
        return HREF
    if parts.path not in {"/", HREF} or parts.netloc != request.url.netloc:
        return HREF
    return f"{HREF}?{parts.query}" if parts.query else HREF
