"""Which contact of a client a query was meant for, when no field of the client's own answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.contacts.models import ClientPerson, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.clients.matching import Sought
    from onglet.contributions import Ask


def contacts_named(ask: Ask, missing: Mapping[int, Sequence[str]], query: Sought) -> dict[int, str]:
    """Give the contact of each client whose text holds the words that are missing elsewhere.

    `missing` gives those words by the client's key. A client without such a contact has no key in
    the answer.
    """
    rows = ask.session.execute(
        select(
            ClientPerson.client_id,
            Person.given_name,
            Person.family_name,
            Person.email,
            Person.search_text,
        )
        .join(Person, Person.id == ClientPerson.person_id)
        .where(ClientPerson.client_id.in_(missing), ClientPerson.until_on.is_(None))
        .order_by(ClientPerson.is_main.desc(), ClientPerson.id)
    )
    found: dict[int, str] = {}
    for client_id, given, family, address, text in rows:
        words = missing[client_id]
        other = query.other and query.other in text
        if client_id not in found and (other or all(word in text for word in words)):
            found[client_id] = f"{given} {family}".strip() or address
    return found
