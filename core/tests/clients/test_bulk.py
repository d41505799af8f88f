"""Many clients at once: the same rows as one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from core.tests.clients.rows import BAKERY, owned
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.clients.lookup import touch_clients
from onglet.clients.models import Client
from onglet.clients.references import ReferenceTakenError
from onglet.clients.service import create_client
from onglet.clients.snapshot import snapshot
from onglet.clients.tidying import tidied
from onglet.contacts.entry import NewPerson
from onglet.contacts.models import ClientPerson, Person
from onglet.contributions import ClientKind, Reach
from onglet.history.models import Change
from onglet.rights.actors import system_actor
from onglet.rights.grants import missing_and_surplus, set_memberships
from onglet.rights.models import Grant, Group

if TYPE_CHECKING:
    from core.tests.desk import Desk


def test_bulk_and_single_creation_write_the_same(desk: Desk) -> None:
    ada = desk.actors["Ada"]
    new = owned(BAKERY, ada.user_id)
    with desk.write() as work:
        single = create_client(work, new).id
        insert_clients(work, [tidied(new)])
    with desk.read() as ask:
        bulk = ask.session.scalar(select(func.max(Client.id)))
        one, other = snapshot(ask, single), snapshot(ask, bulk)
        texts = ask.session.execute(
            select(Client.name_sort, Client.search_text, Client.town).order_by(Client.id)
        ).all()
        changes = ask.session.scalars(select(Change).order_by(Change.id)).all()
        grants = ask.session.execute(
            select(Grant.kind, Grant.subject_id, Grant.level).order_by(Grant.client_id)
        ).all()
    assert one is not None
    assert other is not None
    differing = {key for key in one.values if one.values[key] != other.values[key]}
    assert differing == {"reference"}
    assert texts[0].name_sort == texts[1].name_sort
    assert texts[0].search_text.replace("00001", "00002") == texts[1].search_text
    assert changes[0].changes.keys() == changes[1].changes.keys()
    assert grants[0] == grants[1]


def test_owners_groups_get_their_grants(desk: Desk) -> None:
    ada = desk.actors["Ada"]
    with desk.write(system_actor("tests")) as work:
        group = Group(name="North")
        work.session.add(group)
        work.session.flush()
        assert ada.user_id is not None
        set_memberships(work.session, ada.user_id, [group.id])
    with desk.write(system_actor("tests")) as work:
        insert_clients(work, [NewClient(name=f"C{i}", owner_id=ada.user_id) for i in range(3)])
    bob = desk.hire("Bob", reach=Reach.ALL)
    with desk.write(bob) as work, work.session.no_autoflush:
        from onglet.work.session import unrestricted

        with unrestricted(work.session, reason="the test counts grants"):
            assert missing_and_surplus(work.session) == (0, 0)


def test_numbers_go_on_across_chunks_and_around_what_is_taken(desk: Desk) -> None:
    with desk.write(system_actor("tests")) as work:
        create_client(work, NewClient(name="A", reference="C-00003"))
        rows = (NewClient(name=f"C{i}", reference="C-00006" if i == 1 else "") for i in range(7))
        assert insert_clients(work, rows, chunk=2) == 7
    with desk.read(system_actor("tests")) as ask:
        references = ask.session.scalars(select(Client.reference).order_by(Client.id)).all()
    assert len(set(references)) == 8
    assert references[1:3] == ["C-00004", "C-00006"]


@pytest.mark.parametrize("references", [("X", "X"), ("TAKEN", "Y")])
def test_a_reference_given_twice_is_refused(desk: Desk, references: tuple[str, str]) -> None:
    with desk.write(system_actor("tests")) as work:
        create_client(work, NewClient(name="A", reference="TAKEN"))
        with pytest.raises(ReferenceTakenError):
            insert_clients(work, [NewClient(name="B", reference=text) for text in references])


def test_one_person_at_two_clients_is_one_row(desk: Desk) -> None:
    person = NewPerson(family_name="Petit", public_id="0123456789abcdef")
    with desk.write(system_actor("tests")) as work:
        insert_clients(work, [NewClient(name=n, persons=[person]) for n in "AB"], chunk=1)
    with desk.read(system_actor("tests")) as ask:
        assert ask.session.scalar(select(func.count(Person.id))) == 1
        assert ask.session.scalar(select(func.count(ClientPerson.id))) == 2


def test_a_private_person_is_linked_to_itself(desk: Desk) -> None:
    with desk.write(system_actor("tests")) as work:
        insert_clients(work, [NewClient(name="Anne Petit", kind=ClientKind.PERSON)])
    with desk.read(system_actor("tests")) as ask:
        assert (
            ask.session.scalar(
                select(Person.family_name).join(Client, Client.person_id == Person.id)
            )
            == "Petit"
        )
    with desk.write(system_actor("tests")) as work:
        # Keys written in bulk leave the sequence where the next single insert goes on.
        assert create_client(work, NewClient(name="B")).id


def test_a_public_identifier_that_is_taken_refuses_the_whole(desk: Desk) -> None:
    ada = desk.actors["Ada"]
    taken = NewClient(name="Maison Verdier", owner_id=ada.user_id, public_id="a" * 16)
    with desk.write() as work:
        insert_clients(work, [taken])

    with pytest.raises(IntegrityError), desk.write() as work:
        insert_clients(work, [NewClient(name="Maison Nouvelle", owner_id=ada.user_id), taken])

    with desk.read() as ask:
        assert ask.session.scalars(select(Client.name)).all() == ["Maison Verdier"]


def test_a_newer_activity_moves_the_date_and_an_older_one_does_not(desk: Desk) -> None:
    ada = desk.actors["Ada"]
    day = timedelta(days=1)
    with desk.write() as work:
        insert_clients(work, [NewClient(name=f"M{n}", owner_id=ada.user_id) for n in range(3)])
        one, two, three = work.session.scalars(select(Client.id).order_by(Client.id)).all()
        now = work.now
        touch_clients(work, {one: now, two: now})
        touch_clients(work, {one: now + day, two: now - day})
        seen = work.session.execute(select(Client.id, Client.last_activity_at)).all()

    assert dict(seen) == {one: now + day, two: now, three: None}
