"""Addresses of the record page: the record, its tabs, what comes later, its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onglet.clients.around import read_strip
from onglet.contributions import TabLevel
from onglet.host.failures import failure_of
from onglet.host.names import CORE
from onglet.rights.granters import administrators
from onglet.shell import actions, extras, record, tabs
from onglet.shell.kept import Kept, kept_lines, kept_of_absent
from onglet.shell.labels import say
from onglet.ui import pages
from onglet.ui.i18n import gettext as _
from onglet.ui.templating import render
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentForm,
    CurrentHost,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)
from onglet.web.errors import WebError

if TYPE_CHECKING:
    from onglet.contributions import Badge, Record, Refusal, Tab
    from onglet.host.host import Host
    from onglet.host.registry import Placed

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}")
READ = needs("core.client.read")


@router.get("", dependencies=[READ])
def open_record(host: CurrentHost, asked: CurrentRecord) -> Response:
    """Go to the first tab of the record."""
    visible = record.visible_tabs(host, asked)
    if not visible:
        raise NotFound
    first = next((p for p in visible if not record.is_locked(asked, p.item.slug)), visible[0])
    return RedirectResponse(asked.href(first.item.slug), 303)


@router.get("/{slug}", dependencies=[READ])
def open_tab(request: Request, host: CurrentHost, asked: CurrentRecord, slug: str) -> Response:
    """Show a tab: the whole record, or the panel alone when htmx asks for it."""
    visible = record.visible_tabs(host, asked)
    placed = next((item for item in visible if item.item.slug == slug), None)
    if placed is None:
        is_hidden = asked.actor.tab_level(slug) is TabLevel.HIDDEN
        kept = None if is_hidden else kept_of_absent(host, asked, slug)
        if kept is None:
            raise NotFound
        return _absent(request, asked, visible, slug, kept)
    if record.is_locked(asked, slug):
        return _locked(request, asked, visible, placed)
    alone = pages.wants_partial(request) or "alone" in request.query_params
    budget = tabs.ALONE_MS if alone else host.config.plugin_budget_ms
    drawn = tabs.draw(host, placed, asked, budget_ms=budget)
    looking = request.state.visitor is not None and request.state.visitor.looking
    visit = None if looking else request.app.state.visits.to_write(host, asked)
    request.state.after = [visit] if visit else []
    return show(
        request,
        asked,
        "onglet/record/panel.html",
        title=f"{say(placed.plugin, placed.item.label)} · {asked.client.name}",
        crumbs=_crumbs(asked),
        modules=[host.interface.assets.url(name, placed.plugin) for name in placed.item.js]
        if placed.plugin != CORE
        else [],
        frame="onglet/record/frame.html",
        status=500 if alone and drawn.failure and pages.wants_partial(request) else 200,
        drawn=drawn,
        tab_href=asked.href(slug),
        owner=say(placed.plugin, _label(host, placed.plugin))
        if asked.may("core.plugin.manage")
        else "",
        **_around(request, asked, visible, slug),
    )


@router.get("/-/extras", dependencies=[READ])
def later(host: CurrentHost, asked: CurrentRecord) -> Response:
    """Give what the page did not wait for: badges, plugins' pins, the whole Actions menu."""
    found = extras.gather(host, asked)
    parts = [("#actions-entries", _menu(host, asked, found.applies))]
    values = {**record.core_pin_values(host, asked), **found.pins}
    pins = record.strip(host, asked, values)
    parts.append(("#strip-host", render("onglet/record/strip.html", pins=pins)))
    parts.append(("#kept-host", render("onglet/record/kept.html", lines=kept_lines(host, asked))))
    for slug, badge in found.badges.items():
        count = render("onglet/record/badge.html", badge=badge, text=_count(badge))
        parts += [(f"#badge-{slug}", count), (f"#all-badge-{slug}", count)]
    return pages.partials(parts, keeps_focus=True)


@router.post("/-/actions/{key}", dependencies=[READ])
def act(
    request: Request,
    host: CurrentHost,
    work: CurrentWork,
    asked: CurrentRecord,
    form: CurrentForm,
    key: str,
) -> Response:
    """Do what an entry of the Actions menu says."""
    placed = host.registry().action(key)
    try:
        done = actions.run(host, key, work, asked, form.plain())
    except WebError:
        raise
    except Exception as error:
        if placed is None or placed.plugin == CORE:
            raise
        failure = failure_of(placed.plugin, f"action {key}", error, host.clock(), 0)
        host.note(failure)
        request.state.reference = failure.reference
        raise
    return see_other(request, done.href or asked.client.href, message=done.message)


def _around(request: Request, asked: Record, visible: list[Any], slug: str) -> dict[str, Any]:
    """Give what stands around the panel; nothing of it runs a plugin's code.

    A part that goes into a page which has it already is drawn without.
    """
    if pages.wants_partial(request):
        return {}
    host: Host = request.app.state.host
    read_strip(asked)
    values = record.core_pin_values(host, asked)
    core = actions.actions_of(host, core_only=True)
    applies = {placed.item.key: actions.applies(host, placed, asked) for placed in core}
    return {
        **record.header(asked),
        "tabs": record.tab_links(visible, asked, slug),
        "pins": record.strip(host, asked, values),
        "menu": actions.menu(host, asked, applies),
        "extras_href": asked.href("-", "extras"),
        "may_edit": asked.holds_here("core.client.edit"),
        "edit_href": asked.href("-", "edit"),
    }


def _locked(request: Request, asked: Record, visible: list[Any], placed: Placed[Tab]) -> Response:
    """Show that the actor's profile keeps a tab closed, and who can open it."""
    label = say(placed.plugin, placed.item.label)
    return show(
        request,
        asked,
        "onglet/record/locked.html",
        title=f"{label} · {asked.client.name}",
        crumbs=_crumbs(asked),
        frame="onglet/record/frame.html",
        tab=label,
        profile=asked.actor.profile_name,
        granters=administrators(asked.session),
        **_around(request, asked, visible, placed.item.slug),
    )


def _menu(host: CurrentHost, asked: Record, applies: dict[str, bool | Refusal]) -> Any:
    return render("onglet/record/menu.html", menu=actions.menu(host, asked, applies))


def _count(badge: Badge) -> str:
    return "99+" if badge.count > 99 else str(badge.count)


def _crumbs(asked: Record) -> list[Crumb]:
    return [
        Crumb(label=_("Contacts"), href="/contacts"),
        Crumb(label=_("Clients"), href="/clients"),
        Crumb(label=asked.client.name),
    ]


def _label(host: CurrentHost, plugin: str) -> str:
    loaded = host.plugin(plugin)
    return loaded.label if loaded else plugin


def _absent(
    request: Request, asked: Record, visible: list[Any], slug: str, kept: Kept
) -> HTMLResponse:
    """Show what is kept of a plugin that is out of service: the record still knows."""
    return show(  # type: ignore[return-value]  # a page is an HTMLResponse
        request,
        asked,
        "onglet/record/absent.html",
        title=asked.client.name,
        crumbs=_crumbs(asked),
        frame="onglet/record/frame.html",
        kept=kept,
        **_around(request, asked, visible, slug),
    )
