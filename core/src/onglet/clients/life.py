"""The life of a client: archived and back, to the bin and back, client and prospect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onglet.clients.events import (
    ClientArchived,
    ClientConverted,
    ClientDeleted,
    ClientRestored,
)
from onglet.clients.references import next_reference, taken
from onglet.clients.searchable import refresh_client
from onglet.clients.service import SUBJECT, ClientGoneError, load_client
from onglet.clients.view import client_view_by_id
from onglet.contributions import ClientStage, Question
from onglet.work.unit import record_of

if TYPE_CHECKING:
    from onglet.contributions import Verdict, Work


class ConversionRefusedError(Exception):
    """Somebody's rule keeps the client what it is; the verdict says why."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A client back from the bin; `previous_reference` is set when it had to take another."""

    reference: str
    previous_reference: str = ""


def archive_client(work: Work, client_id: int) -> bool:
    """Archive a client; False when it was archived already."""
    client = load_client(work, client_id)
    if client.archived_at is not None:
        return False
    client.archived_at = work.now
    _save(work, client, "archive", {"archived_at": (None, work.now.isoformat())})
    work.publish(ClientArchived(client_id=client_id))
    return True


def unarchive_client(work: Work, client_id: int) -> bool:
    """Bring a client back from the archive; False when it was not there."""
    client = load_client(work, client_id)
    if client.archived_at is None:
        return False
    before, client.archived_at = client.archived_at, None
    _save(work, client, "unarchive", {"archived_at": (before.isoformat(), None)})
    work.publish(ClientRestored(client_id=client_id, origin="archive"))
    return True


def delete_client(work: Work, client_id: int) -> None:
    """Put a client in the bin: hidden everywhere with all that belongs to it, lost nowhere."""
    client = load_client(work, client_id)
    client.deleted_at = work.now
    client.deleted_by_id = work.actor.user_id
    _save(work, client, "delete", {"deleted_at": (None, work.now.isoformat())})
    work.publish(ClientDeleted(client_id=client_id))


def restore_client(work: Work, client_id: int) -> Restored:
    """Take a client out of the bin.

    Its reference may belong to another one by now: it then takes the next of the mask, and the
    answer says so.

    Raises:
        ClientGoneError: when there is no such client in the bin for this actor.
    """
    client = load_client(work, client_id, in_bin=True)
    if client.deleted_at is None:
        raise ClientGoneError(client_id)
    previous = client.reference
    is_taken = bool(taken(work, [previous], but=client_id))
    changes: dict[str, tuple[Any, Any]] = {"deleted_at": (client.deleted_at.isoformat(), None)}
    if is_taken:
        client.reference, _number = next_reference(work)
        changes["reference"] = (previous, client.reference)
    client.deleted_at = None
    client.deleted_by_id = None
    _save(work, client, "restore", changes)
    if is_taken:
        refresh_client(work, client_id)
    work.publish(ClientRestored(client_id=client_id, origin="bin"))
    return Restored(reference=client.reference, previous_reference=previous if is_taken else "")


def convert_client(work: Work, client_id: int, stage: ClientStage) -> bool:
    """Make a prospect a client, or a client a prospect; False when it is that already.

    Every plugin may refuse (gates `become_client` and `become_prospect`).

    Raises:
        ClientGoneError: when the actor sees no such client.
        ConversionRefusedError: when a gate says no.
    """
    view = client_view_by_id(work, client_id)
    if view is None:
        raise ClientGoneError(client_id)
    if view.stage is stage:
        return False
    verdict = work.gate(Question(topic=f"become_{stage.value}", record=record_of(work, view)))
    if not verdict:
        raise ConversionRefusedError(verdict)
    client = load_client(work, client_id)
    client.stage = stage.value
    _save(work, client, "convert", {"stage": (view.stage.value, stage.value)})
    work.publish(ClientConverted(client_id=client_id, stage=stage.value))
    return True


def _save(work: Work, client: Any, action: str, changes: dict[str, tuple[Any, Any]]) -> None:
    client.updated_at = work.now
    work.session.flush()
    work.record_change(
        client_id=client.id,
        subject=SUBJECT,
        subject_id=client.id,
        action=action,
        changes=changes,
    )
