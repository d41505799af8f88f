"""Writing addresses. The first of a client takes every role; each role has one holder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.addresses.entry import ADDRESS_FIELDS, NewAddress, Place
from onglet.addresses.models import Address
from onglet.clients.searchable import refresh_client
from onglet.db.identifiers import new_public_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work

COLUMN = {
    Place.MAIN: "is_main",
    Place.BILLING: "is_billing",
    Place.DELIVERY: "is_delivery",
}


class AddressGoneError(Exception):
    """The address is not there for this actor."""


def add_address(work: Work, client_id: int, new: NewAddress) -> int:
    """Add an address to a client; give its key."""
    others = _addresses(work, client_id)
    address = Address(
        public_id=new_public_id(),
        client_id=client_id,
        from_on=work.today,
        created_at=work.now,
        updated_at=work.now,
        **{name: getattr(new, name) for name in ADDRESS_FIELDS},
    )
    work.session.add(address)
    work.session.flush()
    for place in new.places if others else Place:
        give_place(work, client_id, address.id, place)
    refresh_client(work, client_id)
    return address.id


def edit_address(
    work: Work, client_id: int, address_id: int, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Change fields of an address; give old and new value of those that really changed.

    The caller writes the row of history.

    Raises:
        AddressGoneError: when the client has no such address.
    """
    address = _address(work, client_id, address_id)
    changed: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in ADDRESS_FIELDS:
            raise ValueError(f"{name} is no field of an address")
        before = getattr(address, name)
        if before != value:
            setattr(address, name, value)
            changed[name] = (before, value)
    if changed:
        address.updated_at = work.now
        refresh_client(work, client_id)
    return changed


def delete_address(work: Work, client_id: int, address_id: int) -> tuple[Place, ...]:
    """End an address; its roles go to the oldest of the others. Gives the roles that moved.

    The row stays with the day of its end: what was once sent there still says where.
    """
    address = _address(work, client_id, address_id)
    held = tuple(place for place, column in COLUMN.items() if getattr(address, column))
    address.until_on = work.today
    address.updated_at = work.now
    for place in held:
        setattr(address, COLUMN[place], False)
    work.session.flush()
    heir = next(iter(_addresses(work, client_id)), None)
    if heir is not None:
        for place in held:
            give_place(work, client_id, heir.id, place)
    refresh_client(work, client_id)
    return held if heir is not None else ()


def give_place(work: Work, client_id: int, address_id: int, place: Place) -> None:
    """Make an address the main, billing or delivery one; the one that was is so no more."""
    column = COLUMN[place]
    chosen = _address(work, client_id, address_id)
    for other in _addresses(work, client_id):
        if other.id != address_id and getattr(other, column):
            setattr(other, column, False)
    # The holder goes first: the database holds one of each, at every moment.
    work.session.flush()
    setattr(chosen, column, True)
    chosen.updated_at = work.now
    if place is Place.MAIN:
        refresh_client(work, client_id)
    work.session.flush()


def _addresses(work: Work, client_id: int) -> list[Address]:
    return list(
        work.session.scalars(
            select(Address)
            .where(Address.client_id == client_id, Address.until_on.is_(None))
            .order_by(Address.id)
        )
    )


def _address(work: Work, client_id: int, address_id: int) -> Address:
    address = next((one for one in _addresses(work, client_id) if one.id == address_id), None)
    if address is None:
        raise AddressGoneError(address_id)
    return address
