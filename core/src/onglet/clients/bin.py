"""Clients in the bin, as far as the actor reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from onglet.clients.models import Client
from onglet.clients.view import client_view
from onglet.rights.models import User
from onglet.work.session import BIN

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.contributions import Ask, ClientView

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """A client in the bin: when it went there, and by whom."""

    key: str
    name: str
    reference: str
    town: str
    deleted_at: datetime
    deleted_by: str


def binned(ask: Ask) -> list[Binned]:
    """List the clients in the bin, the latest first, two hundred at most."""
    who = aliased(User)
    rows = ask.session.execute(
        select(
            Client.public_id,
            Client.name,
            Client.reference,
            Client.town,
            Client.deleted_at,
            who.given_name,
            who.family_name,
        )
        .outerjoin(who, who.id == Client.deleted_by_id)
        .where(Client.deleted_at.is_not(None))
        .order_by(Client.deleted_at.desc(), Client.id.desc())
        .limit(SHOWN)
        .execution_options(**{BIN: True})
    )
    return [
        Binned(
            key=row.public_id,
            name=row.name,
            reference=row.reference,
            town=row.town,
            deleted_at=row.deleted_at,
            deleted_by=f"{row.given_name or ''} {row.family_name or ''}".strip(),
        )
        for row in rows
        if row.deleted_at is not None
    ]


def find_binned(ask: Ask, public_id: str) -> ClientView | None:
    """Give a client by its public identifier, in the bin or just out of it."""
    return client_view(ask, public_id, in_bin=True)
