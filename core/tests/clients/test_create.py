"""Creating clients: what is written, what is kept as typed, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from core.tests.clients.rows import BAKERY, owned
from sqlalchemy import func, select

from onglet.addresses.entry import NewAddress
from onglet.addresses.models import Address
from onglet.clients.entry import NewClient
from onglet.clients.events import ClientCreated
from onglet.clients.models import Client
from onglet.clients.references import MASK_SETTING, ReferenceTakenError
from onglet.clients.service import create_client, set_owner
from onglet.clients.sources import sources_of
from onglet.clients.tidying import FieldRefusedError
from onglet.clients.view import client_view
from onglet.consent.entry import Channel
from onglet.consent.queries import consent_states
from onglet.contacts.entry import NewPerson, Role
from onglet.contacts.models import ClientPerson, Person
from onglet.contributions import ClientKind, Reach
from onglet.history.models import Change
from onglet.rights.models import Grant

if TYPE_CHECKING:
    from core.tests.desk import Desk


def test_a_client_is_created_with_all_that_came_along(desk: Desk) -> None:
    ada = desk.actors["Ada"]
    with desk.write() as work:
        made = create_client(work, owned(BAKERY, ada.user_id))
    with desk.read() as ask:
        view = client_view(ask, made.public_id)
        row = ask.session.scalars(select(Client).where(Client.id == made.id)).one()
        link = ask.session.scalars(select(ClientPerson)).one()
        address = ask.session.scalars(select(Address)).one()
        change = ask.session.scalars(select(Change)).one()
        states = consent_states(ask, link.person_id)
    assert view is not None
    assert (view.name, view.reference, view.owner_name) == (BAKERY.name, "C-00001", "Ada")
    assert (row.phone, row.email) == ("+33123456789", "Bonjour@port.example")
    assert row.website == "https://port.example"
    assert row.town == "Brest"
    assert (link.is_main, link.job) == (True, "Gérante")
    assert (address.is_main, address.is_billing, address.is_delivery) == (True, True, True)
    assert change.action == "create"
    assert change.changes["name"] == [None, "Boulangerie du Port"]
    assert states[Channel.EMAIL].allows
    assert isinstance(desk.outside.events[-1], ClientCreated)


@pytest.mark.parametrize(
    "found", ["boulangerie", "c 00001", "123456789", "639981234", "petit", "29200", "brest"]
)
def test_a_client_is_found_by_its_persons_and_places(desk: Desk, found: str) -> None:
    with desk.write() as work:
        made = create_client(work, owned(BAKERY, work.actor.user_id))
    with desk.read() as ask:
        text = ask.session.scalar(select(Client.search_text).where(Client.id == made.id))
    assert found in text


def test_references_follow_the_mask_and_skip_what_is_taken(desk: Desk) -> None:
    with desk.write() as work:
        references = [
            create_client(work, owned(NewClient(name="A", reference=typed), work.actor.user_id))
            for typed in ("C-00001", "C-00002", "", "VIP", "")
        ]
    assert [made.reference for made in references][2::2] == ["C-00003", "C-00004"]


def test_a_mask_with_a_year_starts_again_with_it(desk: Desk) -> None:
    desk.outside.settings[MASK_SETTING] = "{year}-{number:03}"
    with desk.write() as work:
        first = create_client(work, NewClient(name="A"))
        second = create_client(work, NewClient(name="B"))
    desk.wait(days=60)
    with desk.write() as work:
        third = create_client(work, NewClient(name="C"))
    assert (first.reference, second.reference) == ("2026-001", "2026-002")
    assert third.reference == "2027-001"


def test_a_taken_reference_is_refused_even_when_its_holder_is_unseen(desk: Desk) -> None:
    bob = desk.hire("Bob", reach=Reach.OWN)
    with desk.write() as work:
        create_client(work, NewClient(name="A", reference="X1"))
    with desk.write(bob) as work, pytest.raises(ReferenceTakenError):
        create_client(work, NewClient(name="B", reference="X1"))


def test_the_same_form_twice_makes_one_client(desk: Desk) -> None:
    new = NewClient(name="A", public_id="0123456789abcdef")
    with desk.write() as work:
        first = create_client(work, new)
    with desk.write() as work:
        second = create_client(work, new)
    assert (second.id, second.is_new) == (first.id, False)


def test_the_form_of_another_colleague_is_another_client(desk: Desk) -> None:
    bob = desk.hire("Bob", reach=Reach.OWN)
    new = NewClient(name="A", public_id="0123456789abcdef")
    with desk.write() as work:
        first = create_client(work, new)
    with desk.write(bob) as work:
        second = create_client(work, new)
    assert second.id != first.id
    assert second.public_id != first.public_id


def test_a_private_person_is_a_person_too(desk: Desk) -> None:
    with desk.write() as work:
        made = create_client(
            work,
            owned(NewClient(name="Élodie Le Goff", kind=ClientKind.PERSON), work.actor.user_id),
        )
    with desk.read() as ask:
        person = ask.session.execute(
            select(Person.given_name, Person.family_name)
            .join(Client, Client.person_id == Person.id)
            .where(Client.id == made.id)
        ).one()
    assert tuple(person) == ("Élodie", "Le Goff")


def test_wrong_numbers_are_kept_as_typed(desk: Desk) -> None:
    with desk.write() as work:
        made = create_client(
            work,
            owned(
                NewClient(name="A", siren="732 829 321", phone="12", email="not an address"),
                work.actor.user_id,
            ),
        )
    with desk.read() as ask:
        row = ask.session.execute(
            select(Client.siren, Client.phone, Client.email).where(Client.id == made.id)
        ).one()
    assert tuple(row) == ("732 829 321", "12", "not an address")


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewClient(name=""), "name"),
        (NewClient(name="x" * 251), "name"),
        (NewClient(name="A", siren="1" * 21), "siren"),
        (NewClient(name="A", note="x" * 100_001), "note"),
        (NewClient(name="A", persons=[NewPerson(family_name="x" * 121)]), "contact.family_name"),
        (NewClient(name="A", addresses=[NewAddress(line1="x" * 201)]), "address.line1"),
    ],
)
def test_what_no_column_holds_is_refused(desk: Desk, new: NewClient, field: str) -> None:
    with desk.write() as work, pytest.raises(FieldRefusedError) as refusal:
        create_client(work, new)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "name",
    ["Société\x00 nulle", "مخبز الميناء", "🥐 Croissant", "'; DROP TABLE core_client; --", "<b>x"],
)
def test_any_script_is_a_name(desk: Desk, name: str) -> None:
    with desk.write() as work:
        made = create_client(work, owned(NewClient(name=name), work.actor.user_id))
    with desk.read() as ask:
        view = client_view(ask, made.public_id)
    assert view is not None
    assert view.name == name.replace("\x00", "")


def test_roles_go_to_who_asks_for_them(desk: Desk) -> None:
    new = NewClient(
        name="A",
        persons=[
            NewPerson(family_name="One", roles=frozenset({Role.BILLING})),
            NewPerson(family_name="Two", roles=frozenset({Role.MAIN, Role.BILLING})),
        ],
    )
    with desk.write() as work:
        create_client(work, owned(new, work.actor.user_id))
    with desk.read() as ask:
        rows = ask.session.execute(
            select(Person.family_name, ClientPerson.is_main, ClientPerson.is_billing)
            .join(ClientPerson, ClientPerson.person_id == Person.id)
            .order_by(Person.id)
        ).all()
    assert [tuple(row) for row in rows] == [("One", False, True), ("Two", True, False)]


def test_a_client_given_to_a_colleague_leaves_its_maker(desk: Desk) -> None:
    bob = desk.hire("Bob", reach=Reach.OWN)
    with desk.write() as work:
        made = create_client(work, owned(BAKERY, work.actor.user_id))
        set_owner(work, made.id, bob.user_id)
    with desk.read() as ask:
        assert client_view(ask, made.public_id) is None
    with desk.read(bob) as ask:
        assert client_view(ask, made.public_id) is not None
        assert ask.session.scalar(select(func.count()).select_from(Grant)) == 1


def test_sources_are_kept_for_what_was_not_typed(desk: Desk) -> None:
    new = NewClient(name="A", siren="000000018", sources={"siren": "INSEE"})
    with desk.write() as work:
        made = create_client(work, owned(new, work.actor.user_id))
    with desk.read() as ask:
        assert {key: kept.source for key, kept in sources_of(ask, made.id).items()} == {
            "siren": "INSEE"
        }
