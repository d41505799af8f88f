"""Read-only views of the core's rows: what plugins get instead of database objects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class ClientKind(StrEnum):
    """What the client is."""

    COMPANY = "company"
    PERSON = "person"


class ClientStage(StrEnum):
    """How far the relation has come."""

    CLIENT = "client"
    PROSPECT = "prospect"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A person at a client, with what they do there. `id` stays inside."""

    id: int
    public_id: str
    name: str
    job: str = ""
    email: str = ""
    phone: str = ""
    is_main: bool = False
    is_billing: bool = False

    @property
    def href(self) -> str:
        """Address of the person."""
        return f"/people/{self.public_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueView:
    """A colleague who signs in. `id` stays inside; `locale` and `zone` may be empty.

    `left_at` is when one who is not active was let in no more.
    """

    id: int
    public_id: str
    name: str
    locale: str = ""
    zone: str = ""
    is_active: bool = True
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """A client as plugins see it. `id` stays inside; `public_id` stands for it outside."""

    id: int
    public_id: str
    kind: ClientKind
    stage: ClientStage
    name: str
    reference: str
    email: str
    phone: str
    siren: str
    siret: str
    legal_form: str
    town: str
    owner_id: int | None
    owner_name: str
    created_at: datetime
    archived_at: datetime | None
    version: int

    @property
    def is_archived(self) -> bool:
        """Tell whether the record is archived."""
        return self.archived_at is not None

    @property
    def href(self) -> str:
        """Address of the record."""
        return f"/clients/{self.public_id}"
