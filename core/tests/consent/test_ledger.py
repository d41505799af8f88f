"""The ledger: the last word of a person holds, silence is a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.consent.queries import consent_history, consent_states, may_contact
from onglet.consent.service import append_consents, say_consents
from onglet.contacts.entry import NewPerson
from onglet.contacts.service import create_person

if TYPE_CHECKING:
    from core.tests.desk import Desk

GIVEN, REFUSED = ConsentAction.GIVEN, ConsentAction.REFUSED
WITHDRAWN, IMPORTED = ConsentAction.WITHDRAWN, ConsentAction.IMPORTED


@pytest.fixture
def person_id(desk: Desk) -> int:
    with desk.write() as work:
        return create_person(work, NewPerson(family_name="Petit", email="a@b.example"))


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ([], False),
        ([GIVEN], True),
        ([IMPORTED], True),
        ([REFUSED], False),
        ([GIVEN, WITHDRAWN], False),
        ([GIVEN, WITHDRAWN, GIVEN], True),
    ],
)
def test_the_last_word_holds(
    desk: Desk, person_id: int, said: list[ConsentAction], *, allowed: bool
) -> None:
    with desk.write() as work:
        append_consents(
            work, person_id, [NewConsent(channel=Channel.EMAIL, action=action) for action in said]
        )
    with desk.read() as ask:
        verdict = may_contact(ask, person_id, Channel.EMAIL)
        assert len(consent_history(ask, person_id)) == len(said)
    assert verdict.allowed is allowed
    assert allowed or verdict.reason


def test_a_purpose_is_asked_for_by_itself(desk: Desk, person_id: int) -> None:
    with desk.write() as work:
        entry = NewConsent(channel=Channel.EMAIL, action=GIVEN, purpose="survey")
        append_consents(work, person_id, [entry])
    with desk.read() as ask:
        assert may_contact(ask, person_id, Channel.EMAIL, purpose="survey")
        assert not may_contact(ask, person_id, Channel.EMAIL)


def test_a_channel_without_an_address_is_a_no(desk: Desk, person_id: int) -> None:
    with desk.write() as work:
        append_consents(work, person_id, [NewConsent(channel=Channel.SMS, action=GIVEN)])
    with desk.read() as ask:
        assert not may_contact(ask, person_id, Channel.SMS)


def test_a_person_one_does_not_see_may_not_be_contacted(desk: Desk, person_id: int) -> None:
    bob = desk.hire("Bob")
    with desk.write() as work:
        append_consents(work, person_id, [NewConsent(channel=Channel.EMAIL, action=GIVEN)])
    with desk.read(bob) as ask:
        assert not may_contact(ask, person_id, Channel.EMAIL)
        assert not consent_states(ask, person_id)


def test_saying_the_same_again_adds_nothing(desk: Desk, person_id: int) -> None:
    entry = NewConsent(channel=Channel.EMAIL, action=GIVEN)
    with desk.write() as work:
        assert say_consents(work, person_id, [entry]) == {Channel.EMAIL: ("", "given")}
        assert say_consents(work, person_id, [entry]) == {}
