"""Plugins that each commit one sin, and an honest one beside them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

from fastapi import APIRouter
from sqlalchemy import text

from onglet.api import (
    Action,
    Badge,
    Composer,
    FeedItem,
    FeedSource,
    Figure,
    FormError,
    Panel,
    Pin,
    PinValue,
    Plugin,
    Reach,
    Record,
    Right,
    Routers,
    Statistic,
    Tab,
    Unit,
    UnitRoute,
    Work,
    hookimpl,
    needs,
)


def make(name: str, **members: Any) -> Plugin:
    """A plugin of this name with these hooks."""
    return type(name.title(), (Plugin,), {"name": name, "label": name.title(), **members})()


def tab(name: str, render: Any = None, **more: Any) -> Tab:
    """A tab of the plugin, honest where nothing else is said."""
    given = {
        "slug": name,
        "label": name.title(),
        "icon": "star",
        "order": 500,
        "right": "core.client.read",
        "render": render or (lambda record: Panel(html=f"<p>{name} says hello</p>")),
    }
    return Tab(**{**given, **more})


def with_tab(name: str, render: Any = None, **more: Any) -> Plugin:
    """A plugin with one tab."""

    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Tab]:
        yield tab(name, render, **more)

    return make(name, onglet_tabs=onglet_tabs)


def honest() -> Plugin:
    """A plugin without a fault."""
    return with_tab("honest", badge=lambda record: Badge(count=3))


class Sleeper:
    """A tab that sleeps until it is woken."""

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.asleep = threading.Event()

    def render(self, record: Record) -> Panel:
        self.asleep.set()
        self.woken.wait(30)
        return Panel(html="<p>good morning</p>")

    def plugin(self) -> Plugin:
        return with_tab("sleeper", self.render)


def raiser() -> Plugin:
    def render(record: Record) -> Panel:
        raise RuntimeError("the tab is broken")

    return with_tab("raiser", render)


def leaver() -> Plugin:
    def render(record: Record) -> Panel:
        raise SystemExit(3)

    return with_tab("leaver", render)


def rubbish() -> Plugin:
    return with_tab("rubbish", lambda record: 42)


def broken_html() -> Plugin:
    html = "</div></div></main><plaintext><div class='open'><b>never closed"
    return with_tab("brokenhtml", lambda record: Panel(html=html))


def open_elements() -> Plugin:
    """Pieces of a feed, a composer and its complaint that leave elements open."""
    torn = "</li></ul><div class='open'><b>never closed<!--<plaintext>"

    def read(query: Any) -> Iterable[FeedItem]:
        for number in range(3):
            yield FeedItem(
                key=f"torn.{number}",
                kind="torn.piece",
                at=datetime(2026, 1, 1, number, tzinfo=UTC),
                title="Torn",
                icon="star",
                html=torn if number == 1 else f"<p>piece {number}</p>",
            )

    def submit(work: Work, record: Record, form: Any) -> Any:
        raise FormError(torn)

    @hookimpl
    def onglet_feed_sources(self: Plugin) -> Iterable[FeedSource]:
        yield FeedSource(key="torn.feed", label="Torn", right="core.client.read", read=read)

    @hookimpl
    def onglet_composers(self: Plugin) -> Iterable[Composer]:
        yield Composer(
            key="torn.composer",
            label="Tear",
            icon="star",
            right="core.client.read",
            order=1,
            form=lambda record: torn,
            submit=submit,
        )

    return make("torn", onglet_feed_sources=onglet_feed_sources, onglet_composers=onglet_composers)


def bad_sql() -> Plugin:
    def render(record: Record) -> Panel:
        from onglet.api import unrestricted

        with unrestricted(record.session, reason="a test of bad SQL"):
            record.session.execute(text("SELECT nothing FROM nowhere"))
        return Panel(html="")

    return with_tab("badsql", render)


def open_transaction() -> Plugin:
    """It begins a transaction of its own, writes in it and leaves it open."""
    from onglet.clients.models import Client

    def render(record: Record) -> Panel:
        record.session.begin_nested()
        record.session.get_one(Client, record.client.id).name = "left in the air"
        return Panel(html="<p>left open</p>")

    return with_tab("opener", render)


def writer_in_a_read() -> Plugin:
    from onglet.clients.models import Client

    def render(record: Record) -> Panel:
        row = record.session.get_one(Client, record.client.id)
        row.name = "changed by a tab"
        record.session.flush()
        return Panel(html="<p>written?</p>")

    return with_tab("scribbler", render)


def generator_that_fails_late() -> Plugin:
    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Tab]:
        yield tab("late")
        raise RuntimeError("after the first one")

    return make("late", onglet_tabs=onglet_tabs)


def wrong_type() -> Plugin:
    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Any]:
        return ["a tab", 42]

    return make("wrongtype", onglet_tabs=onglet_tabs)


def duplicate() -> Plugin:
    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Tab]:
        yield tab("twice", label="first")
        yield tab("twice", label="second")

    return make("twice", onglet_tabs=onglet_tabs)


def foreign_name() -> Plugin:
    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Tab]:
        yield tab("honest")

    return make("thief", onglet_tabs=onglet_tabs)


def unknown_icon() -> Plugin:
    return with_tab("iconless", icon="no-such-icon")


def unknown_right() -> Plugin:
    return with_tab("rightless", right="nobody.declares.this")


def misspelt() -> Plugin:
    @hookimpl
    def onglet_tabz(self: Plugin) -> Iterable[Tab]:
        return ()

    return make("misspelt", onglet_tabz=onglet_tabz)


def from_the_future() -> Plugin:
    class Future(Plugin):
        name = "future"
        label = "Future"
        api_version: ClassVar[tuple[int, int]] = (2, 0)

    return Future()


def needy() -> Plugin:
    return make("needy", requires=("absent",))


def failing_rights() -> Plugin:
    @hookimpl
    def onglet_rights(self: Plugin) -> Iterable[Right]:
        raise RuntimeError("no rights today")

    return make("lawless", onglet_rights=onglet_rights)


def unguarded_route() -> Plugin:
    router = APIRouter(route_class=UnitRoute)

    @router.get("/secrets")
    def secrets() -> dict[str, str]:
        return {"all": "of them"}

    @hookimpl
    def onglet_routers(self: Plugin) -> Routers:
        return Routers(plugin=router)

    return make("unguarded", onglet_routers=onglet_routers)


def plain_route() -> Plugin:
    """A route of FastAPI's own class: nobody would open or commit its unit of work."""
    router = APIRouter()

    @router.get("/plain", dependencies=[needs("core.client.read")])
    def plain() -> dict[str, str]:
        return {}

    @hookimpl
    def onglet_routers(self: Plugin) -> Routers:
        return Routers(plugin=router)

    return make("plainroute", onglet_routers=onglet_routers)


