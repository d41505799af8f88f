"""Saves of the addresses tab: the services, and the one row of history of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onglet.addresses.entry import NewAddress
from onglet.addresses.service import add_address, edit_address
from onglet.clients.limits import opened
from onglet.clients.tidying import ADDRESS, tidy_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.addresses.entry import Place
    from onglet.addresses.queries import AddressView
    from onglet.contributions import Work

SUBJECT = "core.address"
_NAMES = ("label", "line1", "line2", "line3", "line4", "postcode", "town", "country")
PLACE = _NAMES[1:]


def new_address(work: Work, client_id: int, new: NewAddress) -> int:
    """Add an address to a client; give its key."""
    typed = opened(work, {name: getattr(new, name) for name in _NAMES}, ADDRESS)
    first = {name: getattr(NewAddress(), name) for name in _NAMES}
    tidied = replace(new, **{**first, **_tidy(typed)})
    address_id = add_address(work, client_id, tidied)
    told = {name: (None, getattr(tidied, name)) for name in _NAMES if getattr(tidied, name)}
    _record(work, client_id, address_id, "create", told)
    return address_id


def change_address(
    work: Work, client_id: int, address: AddressView, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Change an address; give what changed. Coordinates of the old place are dropped.

    Values that the actor's profile closes are left as they are.
    """
    fresh = _tidy(opened(work, values, ADDRESS))
    moved = any(fresh.get(name, address.values[name]) != address.values[name] for name in PLACE)
    if moved:
        fresh |= {"latitude": None, "longitude": None, "commune_code": "", "source": ""}
    changes = edit_address(work, client_id, address.address_id, fresh)
    if changes:
        _record(work, client_id, address.address_id, "edit", changes)
    return changes


def record_place(work: Work, client_id: int, address: AddressView, place: Place) -> None:
    """Write that an address took a role."""
    held = place in address.places
    _record(work, client_id, address.address_id, "role", {place.value: (held, True)})


def record_end(work: Work, client_id: int, address: AddressView) -> None:
    """Write that an address was taken off its client."""
    text = ", ".join(address.lines)
    _record(work, client_id, address.address_id, "delete", {"address": (text, None)})


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    keyed = {ADDRESS + name: value for name, value in values.items()}
    country = str(values.get("country") or "FR")
    tidied = tidy_all(keyed, country=country, zip_code=str(values.get("postcode", "")))
    return {key.removeprefix(ADDRESS): value for key, value in tidied.items()}


def _record(
    work: Work,
    client_id: int,
    address_id: int,
    action: str,
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    work.record_change(
        client_id=client_id,
        subject=SUBJECT,
        subject_id=address_id,
        action=action,
        changes=changes,
    )
