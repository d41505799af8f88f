"""Creating and editing clients. One save is one row of history; nothing is committed here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onglet.addresses.entry import Place
from onglet.addresses.service import add_address
from onglet.clients.entry import CLIENT_FIELDS, NewClient
from onglet.clients.events import ClientCreated, ClientReassigned
from onglet.clients.holders import holders
from onglet.clients.models import Client
from onglet.clients.persons import persons_of
from onglet.clients.references import ReferenceTakenError, next_reference, taken
from onglet.clients.searchable import refresh_client
from onglet.clients.sources import note_sources
from onglet.clients.tidying import ADDRESS, CONTACT, FieldRefusedError, tidied
from onglet.contacts.entry import PERSON_FIELDS, Role
from onglet.contacts.service import create_person, link_person
from onglet.contributions import ClientKind
from onglet.db.identifiers import is_public_id, new_public_id
from onglet.fields.objects import CLIENT as FIELDS_OF
from onglet.fields.service import audited_changes, ready_values, write_values
from onglet.history.models import Change
from onglet.rights import grants
from onglet.rights.owners import owner_of_new
from onglet.ui.i18n import gettext as _
from onglet.work.session import BIN, unrestricted

if TYPE_CHECKING:
    from onglet.contributions import Work
    from onglet.fields.checking import Checked

TRIES = 10
CREATE = "create"
SUBJECT = "core.client"


class ClientGoneError(Exception):
    """The client is not there for this actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedClient:
    """A client as it was created. `is_new` is False when the same form had come before."""

    id: int
    public_id: str
    reference: str
    is_new: bool = True


def create_client(work: Work, new: NewClient) -> CreatedClient:
    """Create a client with its persons, addresses, consents, grants and its row of history.

    `new.public_id`, when given, makes the call idempotent: the second one by the same actor gives
    what the first one made.

    Raises:
        FieldRefusedError: when a value cannot be kept.
        FieldsRefusedError: when custom fields cannot be kept, or required ones are missing.
        ReferenceTakenError: when another live client has the reference that was given.
    """
    before = _made_before(work, new.public_id)
    if before is not None:
        return before
    owner_id = owner_of_new(work.session, work.actor, new.owner_id)
    ready = replace(persons_of(tidied(new)), owner_id=owner_id)
    if not ready.name:
        raise FieldRefusedError("name", _("Give a name: the rest can wait."))
    checked = first_fields(work, ready)
    with unrestricted(work.session, reason="rows of a client that is being created"):
        client = _insert(work, ready)
        if client is None:
            return _made_meanwhile(work, ready)
        grants.set_owner(work.session, client.id, ready.owner_id)
        _add_children(work, client, ready)
        note_sources(work, client.id, ready.sources)
        write_values(work, FIELDS_OF, client.id, checked, is_new=True)
        refresh_client(work, client.id)
    work.record_change(
        client_id=client.id,
        subject=SUBJECT,
        subject_id=client.id,
        action=CREATE,
        changes={
            **first_values(ready),
            "reference": (None, client.reference),
            **audited_changes(work, FIELDS_OF, checked),
        },
    )
    work.publish(ClientCreated(client_id=client.id, stage=client.stage))
    return CreatedClient(id=client.id, public_id=client.public_id, reference=client.reference)


def first_fields(work: Work, new: NewClient) -> Checked:
    """Give the custom fields of a client to create, checked, with their defaults."""
    facts = {"kind": str(new.kind), "stage": str(new.stage)}
    return ready_values(work, FIELDS_OF, {}, new.fields, facts=facts, is_new=True)


def _made_before(work: Work, public_id: str) -> CreatedClient | None:
    """Give the client that the same actor made under this identifier."""
    if not is_public_id(public_id):
        return None
    with unrestricted(work.session, reason="the same form sent twice by the same actor"):
        row = work.session.execute(
            select(Client.id, Client.public_id, Client.reference)
            .join(Change, Change.client_id == Client.id)
            .where(
                Client.public_id == public_id,
                Change.action == CREATE,
                Change.actor_id == work.actor.user_id,
            )
            .execution_options(**{BIN: True})
        ).first()
    if row is None:
        return None
    return CreatedClient(id=row.id, public_id=row.public_id, reference=row.reference, is_new=False)


