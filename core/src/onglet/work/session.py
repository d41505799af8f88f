"""Sessions that filter by themselves: no statement on clients runs without an actor.

Each ORM statement gets the conditions of its actor's rights; statements on bare tables or raw SQL
are refused unless the code says `unrestricted(session, reason=...)`, which is easy to find.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event, false, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from onglet.contributions.rights import Level, Reach
from onglet.db.base import Base, ClientOwned, ClientRow, PersonOwned, PersonRow
from onglet.rights.evaluate import LAST_KIND
from onglet.rights.predicate import (
    granted,
    live,
    person_linked,
    person_live,
    person_owned,
    reaches,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.sql.base import ExecutableOption

    from onglet.contributions import Actor
    from onglet.rights.catalogue import RightsCatalogue

log = logging.getLogger("onglet.rights")
T = TypeVar("T")

READ_CLIENT = "core.client.read"
BIN = "onglet_bin"
"""Execution option of a statement that may see what is in the bin."""

Narrowing = Callable[["ColumnElement[int]"], "ColumnElement[bool]"]


class NoActorError(RuntimeError):
    """A session was used before it knew for whom it reads."""


class UnfilteredError(RuntimeError):
    """A statement that no filter can reach was run outside `unrestricted`."""


@dataclass(slots=True, kw_only=True)
class Scope:
    """For whom a session reads, with the conditions already built."""

    actor: Actor
    catalogue: RightsCatalogue
    now: datetime
    narrowings: tuple[Narrowing, ...] = ()
    unrestricted: int = 0
    shelf: dict[str, Any] | None = None
    options: dict[bool, list[ExecutableOption]] = field(default_factory=dict)

    def conditions(self, *, bin_too: bool) -> list[ExecutableOption]:
        """Give the conditions of this actor, built once."""
        if bin_too not in self.options:
            self.options[bin_too] = _conditions(self, bin_too=bin_too)
        return self.options[bin_too]


class UnitSession(Session):
    """The session of one unit of work: one actor for its whole life."""


def open_session(bind: Any, scope: Scope, *, autoflush: bool) -> UnitSession:
    """Give a session that reads for the actor of the scope."""
    return UnitSession(
        bind=bind, autoflush=autoflush, expire_on_commit=False, info={"scope": scope}
    )


def scope_of(session: Session) -> Scope:
    """Give the scope of a session.

    Raises:
        NoActorError: when the session has none.
    """
    scope = session.info.get("scope")
    if not isinstance(scope, Scope):
        raise NoActorError("This session has no actor: open it with a unit of work.")
    return scope


def once(session: Session, key: str, read: Callable[[], T]) -> T:
    """Give what `read` answers, asked once in the life of a session that only reads.

    A page has many readers of the same thing. A session that writes asks each time.
    """
    if session.autoflush:
        return read()
    known: dict[str, Any] = session.info.setdefault("once", {})
    if key not in known:
        known[key] = read()
    answer: T = known[key]
    return answer


def tell(session: Session, key: str, answer: Any) -> None:
    """Keep what was read with something else for those who will ask it with `once`."""
    if not session.autoflush:
        session.info.setdefault("once", {})[key] = answer


def shelved(session: Session, key: str, read: Callable[[], T]) -> T:
    """Give what `read` answers, kept by the process until the deployment's generation changes.

    Only for what `host.state.bump` is called after a change of. A session that writes asks each
    time; one that was opened without the generation asks once in its life.
    """
    shelf = scope_of(session).shelf
    if session.autoflush or shelf is None:
        return once(session, key, read)
    if key not in shelf:
        shelf[key] = read()
    answer: T = shelf[key]
    return answer


@contextmanager
def unrestricted(session: Session, *, reason: str) -> Iterator[Session]:
    """Let statements through without a filter, for a reason that the log keeps.

    Rows loaded meanwhile stay known to the session: select columns rather than objects.
    """
    scope = scope_of(session)
    log.debug("unrestricted: %s (%s)", reason, scope.actor.name)
    scope.unrestricted += 1
    try:
        yield session
    finally:
        scope.unrestricted -= 1


@event.listens_for(UnitSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    scope = scope_of(state.session)
    if scope.unrestricted or state.is_column_load:
        return
    if not state.is_orm_statement:
        if scope.actor.is_system:
            return
        raise UnfilteredError(
            "A statement on bare tables cannot be filtered. Select mapped columns, or say "
            "unrestricted(session, reason=...)."
        )
    bin_too = bool(state.execution_options.get(BIN, False))
    state.statement = state.statement.options(*scope.conditions(bin_too=bin_too))


def _conditions(scope: Scope, *, bin_too: bool) -> list[ExecutableOption]:
    actor = scope.actor
    reach = Reach.ALL if actor.is_system else scope.catalogue.reach(actor, READ_CLIENT)
    options = [] if bin_too else _live_only()
    options += _reached_only(reach, actor.user_id or 0, scope.now)
    if not actor.is_system:
        options += _by_own_right(scope, reach)
        options += _narrowed(scope)
    return options


def _live_only() -> list[ExecutableOption]:
    return [
        with_loader_criteria(ClientRow, lambda row: row.deleted_at.is_(None), include_aliases=True),
        with_loader_criteria(ClientOwned, lambda row: live(row.client_id), include_aliases=True),
        with_loader_criteria(PersonRow, lambda row: row.deleted_at.is_(None), include_aliases=True),
        with_loader_criteria(
            PersonOwned, lambda row: person_live(row.person_id), include_aliases=True
        ),
    ]


def _reached_only(reach: Reach, me: int, now: datetime) -> list[ExecutableOption]:
    if reach is Reach.ALL:
        return []
    if reach is Reach.NONE:
        return [
            with_loader_criteria(mixin, lambda _row: false(), include_aliases=True)
            for mixin in (ClientRow, ClientOwned, PersonRow, PersonOwned)
        ]
    last, view = int(LAST_KIND[reach]), int(Level.VIEW)
    return [
        with_loader_criteria(
            ClientRow, lambda row: granted(row.id, me, last, view, now), include_aliases=True
        ),
        with_loader_criteria(
            ClientOwned,
            lambda row: granted(row.client_id, me, last, view, now),
            include_aliases=True,
        ),
        with_loader_criteria(
            PersonRow,
            lambda row: (row.owner_id == me) | person_linked(row.id, me, last, view, now),
            include_aliases=True,
        ),
        with_loader_criteria(
            PersonOwned,
            lambda row: (
                person_owned(row.person_id, me) | person_linked(row.person_id, me, last, view, now)
            ),
            include_aliases=True,
        ),
    ]


def _by_own_right(scope: Scope, client_reach: Reach) -> list[ExecutableOption]:
    """Narrow the tables that ask for a right of their own beside the client's."""
    options: list[ExecutableOption] = []
    for model in _models(ClientOwned):
        key = model.read_right
        if key is None:
            continue
        reach = scope.catalogue.reach(scope.actor, key)
        if reach >= client_reach and reach is not Reach.NONE:
            continue
        me = scope.actor.user_id or 0
        condition = reaches(model.client_id, me, reach, Level.VIEW, scope.now)
        options.append(with_loader_criteria(model, condition, include_aliases=True))
    return options


def _narrowed(scope: Scope) -> list[ExecutableOption]:
    """Apply the plugins' row filters, model by model: each is SQL of its own."""
    options: list[ExecutableOption] = []
    for narrowing in scope.narrowings:
        for model in _models(ClientRow):
            options.append(_one(model, narrowing(model.id)))
        for model in _models(ClientOwned):
            options.append(_one(model, narrowing(model.client_id)))
    return options


def _one(model: Any, condition: ColumnElement[bool] | None) -> ExecutableOption:
    return with_loader_criteria(
        model, true() if condition is None else condition, include_aliases=True
    )


def _models(mixin: type[Any]) -> list[Any]:
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, mixin)]
