"""A client that these tests share, and how it gets an owner."""

from __future__ import annotations

from dataclasses import replace

from onglet.addresses.entry import NewAddress
from onglet.clients.entry import NewClient
from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.contacts.entry import NewPerson

BAKERY = NewClient(
    name="Boulangerie du Port",
    phone="01 23 45 67 89",
    email="Bonjour@Port.example",
    siren="000 000 000",
    website="port.example",
    persons=[
        NewPerson(
            given_name="Anne",
            family_name="Petit",
            email="anne@port.example",
            mobile="06 39 98 12 34",
            job="Gérante",
            consents=[NewConsent(channel=Channel.EMAIL, action=ConsentAction.GIVEN)],
        )
    ],
    addresses=[NewAddress(line1="1 quai du Port", postcode="29200", town="Brest")],
)


def owned(new: NewClient, owner_id: int | None) -> NewClient:
    """Give the client to a colleague."""
    return replace(new, owner_id=owner_id)
