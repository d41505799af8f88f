"""Contacts of a client, as its tab lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from onglet.clients.limits import said
from onglet.clients.matching import Sought
from onglet.clients.search_limits import limits_persons, persons_read, seen_person
from onglet.clients.tidying import CONTACT
from onglet.contacts.entry import PERSON_FIELDS, Role
from onglet.contacts.models import ClientPerson, Person
from onglet.identity.folding import fold
from onglet.ui.i18n import gettext as _
from onglet.work.session import once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ScalarSelect, Select

    from onglet.contributions import Ask

MOST_FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedContact:
    """A person's place at a client: `key` stands for the link, `person_key` for the person.

    `name` and `job` are as the reader may see them; `values` are as they are kept: ask `level`.
    """

    link_id: int
    key: str
    person_id: int
    person_key: str
    name: str
    job: str
    roles: tuple[Role, ...]
    values: Mapping[str, Any]


def contacts_of(ask: Ask, client_id: int) -> list[LinkedContact]:
    """List the contacts of a client: the main one first, then by name."""
    rows = ask.session.execute(
        _links()
        .where(ClientPerson.client_id == client_id)
        .order_by(ClientPerson.is_main.desc(), Person.name_sort, ClientPerson.id)
    )
    return [_contact(ask, row) for row in rows]


def contact_of(ask: Ask, client_id: int, key: str) -> LinkedContact | None:
    """Give one contact of a client by its key, None when the client has no such one."""
    row = ask.session.execute(
        _links().where(ClientPerson.client_id == client_id, ClientPerson.public_id == key)
    ).one_or_none()
    return None if row is None else _contact(ask, row)


def count_contacts(ask: Ask, client_id: int) -> int:
    """Count the contacts of a client."""
    read = partial(ask.session.scalar, select(contact_count(client_id)))
    return once(ask.session, count_key(client_id), read) or 0


def contact_count(client_id: int) -> ScalarSelect[int]:
    """Give the number of contacts of a client, for a statement that reads something else too."""
    return (
        select(func.count(ClientPerson.id))
        .where(ClientPerson.client_id == client_id, ClientPerson.until_on.is_(None))
        .scalar_subquery()
    )


def count_key(client_id: int) -> str:
    """Give the name under which a session that reads keeps the number."""
    return f"contacts of client {client_id}"


def find_persons(ask: Ask, text: str, *, but_of: int = 0) -> Sequence[Any]:
    """Find persons by name, address or number, those who are not contacts of a client yet."""
    words = fold(text[:200]).split()[:6]
    if not words:
        return []
    there = select(ClientPerson.person_id).where(
        ClientPerson.client_id == but_of, ClientPerson.until_on.is_(None)
    )
    query = (
        select(Person.public_id, Person.given_name, Person.family_name, Person.email, Person.phone)
        .where(Person.id.not_in(there))
        .order_by(Person.name_sort, Person.id)
        .limit(MOST_FOUND)
    )
    holds = [Person.search_text.contains(word, autoescape=True) for word in words]
    if limits_persons(ask):
        asked = Sought(folded=" ".join(words), long=tuple(words))
        holds.append(persons_read(ask, asked, *holds))
    return [seen_person(ask, row) for row in ask.session.execute(query.where(*holds))]


def person_id_of(ask: Ask, key: str) -> int | None:
    """Give the key of a person that the actor sees, by the public one."""
    return ask.session.scalar(select(Person.id).where(Person.public_id == key))


def name_of(ask: Ask, row: Any) -> str:
    """Give what a person is called: their name, else the way to reach them that the actor reads."""
    name = f"{row.given_name} {row.family_name}".strip()
    ways = (getattr(row, way, "") for way in ("email", "phone", "mobile"))
    names = ("email", "phone", "mobile")
    seen = (said(ask, CONTACT + key, way) for key, way in zip(names, ways, strict=True) if way)
    return name or next(filter(None, seen), "") or _("Unnamed contact")


def _links() -> Select[Any]:
    found: Select[Any] = (
        select(
            ClientPerson.id.label("link_id"),
            ClientPerson.public_id.label("link_key"),
            ClientPerson.person_id,
            ClientPerson.job,
            ClientPerson.is_main,
            ClientPerson.is_billing,
            ClientPerson.is_dunning,
            Person.public_id,
            *(getattr(Person, name) for name in PERSON_FIELDS),
        )
        .join(Person, Person.id == ClientPerson.person_id)
        .where(ClientPerson.until_on.is_(None))
    )
    return found


def _contact(ask: Ask, row: Any) -> LinkedContact:
    values = {name: getattr(row, name) for name in PERSON_FIELDS}
    held = (
        (Role.MAIN, row.is_main),
        (Role.BILLING, row.is_billing),
        (Role.DUNNING, row.is_dunning),
    )
    return LinkedContact(
        link_id=row.link_id,
        key=row.link_key,
        person_id=row.person_id,
        person_key=row.public_id,
        name=name_of(ask, row),
        job=said(ask, f"{CONTACT}job", row.job),
        roles=tuple(role for role, holds in held if holds),
        values=values,
    )
