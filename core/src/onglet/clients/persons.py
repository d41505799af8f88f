"""The person that a private client is, made from the name when nothing else was said. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onglet.contacts.entry import NewPerson
from onglet.contributions import ClientKind
from onglet.identity import person_name

if TYPE_CHECKING:
    from onglet.clients.entry import NewClient


def persons_of(new: NewClient) -> NewClient:
    """Give the client with the persons it has: those that say something, and itself if it is one.

    A private person without a contact gets one from its name; one without a name gets it from its
    contact. Empty persons and addresses are left out.
    """
    persons = [person for person in new.persons if not person.is_empty]
    addresses = [address for address in new.addresses if not address.is_empty]
    name = new.name
    if new.kind is ClientKind.PERSON:
        name = name or (_written(persons[0]) if persons else "")
        if not persons and name:
            persons = [NewPerson()]
        if persons and not (persons[0].given_name or persons[0].family_name):
            parts = person_name.split(name)
            persons[0] = replace(persons[0], given_name=parts.given, family_name=parts.family)
    same = len(persons) == len(new.persons) and len(addresses) == len(new.addresses)
    if same and new.kind is not ClientKind.PERSON:
        return new
    return replace(new, name=name, persons=persons, addresses=addresses)


def _written(person: NewPerson) -> str:
    return person_name.format(person.given_name, person.family_name) or person.email
