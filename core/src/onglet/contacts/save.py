"""Saves of the contacts tab: the services, and the one row of history of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onglet.clients.limits import is_closed, opened
from onglet.clients.tidying import CONTACT, tidy_all
from onglet.contacts.service import create_person, edit_person, link_person, set_job
from onglet.fields.access import field_level
from onglet.fields.objects import CONTACT as FIELDS_OF
from onglet.fields.service import audited_changes, read_values, ready_values, write_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contacts.entry import NewPerson, Role
    from onglet.contacts.queries import LinkedContact
    from onglet.contributions import Work

SUBJECT = "core.person"


def add_contact(work: Work, client_id: int, new: NewPerson) -> int:
    """Create a person and link them to a client; give the link's key.

    Values that the actor's profile closes are not taken.

    Raises:
        FieldsRefusedError: when custom fields cannot be kept, or required ones are missing.
    """
    typed = opened(work, {name: getattr(new, name) for name in _NAMES}, CONTACT)
    person = replace(new, **{**dict.fromkeys(_NAMES, ""), **_tidy(typed)})
    fields = _known(work, person.fields)
    checked = ready_values(work, FIELDS_OF, {}, fields, facts={}, is_new=True)
    person_id = create_person(work, person)
    write_values(work, FIELDS_OF, person_id, checked, is_new=True)
    link_id = link_person(work, client_id, person_id, job=person.job, roles=person.roles)
    told = {name: (None, getattr(person, name)) for name in _NAMES if getattr(person, name)}
    _record(work, client_id, person_id, "create", told | audited_changes(work, FIELDS_OF, checked))
    return link_id


def change_contact(
    work: Work,
    client_id: int,
    contact: LinkedContact,
    values: Mapping[str, Any],
    job: str,
    fields: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Change a contact's own values and their job at the client; give what changed.

    `fields` holds custom fields by code, as they are stored. Values that the actor's profile
    closes are left as they are.

    Raises:
        FieldsRefusedError: when custom fields cannot be kept.
    """
    held = read_values(work, FIELDS_OF, contact.person_id) if fields else {}
    checked = ready_values(work, FIELDS_OF, held, _known(work, fields or {}), facts={})
    write_values(work, FIELDS_OF, contact.person_id, checked)
    changes = edit_person(work, contact.person_id, _tidy(opened(work, values, CONTACT)))
    closed = is_closed(work, f"{CONTACT}job")
    moved = None if closed else set_job(work, client_id, contact.link_id, job)
    if moved is not None:
        changes["job"] = moved
    changes |= audited_changes(work, FIELDS_OF, checked)
    if changes:
        _record(work, client_id, contact.person_id, "edit", changes)
    return changes


def record_link(work: Work, client_id: int, person_id: int, *, linked: bool) -> None:
    """Write that a person was linked to a client, or is so no more."""
    action = "link" if linked else "unlink"
    _record(work, client_id, person_id, action, {"linked": (not linked, linked)})


def record_role(work: Work, client_id: int, contact: LinkedContact, role: Role) -> None:
    """Write that a contact took a role, or left it."""
    held = role in contact.roles
    _record(work, client_id, contact.person_id, "role", {role.value: (held, not held)})


_NAMES = (
    "civility",
    "given_name",
    "family_name",
    "job",
    "email",
    "phone",
    "mobile",
    "fax",
    "note",
)


def _known(work: Work, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give those of the custom fields that the actor reads: the others are left alone."""
    return {
        code: value
        for code, value in fields.items()
        if field_level(work, FIELDS_OF, code).is_readable
    }


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    keyed = {CONTACT + name: value for name, value in values.items()}
    tidied = tidy_all(keyed, country="FR", zip_code="")
    return {key.removeprefix(CONTACT): value for key, value in tidied.items()}


def _record(
    work: Work,
    client_id: int,
    person_id: int,
    action: str,
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    work.record_change(
        client_id=client_id,
        subject=SUBJECT,
        subject_id=person_id,
        action=action,
        changes=changes,
    )
