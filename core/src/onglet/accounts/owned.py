"""What colleagues own, as the plugins in service declare it, in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.host.names import package_of
from onglet.ui.formats import num
from onglet.ui.i18n import gettext_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Belonging
    from onglet.host.host import Host


def belongings_of(host: Host) -> list[Belonging]:
    """List what plugins in service declare that colleagues own."""
    return [placed.item for placed in host.registry().belongings]


def named(host: Host, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Name what was counted: (label in the plural, how many), in the order of declaration."""
    return [
        (gettext_of(package_of(placed.plugin), placed.item.label), counts[placed.item.key])
        for placed in host.registry().belongings
        if counts.get(placed.item.key)
    ]


def said(host: Host, counts: Mapping[str, int]) -> str:
    """Give the counts in a few words: clients (12), contacts (3)."""
    return ", ".join(f"{label} ({num(count)})" for label, count in named(host, counts))
