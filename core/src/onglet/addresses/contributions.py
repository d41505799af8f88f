"""What the core itself declares about addresses: their tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.addresses.tabs import badge, panel
from onglet.contributions import Tab
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


def tabs() -> Iterable[Tab]:
    """The tab of addresses."""
    yield Tab(
        slug="addresses",
        label=N_("Addresses"),
        icon="map-pin",
        order=50,
        right="core.client.read",
        render=panel,
        badge=badge,
    )
