"""Archive, bin, conversion: what is hidden, what comes back, who may refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from onglet.addresses.entry import NewAddress
from onglet.addresses.models import Address
from onglet.clients.entry import NewClient
from onglet.clients.events import ClientConverted, ClientDeleted, ClientRestored
from onglet.clients.life import (
    ConversionRefusedError,
    archive_client,
    convert_client,
    delete_client,
    restore_client,
    unarchive_client,
)
from onglet.clients.service import ClientGoneError, create_client
from onglet.clients.view import client_view_by_id
from onglet.contributions import ClientStage, Verdict
from onglet.history.models import Change

if TYPE_CHECKING:
    from core.tests.desk import Desk


@pytest.fixture
def client_id(desk: Desk) -> int:
    with desk.write() as work:
        new = NewClient(
            name="Boulangerie",
            owner_id=work.actor.user_id,
            addresses=[NewAddress(town="Brest")],
        )
        return create_client(work, new).id


def test_archiving_is_undone(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        assert archive_client(work, client_id)
        assert not archive_client(work, client_id)
    with desk.read() as ask:
        view = client_view_by_id(ask, client_id)
        assert view is not None
        assert view.is_archived
    with desk.write() as work:
        assert unarchive_client(work, client_id)
    assert desk.outside.events[-1] == ClientRestored(client_id=client_id, origin="archive")


def test_the_bin_hides_a_client_with_all_that_is_its(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        delete_client(work, client_id)
    with desk.read() as ask:
        assert client_view_by_id(ask, client_id) is None
        assert client_view_by_id(ask, client_id, in_bin=True) is not None
        assert ask.session.scalar(select(func.count(Address.id))) == 0
    assert desk.outside.events[-1] == ClientDeleted(client_id=client_id)
    with desk.write() as work:
        restored = restore_client(work, client_id)
    with desk.read() as ask:
        assert ask.session.scalar(select(func.count(Address.id))) == 1
        actions = ask.session.scalars(select(Change.action).order_by(Change.id)).all()
    assert restored.previous_reference == ""
    assert actions == ["create", "delete", "restore"]


def test_a_client_back_from_the_bin_leaves_its_reference_to_its_new_holder(
    desk: Desk, client_id: int
) -> None:
    with desk.write() as work:
        delete_client(work, client_id)
        create_client(work, NewClient(name="New", reference="C-00001"))
        restored = restore_client(work, client_id)
    assert (restored.reference, restored.previous_reference) == ("C-00002", "C-00001")


def test_only_what_is_in_the_bin_is_restored(desk: Desk, client_id: int) -> None:
    with desk.write() as work, pytest.raises(ClientGoneError):
        restore_client(work, client_id)


def test_a_client_becomes_a_prospect(desk: Desk, client_id: int) -> None:
    with desk.write() as work:
        assert convert_client(work, client_id, ClientStage.PROSPECT)
        assert not convert_client(work, client_id, ClientStage.PROSPECT)
    assert desk.outside.events[-1] == ClientConverted(client_id=client_id, stage="prospect")


def test_a_gate_refuses_the_conversion(desk: Desk, client_id: int) -> None:
    desk.outside.gates["become_prospect"] = Verdict(allowed=False, reason="It has invoices.")
    with desk.write() as work, pytest.raises(ConversionRefusedError) as refusal:
        convert_client(work, client_id, ClientStage.PROSPECT)
    assert refusal.value.verdict.reason == "It has invoices."
