"""The persons of somebody who sees a part of them: where a query starts, never what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, union_all

from onglet.clients.listing_reach import granted_ids
from onglet.contacts.models import ClientPerson, Person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask

LINK: Final[Any] = ClientPerson.__table__
PERSON: Final[Any] = Person.__table__.alias("reached_person")
"""Bare, inside statements on persons: the session filters the persons themselves."""


def persons_among(ask: Ask) -> ColumnElement[bool]:
    """Give the condition that the person is owned by the actor, or linked to a client of theirs."""
    owned = select(PERSON.c.id).where(PERSON.c.owner_id == ask.actor.user_id)
    linked = select(LINK.c.person_id).where(LINK.c.client_id.in_(granted_ids(ask)))
    return Person.id.in_(union_all(owned, linked))
