"""Clients in a colleague's name: what follows when another one takes them over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, insert, literal, select

from onglet.clients.models import Client
from onglet.contributions import Belonging
from onglet.db.types import Document
from onglet.history.models import Change
from onglet.rights import grants
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from onglet.contributions import Moved, Work

SUBJECT: Final = "core.client"
ACTION: Final = "reassign"


def _unchanged(since: datetime) -> ColumnElement[bool]:
    """Tell which clients nobody gave to somebody since, away and back included."""
    given = select(Change.id).where(
        Change.client_id == Client.id, Change.action == ACTION, Change.at > since
    )
    return ~exists(given)


def _after(work: Work, moved: Moved) -> None:
    """Write the grants that follow from the new owner, and a line of history on each client."""
    grants.move_owner(
        work.session, moved.rows, from_id=moved.from_id, to_id=moved.to_id, now=work.now
    )
    gone = moved.rows.subquery()
    changes = {"owner_id": [moved.from_id, moved.to_id]}
    work.session.execute(
        insert(Change).from_select(
            [
                "client_id",
                "subject",
                "subject_id",
                "action",
                "actor_id",
                "actor_name",
                "source",
                "at",
                "changes",
            ],
            select(
                gone.c[0],
                literal(SUBJECT),
                gone.c[0],
                literal(ACTION),
                literal(work.actor.user_id, Change.actor_id.type),
                literal(work.actor.name),
                literal("handover"),
                literal(work.now, Change.at.type),
                literal(changes, Document),
            ),
        )
    )


CLIENTS: Final = Belonging(
    key="core.clients",
    label=N_("clients"),
    column=Client.owner_id,
    unchanged=_unchanged,
    after=_after,
)
