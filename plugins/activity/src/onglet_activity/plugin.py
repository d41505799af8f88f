"""The declarations of the activity plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from onglet.api import (
    N_,
    Demo,
    FeedSource,
    NavItem,
    Plugin,
    Reach,
    Right,
    Routers,
    Tab,
    TabGroup,
    hookimpl,
)
from onglet_activity import (
    actions,
    agenda,
    composers,
    demo,
    facts,
    feed,
    handover,
    holding,
    journal,
    listing,
    models,
    reminders,
    routes,
    score,
    statistics,
    tabs,
)
from onglet_activity.kinds import KINDS, feed_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.api import (
        Action,
        Belonging,
        Check,
        Composer,
        Fact,
        Filter,
        Holding,
        Job,
        Pin,
        Schedule,
        ScoreFactor,
        SearchSource,
        Statistic,
        Subscription,
    )

OBJECT = "activity.entry"


class Activity(Plugin):
    """Comments, calls, tasks and events of a client, and one history of all."""

    name: ClassVar[str] = "activity"
    label: ClassVar[str] = N_("Activity")

    @hookimpl
    def onglet_rights(self) -> Iterable[Right]:
        """Reading goes as far as groups: the client's own right narrows it."""
        yield Right(object=OBJECT, action="read", label=N_("See the activity"), default=Reach.GROUP)
        yield Right(
            object=OBJECT,
            action="create",
            label=N_("Add comments, calls, tasks and events"),
            default=Reach.SHARED,
        )
        yield Right(
            object=OBJECT,
            action="edit",
            label=N_("Edit entries, tick tasks"),
            default=Reach.SHARED,
        )
        yield Right(object=OBJECT, action="delete", label=N_("Delete entries"), default=Reach.OWN)

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        """The first tab of the record."""
        yield Tab(
            slug="activity",
            label=N_("Activity"),
            icon="activity",
            order=10,
            right=models.READ,
            render=tabs.render,
            badge=tabs.badge,
            group=TabGroup.FOLLOW_UP,
            js=("composer.js",),
        )

    @hookimpl
    def onglet_composers(self) -> Iterable[Composer]:
        """Comment, call, task, event."""
        return composers.composers()

    @hookimpl
    def onglet_feed_sources(self) -> Iterable[FeedSource]:
        """The entries of the client."""
        yield FeedSource(
            key="activity.entries",
            label=N_("Activity"),
            right=models.READ,
            read=feed.read,
            kinds=tuple((feed_kind(kind), label) for kind, label in KINDS.items()),
        )

    @hookimpl
    def onglet_actions(self) -> Iterable[Action]:
        """Planning a task from any tab."""
        return actions.actions()

    @hookimpl
    def onglet_statistics(self) -> Iterable[Statistic]:
        """Activities and calls of a period."""
        return statistics.statistics()

    @hookimpl
    def onglet_score_factors(self) -> Iterable[ScoreFactor]:
        """What was done lately."""
        return score.factors()

    @hookimpl
    def onglet_facts(self) -> Iterable[Fact]:
        """Open tasks, last activity."""
        return facts.facts()

    @hookimpl
    def onglet_pins(self) -> Iterable[Pin]:
        """Last activity, next task."""
        return facts.pins()

    @hookimpl
    def onglet_filters(self) -> Iterable[Filter]:
        """Late tasks, silence."""
        return listing.filters()

    @hookimpl
    def onglet_search_sources(self) -> Iterable[SearchSource]:
        """Entries that hold the words typed."""
        return listing.search_sources()

    @hookimpl
    def onglet_navigation(self) -> Iterable[NavItem]:
        """The agenda."""
        yield NavItem(
            key="activity.agenda",
            label=N_("Agenda"),
            icon="calendar",
            href="/activity",
            order=600,
            right=models.READ,
            badge=agenda.badge,
        )

    @hookimpl
    def onglet_routers(self) -> Routers:
        """Addresses under the record, and the agenda."""
        return Routers(client=routes.client, plugin=routes.plugin)

    @hookimpl
    def onglet_subscriptions(self) -> Iterable[Subscription]:
        """The life of the client, noted in the journal."""
        return journal.subscriptions()

    @hookimpl
    def onglet_holdings(self) -> Iterable[Holding]:
        """What is kept on a client."""
        return holding.holdings()

    @hookimpl
    def onglet_belongings(self) -> Iterable[Belonging]:
        """What a colleague who leaves has still to do."""
        return handover.belongings()

    @hookimpl
    def onglet_jobs(self) -> Iterable[Job]:
        """Reminding."""
        return reminders.jobs()

    @hookimpl
    def onglet_schedules(self) -> Iterable[Schedule]:
        """Each minute."""
        return reminders.schedules()

    @hookimpl
    def onglet_health(self) -> Iterable[Check]:
        """Reminders leave in time."""
        return reminders.health()

    @hookimpl
    def onglet_demo(self) -> Iterable[Demo]:
        """Two years of a firm's commercial life."""
        yield Demo(key="activity.entries", fill=demo.fill, order=100)
