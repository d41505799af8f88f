"""What the core declares about its settings: who may change them, and the firm's own identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Right, Setting, SettingsPage
from onglet.settings.company import ALL, LOGO
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


def rights() -> Iterable[Right]:
    """The right to change the settings of the deployment."""
    yield Right(
        object="core.settings",
        action="edit",
        label=N_("Change the settings"),
        on_records=False,
        noun=N_("Settings"),
    )


def settings() -> Iterable[Setting]:
    """The firm's identity, and its habits."""
    yield from ALL
    yield Setting(key=LOGO, label=N_("Logo"), default="")


def settings_pages() -> Iterable[SettingsPage]:
    """The firm's page."""
    yield SettingsPage(
        key="core.company",
        label=N_("Our company"),
        icon="building",
        right="core.settings.edit",
        order=10,
        href="/settings/company",
        note=N_("Name, numbers, address and logo; language and time zone of the firm."),
    )
