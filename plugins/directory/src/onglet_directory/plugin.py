"""The company directory as a plugin: declarations only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import (
    N_,
    Action,
    Check,
    Demo,
    Fact,
    Gate,
    Pin,
    Plugin,
    Provider,
    Reach,
    Right,
    Subscription,
    hookimpl,
)
from onglet_directory import actions, demo, gates, holdings, settings, tabs
from onglet_directory.asking import PORT
from onglet_directory.commands import build
from onglet_directory.directories import Directories
from onglet_directory.health import check_sources
from onglet_directory.models import READ_FIGURES
from onglet_directory.queries import company_of, last_turnover
from onglet_directory.routes import routers
from onglet_directory.service import remember_creation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    import click

    from onglet.api import Holding, Routers, Setting, SettingsPage, Tab, Work


class Directory(Plugin):
    """Search of French firms, completion of a record, yearly figures."""

    name = "directory"
    label = N_("Company directory")
    api_version = (1, 0)

    def __init__(self) -> None:
        self._directories = Directories()

    @hookimpl
    def onglet_rights(self) -> Iterable[Right]:
        """Who sees figures, and who writes them."""
        yield Right(
            object="directory.figures",
            action="read",
            label=N_("See financial information"),
            default=Reach.ALL,
        )
        yield Right(
            object="directory.figures",
            action="edit",
            label=N_("Update financial information"),
            default=Reach.SHARED,
        )

    @hookimpl
    def onglet_providers(self) -> Iterable[Provider]:
        """The port that the creation form and others search firms through."""
        yield Provider(
            port=PORT,
            key="directory.french",
            label=N_("French company directories"),
            open=self._directories.open,
            order=10,
        )

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        """Informations financières."""
        yield tabs.finances_tab()

    @hookimpl
    def onglet_actions(self) -> Iterable[Action]:
        """Compléter les informations via l'annuaire des sociétés."""
        yield actions.complete_action()

    @hookimpl
    def onglet_pins(self) -> Iterable[Pin]:
        """The latest turnover."""
        yield Pin(
            key="directory.turnover",
            label=N_("Turnover"),
            icon="chart-histogram",
            right=READ_FIGURES,
            read=tabs.turnover_pin,
        )

    @hookimpl
    def onglet_facts(self) -> Iterable[Fact]:
        """What other plugins may ask."""
        yield Fact(
            key="directory.turnover",
            label=N_("Latest known turnover"),
            right=READ_FIGURES,
            read=lambda record: last_turnover(record, record.client.id),
        )
        yield Fact(
            key="directory.company",
            label=N_("The firm as last read in the register"),
            right="core.client.read",
            read=lambda record: company_of(record, record.client.id),
        )

    @hookimpl
    def onglet_gates(self) -> Iterable[Gate]:
        """Firms that keep their data to themselves are not prospected."""
        yield Gate(topic="become_prospect", ask=gates.may_become_prospect)

    @hookimpl
    def onglet_subscriptions(self) -> Iterable[Subscription]:
        """A new client keeps the source of what the directory filled in."""
        yield Subscription(event="core.client.created", handle=self._remember, inside=True)

    @hookimpl
    def onglet_holdings(self) -> Iterable[Holding]:
        """Facts and figures."""
        yield holdings.facts_holding()

    @hookimpl
    def onglet_settings(self) -> Iterable[Setting]:
        """Which directories, in which order."""
        return settings.all_settings()

    @hookimpl
    def onglet_settings_pages(self) -> Iterable[SettingsPage]:
        """The page of these settings."""
        yield settings.settings_page()

    @hookimpl
    def onglet_routers(self) -> Routers:
        """Search, pick, completion, typed figures."""
        return routers()

    @hookimpl
    def onglet_health(self) -> Iterable[Check]:
        """Whether the directories can be asked."""
        yield Check(
            key="directory.sources",
            label=N_("Company directories"),
            run=lambda ask: check_sources(ask, self._directories.open(ask)),
        )

    @hookimpl
    def onglet_commands(self) -> Iterable[click.Command]:
        """`onglet directory build`."""
        yield build

    @hookimpl
    def onglet_demo(self) -> Iterable[Demo]:
        """Figures of demo clients, and a directory of made-up firms to search."""
        yield Demo(key="directory.demo", fill=demo.fill)

    def _remember(self, work: Work, event: Mapping[str, Any]) -> None:
        client_id = event.get("client_id")
        if client_id is not None:
            remember_creation(work, int(client_id), self._directories.open(work))