def _made_meanwhile(work: Work, new: NewClient) -> CreatedClient:
    """Give what a request beside this one made under the same identifier."""
    return _made_before(work, new.public_id) or create_client(work, replace(new, public_id=""))


def _insert(work: Work, new: NewClient) -> Client | None:
    """Insert the row, with the next reference of the mask when none was given.

    Gives None when a client with this public identifier was there first.
    """
    if new.reference and taken(work, [new.reference]):
        raise ReferenceTakenError(new.reference)
    number = 0
    public_id = new.public_id if is_public_id(new.public_id) else new_public_id()
    for _attempt in range(TRIES):
        reference = new.reference
        if not reference:
            reference, number = next_reference(work, above=number)
        client = Client(
            public_id=public_id,
            owner_id=new.owner_id,
            created_at=new.created_at or work.now,
            updated_at=work.now,
            archived_at=new.archived_at,
            **{name: getattr(new, name) for name in CLIENT_FIELDS if name != "reference"},
            reference=reference,
        )
        try:
            with work.session.begin_nested():
                work.session.add(client)
                work.session.flush()
        except IntegrityError as error:
            # Someone else took the number, or the identifier, between the look and the write.
            clash = str(error.orig)
            if "public_id" in clash:
                return None
            if "core_client_reference" not in clash and "core_client.reference" not in clash:
                raise
            if new.reference:
                raise ReferenceTakenError(new.reference) from error
        else:
            return client
    raise ReferenceTakenError(reference)


def _add_children(work: Work, client: Client, new: NewClient) -> None:
    held = holders([person.roles for person in new.persons], Role, needed={Role.MAIN})
    for place, person in enumerate(new.persons):
        person_id = create_person(work, person)
        roles = [role for role, holder in held.items() if holder == place]
        link_person(work, client.id, person_id, job=person.job, roles=roles)
        if place == 0 and new.kind is ClientKind.PERSON:
            client.person_id = person_id
    held_at = holders([address.places for address in new.addresses], Place, needed=set(Place))
    for place, address in enumerate(new.addresses):
        places = frozenset(role for role, holder in held_at.items() if holder == place)
        add_address(work, client.id, replace(address, places=places))
    for share in new.shares:
        grants.share(
            work.session,
            client_id=client.id,
            kind=share.kind,
            subject_id=share.subject_id,
            level=share.level,
            granted_by_id=work.actor.user_id,
            valid_until=share.valid_until,
        )
    work.session.flush()


def first_values(new: NewClient) -> dict[str, tuple[None, Any]]:
    """Give what history keeps of a creation: every value that is not empty."""
    told: dict[str, Any] = {name: getattr(new, name) for name in CLIENT_FIELDS}
    if new.persons:
        told |= {CONTACT + name: getattr(new.persons[0], name) for name in PERSON_FIELDS}
        told[CONTACT + "job"] = new.persons[0].job
    if new.addresses:
        place = new.addresses[0]
        told |= {
            ADDRESS + name: getattr(place, name)
            for name in ("line1", "line2", "line3", "line4", "postcode", "town", "country")
        }
    return {key: (None, value) for key, value in told.items() if value not in {"", None, False}}


def set_owner(work: Work, client_id: int, owner_id: int) -> bool:
    """Give a client to another colleague; False when it was theirs already.

    Raises:
        ClientGoneError: when the actor sees no such client.
    """
    client = load_client(work, client_id)
    before = client.owner_id
    if before == owner_id:
        return False
    client.owner_id = owner_id
    client.updated_at = work.now
    work.session.flush()
    grants.set_owner(work.session, client_id, owner_id)
    work.session.flush()
    work.record_change(
        client_id=client_id,
        subject=SUBJECT,
        subject_id=client_id,
        action="reassign",
        changes={"owner_id": (before, owner_id)},
    )
    work.publish(ClientReassigned(client_id=client_id, owner_id=owner_id, previous_owner_id=before))
    return True


def load_client(work: Work, client_id: int, *, in_bin: bool = False) -> Client:
    """Give a client to change.

    Raises:
        ClientGoneError: when the actor sees no such client.
    """
    client = work.session.scalars(
        select(Client).where(Client.id == client_id).execution_options(**{BIN: in_bin})
    ).one_or_none()
    if client is None:
        raise ClientGoneError(client_id)
    return client
