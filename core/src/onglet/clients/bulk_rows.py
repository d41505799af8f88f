"""The rows of a client that is written in bulk: plain mappings, by table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onglet.addresses.entry import ADDRESS_FIELDS, NewAddress, Place
from onglet.addresses.models import Address
from onglet.addresses.service import COLUMN as PLACE_COLUMN
from onglet.clients.entry import CLIENT_FIELDS, NewClient, NewShare
from onglet.clients.holders import holders
from onglet.clients.models import Client, ValueSource
from onglet.clients.searchable import (
    Whereabouts,
    client_text,
    custom_words,
    name_key,
    person_key,
    person_text,
)
from onglet.clients.service import CREATE, SUBJECT, first_fields, first_values
from onglet.consent.models import ConsentEntry
from onglet.contacts.entry import PERSON_FIELDS, NewPerson, Role
from onglet.contacts.models import ClientPerson, Person
from onglet.contacts.service import COLUMN as ROLE_COLUMN
from onglet.contributions import ClientKind
from onglet.contributions.rights import Level
from onglet.db.identifiers import new_public_id
from onglet.fields.catalogue import field_set
from onglet.fields.models import ClientField
from onglet.fields.objects import CLIENT as FIELDS_OF
from onglet.fields.service import audited_changes, stored_form, write_claims
from onglet.history.models import Change
from onglet.rights.models import Grant, GrantKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Table

    from onglet.contributions import Work

Row = dict[str, Any]
ROLES = tuple(Role)
PLACES = tuple(Place)
EVERY_PLACE = frozenset(Place)


@dataclass(slots=True, kw_only=True)
class Rows:
    """The rows of a chunk, in the order that foreign keys ask for.

    `known` gives the key of each person that came with a public identifier.
    """

    work: Work
    groups: Mapping[int, list[int]]
    source: str
    known: dict[str, int]
    persons: list[Row] = field(default_factory=list)
    clients: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    addresses: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    grants: list[Row] = field(default_factory=list)
    fields: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)

    def tables(self) -> Iterator[tuple[Table, list[Row]]]:
        """Give each table with its rows, those pointed at first."""
        yield _table(Person), self.persons
        yield _table(Client), self.clients
        yield _table(ClientPerson), self.links
        yield _table(Address), self.addresses
        yield _table(ConsentEntry), self.consents
        yield _table(ValueSource), self.sources
        yield _table(Grant), self.grants
        yield _table(ClientField), self.fields
        yield _table(Change), self.changes


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


def rows_of(rows: Rows, new: NewClient, client_id: int, person_ids: Iterator[int]) -> None:
    """Add every row of one client; keys of its persons are taken from the iterator."""
    at = new.created_at or rows.work.now
    owned = []
    held = holders([person.roles for person in new.persons], ROLES, needed={Role.MAIN})
    for place, person in enumerate(new.persons):
        person_id = rows.known.get(person.public_id) if person.public_id else None
        if person_id is None:
            person_id = next(person_ids)
            _add_person(rows, person, person_id, new.owner_id, at)
        owned.append(person_id)
        roles = {column: held.get(role) == place for role, column in ROLE_COLUMN.items()}
        rows.links.append(_link(client_id, person_id, person.job, at) | roles)
    held_at = holders([address.places for address in new.addresses], PLACES, needed=EVERY_PLACE)
    for place, address in enumerate(new.addresses):
        roles = {column: held_at.get(role) == place for role, column in PLACE_COLUMN.items()}
        rows.addresses.append(_address(address, client_id, at) | roles)
    checked = first_fields(rows.work, new)
    custom = custom_words(rows.work, checked.values)
    rows.clients.append(_client(new, client_id, owned, at, custom))
    rows.sources += [
        {"client_id": client_id, "field": name, "source": text, "at": at, "actor_id": None}
        for name, text in new.sources.items()
    ]
    _add_grants(rows, new, client_id, at)
    if checked.values:
        write_claims(rows.work, FIELDS_OF, client_id, checked)
        stored = stored_form(rows.work, field_set(rows.work, FIELDS_OF), checked.values)
        rows.fields.append({"client_id": client_id, "held": stored})
    actor = rows.work.actor
    rows.changes.append(
        {
            "client_id": client_id,
            "subject": SUBJECT,
            "subject_id": client_id,
            "action": CREATE,
            "actor_id": actor.user_id,
            "actor_name": actor.name,
            "source": rows.source,
            "at": at,
            "changes": first_values(new) | audited_changes(rows.work, FIELDS_OF, checked),
        }
    )


def _address(address: NewAddress, client_id: int, at: datetime) -> Row:
    return {
        "public_id": new_public_id(),
        "client_id": client_id,
        "from_on": at.date(),
        "until_on": None,
        "version": 1,
        "created_at": at,
        "updated_at": at,
        **{name: getattr(address, name) for name in ADDRESS_FIELDS},
    }


def _client(
    new: NewClient, client_id: int, person_ids: list[int], at: datetime, custom: list[str]
) -> Row:
    main = new.addresses[0] if new.addresses else None
    whereabouts = Whereabouts(main.postcode, main.town) if main else Whereabouts()
    is_person = new.kind is ClientKind.PERSON and bool(person_ids)
    return {
        "id": client_id,
        "public_id": new.public_id,
        "name_sort": name_key(new.name),
        "search_text": client_text(new, new.persons, whereabouts, custom),
        "town": whereabouts.town,
        "logo_key": "",
        "person_id": person_ids[0] if is_person else None,
        "owner_id": new.owner_id,
        "archived_at": new.archived_at,
        "version": 1,
        "created_at": at,
        "updated_at": at,
        **{name: getattr(new, name) for name in CLIENT_FIELDS},
    }


def _add_person(
    rows: Rows, person: NewPerson, person_id: int, owner_id: int | None, at: datetime
) -> None:
    if person.public_id:
        rows.known[person.public_id] = person_id
    rows.persons.append(
        {
            "id": person_id,
            "public_id": person.public_id or new_public_id(),
            "owner_id": owner_id,
            "name_sort": person_key(person.given_name, person.family_name, person.email),
            "search_text": person_text(person),
            "version": 1,
            "created_at": at,
            "updated_at": at,
            **{name: getattr(person, name) for name in PERSON_FIELDS},
        }
    )
    rows.consents += [
        {
            "person_id": person_id,
            "channel": entry.channel.value,
            "purpose": entry.purpose,
            "action": entry.action.value,
            "ground": entry.ground,
            "text_version": entry.text_version,
            "source": entry.source,
            "at": entry.at or at,
            "address": entry.address,
            "actor_id": rows.work.actor.user_id,
            "proof_key": "",
        }
        for entry in person.consents
    ]


def _link(client_id: int, person_id: int, job: str, at: datetime) -> Row:
    return {
        "public_id": new_public_id(),
        "client_id": client_id,
        "person_id": person_id,
        "job": job,
        "roles": [],
        "from_on": at.date(),
        "until_on": None,
        "version": 1,
        "created_at": at,
        "updated_at": at,
    }


def _add_grants(rows: Rows, new: NewClient, client_id: int, at: datetime) -> None:
    grants = [
        NewShare(kind=GrantKind.OWNER_GROUP, subject_id=group, level=Level.MANAGE)
        for group in rows.groups.get(new.owner_id or 0, ())
    ]
    if new.owner_id is not None:
        grants.append(NewShare(kind=GrantKind.OWNER, subject_id=new.owner_id, level=Level.MANAGE))
    rows.grants += [
        {
            "client_id": client_id,
            "kind": grant.kind.value,
            "subject_id": grant.subject_id,
            "level": grant.level.value,
            "valid_until": grant.valid_until,
            "note": "",
            "granted_by_id": rows.work.actor.user_id,
            "created_at": at,
        }
        for grant in (*grants, *new.shares)
    ]
