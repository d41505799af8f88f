"""The hooks: one method each on `Plugin`, called once at start, answering with declarations.

A plugin subclasses `Plugin`, sets `name`, `label`, `api_version` and `requires`, and overrides the
hooks it needs, each marked `@hookimpl`. Whatever depends on a record, a period or a search is a
callable inside the declaration. Each hook says when its callables run and on which transaction, and
names its failure class: *drop* (the contribution is missing), *refuse* (the answer is no), *abort*
(the operation rolls back).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from onglet import contributions as c

PROJECT: Final = "onglet"
API_VERSION: Final = (1, 0)
"""Major and minor version of the contract. A plugin loads when the major is the same and its
minor is no higher."""

hookspec: Final = pluggy.HookspecMarker(PROJECT)
hookimpl: Final = pluggy.HookimplMarker(PROJECT)


class Plugin:
    """Base class of every plugin, and the list of all hooks.

    `name` is the prefix of its tables, rights, keys and addresses: small letters and digits.
    `requires` names the plugins that must be there for this one to load.
    """

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    api_version: ClassVar[tuple[int, int]] = API_VERSION
    requires: ClassVar[tuple[str, ...]] = ()

    @hookspec
    def onglet_tabs(self) -> Iterable[c.Tab]:
        """Tabs of the client record.

        Called once at start. `render` runs in a guard thread with a read session of its own and a
        time budget, when the tab is open; `badge` in the later request that fills the tab bar.

        Transaction: a read session of the plugin's own, rolled back.

        Failure: drop. A tab that fails shows a calm error card; the rest of the page is there.

        Example:
            @hookimpl
            def onglet_tabs(self) -> Iterable[Tab]:
                yield Tab(slug="hello", label="Hello", icon="star", order=500,
                          right="core.client.read", render=lambda record: Panel(html="<p>Hi</p>"))
        """
        return ()

    @hookspec
    def onglet_actions(self) -> Iterable[c.Action]:
        """Entries of the Actions menu of a record, and of the list when they have `bulk`.

        Called once at start. `when` runs in a guard in the later request of the page; `run` and
        `bulk` in the write transaction of the click.

        Transaction: a read session of the plugin's own for `when`; that of the later request,
        contained, for `href`; the write of the click, committed at its end, for `run` and `bulk`.

        Failure: drop. An entry whose `when` fails is not shown; a failed `run` rolls back.

        Example:
            @hookimpl
            def onglet_actions(self) -> Iterable[Action]:
                yield Action(key="hello.wave", label="Wave", icon="star", order=500,
                             right="core.client.read",
                             run=lambda work, record, form: Done(message="Hello!"))
        """
        return ()

    @hookspec
    def onglet_statistics(self) -> Iterable[c.Statistic]:
        """Cards of the Statistiques tab.

        Called once at start. `compute` runs in a guard when the tab is open, with the period.

        Transaction: a read session of the figure's own, rolled back.

        Failure: drop. A card that fails shows a dash.

        Example:
            @hookimpl
            def onglet_statistics(self) -> Iterable[Statistic]:
                yield Statistic(key="hello.waves", label="Waves", unit=Unit.COUNT, order=500,
                                right="core.client.read",
                                compute=lambda asked: Figure(value=Decimal(3)))
        """
        return ()

    @hookspec
    def onglet_score_factors(self) -> Iterable[c.ScoreFactor]:
        """Parts of the client's score, each point with its evidence.

        Called once at start. `evidence` runs in a guard thread with a time budget whenever the
        score is shown: in the Statistiques tab, and in the later request of the page for those who
        pinned it. The factors of one plugin run one after the other and share the budget.

        Transaction: a read session of the plugin's own, rolled back.

        Failure: drop. A factor that fails, or comes too late, shows a dash and counts for nothing.

        Example:
            @hookimpl
            def onglet_score_factors(self) -> Iterable[ScoreFactor]:
                yield ScoreFactor(key="hello.manners", label="Manners", weight=Decimal(1),
                                  right="core.client.read",
                                  evidence=lambda record: [Evidence(points=2, reason="Waved")])
        """
        return ()

    @hookspec
    def onglet_facts(self) -> Iterable[c.Fact]:
        """Things the plugin knows about a client, that others ask by name.

        Called once at start. `read` runs when `record.fact(key)` is asked, in the asker's session.

        Transaction: the asker's, read or write; contained, so that a failure leaves it
        usable.

        Failure: drop. The asker gets None.

        Example:
            @hookimpl
            def onglet_facts(self) -> Iterable[Fact]:
                yield Fact(key="hello.last_wave", label="Last wave", right="core.client.read",
                           read=lambda record: None)
        """
        return ()

    @hookspec
    def onglet_pins(self) -> Iterable[c.Pin]:
        """Values that can be pinned under the client's name.

        Called once at start. `read` runs in a guard in the later request of the page.

        Transaction: a read session of the plugin's own, rolled back.

        Failure: drop. The value shows a dash.

        Example:
            @hookimpl
            def onglet_pins(self) -> Iterable[Pin]:
                yield Pin(key="hello.mood", label="Mood", icon="star", right="core.client.read",
                          read=lambda record: PinValue(text="Good"))
        """
        return ()

    @hookspec
    def onglet_composers(self) -> Iterable[c.Composer]:
        """Buttons over the feed, each with a form.

        Called once at start. `form` runs in a guard when the feed is shown; `submit` in the write
        transaction of the click.

        Transaction: the page's read session, contained, for `form`; the write of the click
        for `submit`.

        Failure: drop. A button that fails is missing; a failed `submit` rolls back.

        Example:
            @hookimpl
            def onglet_composers(self) -> Iterable[Composer]:
                yield Composer(key="hello.note", label="Note", icon="star", order=500,
                               right="core.client.edit", form=lambda record: "",
                               submit=lambda work, record, form: Done())
        """
        return ()

    @hookspec
    def onglet_feed_sources(self) -> Iterable[c.FeedSource]:
        """Sources of the feed of a record.

        Called once at start. `read` runs in a guard when the feed is shown, newest first.

        Transaction: the page's read session, contained: a failure leaves it usable.

        Failure: drop. The entries of this source are missing, and the feed says so.

        Example:
            @hookimpl
            def onglet_feed_sources(self) -> Iterable[FeedSource]:
                yield FeedSource(key="hello.waves", label="Waves", right="core.client.read",
                                 read=lambda query: [])
        """
        return ()

    @hookspec
    def onglet_form_sections(self) -> Iterable[c.FormSection]:
        """Blocks of the creation and edit form of a client.

        Called once at start. `load` runs when the form is drawn, `check` and `save` in the write
        transaction of the form.

        Transaction: the page's read session, contained, for `load`; none for `check`; the write of
        the form for `save`.

        Failure: abort. Nothing is saved; what was typed is still in the form.

        Example:
            @hookimpl
            def onglet_form_sections(self) -> Iterable[FormSection]:
                yield FormSection(key="hello.form", label="Hello", order=500,
                                  right="core.client.edit", template="hello/form.html",
                                  load=lambda record: {}, save=lambda work, record, data: None)
        """
        return ()

    @hookspec
    def onglet_columns(self) -> Iterable[c.Column]:
        """Columns of the client list.

        Called once at start. `expression` is asked when the list is built, in its read session.

        Transaction: the list's read session, contained; the SQL runs in the list's own
        statement.

        Failure: drop. The column is missing, also when its SQL fails at some clients only.

        Example:
            @hookimpl
            def onglet_columns(self) -> Iterable[Column]:
                yield Column(key="hello.waves", label="Waves", right="core.client.read",
                             expression=lambda ask, client_id: literal(3),
                             show=lambda ask, value: str(value))
        """
        return ()

    @hookspec
    def onglet_filters(self) -> Iterable[c.Filter]:
        """Filters of the client list.

        Called once at start. `condition` is asked when the list is built, in its read session.

        Transaction: the list's read session, contained; the SQL runs in the list's own
        statement.

        Failure: drop. The filter is missing, also when its SQL fails at some clients only, and the
        list says that it is wider than was asked.

        Example:
            @hookimpl
            def onglet_filters(self) -> Iterable[Filter]:
                yield Filter(key="hello.waved", label="Waved", right="core.client.read",
                             condition=lambda ask, client_id, value: true())
        """
        return ()

    @hookspec
    def onglet_search_sources(self) -> Iterable[c.SearchSource]:
        """Groups of hits in the search box.

        Called once at start. `find` runs in a guard at each search.

        Transaction: a read session of the plugin's own, rolled back.

        Failure: drop. The group is missing.

        Example:
            @hookimpl
            def onglet_search_sources(self) -> Iterable[SearchSource]:
                yield SearchSource(key="hello.waves", label="Waves", right="core.client.read",
                                   find=lambda query: [Hit(title="A wave", href="/", icon="star")])
        """
        return ()

    @hookspec
    def onglet_navigation(self) -> Iterable[c.NavItem]:
        """Entries of the left menu and of the "Ajout" menu.

        Called once at start. `badge` runs in a guard in a later request of the page.

        Transaction: a read session of the plugin's own, rolled back.

        Failure: drop. The entry is missing.

        Example:
            @hookimpl
            def onglet_navigation(self) -> Iterable[NavItem]:
                yield NavItem(key="hello.home", label="Hello", icon="star", href="/hello",
                              order=500)
        """
        return ()

    @hookspec
    def onglet_settings_pages(self) -> Iterable[c.SettingsPage]:
        """Pages of the settings.

        Called once at start.

        Transaction: none; values are written by the core, in the write of the form.

        Failure: drop. The page is missing.

        Example:
            @hookimpl
            def onglet_settings_pages(self) -> Iterable[SettingsPage]:
                yield SettingsPage(key="hello.settings", label="Hello", icon="star", order=500,
                                   right="core.settings.edit", settings=("hello.greeting",))
        """
        return ()

    @hookspec
    def onglet_settings(self) -> Iterable[c.Setting]:
        """Values that the deployment can change, read with `ask.setting(key)`.

        Called once at start. `check` runs when the value is saved.

        Transaction: none for `check`; the core writes the value, in the write of the form.

        Failure: drop. The default holds.

        Example:
            @hookimpl
            def onglet_settings(self) -> Iterable[Setting]:
                yield Setting(key="hello.greeting", label="Greeting", default="Bonjour")
        """
        return ()

    @hookspec
    def onglet_field_types(self) -> Iterable[c.FieldType]:
        """Types of custom fields.

        Called once at start. `parse` and `show` run with each value, in a guard.

        Transaction: the read or the write of the form.

        Failure: drop. Fields of the type are shown as plain text.

        Example:
            @hookimpl
            def onglet_field_types(self) -> Iterable[FieldType]:
                yield FieldType(key="hello.smile", label="Smile", icon="star",
                                parse=lambda text: text, show=lambda value: str(value))
        """
        return ()

    @hookspec
    def onglet_fields(self) -> Iterable[c.Field]:
        """Read-only fields of a client that the plugin fills, among the custom fields.

        Called once at start. `read` runs in a guard when the tab of custom fields is open.

        Transaction: the read of the page.

        Failure: drop. The value shows a dash.

        Example:
            @hookimpl
            def onglet_fields(self) -> Iterable[Field]:
                yield Field(key="hello.mood", label="Mood", icon="star",
                            right="core.client.read", read=lambda record: "Good")
        """
        return ()

    @hookspec
    def onglet_field_objects(self) -> Iterable[c.FieldObject]:
        """Objects of the plugin that custom fields can be defined on, or lead to.

        Called once at start. `find` and `seen` run in a guard, when a form finds records to
        link or a page shows them.

        Transaction: the read of the page, or the write of the form.

        Failure: drop. The object has no fields, and links to it show nothing.

        Example:
            @hookimpl
            def onglet_field_objects(self) -> Iterable[FieldObject]:
                yield FieldObject(key="hello.wave", label="Wave", icon="star",
                                  right="core.client.read",
                                  find=lambda ask, text: [LinkedRecord(id="w1", label=text)],
                                  seen=lambda ask, ids: [])
        """
        return ()

    @hookspec
    def onglet_template_fields(self) -> Iterable[c.TemplateField]:
        """Values that document templates can hold.

        Called once at start. `read` runs when a document is filled; this version fills none yet.

        Transaction: the read session of whoever fills the document.

        Failure: drop. The value is marked as missing in the document.

        Example:
            @hookimpl
            def onglet_template_fields(self) -> Iterable[TemplateField]:
                yield TemplateField(key="hello.greeting", label="Greeting", sample="Bonjour",
                                    right="core.client.read", read=lambda record: "Bonjour")
        """
        return ()

    @hookspec
    def onglet_providers(self) -> Iterable[c.Provider]:
        """Implementations of ports: company directory, mail, address, signature, debit...

        Called once at start. `open` runs when somebody asks for the port.

        Transaction: the asker's, read or write, contained.

        Failure: drop. The next provider of the port is used, or none.

        Example:
            @hookimpl
            def onglet_providers(self) -> Iterable[Provider]:
                yield Provider(port="greeting", key="hello.greeting", label="Hello",
                               open=lambda ask: (lambda name: f"Bonjour {name}"))
        """
        return ()

    @hookspec
    def onglet_rights(self) -> Iterable[c.Right]:
        """Rights that profiles can give, with the reach they have where nobody decided.

        Called once at start.

        Transaction: none.

        Failure: the plugin is refused.

        Example:
            @hookimpl
            def onglet_rights(self) -> Iterable[Right]:
                yield Right(object="hello.wave", action="read", label="Read the waves",
                            default=Reach.SHARED)
        """
        return ()

    @hookspec
    def onglet_routers(self) -> c.Routers:
        """The plugin's own addresses.

        Called once at start. Each route runs in a unit of work that the core commits.

        Transaction: one unit of work a request: rolled back where it only reads, committed
        once before the answer leaves where it writes.

        Failure: the plugin is refused, also when a route names neither a right nor `public`.

        Example:
            @hookimpl
            def onglet_routers(self) -> Routers:
                return Routers(client=APIRouter(route_class=UnitRoute))
        """
        return None  # type: ignore[return-value]  # a plugin without addresses

    @hookspec
    def onglet_row_filters(self) -> Iterable[c.RowFilter]:
        """Conditions that narrow which clients are seen. They can only narrow.

        Called once at start. `condition` is asked for each unit of work.

        Transaction: the session that is filtered; `condition` gives SQL and runs none.

        Failure: refuse. A filter that fails hides every client.

        Example:
            @hookimpl
            def onglet_row_filters(self) -> Iterable[RowFilter]:
                yield RowFilter(key="hello.all", condition=lambda ask, client_id: None)
        """
        return ()

    @hookspec
    def onglet_gates(self) -> Iterable[c.Gate]:
        """A say on whether something may be done: mail, remind, become a prospect...

        Called once at start. `ask` runs when the question is put, in the asker's session.

        Transaction: the asker's, read or write, contained.

        Failure: refuse. A gate that fails says no.

        Example:
            @hookimpl
            def onglet_gates(self) -> Iterable[Gate]:
                yield Gate(topic="become_prospect", ask=lambda question: Verdict(allowed=True))
        """
        return ()

    @hookspec
    def onglet_subscriptions(self) -> Iterable[c.Subscription]:
        """Handlers of events, by the event's name.

        Called once at start. `handle` runs inside the publisher's transaction in a savepoint of
        its own, or after the commit from the outbox.

        Transaction: the publisher's, in a savepoint; or a write of its own after the
        commit.

        Failure: drop. Inside, the handler's writes are lost and nothing else; after, it is tried
        again and then shown on the health page.

        Example:
            @hookimpl
            def onglet_subscriptions(self) -> Iterable[Subscription]:
                yield Subscription(event="core.client.created", inside=True,
                                   handle=lambda work, event: None)
        """
        return ()

    @hookspec
    def onglet_holdings(self) -> Iterable[c.Holding]:
        """What the plugin keeps on clients: counted, merged, exported and erased by the core.

        Called once at start. Its callables run in the read or write session of the operation.

        Transaction: the read or the write of the operation; counts are contained.

        Failure: abort. The whole operation rolls back, and says which plugin stopped it.

        Example:
            @hookimpl
            def onglet_holdings(self) -> Iterable[Holding]:
                yield Holding(key="hello.waves", label="waves", legal_ground="contract",
                              retention="5 years", count=lambda record: 0,
                              merge=lambda work, source, target: {},
                              unmerge=lambda work, kept: None,
                              personal_data=lambda record: [],
                              erase=lambda work, record: 0)
        """
        return ()

    @hookspec
    def onglet_belongings(self) -> Iterable[c.Belonging]:
        """Rows in the name of a colleague, which another one takes over when they leave.

        Called once at start. The core counts them, moves them in one statement, and gives back
        what nobody changed when the handover is taken back within 30 days.

        Transaction: the write in which the colleague leaves, or comes back.

        Failure: abort. The whole handover rolls back: nobody leaves, nothing is moved.

        Example:
            @hookimpl
            def onglet_belongings(self) -> Iterable[Belonging]:
                yield Belonging(key="hello.waves", label="waves to make", column=Wave.assignee_id,
                                only=lambda now: Wave.done_at.is_(None))
        """
        return ()

    @hookspec
    def onglet_jobs(self) -> Iterable[c.Job]:
        """Kinds of background work.

        Called once at start. `run` is called by a worker, in a transaction of its own.

        Transaction: a write of its own, committed at the end.

        Failure: abort. The job's writes roll back; it is tried again, then shown as failed.

        Example:
            @hookimpl
            def onglet_jobs(self) -> Iterable[Job]:
                yield Job(kind="hello.wave", label="Wave", run=lambda work, args: None)
        """
        return ()

    @hookspec
    def onglet_schedules(self) -> Iterable[c.Schedule]:
        """Jobs that come back.

        Called once at start. A worker enqueues the job when it is due.

        Transaction: the worker's, written by the core.

        Failure: drop. The schedule is missing.

        Example:
            @hookimpl
            def onglet_schedules(self) -> Iterable[Schedule]:
                yield Schedule(key="hello.daily", kind="hello.wave", every=timedelta(days=1))
        """
        return ()

    @hookspec
    def onglet_health(self) -> Iterable[c.Check]:
        """Health checks.

        Called once at start. `run` is called when a monitor or an administrator asks.

        Transaction: a read session of the check's own, rolled back.

        Failure: drop. The check shows its failure.

        Example:
            @hookimpl
            def onglet_health(self) -> Iterable[Check]:
                yield Check(key="hello.mood", label="Mood",
                            run=lambda ask: Finding(ok=True, message="Good"))
        """
        return ()

    @hookspec
    def onglet_commands(self) -> Iterable[click.Command]:
        """Commands of the plugin: `onglet <plugin> <command>`.

        Called once, when the command line starts.

        Transaction: none is open: a command opens what it needs.

        Failure: drop. The command is missing.

        Example:
            @hookimpl
            def onglet_commands(self) -> Iterable[click.Command]:
                yield click.Command("wave", callback=lambda: click.echo("Hello"))
        """
        return ()

    @hookspec
    def onglet_demo(self) -> Iterable[c.Demo]:
        """Demo data, written after the core's clients.

        Called once, when demo data is made. `fill` runs in a write transaction.

        Transaction: a write of its own, after that of the core.

        Failure: drop. The plugin's demo data is missing.

        Example:
            @hookimpl
            def onglet_demo(self) -> Iterable[Demo]:
                yield Demo(key="hello.demo", fill=lambda work, scale: None)
        """
        return ()
