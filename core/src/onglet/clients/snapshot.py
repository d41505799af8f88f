"""Everything that the form of a client shows, as one flat set of values, in four statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.addresses.entry import ADDRESS_FIELDS
from onglet.addresses.models import Address
from onglet.clients.entry import CLIENT_FIELDS
from onglet.clients.models import Client
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT
from onglet.consent.entry import Channel
from onglet.consent.queries import consent_states
from onglet.contacts.entry import PERSON_FIELDS
from onglet.contacts.models import ClientPerson, Person
from onglet.work.session import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Ask

ADDRESS_KEYS: Final = tuple(ADDRESS + name for name in ADDRESS_FIELDS)
CONTACT_KEYS: Final = tuple(CONTACT + name for name in (*PERSON_FIELDS, "job"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The values of a client, its main contact, its main address, and the sign-up, by key.

    Keys of the contact begin with `contact.`, of the address with `address.`; `consent.<channel>`
    is True where the person may be sent campaigns. The ids are None where there is none.
    """

    client_id: int
    version: int
    person_id: int | None = None
    link_id: int | None = None
    address_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def own_values(ask: Ask, client_id: int) -> Mapping[str, Any] | None:
    """Give the columns of a client that people fill, its version and its person; None if unseen.

    In a question they are read once: the strip and the open tab both want them.
    """

    def read() -> Mapping[str, Any] | None:
        columns = [getattr(Client, name) for name in (*CLIENT_FIELDS, "version", "person_id")]
        row = ask.session.execute(select(*columns).where(Client.id == client_id)).one_or_none()
        return dict(row._mapping) if row is not None else None

    return once(ask.session, f"client {client_id}", read)


def snapshot(ask: Ask, client_id: int) -> Snapshot | None:
    """Give the values of a client as they are now, None when the actor sees none."""
    client = own_values(ask, client_id)
    if client is None:
        return None
    values: dict[str, Any] = {name: client[name] for name in CLIENT_FIELDS}
    contact = _contact(ask, client_id)
    values |= {key: _value(contact, key) for key in CONTACT_KEYS}
    address = ask.session.execute(
        select(Address.id, *(getattr(Address, name) for name in ADDRESS_FIELDS)).where(
            Address.client_id == client_id,
            Address.is_main.is_(True),
            Address.until_on.is_(None),
        )
    ).first()
    values |= {key: _value(address, key) for key in ADDRESS_KEYS}
    states = consent_states(ask, contact.person_id) if contact else {}
    values |= {
        CONSENT + channel: channel in states and states[channel].allows for channel in Channel
    }
    return Snapshot(
        client_id=client_id,
        version=client["version"],
        person_id=contact.person_id if contact else None,
        link_id=contact.id if contact else None,
        address_id=address.id if address else None,
        values=values,
    )


def _contact(ask: Ask, client_id: int) -> Any:
    """Give the main contact: the person itself when the client is one."""
    return ask.session.execute(
        select(
            ClientPerson.id,
            ClientPerson.person_id,
            ClientPerson.job,
            *(getattr(Person, name) for name in PERSON_FIELDS),
        )
        .join(Person, Person.id == ClientPerson.person_id)
        .where(
            ClientPerson.client_id == client_id,
            ClientPerson.until_on.is_(None),
            ClientPerson.is_main.is_(True),
        )
    ).first()


def _value(row: Any, key: str) -> Any:
    name = key.partition(".")[2]
    if row is not None:
        return getattr(row, name)
    if name in {"latitude", "longitude"}:
        return None
    return "FR" if name == "country" else ""
