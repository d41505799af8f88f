"""Clients one after the other, and noting that something happened with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, literal, update

from onglet.clients.models import Client
from onglet.clients.view import to_view, views
from onglet.db.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask, ClientView, Work

CHUNK = 500


def clients_of(ask: Ask, client_ids: Collection[int]) -> dict[int, ClientView]:
    """Give the clients of these keys that the actor may read, by key, in one statement."""
    if not client_ids:
        return {}
    rows = ask.session.execute(views().where(Client.id.in_(client_ids)))
    return {row.id: to_view(row, ask) for row in rows}


def each_client(ask: Ask, *, chunk: int = CHUNK) -> Iterator[list[ClientView]]:
    """Give every client that the actor may read, in chunks, in the order of their creation."""
    last = 0
    while True:
        rows = ask.session.execute(
            views().where(Client.id > last).order_by(Client.id).limit(chunk)
        ).all()
        if not rows:
            return
        yield [to_view(row, ask) for row in rows]
        last = rows[-1].id


def touch_clients(work: Work, seen: Mapping[int, datetime]) -> None:
    """Note when something happened with each of many clients: `touch_client`, at once."""
    known = list(seen.items())
    for start in range(0, len(known), CHUNK):
        some = dict(known[start : start + CHUNK])
        at = case({key: literal(at, UtcDateTime()) for key, at in some.items()}, value=Client.id)
        _touch(work, Client.id.in_(some), at)


def touch_client(work: Work, client_id: int, at: datetime) -> None:
    """Note that something happened with the client at an instant; an older one changes nothing.

    Neither the version nor the date of the last edit moves: nobody edited the client.
    """
    _touch(work, Client.id == client_id, literal(at, UtcDateTime()))


def _touch(work: Work, which: ColumnElement[bool], at: ColumnElement[datetime]) -> None:
    work.session.execute(
        update(Client)
        .where(which, (Client.last_activity_at.is_(None)) | (Client.last_activity_at < at))
        .values(last_activity_at=at, updated_at=Client.updated_at),
        execution_options={"synchronize_session": False},
    )
