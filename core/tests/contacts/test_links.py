"""Persons and their links: one main, one billing, one dunning contact of a client at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from onglet.clients.entry import NewClient
from onglet.clients.models import Client
from onglet.clients.service import create_client
from onglet.contacts.entry import NewPerson, Role
from onglet.contacts.models import ClientPerson, Person
from onglet.contacts.service import (
    PersonGoneError,
    create_person,
    edit_person,
    give_role,
    link_person,
    set_job,
    take_role,
    unlink_person,
)
from onglet.contributions import Reach

if TYPE_CHECKING:
    from core.tests.desk import Desk


@pytest.fixture
def client_id(desk: Desk) -> int:
    with desk.write() as work:
        return create_client(work, NewClient(name="A", owner_id=work.actor.user_id)).id


def _held(desk: Desk) -> dict[str, set[str]]:
    with desk.read() as ask:
        rows = ask.session.execute(
            select(
                Person.family_name,
                ClientPerson.is_main,
                ClientPerson.is_billing,
                ClientPerson.is_dunning,
            )
            .join(Person, Person.id == ClientPerson.person_id)
            .where(ClientPerson.until_on.is_(None))
        ).all()
    return {
        row.family_name: {
            role for role in ("main", "billing", "dunning") if row._mapping[f"is_{role}"]
        }
        for row in rows
    }


def _link(desk: Desk, client_id: int, name: str, *roles: Role) -> int:
    with desk.write() as work:
        person_id = create_person(work, NewPerson(family_name=name))
        return link_person(work, client_id, person_id, roles=roles)


def test_the_first_contact_is_the_main_one(desk: Desk, client_id: int) -> None:
    _link(desk, client_id, "One")
    _link(desk, client_id, "Two")
    assert _held(desk) == {"One": {"main"}, "Two": set()}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_one_holder(desk: Desk, client_id: int, role: Role) -> None:
    _link(desk, client_id, "One", Role.MAIN, Role.BILLING, Role.DUNNING)
    second = _link(desk, client_id, "Two")
    with desk.write() as work:
        give_role(work, client_id, second, role)
    assert _held(desk)["Two"] == {role.value}
    assert role.value not in _held(desk)["One"]


def test_a_role_can_be_left_empty(desk: Desk, client_id: int) -> None:
    link = _link(desk, client_id, "One", Role.BILLING)
    with desk.write() as work:
        take_role(work, client_id, link, Role.BILLING)
    assert _held(desk) == {"One": set()}


def test_linking_twice_is_one_link(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        person_id = create_person(work, NewPerson(family_name="One"))
        first = link_person(work, client_id, person_id)
        second = link_person(work, client_id, person_id, job="CEO")
    assert first == second


def test_an_ended_link_keeps_its_row_and_loses_its_roles(desk: Desk, client_id: int) -> None:
    link = _link(desk, client_id, "One")
    with desk.write() as work:
        unlink_person(work, client_id, link)
    with desk.read() as ask:
        row = ask.session.scalars(select(ClientPerson)).one()
        text = ask.session.scalar(select(Client.search_text).where(Client.id == client_id))
        assert (row.is_main, str(row.until_on)) == (False, "2026-11-24")
        assert "one" not in text
    with desk.write() as work, pytest.raises(PersonGoneError):
        give_role(work, client_id, link, Role.MAIN)


def test_a_person_renamed_is_found_under_every_client(desk: Desk, client_id: int) -> None:
    bob = desk.hire("Bob", reach=Reach.OWN)
    with desk.write(bob) as work:
        other = create_client(work, NewClient(name="B", owner_id=work.actor.user_id)).id
    with desk.write() as work:
        person_id = create_person(work, NewPerson(family_name="Petit"))
        link_person(work, client_id, person_id)
    with desk.write() as work:
        from onglet.work.session import unrestricted

        with unrestricted(work.session, reason="the test links a client nobody here sees"):
            link_person(work, other, person_id)
    with desk.write() as work:
        changed = edit_person(work, person_id, {"family_name": "Martin", "phone": ""})
    assert changed == {"family_name": ("Petit", "Martin")}
    with desk.read(bob) as ask:
        assert "martin" in (ask.session.scalar(select(Client.search_text)) or "")


def test_a_job_changes_at_one_client_only(desk: Desk, client_id: int) -> None:
    link = _link(desk, client_id, "One")
    with desk.write() as work:
        assert set_job(work, client_id, link, "CEO") == ("", "CEO")
        assert set_job(work, client_id, link, "CEO") is None


def test_a_person_one_does_not_see_is_not_there(desk: Desk, client_id: int) -> None:
    bob = desk.hire("Bob", reach=Reach.OWN)
    with desk.write() as work:
        person_id = create_person(work, NewPerson(family_name="Petit"))
        link_person(work, client_id, person_id)
    with desk.write(bob) as work, pytest.raises(PersonGoneError):
        edit_person(work, person_id, {"family_name": "Mine"})
