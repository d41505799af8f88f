"""The life of records and plugins: events, gates, holdings, jobs, health, demo data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Select

    from onglet.contributions.context import Ask, Record, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A yes or a no with its reason, who can change it, and until when it holds.

    `reason` is a whole sentence that replaces the general words of a refusal. `because` says why a
    right does not act here ("your profile gives this right on your own clients only"), and
    `share_helps` whether a share of the record, by one of `granters`, would change the answer.
    """

    allowed: bool
    reason: str = ""
    right: str = ""
    granters: tuple[str, ...] = ()
    until: datetime | None = None
    because: str = ""
    share_helps: bool = False

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Subclasses add plain fields (JSON types) and set `name`.

    `name` is `<plugin>.<what happened>`, for instance `core.client.archived`.
    """

    name: ClassVar[str] = ""

    client_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A handler of an event, by its name: an absent publisher is no error.

    `inside` runs in the publisher's transaction, in a savepoint of its own: a failure loses the
    handler's writes only. Otherwise it runs after the commit, from the outbox, and is retried.
    `handle` receives the event's fields as a mapping, with `client_id` among them.
    """

    event: str
    handle: Callable[[Work, Mapping[str, Any]], None]
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a gate is asked: a topic (`mail`, `remind`, `become_prospect`) and what it is about."""

    topic: str
    record: Record
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A plugin's say on a topic. A gate that fails refuses: silence is never a yes."""

    topic: str
    ask: Callable[[Question], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """A part of what is held on a person: rows as plain values, with the ground for keeping."""

    label: str
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a plugin keeps on a client, so that the core can count, merge, export and erase it.

    `count` gives how many things of this kind the client has (`label` names them in the plural).
    `merge` moves them from one client key to another and gives what `unmerge` needs to undo it.
    A failure of any of these rolls the whole operation back.
    """

    key: str
    label: str
    legal_ground: str
    retention: str
    count: Callable[[Record], int]
    merge: Callable[[Work, int, int], Mapping[str, Any]]
    unmerge: Callable[[Work, Mapping[str, Any]], None]
    personal_data: Callable[[Record], Iterable[PersonalData]]
    erase: Callable[[Work, Record], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What goes from one colleague to another in one step: `rows` selects the keys."""

    from_id: int
    to_id: int
    rows: Select[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Rows that are in a colleague's name, to be handed over when the colleague leaves.

    `column` is the mapped attribute that holds the colleague's key (`Task.assignee_id`), on a
    table with a key named `id`; `label` names the rows in the plural. `only` narrows them to what
    goes over at an instant (open tasks, events to come); `unchanged` says which ones nobody touched
    since an instant, beyond being still the receiver's, so that a handover can be taken back.
    `after` writes what follows from the change of owner, in the same transaction. All rows move in
    one statement: 200,000 are nothing special. A failure rolls the whole handover back.
    """

    key: str
    label: str
    column: Any
    only: Callable[[datetime], ColumnElement[bool]] | None = None
    unchanged: Callable[[datetime], ColumnElement[bool]] | None = None
    after: Callable[[Work, Moved], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A kind of background work. `kind` is `<plugin>.<verb>`.

    `run` gets a write context and the job's arguments; its writes and the end of the job are one
    transaction. It is retried with growing pauses, then shown as failed.
    """

    kind: str
    label: str
    run: Callable[[Work, Mapping[str, Any]], None]
    max_attempts: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A job that comes back. Missed turns are run once, not as often as they were missed."""

    key: str
    kind: str
    every: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer of a health check."""

    ok: bool
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A health check, run when an administrator or a monitor asks."""

    key: str
    label: str
    run: Callable[[Ask], Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much demo data is wanted, and the seed that makes it the same each time."""

    clients: int
    seed: int = 1
    entries_of_largest: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Demo data of a plugin, written after the clients."""

    key: str
    fill: Callable[[Work, Scale], None]
    order: int = 1000
