"""Addresses: the first takes every role, each role has one holder, an end hands roles on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from onglet.addresses.entry import NewAddress, Place
from onglet.addresses.models import Address
from onglet.addresses.service import (
    AddressGoneError,
    add_address,
    delete_address,
    edit_address,
    give_place,
)
from onglet.clients.entry import NewClient
from onglet.clients.models import Client
from onglet.clients.service import create_client

if TYPE_CHECKING:
    from core.tests.desk import Desk


@pytest.fixture
def client_id(desk: Desk) -> int:
    with desk.write() as work:
        return create_client(work, NewClient(name="A", owner_id=work.actor.user_id)).id


def _add(desk: Desk, client_id: int, town: str, *places: Place) -> int:
    with desk.write() as work:
        return add_address(work, client_id, NewAddress(town=town, places=frozenset(places)))


def _held(desk: Desk) -> dict[str, set[str]]:
    with desk.read() as ask:
        rows = ask.session.execute(
            select(Address.town, Address.is_main, Address.is_billing, Address.is_delivery).where(
                Address.until_on.is_(None)
            )
        ).all()
    return {row.town: {place for place in Place if row._mapping[f"is_{place}"]} for row in rows}


def _town(desk: Desk, client_id: int) -> str | None:
    with desk.read() as ask:
        return ask.session.scalar(select(Client.town).where(Client.id == client_id))


def test_the_first_address_takes_every_role(desk: Desk, client_id: int) -> None:
    _add(desk, client_id, "Brest")
    _add(desk, client_id, "Quimper", Place.DELIVERY)
    assert _held(desk) == {"Brest": {"main", "billing"}, "Quimper": {"delivery"}}


def test_the_town_of_the_client_follows_its_main_address(desk: Desk, client_id: int) -> None:
    _add(desk, client_id, "Brest")
    second = _add(desk, client_id, "Quimper")
    assert _town(desk, client_id) == "Brest"
    with desk.write() as work:
        give_place(work, client_id, second, Place.MAIN)
    assert _town(desk, client_id) == "Quimper"
    with desk.write() as work:
        edit_address(work, client_id, second, {"town": "Lorient"})
    assert _town(desk, client_id) == "Lorient"


def test_roles_of_an_ended_address_go_to_the_oldest_of_the_others(
    desk: Desk, client_id: int
) -> None:
    first = _add(desk, client_id, "Brest")
    _add(desk, client_id, "Quimper")
    _add(desk, client_id, "Lorient", Place.DELIVERY)
    with desk.write() as work:
        moved = delete_address(work, client_id, first)
    assert set(moved) == {Place.MAIN, Place.BILLING}
    assert _held(desk) == {"Quimper": {"main", "billing"}, "Lorient": {"delivery"}}
    assert _town(desk, client_id) == "Quimper"


def test_the_last_address_leaves_nobody_its_roles(desk: Desk, client_id: int) -> None:
    only = _add(desk, client_id, "Brest")
    with desk.write() as work:
        assert delete_address(work, client_id, only) == ()
    assert _town(desk, client_id) == ""
    with desk.write() as work, pytest.raises(AddressGoneError):
        edit_address(work, client_id, only, {"town": "X"})
