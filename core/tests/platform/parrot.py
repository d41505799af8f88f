"""A plugin that says hello in its own words at every door that the core opens to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import literal, true

from onglet.api import (
    Action,
    Badge,
    Check,
    Column,
    Composer,
    Demo,
    Done,
    Event,
    Fact,
    FeedItem,
    FeedSource,
    Figure,
    Filter,
    Finding,
    Gate,
    Hit,
    Job,
    Panel,
    Pin,
    PinValue,
    Plugin,
    Schedule,
    SearchSource,
    Statistic,
    Subscription,
    Tab,
    Unit,
    Verdict,
    _,
    hookimpl,
)
from onglet.host.discovery import Found

HELLO = "Hello from the parrot"
READ = "core.client.read"
WORDS = f'''msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "{HELLO}"
msgstr "Coucou du perroquet"
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke(Event):
    """The parrot spoke."""

    name: ClassVar[str] = "parrot.spoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Perched(Found):
    """The parrot in a folder with a catalogue of its own."""

    place: Path = field(default=Path())

    @property
    def folder(self) -> Path | None:
        return self.place


class Parrot(Plugin):
    """Says hello, and remembers where and in which words."""

    name = "parrot"
    label = "Parrot"

    def __init__(self) -> None:
        self.heard: dict[str, str] = {}

    def say(self, where: str) -> str:
        self.heard[where] = _(HELLO)
        return self.heard[where]

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        yield Tab(
            slug="parrot",
            label="Parrot",
            icon="star",
            order=500,
            right=READ,
            render=lambda record: Panel(html=self.say("tab")),
            badge=lambda record: Badge(count=len(self.say("badge"))),
        )

    @hookimpl
    def onglet_actions(self) -> Iterable[Action]:
        def run(work: Any, record: Any, form: Any) -> Done:
            work.publish(Spoke(client_id=record.client.id))
            work.enqueue("parrot.repeat", {})
            return Done(message=self.say("action"))

        yield Action(
            key="parrot.speak",
            label="Speak",
            icon="star",
            right=READ,
            order=1,
            when=lambda record: bool(self.say("when")),
            run=run,
            bulk=lambda work, selection: Done(message=self.say("bulk action")),
        )
        yield Action(
            key="parrot.fly",
            label="Fly",
            icon="star",
            right=READ,
            order=2,
            href=lambda record: f"/{self.say('address')}",
        )

    @hookimpl
    def onglet_statistics(self) -> Iterable[Statistic]:
        yield Statistic(
            key="parrot.words",
            label="Words",
            unit=Unit.COUNT,
            right=READ,
            order=1,
            compute=lambda asked: Figure(value=Decimal(1), note=self.say("statistic")),
        )

    @hookimpl
    def onglet_pins(self) -> Iterable[Pin]:
        yield Pin(
            key="parrot.pin",
            label="Parrot",
            icon="star",
            right=READ,
            read=lambda record: PinValue(text=self.say("pin")),
        )

    @hookimpl
    def onglet_facts(self) -> Iterable[Fact]:
        yield Fact(
            key="parrot.hello", label="Hello", right=READ, read=lambda record: self.say("fact")
        )

    @hookimpl
    def onglet_gates(self) -> Iterable[Gate]:
        yield Gate(
            topic="parrot",
            ask=lambda question: Verdict(allowed=False, reason=self.say("gate")),
        )

    @hookimpl
    def onglet_feed_sources(self) -> Iterable[FeedSource]:
        def read(query: Any) -> Iterable[FeedItem]:
            yield FeedItem(
                key="parrot.1",
                kind="parrot.hello",
                at=datetime(2026, 1, 1, tzinfo=UTC),
                title=self.say("feed"),
                icon="star",
            )

        yield FeedSource(key="parrot.feed", label="Parrot", right=READ, read=read)

    @hookimpl
    def onglet_composers(self) -> Iterable[Composer]:
        yield Composer(
            key="parrot.composer",
            label="Speak",
            icon="star",
            right=READ,
            order=1,
            form=lambda record: self.say("composer"),
            submit=lambda work, record, form: Done(message=self.say("composed")),
        )

    @hookimpl
    def onglet_columns(self) -> Iterable[Column]:
        yield Column(
            key="parrot.column",
            label="Parrot",
            right=READ,
            expression=lambda ask, client_id: literal(self.say("column")),
            show=lambda ask, value: self.say("cell"),
        )

    @hookimpl
    def onglet_filters(self) -> Iterable[Filter]:
        def condition(ask: Any, client_id: Any, value: str) -> Any:
            self.say("filter")
            return true()

        yield Filter(
            key="parrot.filter",
            label="Parrot",
            right=READ,
            condition=condition,
            choices=lambda ask: [("a", self.say("choice"))],
        )

    @hookimpl
    def onglet_search_sources(self) -> Iterable[SearchSource]:
        yield SearchSource(
            key="parrot.search",
            label="Parrot",
            right=READ,
            find=lambda query: [Hit(title=self.say("search"), href="/", icon="star")],
        )

    @hookimpl
    def onglet_subscriptions(self) -> Iterable[Subscription]:
        yield Subscription(
            event=Spoke.name, inside=True, handle=lambda work, said: self._note("inside")
        )
        yield Subscription(event=Spoke.name, handle=lambda work, said: self._note("after"))

    @hookimpl
    def onglet_jobs(self) -> Iterable[Job]:
        yield Job(kind="parrot.repeat", label="Repeat", run=lambda work, args: self._note("job"))
        yield Job(kind="parrot.wake", label="Wake", run=lambda work, args: self._note("schedule"))

    @hookimpl
    def onglet_schedules(self) -> Iterable[Schedule]:
        yield Schedule(key="parrot.morning", kind="parrot.wake", every=timedelta(days=1))

    @hookimpl
    def onglet_health(self) -> Iterable[Check]:
        yield Check(
            key="parrot.health",
            label="Parrot",
            run=lambda ask: Finding(ok=True, message=self.say("health")),
        )

    @hookimpl
    def onglet_demo(self) -> Iterable[Demo]:
        yield Demo(key="parrot.demo", fill=lambda work, scale: self._note("demo"))

    def _note(self, where: str) -> None:
        self.say(where)

    def perched(self, place: Path) -> Found:
        """Give the parrot as installed, with a catalogue in this folder."""
        catalogue = place / "locale" / "fr" / "LC_MESSAGES" / "onglet_parrot.po"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_text(WORDS, encoding="utf-8")
        return Perched(name=self.name, distribution="parrot", version="1", plugin=self, place=place)
