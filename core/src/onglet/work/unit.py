"""Units of work: a session, its actor and its contexts; one commit, at the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onglet.contributions import Actor, Ask, ClientView, Record, Work
from onglet.rights.access import Access
from onglet.work.session import Narrowing, Scope, UnitSession, open_session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from onglet.contributions.ports import OutsidePort
    from onglet.db.engine import Database
    from onglet.rights.catalogue import RightsCatalogue

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One session open for one actor, with the contexts that plugins and services receive."""

    session: UnitSession
    ask: Ask
    work: Work | None
    connection: Connection | None = None

    def record(self, client: ClientView) -> Record:
        """Give the context of a question on one client."""
        return record_of(self.ask, client)

    def commit(self) -> None:
        """Make the writes last."""
        self.session.commit()
        if self.connection is not None:
            self.connection.commit()

    def close(self) -> None:
        """Roll back what was not committed and give the connection back."""
        self.session.close()
        if self.connection is not None:
            self.connection.close()


def record_of(
    ask: Ask,
    client: ClientView,
    *,
    plugin: str = "",
    query: Mapping[str, str] | None = None,
) -> Record:
    """Give the context of a question on one client, in the same session."""
    return Record(
        session=ask.session,
        actor=ask.actor,
        access=ask.access,
        outside=ask.outside,
        now=ask.now,
        today=ask.today,
        plugin=plugin or ask.plugin,
        client=client,
        query=query or {},
    )


def record_in(ask: Ask, record: Record) -> Record:
    """Give the same question in another session of the same request.

    What ties the actor to the client was read with it, and is not read again.
    """
    if isinstance(ask.access, Access) and isinstance(record.access, Access):
        ask.access.learn_from(record.access, record.client.id)
    return record_of(ask, record.client, query=record.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Opens units of work. `narrowings` gives the plugins' row filters for a question."""

    database: Database
    catalogue: RightsCatalogue
    outside: OutsidePort
    clock: Clock
    narrowings: Callable[[Ask], tuple[Narrowing, ...]] | None = None

    def open(
        self,
        actor: Actor,
        *,
        write: bool,
        plugin: str = "core",
        connection: Connection | None = None,
        shelf: dict[str, Any] | None = None,
    ) -> Unit:
        """Open a unit; the caller commits or not, and closes it.

        A `connection` whose transaction has begun is taken over, with all that it did. `shelf` is
        what sessions of the same generation keep together (`work.session.shelved`).
        """
        now = self.clock()
        scope = Scope(actor=actor, catalogue=self.catalogue, now=now, shelf=shelf)
        bind = connection or (self.database.writes if write else self.database.reads)
        session = open_session(bind, scope, autoflush=write)
        fields = {
            "session": session,
            "actor": actor,
            "access": Access(session, actor, self.catalogue, now),
            "outside": self.outside,
            "now": now,
            "today": now.astimezone(ZoneInfo(actor.zone)).date(),
            "plugin": plugin,
        }
        ask = Ask(**fields)  # type: ignore[arg-type]  # one mapping fills two classes
        work = Work(**fields) if write else None  # type: ignore[arg-type]  # as above
        if self.narrowings is not None and not actor.is_system:
            scope.narrowings = self.narrowings(ask)
        return Unit(session=session, ask=ask, work=work, connection=connection)

    @contextmanager
    def reading(self, actor: Actor, *, plugin: str = "core") -> Iterator[Ask]:
        """Give a question; whatever happens, nothing is written."""
        unit = self.open(actor, write=False, plugin=plugin)
        try:
            yield unit.ask
        finally:
            unit.close()

    @contextmanager
    def writing(self, actor: Actor, *, plugin: str = "core") -> Iterator[Work]:
        """Give a write, committed at the end, or rolled back whole when it raises."""
        unit = self.open(actor, write=True, plugin=plugin)
        try:
            if unit.work is None:
                raise AssertionError("a writing unit has a work context")
            yield unit.work
            unit.commit()
        finally:
            unit.close()
