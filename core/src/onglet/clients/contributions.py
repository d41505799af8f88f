"""What the core itself declares about clients: rights, settings, pins, menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.clients.actions import actions
from onglet.clients.handover import CLIENTS
from onglet.clients.information import panel
from onglet.clients.list_contributions import jobs, schedules, search_sources
from onglet.clients.pins import pins
from onglet.clients.references import DEFAULT_MASK, MASK_SETTING
from onglet.contributions import Belonging, NavItem, NavPlace, Reach, Right, Setting, Tab
from onglet.identity import reference as masks
from onglet.identity.invalid import Invalid
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "actions",
    "jobs",
    "navigation",
    "pins",
    "rights",
    "schedules",
    "search_sources",
    "settings",
    "tabs",
]


def rights() -> Iterable[Right]:
    """Rights on clients, with the reach they have where nobody decided."""
    what = "core.client"
    yield Right(
        object=what,
        action="read",
        label=N_("See clients"),
        default=Reach.SHARED,
        noun=N_("Clients"),
    )
    yield Right(
        object=what,
        action="create",
        label=N_("Create clients"),
        default=Reach.ALL,
        on_records=False,
    )
    yield Right(object=what, action="edit", label=N_("Edit clients"), default=Reach.SHARED)
    yield Right(object=what, action="archive", label=N_("Archive clients"), default=Reach.SHARED)
    yield Right(object=what, action="delete", label=N_("Delete clients"))
    yield Right(object=what, action="export", label=N_("Export clients"))
    yield Right(object=what, action="share", label=N_("Share clients"))
    yield Right(object=what, action="reassign", label=N_("Change the owner of clients"))
    yield Right(object=what, action="merge", label=N_("Merge clients"))


def belongings() -> Iterable[Belonging]:
    """The clients of a colleague who leaves."""
    yield CLIENTS


def tabs() -> Iterable[Tab]:
    """The tab of general information."""
    yield Tab(
        slug="information",
        label=N_("General information"),
        icon="id",
        order=20,
        right="core.client.read",
        render=panel,
    )


def navigation() -> Iterable[NavItem]:
    """The two ways to the form of a new client."""
    yield NavItem(
        key="core.clients.add",
        label=N_("Add a client"),
        icon="plus",
        href="/clients/new",
        order=11,
        right="core.client.create",
        under="core.clients",
    )
    yield NavItem(
        key="core.add.client",
        label=N_("Client"),
        icon="building",
        href="/clients/new",
        order=10,
        right="core.client.create",
        place=NavPlace.ADD,
        under="core.add.contacts",
    )
    yield NavItem(
        key="core.add.prospect",
        label=N_("Prospect"),
        icon="user-question",
        href="/clients/new?stage=prospect",
        order=11,
        right="core.client.create",
        place=NavPlace.ADD,
        under="core.add.contacts",
    )


def settings() -> Iterable[Setting]:
    """Settings of clients: the mask of their references."""
    yield Setting(
        key=MASK_SETTING,
        label=N_("Mask of client references"),
        default=DEFAULT_MASK,
        help=N_("{number:05} is the number on five digits; {year}, {yy} and {month} are known."),
        check=_check_mask,
    )


def _check_mask(value: object) -> str:
    """Say what is wrong with a mask; empty when it can be used."""
    try:
        masks.parse(str(value))
    except Invalid as refusal:
        return _(refusal.message) % refusal.params if refusal.params else _(refusal.message)
    return ""
