"""Clients one after the other, and noting that something happened with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from onglet.clients.models import Client
from onglet.clients.view import to_view, views

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from onglet.contributions import Ask, ClientView, Work

CHUNK = 500


def clients_of(ask: Ask, client_ids: Collection[int]) -> dict[int, ClientView]:
    """Give the clients of these keys that the actor may read, by key, in one statement."""
    if not client_ids:
        return {}
    rows = ask.session.execute(views().where(Client.id.in_(client_ids)))
    return {row.id: to_view(row) for row in rows}


def each_client(ask: Ask, *, chunk: int = CHUNK) -> Iterator[list[ClientView]]:
    """Give every client that the actor may read, in chunks, in the order of their creation."""
    last = 0
    while True:
        rows = ask.session.execute(
            views().where(Client.id > last).order_by(Client.id).limit(chunk)
        ).all()
        if not rows:
            return
        yield [to_view(row) for row in rows]
        last = rows[-1].id


def touch_client(work: Work, client_id: int, at: datetime) -> None:
    """Note that something happened with the client at an instant; an older one changes nothing.

    Neither the version nor the date of the last edit moves: nobody edited the client.
    """
    work.session.execute(
        update(Client)
        .where(
            Client.id == client_id,
            (Client.last_activity_at.is_(None)) | (Client.last_activity_at < at),
        )
        .values(last_activity_at=at, updated_at=Client.updated_at),
        execution_options={"synchronize_session": False},
    )
