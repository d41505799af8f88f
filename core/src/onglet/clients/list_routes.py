"""Addresses of the client list: `/` and `/clients`, and what is done to several clients at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import ColumnElement, select

from onglet.clients.life import archive_client, unarchive_client
from onglet.clients.listing import COUNT_UP_TO, ListPage, ListView, read_page, read_view
from onglet.clients.models import Client
from onglet.db.identifiers import is_public_id
from onglet.host.names import package_of
from onglet.rights.models import User
from onglet.ui import formats
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of, ngettext
from onglet.ui.pages import wants_partial
from onglet.ui.views import Column, FilterChip, FilterChoice, MenuItem, Pager, Segment
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentWork,
    UnitRoute,
    needs,
    see_other,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from onglet import contributions as c
    from onglet.contributions import Ask
    from onglet.host.host import Host
    from onglet.host.registry import Placed

router = APIRouter(route_class=UnitRoute)
READ = needs("core.client.read")
MOST_OWNERS = 100
MOST_AT_ONCE = 200


@router.get("/", dependencies=[READ])
@router.get("/clients", dependencies=[READ])
def list_clients(request: Request, host: CurrentHost, ask: CurrentAsk) -> Response:
    """Show one page of the clients that the address describes."""
    filters = [p for p in host.registry().filters if ask.may(p.item.right)]
    view = read_view(request.query_params, [p.item.key for p in filters])
    columns = [p for p in host.registry().columns if ask.may(p.item.right)]
    extra = _extra(host, ask, columns)
    page = read_page(ask, view, extra=extra, conditions=_conditions(host, ask, view, filters))
    template = "rows" if wants_partial(request) else "list"
    return show(
        request,
        ask,
        f"onglet/clients/{template}.html",
        title=_("Clients"),
        view=view,
        rows=page.rows,
        columns=_columns(view, [p for p in columns if p.item.key in extra]),
        extra=[_shower(host, ask, p) for p in columns if p.item.key in extra],
        segments=_segments(view),
        chips=_chips(host, ask, view, filters),
        count_text=_count(page),
        pager=_pager(view, page),
        entries=_entries,
        may_create=ask.may("core.client.create"),
        may_archive=ask.may("core.client.archive"),
        is_filtered=bool(view.typed or view.owner or view.created or view.filters),
        href=_href,
    )


@router.post("/clients/-/bulk/archive", dependencies=[needs("core.client.archive")])
def archive_many(request: Request, work: CurrentWork, form: CurrentForm) -> Response:
    """Archive, or bring back, the clients that were ticked and that the actor may archive."""
    ids = [key for key in form.all("ids") if is_public_id(key)][:MOST_AT_ONCE]
    rows = work.session.execute(select(Client.id).where(Client.public_id.in_(ids))).scalars()
    done = refused = 0
    for client_id in rows.all():
        if not work.access.may_on("core.client.archive", client_id).allowed:
            refused += 1
            continue
        change = unarchive_client if form.get("undo") else archive_client
        done += change(work, client_id)
    message = ngettext("%(num)s client changed.", "%(num)s clients changed.", done)
    if refused:
        message += " " + ngettext(
            "%(num)s was left as it is: you may not archive it.",
            "%(num)s were left as they are: you may not archive them.",
            refused,
        )
    return see_other(request, "/clients", message=message, kind="warn" if refused else "ok")


def _href(view: ListView, **changed: str) -> str:
    query = view.query(**changed)
    return f"/clients?{urlencode(query)}" if query else "/clients"


def _extra(
    host: Host, ask: Ask, columns: list[Placed[c.Column]]
) -> Mapping[str, ColumnElement[Any]]:
    found: dict[str, ColumnElement[Any]] = {}
    for placed in columns:
        answer = host.call(
            placed.plugin,
            f"column {placed.item.key}",
            placed.item.expression,
            replace(ask, plugin=placed.plugin),
            Client.id,
            expect=ColumnElement,
        )
        if answer.value is not None:
            found[placed.item.key] = answer.value
    return found


def _shower(host: Host, ask: Ask, placed: Placed[c.Column]) -> Any:
    """Give what shows a plugin's value in its cell, a dash when it fails."""

    def show_value(row: Any) -> str:
        answer = host.call(
            placed.plugin,
            f"column {placed.item.key}",
            placed.item.show,
            replace(ask, plugin=placed.plugin),
            row.extra[placed.item.key],
            expect=str,
        )
        return answer.value or formats.UNKNOWN

    return {"label": gettext_of(package_of(placed.plugin), placed.item.label), "show": show_value}


