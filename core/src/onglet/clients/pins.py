"""Values of a client that can stand in the strip under its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from onglet.clients.catalogue import FIELDS, FormField
from onglet.clients.limits import TOWN, key_of, readable, said
from onglet.clients.shown import display, href_of
from onglet.clients.snapshot import own_values
from onglet.contributions import Pin, PinValue
from onglet.fields.access import field_key
from onglet.fields.objects import CLIENT
from onglet.ui.formats import day
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.contributions import Record

OF_FIELD: Final = "core.field-"
READ: Final = "core.client.read"
ICONS: Final = {
    "reference": "hash",
    "website": "world",
    "phone": "phone",
    "mobile": "device-mobile",
    "fax": "printer",
    "email": "mail",
    "legal_form": "scale",
    "siret": "id",
    "siren": "id",
    "naf": "briefcase",
    "capital": "coins",
    "rcs": "certificate",
    "vat_number": "receipt-2",
    "sector": "tags",
    "headcount_band": "users",
    "third_party_account": "calculator",
    "auxiliary_account": "calculator",
}


def pins() -> Iterator[Pin]:
    """Give a pin for each field with a star, then the owner, the day of creation, the town."""
    for place, field in enumerate(field for field in FIELDS if field.pin):
        yield Pin(
            key=field.pin,
            label=field.label,
            icon=ICONS.get(field.key, "tag"),
            right=READ,
            order=100 + place,
            read=partial(_read, field=field),
        )
    yield Pin(
        key="core.owner", label=N_("Owner"), icon="user-star", right=READ, order=200, read=_owner
    )
    yield Pin(
        key="core.created",
        label=N_("Created on"),
        icon="calendar",
        right=READ,
        order=201,
        read=_created,
    )
    yield Pin(key="core.town", label=N_("Town"), icon="map-pin", right=READ, order=202, read=_town)


def _read(record: Record, field: FormField) -> PinValue | None:
    values = _values(record)
    value = values.get(field.key)
    text = display(field.key, value, values)
    if not readable(record, field.key):
        text, value = said(record, field.key, text), None
    return PinValue(text=text, href=href_of(field.key, value)) if text else None


def _owner(record: Record) -> PinValue | None:
    return PinValue(text=record.client.owner_name) if record.client.owner_name else None


def _created(record: Record) -> PinValue:
    return PinValue(text=day(record.client.created_at))


def _town(record: Record) -> PinValue | None:
    return PinValue(text=record.client.town) if record.client.town else None


def _values(record: Record) -> Mapping[str, Any]:
    """Give the client's own values, read once in a session whoever asks."""
    return own_values(record, record.client.id) or {}


LIMITS: Final = {field.pin: key_of(field.key) for field in FIELDS if field.pin} | {
    "core.town": key_of(TOWN)
}
"""What the pins of the core are among the limits of a profile."""


def limit_of(key: str) -> str:
    """Give the key among the limits of a profile of a pinned value: a plugin's is its own."""
    if key.startswith(OF_FIELD):
        return field_key(CLIENT, key.removeprefix(OF_FIELD))
    return LIMITS.get(key, key)
