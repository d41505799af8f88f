"""Writing persons and their links to clients. One main, one billing, one dunning contact each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.clients.searchable import (
    clients_of_person,
    person_key,
    person_text,
    refresh_client,
)
from onglet.consent.service import append_consents
from onglet.contacts.entry import PERSON_FIELDS, NewPerson, Role
from onglet.contacts.models import ClientPerson, Person
from onglet.db.identifiers import new_public_id
from onglet.rights.owners import owner_of_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Work

COLUMN = {Role.MAIN: "is_main", Role.BILLING: "is_billing", Role.DUNNING: "is_dunning"}


class PersonGoneError(Exception):
    """The person, or their link to the client, is not there for this actor."""


def create_person(work: Work, new: NewPerson) -> int:
    """Create a person owned by the actor; give the key."""
    person = Person(
        public_id=new.public_id or new_public_id(),
        owner_id=owner_of_new(work.session, work.actor, None),
        created_at=work.now,
        updated_at=work.now,
        **{name: getattr(new, name) for name in PERSON_FIELDS},
    )
    _keep_searchable(person)
    work.session.add(person)
    work.session.flush()
    append_consents(work, person.id, new.consents)
    return person.id


def edit_person(work: Work, person_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change fields of a person; give old and new value of those that really changed.

    The caller writes the row of history: a person is edited alone, or with a client.

    Raises:
        PersonGoneError: when the actor sees no such person.
    """
    person = _person(work, person_id)
    changed: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in PERSON_FIELDS:
            raise ValueError(f"{name} is no field of a person")
        before = getattr(person, name)
        if before != value:
            setattr(person, name, value)
            changed[name] = (before, value)
    if changed:
        person.updated_at = work.now
        _keep_searchable(person)
        work.session.flush()
        for client_id in clients_of_person(work, person_id):
            refresh_client(work, client_id)
    return changed


def link_person(
    work: Work,
    client_id: int,
    person_id: int,
    *,
    job: str = "",
    roles: Iterable[Role] = (),
    public_id: str = "",
) -> int:
    """Link a person to a client, or give the link that is already there; give its key.

    The first contact of a client becomes its main one.
    """
    links = _links(work, client_id)
    link = next((one for one in links if one.person_id == person_id), None)
    if link is None:
        link = ClientPerson(
            public_id=public_id or new_public_id(),
            client_id=client_id,
            person_id=person_id,
            from_on=work.today,
            created_at=work.now,
            updated_at=work.now,
        )
        work.session.add(link)
    link.job = job or link.job or ""
    work.session.flush()
    wanted = set(roles) or (set() if links else {Role.MAIN})
    for role in wanted:
        give_role(work, client_id, link.id, role)
    refresh_client(work, client_id)
    return link.id


def set_job(work: Work, client_id: int, link_id: int, job: str) -> tuple[str, str] | None:
    """Change what a person does at a client; give old and new, None when nothing changed."""
    link = _link(work, client_id, link_id)
    before = link.job
    if before == job:
        return None
    link.job = job
    link.updated_at = work.now
    work.session.flush()
    return before, job


def unlink_person(work: Work, client_id: int, link_id: int) -> None:
    """End a person's link to a client. The row stays, with the day, and holds no role any more."""
    link = _link(work, client_id, link_id)
    link.until_on = work.today
    for column in COLUMN.values():
        setattr(link, column, False)
    link.updated_at = work.now
    refresh_client(work, client_id)


def give_role(work: Work, client_id: int, link_id: int, role: Role) -> None:
    """Give a role to a contact; who held it holds it no more."""
    column = COLUMN[role]
    chosen = _link(work, client_id, link_id)
    for other in _links(work, client_id):
        if other.id != link_id and getattr(other, column):
            setattr(other, column, False)
    # The holder goes first: the database holds one of each, at every moment.
    work.session.flush()
    setattr(chosen, column, True)
    chosen.updated_at = work.now
    work.session.flush()


def take_role(work: Work, client_id: int, link_id: int, role: Role) -> None:
    """Take a role from a contact; nobody holds it then."""
    setattr(_link(work, client_id, link_id), COLUMN[role], False)
    work.session.flush()


def _keep_searchable(person: Person) -> None:
    person.name_sort = person_key(person.given_name, person.family_name, person.email)
    person.search_text = person_text(person)


def _person(work: Work, person_id: int) -> Person:
    person = work.session.scalars(select(Person).where(Person.id == person_id)).one_or_none()
    if person is None:
        raise PersonGoneError(person_id)
    return person


def _links(work: Work, client_id: int) -> list[ClientPerson]:
    return list(
        work.session.scalars(
            select(ClientPerson)
            .where(ClientPerson.client_id == client_id, ClientPerson.until_on.is_(None))
            .order_by(ClientPerson.id)
        )
    )


def _link(work: Work, client_id: int, link_id: int) -> ClientPerson:
    link = next((one for one in _links(work, client_id) if one.id == link_id), None)
    if link is None:
        raise PersonGoneError(link_id)
    return link
