"""The search over contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onglet.clients.matching import Searched, matches, needles
from onglet.clients.models import Client
from onglet.contacts.models import ClientPerson, Person
from onglet.contributions import Hit, SearchQuery, SearchSource
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSONS: Final = Searched(Person, "core_person_search")


def find(query: SearchQuery) -> Iterator[Hit]:
    """Give the hits of the search box among contacts, each with a client where they work."""
    if not needles(query.text):
        return
    rows = query.ask.session.execute(
        select(Person.given_name, Person.family_name, Person.email, Client.name, Client.public_id)
        .join(ClientPerson, ClientPerson.person_id == Person.id)
        .join(Client, Client.id == ClientPerson.client_id)
        .where(matches(query.ask.session, PERSONS, query.text), ClientPerson.until_on.is_(None))
        .limit(query.limit)
    )
    for given, family, email, client, public_id in rows:
        yield Hit(
            title=f"{given} {family}".strip() or email,
            href=f"/clients/{public_id}/contacts",
            icon="user",
            detail=client,
            reason=email,
        )


def search_sources() -> Iterator[SearchSource]:
    """Contacts, after the clients."""
    yield SearchSource(
        key="core.persons", label=N_("Contacts"), right="core.person.read", find=find, order=20
    )