def _conditions(
    host: Host, ask: Ask, view: ListView, filters: list[Placed[c.Filter]]
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for placed in filters:
        value = view.filters.get(placed.item.key)
        if not value:
            continue
        answer = host.call(
            placed.plugin,
            f"filter {placed.item.key}",
            placed.item.condition,
            replace(ask, plugin=placed.plugin),
            Client.id,
            value,
            expect=ColumnElement,
        )
        if answer.value is not None:
            conditions.append(answer.value)
    return conditions


def _columns(view: ListView, extra: list[Placed[c.Column]]) -> list[Column]:
    return [
        _sortable(view, "name", _("Name")),
        Column(key="status", label=_("Status")),
        Column(key="owner", label=_("Owner")),
        *(
            Column(
                key=p.item.key.replace(".", "-"),
                label=gettext_of(package_of(p.plugin), p.item.label),
                numeric=p.item.align == "end",
            )
            for p in extra
        ),
        _sortable(view, "created", _("Created")),
        Column(key="menu", label=_("Actions"), hide_label=True, width="tight"),
    ]


def _sortable(view: ListView, key: str, label: str) -> Column:
    is_sorted = view.sort == key
    goes_down = is_sorted and not view.is_descending
    wanted = f"-{key}" if goes_down else key
    state = "descending" if view.is_descending else "ascending"
    return Column(
        key=key,
        label=label,
        sort_href=_href(view, sort="" if wanted == "name" else wanted),
        sorted=state if is_sorted else "",  # type: ignore[arg-type]  # one of the three
    )


def _segments(view: ListView) -> list[Segment]:
    labels = {
        "clients": _("Clients"),
        "prospects": _("Prospects"),
        "archived": _("Archived ones"),
        "all": _("All clients"),
    }
    return [
        Segment(
            label=label,
            href=_href(view, state="" if key == "clients" else key),
            current=view.state == key,
        )
        for key, label in labels.items()
    ]


def _chips(
    host: Host, ask: Ask, view: ListView, filters: list[Placed[c.Filter]]
) -> list[FilterChip]:
    owners = ask.session.execute(
        select(User.public_id, User.given_name, User.family_name)
        .where(User.is_active.is_(True))
        .order_by(User.name_sort, User.id)
        .limit(MOST_OWNERS)
    )
    spans = (("week", _("Last 7 days")), ("month", _("This month")), ("year", _("This year")))
    chips = [
        _chip(
            view,
            "owner",
            _("Owner"),
            view.owner,
            [(key, f"{g} {f}".strip()) for key, g, f in owners],
        ),
        _chip(view, "created", _("Created"), view.created, spans),
    ]
    for placed in filters:
        item = placed.item
        if item.choices is None:
            continue
        answer = host.call(
            placed.plugin,
            f"filter {item.key}",
            lambda i=item, p=placed: list(i.choices(replace(ask, plugin=p.plugin))),
        )
        if answer.value:
            package = package_of(placed.plugin)
            choices = [(value, gettext_of(package, label)) for value, label in answer.value]
            label = gettext_of(package, item.label)
            chips.append(_chip(view, item.key, label, view.filters.get(item.key, ""), choices))
    return chips


def _chip(view: ListView, key: str, label: str, value: str, choices: Any) -> FilterChip:
    shown = dict(choices)
    return FilterChip(
        key=key.replace(".", "-"),
        label=label,
        value=shown.get(value, ""),
        clear_href=_href(view, **{key: ""}) if value else "",
        choices=tuple(
            FilterChoice(label=text, href=_href(view, **{key: chosen}), on=chosen == value)
            for chosen, text in shown.items()
        ),
    )


def _count(page: ListPage) -> str:
    if page.count > COUNT_UP_TO:
        return formats.html_spaces(formats.num(COUNT_UP_TO)) + "+"
    return formats.html_spaces(formats.num(page.count))


def _pager(view: ListView, page: ListPage) -> Pager:
    return Pager(
        previous_href=_href(view, before=page.previous_cursor) if page.previous_cursor else "",
        next_href=_href(view, after=page.next_cursor) if page.next_cursor else "",
        shown=str(len(page.rows)) if page.rows else "",
        total=_count(page),
    )


def _entries(row: Any) -> list[MenuItem]:
    here = f"/clients/{row.key}"
    return [
        MenuItem(label=_("Open"), icon="eye", href=here),
        MenuItem(label=_("Edit"), icon="pencil", href=f"{here}/-/edit"),
    ]
