"""What happens to clients, as others hear of it. All are published in the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onglet.contributions import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCreated(Event):
    """A client was created by hand or by a plugin, one at a time."""

    name: ClassVar[str] = "core.client.created"

    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsImported(Event):
    """Many clients were written at once; `client_id` is None, `client_ids` has them all."""

    name: ClassVar[str] = "core.client.imported"

    client_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUpdated(Event):
    """Values of a client changed; `fields` names them (`contact.` and `address.` prefixed)."""

    name: ClassVar[str] = "core.client.updated"

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientArchived(Event):
    """A client was archived."""

    name: ClassVar[str] = "core.client.archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRestored(Event):
    """A client came back; `origin` is `archive` or `bin`."""

    name: ClassVar[str] = "core.client.restored"

    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDeleted(Event):
    """A client went to the bin. Its rows are still there."""

    name: ClassVar[str] = "core.client.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConverted(Event):
    """A client became a prospect or a prospect a client: `stage` is what it is now."""

    name: ClassVar[str] = "core.client.converted"

    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientReassigned(Event):
    """A client has another owner."""

    name: ClassVar[str] = "core.client.reassigned"

    owner_id: int | None
    previous_owner_id: int | None