def everything_fails() -> Plugin:
    """Badge, pin, statistic and action that all raise."""

    def fail(*_args: Any) -> Any:
        raise ValueError("not today")

    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Tab]:
        yield tab("grumpy", badge=fail)

    @hookimpl
    def onglet_pins(self: Plugin) -> Iterable[Pin]:
        yield Pin(key="grumpy.mood", label="Mood", icon="star", right="core.client.read", read=fail)

    @hookimpl
    def onglet_statistics(self: Plugin) -> Iterable[Statistic]:
        yield Statistic(
            key="grumpy.count",
            label="Grumpy figure",
            unit=Unit.COUNT,
            right="core.client.read",
            order=1,
            compute=fail,
        )

    @hookimpl
    def onglet_actions(self: Plugin) -> Iterable[Action]:
        yield Action(
            key="grumpy.act",
            label="Grumpy action",
            icon="star",
            right="core.client.read",
            order=1,
            when=fail,
            run=fail,
        )

    return make(
        "grumpy",
        onglet_tabs=onglet_tabs,
        onglet_pins=onglet_pins,
        onglet_statistics=onglet_statistics,
        onglet_actions=onglet_actions,
    )


def half_written_action() -> Plugin:
    """An action that writes, then fails."""
    from onglet.clients.models import Client

    def run(work: Work, record: Record, form: Any) -> Any:
        row = work.session.get_one(Client, record.client.id)
        row.name = "half done"
        work.session.flush()
        raise RuntimeError("and then it broke")

    @hookimpl
    def onglet_actions(self: Plugin) -> Iterable[Action]:
        yield Action(
            key="halfway.go",
            label="Go halfway",
            icon="star",
            right="core.client.read",
            order=1,
            run=run,
        )

    return make("halfway", onglet_actions=onglet_actions)


def figures() -> Plugin:
    """A plugin whose statistic counts, beside the grumpy one."""
    from decimal import Decimal

    @hookimpl
    def onglet_statistics(self: Plugin) -> Iterable[Statistic]:
        yield Statistic(
            key="steady.count",
            label="Steady figure",
            unit=Unit.COUNT,
            right="core.client.read",
            order=2,
            compute=lambda asked: Figure(value=Decimal(17)),
        )

    @hookimpl
    def onglet_pins(self: Plugin) -> Iterable[Pin]:
        yield Pin(
            key="steady.pin",
            label="Steady pin",
            icon="star",
            right="core.client.read",
            read=lambda record: PinValue(text="calm"),
        )

    @hookimpl
    def onglet_rights(self: Plugin) -> Iterable[Right]:
        yield Right(object="steady.thing", action="read", label="Read", default=Reach.ALL)

    return make(
        "steady",
        onglet_statistics=onglet_statistics,
        onglet_pins=onglet_pins,
        onglet_rights=onglet_rights,
    )
