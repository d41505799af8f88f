"""Addresses of a client, as its tab lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from onglet.addresses.entry import ADDRESS_FIELDS, Place
from onglet.addresses.models import Address
from onglet.nomenclature import countries
from onglet.ui.i18n import voice
from onglet.work.session import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ScalarSelect, Select

    from onglet.contributions import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """An address of a client: `key` stands for it outside, `lines` is how it is written."""

    address_id: int
    key: str
    label: str
    lines: tuple[str, ...]
    places: tuple[Place, ...]
    values: Mapping[str, Any]


def addresses_of(ask: Ask, client_id: int) -> list[AddressView]:
    """List the addresses of a client, the main one first."""
    rows = ask.session.execute(
        _addresses()
        .where(Address.client_id == client_id)
        .order_by(Address.is_main.desc(), Address.id)
    )
    return [_view(row) for row in rows]


def address_of(ask: Ask, client_id: int, key: str) -> AddressView | None:
    """Give one address of a client by its key, None when the client has no such one."""
    row = ask.session.execute(
        _addresses().where(Address.client_id == client_id, Address.public_id == key)
    ).one_or_none()
    return None if row is None else _view(row)


def count_addresses(ask: Ask, client_id: int) -> int:
    """Count the addresses of a client."""
    read = partial(ask.session.scalar, select(address_count(client_id)))
    return once(ask.session, count_key(client_id), read) or 0


def address_count(client_id: int) -> ScalarSelect[int]:
    """Give the number of addresses of a client, for a statement that reads something else too."""
    return (
        select(func.count(Address.id))
        .where(Address.client_id == client_id, Address.until_on.is_(None))
        .scalar_subquery()
    )


def count_key(client_id: int) -> str:
    """Give the name under which a session that reads keeps the number."""
    return f"addresses of client {client_id}"


def _addresses() -> Select[Any]:
    found: Select[Any] = select(
        Address.id,
        Address.public_id,
        Address.is_main,
        Address.is_billing,
        Address.is_delivery,
        *(getattr(Address, name) for name in ADDRESS_FIELDS),
    ).where(Address.until_on.is_(None))
    return found


def _view(row: Any) -> AddressView:
    values = {name: getattr(row, name) for name in ADDRESS_FIELDS}
    held = (
        (Place.MAIN, row.is_main),
        (Place.BILLING, row.is_billing),
        (Place.DELIVERY, row.is_delivery),
    )
    return AddressView(
        address_id=row.id,
        key=row.public_id,
        label=row.label,
        lines=lines_of(values),
        places=tuple(place for place, holds in held if holds),
        values=values,
    )


def lines_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Give an address as it is written on an envelope; the country only when it is not France."""
    street = [values[f"line{number}"] for number in range(1, 5)]
    town = f"{values['postcode']} {values['town']}".strip()
    country = values["country"]
    abroad = countries.label(country, voice().locale) if country not in {"", "FR"} else ""
    return tuple(line for line in (*street, town, abroad) if line)
