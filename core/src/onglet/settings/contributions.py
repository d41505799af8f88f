"""What the core declares about its settings: who may change them, and the firm's own identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Check, Finding, Right, Setting, SettingsPage
from onglet.settings.company import ALL, LOGO
from onglet.settings.service import closed_keys
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.contributions import Ask


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


def health() -> Iterable[Check]:
    """That secrets can be read."""
    yield Check(key="core.secrets", label=N_("Secrets of the settings"), run=_check_secrets)


def _check_secrets(ask: Ask) -> Finding:
    closed = closed_keys(ask)
    if not closed:
        return Finding(ok=True, message=_("Each can be read with the keys of this deployment."))
    return Finding(
        ok=False,
        message=_("No key at hand opens these: %(keys)s.", keys=", ".join(closed)),
        advice=_("Put the key back in ONGLET_SETTINGS_KEYS, or type these secrets again."),
    )


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
