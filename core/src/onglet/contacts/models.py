"""Persons, and the links between persons and clients."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, ClientOwned, PersonRow, Public, Stamped, Versioned
from onglet.db.types import Document, Key, SortKey


class Person(Public, Stamped, Versioned, PersonRow, Base):
    """A person: one row however many clients they work with."""

    __tablename__ = "core_person"
    __table_args__ = (
        Index("ix_core_person_name", "name_sort", "id"),
        Index("ix_core_person_created", "created_at", "id"),
        Index("ix_core_person_email", "email"),
    )

    civility: Mapped[str] = mapped_column(String(8), default="")
    given_name: Mapped[str] = mapped_column(String(120), default="")
    family_name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(60), default="")
    name_sort: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    mobile: Mapped[str] = mapped_column(String(40), default="")
    fax: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def display_name(self) -> str:
        """Given and family name as they are written, or the address when neither is known."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


def _one_per_client(role: str) -> Index:
    condition = text(f"{role} AND until_on IS NULL")
    return Index(
        f"uq_core_client_person_{role}",
        "client_id",
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


class ClientPerson(Public, Stamped, Versioned, ClientOwned, Base):
    """A person's place at a client: job, roles, from when until when.

    The database holds one main, one billing and one dunning contact per client at a time.
    """

    __tablename__ = "core_client_person"
    __table_args__ = (
        Index("ix_core_client_person_person", "person_id", "client_id"),
        _one_per_client("is_main"),
        _one_per_client("is_billing"),
        _one_per_client("is_dunning"),
    )

    person_id: Mapped[int] = mapped_column(Key, ForeignKey("core_person.id", ondelete="RESTRICT"))
    job: Mapped[str] = mapped_column(String(120), default="")
    roles: Mapped[list[Any]] = mapped_column(Document, default=list)
    is_main: Mapped[bool] = mapped_column(Boolean, default=False)
    is_billing: Mapped[bool] = mapped_column(Boolean, default=False)
    is_dunning: Mapped[bool] = mapped_column(Boolean, default=False)
    from_on: Mapped[date | None] = mapped_column(Date, default=None)
    until_on: Mapped[date | None] = mapped_column(Date, default=None)
