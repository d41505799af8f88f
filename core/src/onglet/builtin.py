"""The core's own plugin: it brings the subjects' contributions in through the public hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.hookspecs import API_VERSION, Plugin, hookimpl
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onglet import contributions as c
from onglet.accounts import contributions as accounts
from onglet.addresses import contributions as addresses
from onglet.clients import contributions as clients
from onglet.consent import contributions as consent
from onglet.contacts import contributions as contacts
from onglet.fields import contributions as fields
from onglet.score import contributions as score
from onglet.settings import contributions as settings
from onglet.sharing import contributions as sharing
from onglet.shell import contributions as shell
from onglet.work import contributions as work

ROOMS: Final = (
    clients,
    contacts,
    addresses,
    consent,
    fields,
    score,
    sharing,
    accounts,
    settings,
    shell,
    work,
)
"""Rooms that contribute: each has a function named after the kind, where it has something."""


def _gathered(kind: str) -> Iterator[Any]:
    for room in ROOMS:
        declare = getattr(room, kind, None)
        if declare is not None:
            yield from declare()


class CorePlugin(Plugin):
    """What the core shows and does, registered like anyone's."""

    name = "core"
    label = N_("Onglet")
    api_version = API_VERSION

    @hookimpl
    def onglet_rights(self) -> Iterable[c.Right]:
        """Rights on clients, persons, users, profiles, settings and plugins."""
        return _gathered("rights")

    @hookimpl
    def onglet_tabs(self) -> Iterable[c.Tab]:
        """Tabs that the core owns."""
        return _gathered("tabs")

    @hookimpl
    def onglet_actions(self) -> Iterable[c.Action]:
        """Entries of the Actions menu that the core owns."""
        return _gathered("actions")

    @hookimpl
    def onglet_pins(self) -> Iterable[c.Pin]:
        """Values of the client that can be pinned."""
        return _gathered("pins")

    @hookimpl
    def onglet_navigation(self) -> Iterable[c.NavItem]:
        """Entries of the menus that the core owns."""
        return _gathered("navigation")

    @hookimpl
    def onglet_settings_pages(self) -> Iterable[c.SettingsPage]:
        """Pages of the settings that the core owns."""
        return _gathered("settings_pages")

    @hookimpl
    def onglet_settings(self) -> Iterable[c.Setting]:
        """Values that a deployment sets for the core."""
        return _gathered("settings")

    @hookimpl
    def onglet_search_sources(self) -> Iterable[c.SearchSource]:
        """Clients and persons in the search box."""
        return _gathered("search_sources")

    @hookimpl
    def onglet_jobs(self) -> Iterable[c.Job]:
        """Background work of the core."""
        return _gathered("jobs")

    @hookimpl
    def onglet_schedules(self) -> Iterable[c.Schedule]:
        """Background work of the core that comes back."""
        return _gathered("schedules")

    @hookimpl
    def onglet_holdings(self) -> Iterable[c.Holding]:
        """What the core itself keeps on clients."""
        return _gathered("holdings")

    @hookimpl
    def onglet_belongings(self) -> Iterable[c.Belonging]:
        """What colleagues own in the core itself."""
        return _gathered("belongings")

    @hookimpl
    def onglet_health(self) -> Iterable[c.Check]:
        """Health checks of the core."""
        return _gathered("health")

    @hookimpl
    def onglet_statistics(self) -> Iterable[c.Statistic]:
        """Figures of the core."""
        return _gathered("statistics")

    @hookimpl
    def onglet_score_factors(self) -> Iterable[c.ScoreFactor]:
        """Factors of the score that the core owns."""
        return _gathered("score_factors")
