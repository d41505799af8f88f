"""Tables of custom fields: what they are, where the values lie, which values are taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from onglet.db.base import Base, ClientOwned, Keyed, PersonOwned, Public, Stamped, Versioned
from onglet.db.types import Document, Key


class FieldGroup(Public, Base):
    """A group of the fields of one object. `labels` by language."""

    __tablename__ = "core_field_group"
    __table_args__ = (Index("uq_core_field_group_code", "object", "code", unique=True),)

    object: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(40))
    labels: Mapped[dict[str, str]] = mapped_column(Document, default=dict)
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)


class FieldDefinition(Public, Stamped, Versioned, Base):
    """A field of one object. `spec` is everything that is decided of it but its place.

    An archived field keeps its values and its code, which is fixed once `is_used`. `former` is the
    spec before the last change of type, as long as that can be undone.
    """

    __tablename__ = "core_field_definition"
    __table_args__ = (Index("uq_core_field_definition_code", "object", "code", unique=True),)

    object: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_field_group.id", ondelete="SET NULL"), default=None, index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    spec: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    is_used: Mapped[bool] = mapped_column(Boolean, default=False)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    former: Mapped[dict[str, Any] | None] = mapped_column(Document, default=None)
    retyped_at: Mapped[datetime | None] = mapped_column(default=None)


class FieldFormer(Keyed, Base):
    """A value as it was before its field changed type: what an undo puts back."""

    __tablename__ = "core_field_former"
    __table_args__ = (Index("ix_core_field_former_field", "field_id", "row_id"),)

    field_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_field_definition.id", ondelete="CASCADE")
    )
    row_id: Mapped[int] = mapped_column(Key)
    old: Mapped[Any] = mapped_column(Document)
    new: Mapped[Any] = mapped_column(Document, nullable=True)


class FieldClaim(Base):
    """A value of a field that no two records share: the key of the table is the promise."""

    __tablename__ = "core_field_claim"

    field_id: Mapped[int] = mapped_column(
        Key,
        ForeignKey("core_field_definition.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    value: Mapped[str] = mapped_column(String(64), primary_key=True)
    row_id: Mapped[int] = mapped_column(Key, index=True)


class FieldValues:
    """Values of the custom fields of a row, by code. A plugin's table of values builds on it."""

    @declared_attr
    @classmethod
    def held(cls) -> Mapped[dict[str, Any]]:
        """What is known; a field without a value has no key."""
        return mapped_column(Document, default=dict)


class ClientField(FieldValues, ClientOwned, Base):
    """Custom fields of a client."""

    __tablename__ = "core_client_field"

    client_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="CASCADE"), primary_key=True
    )


class PersonField(FieldValues, PersonOwned, Base):
    """Custom fields of a contact."""

    __tablename__ = "core_person_field"

    person_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True
    )
