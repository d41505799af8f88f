"""Editing a client as a whole: its values, its main contact, its main address, its sign-up.

Two editors are merged field by field; only the same field with two values asks a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm.attributes import flag_modified

from onglet.addresses.entry import NewAddress
from onglet.addresses.service import add_address, edit_address
from onglet.clients.entry import CLIENT_FIELDS
from onglet.clients.events import ClientUpdated
from onglet.clients.limits import closed, opened
from onglet.clients.references import ReferenceTakenError, taken
from onglet.clients.searchable import refresh_client
from onglet.clients.service import SUBJECT, ClientGoneError, load_client
from onglet.clients.snapshot import Snapshot, snapshot
from onglet.clients.sources import forget_sources, note_sources
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT, FieldRefusedError, tidy_all
from onglet.clients.two_editors import Clash, Seen, meet
from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.consent.service import say_consents
from onglet.contacts.entry import NewPerson, Role
from onglet.contacts.service import create_person, edit_person, link_person, set_job
from onglet.contributions import ClientKind
from onglet.fields.objects import CLIENT as FIELDS_OF
from onglet.fields.reading import PREFIX
from onglet.fields.service import audited_changes, ready_values, write_values
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work
    from onglet.fields.checking import Checked

STAGE_AND_KIND = frozenset({"stage"})
"""Fields of a client that have an operation of their own."""


class ClashError(Exception):
    """Fields that two people changed to different values. Nothing was saved."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        self.clashes = clashes
        super().__init__(", ".join(clash.key for clash in clashes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What a save did: fields changed as (old, new), and fields that others changed meanwhile.

    `withheld` names the values that were given and left alone: the actor's profile closes them.
    """

    changes: Mapping[str, tuple[Any, Any]]
    met: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def edit_client(
    work: Work,
    client_id: int,
    values: Mapping[str, Any],
    *,
    seen: Seen | None = None,
    source: str = "",
    consent_source: str = "",
) -> Edited:
    """Change values of a client by their keys (`name`, `contact.email`, `field.budget`...).

    Custom fields come as they are stored: `field_values` makes them of natural values. Values that
    the actor's profile closes are left as they are, whatever was given: `withheld` names them.

    `seen` is what the editor was shown: with it, changes of others since are kept, and a clash is
    raised rather than lost. `source` names where the values come from when they were not typed.

    Raises:
        ClientGoneError: when the actor sees no such client.
        ClashError: when others changed the same fields to other values.
        FieldRefusedError: when a value cannot be kept.
        FieldsRefusedError: when custom fields cannot be kept, each with its message.
        ReferenceTakenError: when another live client has the reference.
    """
    before = snapshot(work, client_id)
    if before is None:
        raise ClientGoneError(client_id)
    withheld = closed(work, values)
    given = {key: value for key, value in values.items() if key not in withheld}
    meeting = meet(opened(work, _ready(given, before)), before.values, seen)
    if meeting.clashes:
        raise ClashError(meeting.clashes)
    changes = dict(meeting.changes)
    if not changes:
        return Edited(changes={}, met=meeting.met, withheld=withheld)
    _check(work, client_id, changes)
    checked = _check_fields(work, before, changes)
    if not changes and not checked.changes:
        return Edited(changes={}, met=meeting.met, withheld=withheld)
    _write_client(work, client_id, changes)
    _write_contact(work, before, changes, consent_source)
    _write_address(work, before, changes)
    write_values(work, FIELDS_OF, client_id, checked)
    changes |= audited_changes(work, FIELDS_OF, checked)
    refresh_client(work, client_id)
    _keep_sources(work, client_id, changes, source)
    work.record_change(
        client_id=client_id,
        subject=SUBJECT,
        subject_id=client_id,
        action="edit",
        changes=changes,
    )
    work.publish(ClientUpdated(client_id=client_id, fields=tuple(changes)))
    return Edited(changes=changes, met=meeting.met, withheld=withheld)


def _ready(values: Mapping[str, Any], before: Snapshot) -> dict[str, Any]:
    """Give the values as they are stored; those without an operation here are refused."""
    unknown = [key for key in values if key not in before.values or key in STAGE_AND_KIND]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no such value to edit")
    country = str(values.get("address.country", before.values["address.country"]) or "FR")
    zip_code = str(values.get("address.postcode", before.values["address.postcode"]))
    return tidy_all(values, country=country, zip_code=zip_code)


def _check(work: Work, client_id: int, changes: Mapping[str, tuple[Any, Any]]) -> None:
    if "name" in changes and not changes["name"][1]:
        raise FieldRefusedError("name", _("Give a name: the rest can wait."))
    if "reference" not in changes:
        return
    reference = changes["reference"][1]
    if not reference:
        raise FieldRefusedError("reference", _("A client keeps a reference: give another one."))
    if taken(work, [reference], but=client_id):
        raise ReferenceTakenError(reference)


def _check_fields(work: Work, before: Snapshot, changes: dict[str, tuple[Any, Any]]) -> Checked:
    """Take the custom fields out of the changes, checked by their rules."""
    typed = {
        key.removeprefix(PREFIX): changes.pop(key)[1]
        for key in [*changes]
        if key.startswith(PREFIX)
    }
    facts = {
        name: changes[name][1] if name in changes else before.values[name]
        for name in ("kind", "stage")
    }
    return ready_values(
        work,
        FIELDS_OF,
        before.fields,
        typed,
        facts=facts,
        touched=frozenset(changes) & frozenset(facts),
    )


def _write_client(work: Work, client_id: int, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Write the client's own values. Its version grows with every save, whatever was saved."""
    client = load_client(work, client_id)
    for key, (_old, new) in changes.items():
        if key in CLIENT_FIELDS:
            setattr(client, key, new)
    client.updated_at = work.now
    flag_modified(client, "updated_at")
    work.session.flush()


def _write_contact(
    work: Work,
    before: Snapshot,
    changes: dict[str, tuple[Any, Any]],
    consent_source: str,
) -> None:
    values = _under(CONTACT, changes)
    wanted = _under(CONSENT, changes)
    person_id, link_id = before.person_id, before.link_id
    job = values.pop("job", None)
    if person_id is None:
        new = NewPerson(**values, job=job or "")
        if new.is_empty:
            if any(wanted.values()):
                raise FieldRefusedError(
                    "contact.family_name",
                    _("Name the main contact: signing up for campaigns is a person's choice."),
                )
            return
        person_id = create_person(work, new)
        link_person(work, before.client_id, person_id, job=new.job, roles=[Role.MAIN])
    else:
        if values:
            edit_person(work, person_id, values)
        if job is not None and link_id is not None:
            set_job(work, before.client_id, link_id, job)
    _tie_to_person(work, before, changes, person_id)
    say_consents(work, person_id, consents_of(wanted, before.values, consent_source))


def _tie_to_person(
    work: Work, before: Snapshot, changes: Mapping[str, tuple[Any, Any]], person_id: int
) -> None:
    """Let a private person be their main contact, and a company nobody."""
    kind = changes["kind"][1] if "kind" in changes else before.values["kind"]
    load_client(work, before.client_id).person_id = (
        person_id if kind == ClientKind.PERSON.value else None
    )
    work.session.flush()


def consents_of(
    wanted: Mapping[str, Any], before: Mapping[str, Any], source: str
) -> list[NewConsent]:
    """Give the entries that boxes ticked and unticked stand for."""
    return [
        NewConsent(
            channel=Channel(channel),
            action=ConsentAction.GIVEN if yes else ConsentAction.WITHDRAWN,
            source=source,
        )
        for channel, yes in wanted.items()
        if bool(yes) != bool(before.get(CONSENT + channel))
    ]


def _write_address(work: Work, before: Snapshot, changes: Mapping[str, tuple[Any, Any]]) -> None:
    values = _under(ADDRESS, changes)
    if not values:
        return
    if before.address_id is not None:
        edit_address(work, before.client_id, before.address_id, values)
        return
    new = NewAddress(**values)
    if not new.is_empty:
        add_address(work, before.client_id, new)


def _keep_sources(work: Work, client_id: int, changes: Mapping[str, Any], source: str) -> None:
    if source:
        note_sources(work, client_id, dict.fromkeys(changes, source))
    else:
        forget_sources(work, client_id, changes)


def _under(prefix: str, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Give the new values of the keys below a prefix, the prefix taken off."""
    return {
        key.removeprefix(prefix): new
        for key, (_old, new) in changes.items()
        if key.startswith(prefix)
    }
