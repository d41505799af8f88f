"""Addresses of the extensions' pages: the cards, what failed, in and out of service, the purge."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from onglet.db.purge import StillReferencedError
from onglet.host.state import State
from onglet.shell import failure_log, plugin_cards, plugin_life
from onglet.shell.labels import plugin_label
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.ui.views import Crumb
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

if TYPE_CHECKING:
    from onglet.shell.plugin_cards import PluginCard

log = logging.getLogger("onglet.plugins")
router = APIRouter(route_class=UnitRoute, prefix="/settings/plugins")
MANAGE = needs("core.plugin.manage")
HOME: Final = "/settings/plugins"


@router.get("", dependencies=[MANAGE])
def list_plugins(request: Request, host: CurrentHost, ask: CurrentAsk) -> Response:
    """Show a card per extension; a reference that somebody dictated leads to its failure."""
    reference = request.query_params.get("reference", "").strip().lower()
    plugin = failure_log.plugin_of(ask, reference) if reference else None
    if plugin is not None:
        return RedirectResponse(f"{HOME}/{plugin}/failures?reference={reference}", 303)
    shown = plugin_cards.cards(host, ask)
    return show(
        request,
        ask,
        "onglet/plugins/list.html",
        title=_("Extensions"),
        crumbs=[Crumb(label=_("Settings"), href="/settings"), Crumb(label=_("Extensions"))],
        cards=shown,
        summary=plugin_cards.summary(shown),
        reference=reference,
    )


@router.get("/{name}/failures", dependencies=[MANAGE])
def list_failures(request: Request, host: CurrentHost, ask: CurrentAsk, name: str) -> Response:
    """Show what failed in an extension, newest first."""
    card = _card(host, ask, name)
    reference = request.query_params.get("reference", "").strip().lower()
    before = request.query_params.get("before", "")
    failures = failure_log.of_plugin(
        ask,
        name,
        reference=reference,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        limit=failure_log.PAGE + 1,
    )
    has_more = len(failures) > failure_log.PAGE
    return show(
        request,
        ask,
        "onglet/plugins/failures.html",
        title=_("Failures of %(name)s", name=card.label),
        crumbs=[*_crumbs(), Crumb(label=card.label)],
        card=card,
        failures=failures[: failure_log.PAGE],
        next_href=f"?before={failures[failure_log.PAGE - 1].id}" if has_more else "",
        reference=reference,
    )


@router.post("/{name}/enable", dependencies=[MANAGE])
def enable(request: Request, host: CurrentHost, work: CurrentWork, name: str) -> Response:
    """Put an extension in service, or resume one that is paused."""
    card = _card(host, work, name)
    plugin_life.set_enabled(host, work, name, enabled=True)
    return see_other(request, HOME, message=_("%(name)s is in service.", name=card.label))


@router.post("/{name}/disable", dependencies=[MANAGE])
def disable(request: Request, host: CurrentHost, work: CurrentWork, name: str) -> Response:
    """Take an extension out of service; its data is kept."""
    card = _card(host, work, name)
    plugin_life.set_enabled(host, work, name, enabled=False)
    message = _("%(name)s is out of service. Its data is kept.", name=card.label)
    return see_other(request, HOME, message=message)


@router.post("/{name}/migrate", dependencies=[MANAGE])
def migrate(request: Request, host: CurrentHost, work: CurrentWork, name: str) -> Response:
    """Bring the tables of an extension up to date; a failure leaves them as they were."""
    card = _card(host, work, name)
    try:
        applied = plugin_life.migrate(host, work, name)
    except Exception as error:
        log.exception("migration of %s", name)
        request.state.after = [partial(host.note_error, name, "migration", error)]
        message = _(
            "The migration of %(name)s failed, and its tables are as they were. "
            "The cause is on its card.",
            name=card.label,
        )
        return see_other(request, HOME, message=message, kind="bad")
    message = ngettext(
        "%(num)s step of migration was applied.",
        "%(num)s steps of migration were applied.",
        len(applied),
    )
    return see_other(request, HOME, message=message)


@router.get("/{name}/purge", dependencies=[MANAGE])
def ask_purge(request: Request, host: CurrentHost, ask: CurrentAsk, name: str) -> Response:
    """Show what a purge would drop, and ask to type the name."""
    return _purge_page(request, host, ask, _card(host, ask, name), FormState(key="d"))


@router.post("/{name}/purge", dependencies=[MANAGE])
def purge(
    request: Request, host: CurrentHost, work: CurrentWork, form: CurrentForm, name: str
) -> Response:
    """Drop the data of an extension for ever."""
    card = _card(host, work, name)
    state = FormState(data={"typed": form.get("typed")}, key="d")
    if form.get("typed").strip() != name:
        wrong = state.with_error("typed", _("Type %(name)s to confirm.", name=name))
        return _purge_page(request, host, work, card, wrong, status=422)
    try:
        with work.session.begin_nested():
            dropped = plugin_life.purge(host, work, name)
    except StillReferencedError:
        wrong = state.with_error("", _("Nothing was dropped."))
        return _purge_page(request, host, work, card, wrong, status=422)
    message = ngettext("%(num)s table was dropped.", "%(num)s tables were dropped.", len(dropped))
    return see_other(request, HOME, message=message)


def _purge_page(
    request: Request,
    host: CurrentHost,
    ask: CurrentAsk,
    card: PluginCard,
    state: FormState,
    *,
    status: int = 200,
) -> Response:
    refers = plugin_life.refers_to(host, card.name)
    return show(
        request,
        ask,
        "onglet/plugins/purge.html",
        title=_("Purge %(name)s", name=card.label),
        crumbs=[*_crumbs(), Crumb(label=card.label)],
        status=status,
        card=card,
        counts=plugin_life.count_data(host, card.name),
        refers=[(plugin_label(host, name), tables) for name, tables in refers.items()],
        is_on=host.state(card.name)[0] is State.ENABLED,
        f=state,
    )


def _card(host: CurrentHost, ask: CurrentAsk, name: str) -> PluginCard:
    card = plugin_cards.card(host, ask, name)
    if card is None:
        raise NotFound
    return card


def _crumbs() -> list[Crumb]:
    return [
        Crumb(label=_("Settings"), href="/settings"),
        Crumb(label=_("Extensions"), href=HOME),
    ]
