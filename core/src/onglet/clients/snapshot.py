"""Everything that the form of a client shows, as one flat set of values, in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, select

from onglet.addresses.entry import ADDRESS_FIELDS
from onglet.addresses.models import Address
from onglet.clients.entry import CLIENT_FIELDS
from onglet.clients.limits import readable, readable_values
from onglet.clients.models import Client
from onglet.clients.pinned import keep_pinned, pinned_text
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT
from onglet.consent.entry import ALLOWING, Channel
from onglet.consent.queries import last_said
from onglet.contacts.entry import PERSON_FIELDS
from onglet.contacts.models import ClientPerson, Person
from onglet.fields.catalogue import field_set
from onglet.fields.models import ClientField
from onglet.fields.objects import CLIENT
from onglet.fields.reading import PREFIX
from onglet.fields.service import kept_values
from onglet.work.session import once, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from onglet.contributions import Ask

ADDRESS_KEYS: Final = tuple(ADDRESS + name for name in ADDRESS_FIELDS)
CONTACT_KEYS: Final = tuple(CONTACT + name for name in (*PERSON_FIELDS, "job"))
HELD: Final[Any] = ClientField.__table__
"""Bare, inside statements on clients, whose filter holds for both."""
CUSTOM: Final = "custom_fields"
"""Under which name the client's custom fields come with it, in the same statement."""
OWN_NAMES: Final = (*CLIENT_FIELDS, "version", "person_id", CUSTOM)
OWN: Final = (
    *(getattr(Client, name) for name in OWN_NAMES[:-1]),
    select(HELD.c.held).where(HELD.c.client_id == Client.id).scalar_subquery().label(CUSTOM),
)
CONTACT_OWN: Final = (
    ClientPerson.id.label("link_id"),
    Person.id.label("contact_id"),
    ClientPerson.job.label(f"{CONTACT}job"),
    *(getattr(Person, name).label(CONTACT + name) for name in PERSON_FIELDS),
)
ADDRESS_OWN: Final = (
    Address.id.label("address_id"),
    *(getattr(Address, name).label(ADDRESS + name) for name in ADDRESS_FIELDS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The values of a client, its main contact, its main address, and the sign-up, by key.

    Keys of the contact begin with `contact.`, of the address with `address.`; `consent.<channel>`
    is True where the person may be sent campaigns. The ids are None where there is none. Custom
    fields are among the values as `field.<code>`; `fields` holds all that is kept, by code, those
    that are archived too.
    """

    client_id: int
    version: int
    person_id: int | None = None
    link_id: int | None = None
    address_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


def own_values(ask: Ask, client_id: int) -> Mapping[str, Any] | None:
    """Give the columns of a client that people fill, its version and its person; None if unseen.

    In a question they are read once: the strip and the open tab both want them.
    """

    def read() -> Mapping[str, Any] | None:
        row = ask.session.execute(select(*OWN).where(Client.id == client_id)).one_or_none()
        return dict(row._mapping) if row is not None else None

    return once(ask.session, own_key(client_id), read)


def own_key(client_id: int) -> str:
    """Give the name under which a session that reads keeps the client's own values."""
    return f"client {client_id}"


def snapshot(ask: Ask, client_id: int) -> Snapshot | None:
    """Give the values of a client as they are now, None when the actor sees none.

    The keys that the actor has pinned are read with them: who shows the values shows the stars.
    """
    row = ask.session.execute(_statement(ask, client_id)).first()
    if row is None:
        return None
    found = row._mapping
    tell(ask.session, own_key(client_id), {name: found[name] for name in OWN_NAMES})
    keep_pinned(ask, row.pinned)
    values: dict[str, Any] = {name: found[name] for name in CLIENT_FIELDS}
    held = kept_values(found[CUSTOM])
    values |= {one.name: held.get(one.code) for one in field_set(ask, CLIENT).live}
    # A link whose person the actor may not see is no contact for them.
    has_contact = row.contact_id is not None
    has_address = row.address_id is not None
    values |= {key: found[key] if has_contact else "" for key in CONTACT_KEYS}
    values |= {key: found[key] if has_address else _blank(key) for key in ADDRESS_KEYS}
    values |= {
        CONSENT + channel: has_contact and found[CONSENT + channel] in ALLOWING
        for channel in Channel
    }
    return Snapshot(
        client_id=client_id,
        version=row.version,
        person_id=row.contact_id,
        link_id=row.link_id if has_contact else None,
        address_id=row.address_id,
        values=values,
        fields=held,
    )


def seen_snapshot(ask: Ask, client_id: int) -> Snapshot | None:
    """Give the values of a client as `snapshot` does, those not read whole by the actor emptied."""
    held = snapshot(ask, client_id)
    if held is None:
        return None
    kept = {code: value for code, value in held.fields.items() if readable(ask, PREFIX + code)}
    return replace(held, values=readable_values(ask, held.values), fields=kept)


def _statement(ask: Ask, client_id: int) -> Select[Any]:
    """Read the client, its main contact with what they last said, and its main address."""
    said = [
        last_said(ClientPerson.person_id, channel).label(CONSENT + channel) for channel in Channel
    ]
    query: Select[Any] = select(*OWN, *CONTACT_OWN, *ADDRESS_OWN, *said)
    return (
        query.add_columns(pinned_text(ask).label("pinned"))
        .select_from(Client)
        .outerjoin(
            ClientPerson,
            and_(
                ClientPerson.client_id == Client.id,
                ClientPerson.until_on.is_(None),
                ClientPerson.is_main.is_(True),
            ),
        )
        .outerjoin(Person, Person.id == ClientPerson.person_id)
        .outerjoin(
            Address,
            and_(
                Address.client_id == Client.id,
                Address.is_main.is_(True),
                Address.until_on.is_(None),
            ),
        )
        .where(Client.id == client_id)
    )


def _blank(key: str) -> Any:
    name = key.removeprefix(ADDRESS)
    if name in {"latitude", "longitude"}:
        return None
    return "FR" if name == "country" else ""
