"""What the shell itself declares: rights of administration, statistics, menus, settings pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import NavItem, NavPlace, Right, SettingsPage, Tab
from onglet.shell.frame import FOOT
from onglet.shell.statistics_tab import render
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


def rights() -> Iterable[Right]:
    """Rights of those who run the deployment."""
    yield Right(
        object="core.plugin",
        action="manage",
        label=N_("Manage extensions"),
        on_records=False,
        noun=N_("Extensions"),
    )
    yield Right(
        object="core.health",
        action="read",
        label=N_("See the health page"),
        on_records=False,
        noun=N_("Health"),
    )


def tabs() -> Iterable[Tab]:
    """The Statistiques tab."""
    yield Tab(
        slug="statistics",
        label=N_("Statistics"),
        icon="chart-bar",
        order=80,
        right="core.client.read",
        render=render,
    )


def navigation() -> Iterable[NavItem]:
    """The headings of the menus, and the foot of the left one."""
    yield NavItem(
        key="core.clients", label=N_("Clients"), icon="address-book", href="/clients", order=10
    )
    yield NavItem(
        key="core.contacts",
        label=N_("Contacts"),
        icon="users",
        href="/contacts",
        order=12,
        right="core.person.read",
    )
    yield NavItem(
        key="core.extensions",
        label=N_("Extensions"),
        icon="plug",
        href="/settings/plugins",
        order=900,
        right="core.plugin.manage",
        under=FOOT,
    )
    yield NavItem(
        key="core.settings",
        label=N_("Settings"),
        icon="settings",
        href="/settings",
        order=910,
        under=FOOT,
    )
    yield NavItem(
        key="core.add.contacts",
        label=N_("Contacts"),
        icon="users",
        href="",
        order=10,
        place=NavPlace.ADD,
    )


def settings_pages() -> Iterable[SettingsPage]:
    """The extensions, and the health of the deployment."""
    yield SettingsPage(
        key="core.plugins",
        label=N_("Extensions"),
        icon="plug",
        right="core.plugin.manage",
        order=800,
        href="/settings/plugins",
        note=N_("What is installed, how it fares, and what it failed at."),
    )
    yield SettingsPage(
        key="core.health",
        label=N_("Health"),
        icon="heartbeat",
        right="core.health.read",
        order=810,
        href="/settings/health",
        note=N_("Database, files, background jobs: what needs attention."),
    )
