"""The log of grants: every share, owner, membership and profile right, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import literal_column, select

from onglet.accounts.limitable import label_of_limit, level_name
from onglet.clients.models import Client
from onglet.history.models import GRANTS, Change
from onglet.rights.models import Group, Profile, User
from onglet.sharing import wording
from onglet.sharing.requesting import label_of
from onglet.sharing.wording import field_label, said, title_of
from onglet.work.session import BIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Select

    from onglet.contributions import Ask

PAGE: Final = 50
BATCH: Final = 200
MOST: Final = 50_000
"""Rows of a download at most."""

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "share": (wording.SHARE,),
    "owner": ("core.client",),
    "request": (wording.REQUEST,),
    "group": ("core.group",),
    "profile": ("core.profile",),
    "user": ("core.user",),
}
OF_USERS: Final = frozenset({"profile", "groups", "is_active", "successor", "token", "scopes"})
"""What of a colleague says what they may do; their name and address are not for this log."""

WHOLE: Final = frozenset({"hand_over", "take_back"})
"""What is done to a colleague and belongs in the log whatever its values say."""

PEOPLE: Final = frozenset({"owner_id", "successor"})
"""Fields that hold the key of a colleague."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Filters of the log. `who` is words of the actor's name, `since` and `until` instants."""

    kind: str = ""
    who: str = ""
    since: datetime | None = None
    until: datetime | None = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the log. The client is empty for the firm's own, and where it may not be seen."""

    id: int
    at: datetime
    actor: str
    source: str
    title: str
    about: str
    client_name: str
    client_reference: str
    client_href: str
    client_hidden: bool
    lines: tuple[Line, ...] = field(default=())


def entries(
    ask: Ask, wanted: Wanted, *, before: int | None = None, limit: int = PAGE
) -> list[Entry]:
    """List rows of the log below the number `before`, newest first.

    Whoever reads the log of the firm reads of every client that something was granted; the name
    of a client is shown to those who may see it.
    """
    found: list[Entry] = []
    for entry in _walk(ask, wanted, before):
        found.append(entry)
        if len(found) >= limit:
            break
    return found


def _walk(ask: Ask, wanted: Wanted, before: int | None) -> Iterator[Entry]:
    while True:
        rows = _rows(ask, wanted, before)
        yield from _entries(ask, rows)
        if len(rows) < BATCH:
            return
        before = rows[-1].id


def _rows(ask: Ask, wanted: Wanted, before: int | None) -> list[Any]:
    query: Select[Any] = (
        select(
            Change.id,
            Change.client_id,
            Change.subject,
            Change.subject_id,
            Change.action,
            Change.actor_name,
            Change.source,
            Change.at,
            Change.changes,
        )
        # As the index has it, letter by letter: a bound value would not be recognised.
        .where(literal_column(f"({GRANTS})"))
        .order_by(Change.id.desc())
        .limit(BATCH)
    )
    if wanted.kind in KINDS:
        query = query.where(Change.subject.in_(KINDS[wanted.kind]))
    if wanted.since is not None:
        query = query.where(Change.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Change.at < wanted.until)
    if wanted.client_id is not None:
        query = query.where(Change.client_id == wanted.client_id)
    if before is not None:
        query = query.where(Change.id < before)
    for word in wanted.who.split()[:6]:
        query = query.where(Change.actor_name.icontains(word, autoescape=True))
    return list(ask.session.execute(query))


def _entries(ask: Ask, rows: list[Any]) -> Iterator[Entry]:
    clients = _clients(ask, {row.client_id for row in rows if row.client_id})
    names = _Names(ask, rows)
    for row in rows:
        lines = tuple(_lines(ask, row, names))
        if not lines and row.subject == "core.user" and row.action not in WHOLE:
            continue
        client = clients.get(row.client_id)
        yield Entry(
            id=row.id,
            at=row.at,
            actor=row.actor_name,
            source=row.source,
            title=title_of(row.subject, row.action),
            about=names.of(row),
            client_name=client[1] if client else "",
            client_reference=client[2] if client else "",
            client_href=client[0] if client else "",
            client_hidden=row.client_id is not None and client is None,
            lines=lines,
        )


def _lines(ask: Ask, row: Any, names: _Names) -> Iterator[Line]:
    for key, (old, new) in row.changes.items():
        if row.subject == "core.user" and key not in OF_USERS:
            continue
        if key in PEOPLE:
            yield Line(label=field_label(key), old=names.user(old), new=names.user(new))
        elif key == "scopes":
            names_of = [", ".join(label_of(ask, one) for one in held or ()) for held in (old, new)]
            yield Line(label=field_label(key), old=names_of[0], new=names_of[1])
        elif row.action == "set_limits":
            yield Line(
                label=label_of_limit(ask, key),
                old=level_name(key, old),
                new=level_name(key, new),
            )
        elif key == "right":
            yield Line(
                label=field_label(key),
                old=label_of(ask, old) if old else "",
                new=label_of(ask, new) if new else "",
            )
        else:
            label = label_of(ask, key) if "." in key else field_label(key)
            before, after = said(row.subject, key, old), said(row.subject, key, new)
            if before or after:
                yield Line(label=label, old=before, new=after)


def _clients(ask: Ask, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Give address, name and reference of the clients that the reader may see."""
    rows = ask.session.execute(
        select(Client.id, Client.public_id, Client.name, Client.reference, Client.deleted_at)
        .where(Client.id.in_(list(ids)))
        .execution_options(**{BIN: True})
    )
    return {
        row.id: ("" if row.deleted_at else f"/clients/{row.public_id}", row.name, row.reference)
        for row in rows
    }


class _Names:
    """Names of the users, groups and profiles that rows speak of, read at once."""

    def __init__(self, ask: Ask, rows: list[Any]) -> None:
        users = {row.subject_id for row in rows if row.subject == "core.user"}
        for row in rows:
            for told in PEOPLE:
                users.update(key for key in row.changes.get(told, ()) if isinstance(key, int))
        self._users = {
            user.id: user.display_name
            for user in ask.session.scalars(select(User).where(User.id.in_(users)))
        }
        self._named = {
            subject: _by_key(ask, model, {row.subject_id for row in rows if row.subject == subject})
            for subject, model in (("core.group", Group), ("core.profile", Profile))
        }

    def user(self, key: Any) -> str:
        """Give the name of a user, empty when there was none."""
        return self._users.get(key, "?") if key else ""

    def of(self, row: Any) -> str:
        """Give the name of what a row is about, as it is called now or was when it went."""
        if row.subject == "core.user":
            return self.user(row.subject_id)
        if row.subject in self._named:
            told = row.changes.get("name") or ("", "")
            return str(self._named[row.subject].get(row.subject_id) or told[1] or told[0] or "")
        return ""


def _by_key(ask: Ask, model: type[Group | Profile], keys: set[int]) -> dict[int, str]:
    rows = ask.session.execute(select(model.id, model.name).where(model.id.in_(keys)))
    return {row.id: row.name for row in rows}
