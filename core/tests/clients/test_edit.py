"""Editing: one row of history per save, two editors merged field by field, clashes asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from onglet.clients.editing import ClashError, edit_client
from onglet.clients.entry import NewClient
from onglet.clients.events import ClientUpdated
from onglet.clients.models import Client
from onglet.clients.references import ReferenceTakenError
from onglet.clients.service import ClientGoneError, create_client
from onglet.clients.snapshot import snapshot
from onglet.clients.sources import sources_of
from onglet.clients.tidying import FieldRefusedError
from onglet.clients.two_editors import Seen, meet, see
from onglet.clients.view import client_view_by_id
from onglet.consent.entry import Channel
from onglet.consent.queries import consent_states
from onglet.contacts.models import Person
from onglet.contributions import Reach
from onglet.history.models import Change

if TYPE_CHECKING:
    from core.tests.desk import Desk


@pytest.fixture
def client_id(desk: Desk) -> int:
    with desk.write() as work:
        new = NewClient(name="Boulangerie", phone="01 23 45 67 89", owner_id=work.actor.user_id)
        return create_client(work, new).id


def test_a_save_changes_client_contact_and_address_in_one_row_of_history(
    desk: Desk, client_id: int
) -> None:
    with desk.write() as work:
        done = edit_client(
            work,
            client_id,
            {
                "name": "Pâtisserie",
                "contact.family_name": "Petit",
                "contact.job": "Gérante",
                "address.town": "Brest",
                "consent.email": True,
            },
        )
    with desk.read() as ask:
        held = snapshot(ask, client_id)
        rows = ask.session.scalars(select(Change).where(Change.action == "edit")).all()
        view = client_view_by_id(ask, client_id)
        text = ask.session.scalar(select(Client.search_text).where(Client.id == client_id))
    assert held is not None
    assert held.values["contact.job"] == "Gérante"
    assert held.values["consent.email"] is True
    assert view is not None
    assert (view.name, view.town) == ("Pâtisserie", "Brest")
    assert "patisserie" in text
    assert "petit" in text
    assert len(rows) == 1
    assert rows[0].changes["name"] == ["Boulangerie", "Pâtisserie"]
    assert set(done.changes) == set(rows[0].changes)
    assert desk.outside.events[-1] == ClientUpdated(client_id=client_id, fields=tuple(done.changes))


def test_saving_the_same_values_writes_nothing(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        done = edit_client(work, client_id, {"phone": "+33 1 23 45 67 89", "name": "Boulangerie"})
    with desk.read() as ask:
        rows = ask.session.scalars(select(Change).where(Change.action == "edit")).all()
    assert not done.changes
    assert not rows


def test_two_editors_of_different_fields_both_win(desk: Desk, client_id: int) -> None:
    with desk.read() as ask:
        shown = snapshot(ask, client_id)
    assert shown is not None
    seen = see(shown.version, shown.values)
    with desk.write() as work:
        edit_client(work, client_id, {**_typed(shown.values), "email": "a@b.example"}, seen=seen)
    with desk.write() as work:
        done = edit_client(work, client_id, {**_typed(shown.values), "name": "B"}, seen=seen)
    with desk.read() as ask:
        held = snapshot(ask, client_id)
    assert held is not None
    assert (held.values["email"], held.values["name"]) == ("a@b.example", "B")
    assert done.met == ("email",)


def test_two_editors_of_one_field_are_asked(desk: Desk, client_id: int) -> None:
    with desk.read() as ask:
        shown = snapshot(ask, client_id)
    assert shown is not None
    seen = see(shown.version, shown.values)
    with desk.write() as work:
        edit_client(work, client_id, {"name": "Hers"}, seen=seen)
    with desk.write() as work, pytest.raises(ClashError) as clash:
        edit_client(work, client_id, {"name": "Mine", "email": "x@y.example"}, seen=seen)
    (found,) = clash.value.clashes
    assert (found.key, found.mine, found.theirs) == ("name", "Mine", "Hers")
    with desk.read() as ask:
        held = snapshot(ask, client_id)
    assert held is not None
    assert held.values["email"] == ""


def test_every_save_makes_a_new_version(desk: Desk, client_id: int) -> None:
    with desk.read() as ask:
        before = snapshot(ask, client_id)
    with desk.write() as work:
        edit_client(work, client_id, {"contact.family_name": "Petit"})
    with desk.read() as ask:
        after = snapshot(ask, client_id)
    assert before is not None
    assert after is not None
    assert after.version > before.version


def test_unticking_a_box_withdraws_and_says_so_once(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        edit_client(work, client_id, {"contact.family_name": "Petit", "consent.sms": True})
    with desk.write() as work:
        edit_client(work, client_id, {"consent.sms": False}, consent_source="form")
    with desk.read() as ask:
        person_id = ask.session.scalar(select(Person.id))
        state = consent_states(ask, person_id)[Channel.SMS]
    assert (state.action, state.source) == ("withdrawn", "form")


def test_signing_up_needs_a_person(desk: Desk, client_id: int) -> None:
    with desk.write() as work, pytest.raises(FieldRefusedError):
        edit_client(work, client_id, {"consent.email": True})


def test_what_is_typed_over_a_source_forgets_it(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        edit_client(work, client_id, {"siren": "000000018", "rcs": "RCS"}, source="INSEE")
    with desk.write() as work:
        edit_client(work, client_id, {"rcs": "RCS Brest"})
    with desk.read() as ask:
        assert set(sources_of(ask, client_id)) == {"siren"}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": " "}, FieldRefusedError),
        ({"reference": ""}, FieldRefusedError),
        ({"reference": "TAKEN"}, ReferenceTakenError),
        ({"stage": "prospect"}, ValueError),
        ({"owner_id": 3}, ValueError),
    ],
)
def test_some_edits_are_refused(
    desk: Desk, client_id: int, values: dict[str, object], error: type[Exception]
) -> None:
    with desk.write() as work:
        create_client(work, NewClient(name="B", reference="TAKEN"))
    with desk.write() as work, pytest.raises(error):
        edit_client(work, client_id, values)


def test_a_client_one_does_not_see_is_not_there(desk: Desk, client_id: int) -> None:
    bob = desk.hire("Bob", reach=Reach.OWN)
    with desk.write(bob) as work, pytest.raises(ClientGoneError):
        edit_client(work, client_id, {"name": "Mine"})


def _typed(values: object) -> dict[str, object]:
    return {key: value for key, value in dict(values).items() if key != "stage"}  # type: ignore[call-overload]  # a mapping


VALUES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "1", "2"]))


@given(shown=VALUES, mine=VALUES, theirs=VALUES)
def test_no_change_is_lost_and_no_clash_unseen(
    shown: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    """Given three values of each field, when two editors meet, each ends as its rule says."""
    typed, stored = {**shown, **mine}, {**shown, **theirs}
    meeting = meet(typed, stored, Seen.load(see(1, shown).dump()))
    clashes = {clash.key for clash in meeting.clashes}
    for key, value in typed.items():
        if key not in shown:
            continue
        i_changed, they_changed = value != shown[key], stored[key] != shown[key]
        if i_changed and they_changed and value != stored[key]:
            assert key in clashes
        elif i_changed and not they_changed:
            assert meeting.changes[key] == (stored[key], value)
        elif they_changed and not i_changed:
            assert key in meeting.met
        else:
            assert key not in meeting.changes
    assert not clashes & set(meeting.changes)


@given(st.text())
def test_any_text_is_read_as_what_was_seen_or_nothing(text: str) -> None:
    seen = Seen.load(text)
    assert seen is None or seen.version >= 0
