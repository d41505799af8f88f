"""What a client is sorted and found by: one definition for every way a client is written.

The text is folded: words without accents and marks, telephones by the digits that
`phone_digits` keeps, so that a query folded the same way is found inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from onglet.addresses.models import Address
from onglet.clients.models import Client
from onglet.clients.search_words import note_words
from onglet.contacts.models import ClientPerson, Person
from onglet.fields.catalogue import field_set
from onglet.fields.models import ClientField
from onglet.fields.objects import CLIENT
from onglet.fields.reading import at_of
from onglet.identity.folding import fold, phone_digits, sort_key
from onglet.work.running import carry_on
from onglet.work.session import BIN, unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Ask, Work

HELD: Final[Any] = ClientField.__table__
AT_ONCE: Final = 500
LONGEST_WORDS: Final = 2_000

MOST_PERSONS = 200
"""Contacts beyond these are not found through their client's text; they are in their own list."""
LONGEST_SORT_KEY = 200


CLIENT_WORDS = attrgetter("name", "reference", "email", "vat_number", "siren", "siret")
WEBSITE = attrgetter("website")
CLIENT_PHONES = attrgetter("phone", "mobile")
PERSON_WORDS = attrgetter("given_name", "family_name", "email")
PERSON_PHONES = attrgetter("phone", "mobile")
"""Fields that clients and persons are found by: of rows, and of what is handed in alike."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Postcode and town of the main address."""

    postcode: str = ""
    town: str = ""


def name_key(name: str) -> str:
    """Give the key that sorts a client by name."""
    return sort_key(name)[:LONGEST_SORT_KEY]


def person_key(given_name: str, family_name: str, email: str = "") -> str:
    """Give the key that sorts a person: family name first, the address when there is no name."""
    return sort_key(f"{family_name} {given_name}".strip() or email)[:LONGEST_SORT_KEY]


def client_text(
    client: object, persons: Iterable[object], at: Whereabouts, custom: Iterable[str] = ()
) -> str:
    """Give the folded text that a client is found by, from rows or from what was handed in.

    `custom` holds the words of custom fields.
    """
    told = [*CLIENT_WORDS(client), _host(WEBSITE(client)), at.postcode, at.town, *custom]
    phones = [*CLIENT_PHONES(client)]
    for person in persons:
        told += PERSON_WORDS(person)
        phones += PERSON_PHONES(person)
    return _joined(told, phones)


def person_text(person: object) -> str:
    """Give the folded text that a person is found by."""
    return _joined(PERSON_WORDS(person), PERSON_PHONES(person))


def _joined(told: Iterable[str], phones: Iterable[str]) -> str:
    words = fold("\n".join(filter(None, told)))
    digits = " ".join(dict.fromkeys(phone_digits(phone) for phone in phones if phone))
    return f"{words} {digits}".strip()


def _host(website: str) -> str:
    return website.partition("://")[2] or website


def refresh_client(work: Work, client_id: int) -> None:
    """Bring a client's sort key, search text and town to its rows, its version left alone.

    Call it after any write to the client, its persons or its addresses.
    """
    session = work.session
    session.flush()
    with unrestricted(session, reason="search text of a client that was just written"):
        row = session.execute(
            select(
                Client.name,
                Client.reference,
                Client.website,
                Client.email,
                Client.phone,
                Client.mobile,
                Client.siren,
                Client.siret,
                Client.vat_number,
                HELD.c.held,
            )
            .outerjoin(HELD, HELD.c.client_id == Client.id)
            .where(Client.id == client_id)
        ).one()
        persons = session.execute(
            select(Person.given_name, Person.family_name, Person.email, Person.phone, Person.mobile)
            .join(ClientPerson, ClientPerson.person_id == Person.id)
            .where(
                ClientPerson.client_id == client_id,
                ClientPerson.until_on.is_(None),
                Person.deleted_at.is_(None),
            )
            .order_by(ClientPerson.is_main.desc(), ClientPerson.id)
            .limit(MOST_PERSONS)
        ).all()
        place = session.execute(
            select(Address.postcode, Address.town).where(
                Address.client_id == client_id,
                Address.is_main.is_(True),
                Address.until_on.is_(None),
            )
        ).first()
        at = Whereabouts(place.postcode, place.town) if place else Whereabouts()
        text = client_text(row, persons, at, custom_words(work, row.held))
        session.execute(
            update(Client)
            .where(Client.id == client_id)
            .values(
                name_sort=name_key(row.name),
                search_text=text,
                town=at.town,
                updated_at=work.now,
            )
            .execution_options(synchronize_session="evaluate", **{BIN: True})
        )
    note_words(session, [text])


def custom_words(ask: Ask, held: Mapping[str, Any] | None) -> list[str]:
    """Give the words that a client is found by through its custom fields."""
    if not held:
        return []
    at = at_of(ask)
    return [
        one.kind.searched(held[one.code], one.spec.options, at)[:LONGEST_WORDS]
        for one in field_set(ask, CLIENT).live
        if one.spec.is_searchable and one.code in held
    ]


def search_fields(work: Work, args: Mapping[str, Any]) -> None:
    """Bring the texts of clients to the fields that the search looks at now, 500 at a time."""
    after = int(args.get("after", 0))
    with unrestricted(work.session, reason="search texts of clients with custom fields"):
        query = select(HELD.c.client_id).where(HELD.c.client_id > after)
        ids = work.session.scalars(query.order_by(HELD.c.client_id).limit(AT_ONCE)).all()
    for client_id in ids:
        refresh_client(work, client_id)
    if len(ids) == AT_ONCE:
        carry_on(work, {"after": ids[-1]})


def clients_of_person(work: Work, person_id: int) -> list[int]:
    """List the clients that a person is linked to now, seen by the actor or not."""
    with unrestricted(work.session, reason="a person's text is part of each client's"):
        return list(
            work.session.scalars(
                select(ClientPerson.client_id).where(
                    ClientPerson.person_id == person_id, ClientPerson.until_on.is_(None)
                )
            )
        )
