"""The base that every table of the core and of the plugins builds on."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from onglet.db.identifiers import LENGTH, new_public_id
from onglet.db.types import Key, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def utc_now() -> datetime:
    """Give the present instant, in UTC: the default of creation and update columns."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Declarative base of all tables. A plugin's tables are named `<plugin>_<noun>`."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, int: Integer}


class Keyed:
    """A row with a 64-bit key that never leaves the server."""

    id: Mapped[int] = mapped_column(Key, primary_key=True)


class Public(Keyed):
    """A row that has an address: its public identifier stands for it outside."""

    public_id: Mapped[str] = mapped_column(String(LENGTH), unique=True, default=new_public_id)


class Stamped:
    """When the row was made and last changed, UTC."""

    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)


class Versioned:
    """A row that two people cannot overwrite unseen: each update checks and raises `version`."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let the mapper check the version at each update."""
        return {"version_id_col": cls.version}


class ClientRow(Keyed):
    """The client itself: seen through the grants on its key, hidden while it is in the bin."""

    deleted_at: Mapped[datetime | None] = mapped_column(default=None)


class PersonRow(Keyed):
    """The person itself: seen through any visible client linked to it, or by its owner."""

    deleted_at: Mapped[datetime | None] = mapped_column(default=None)

    @declared_attr
    @classmethod
    def owner_id(cls) -> Mapped[int | None]:
        """Key of the colleague who owns the person's record."""
        return mapped_column(
            Key, ForeignKey("core_user.id", ondelete="RESTRICT"), default=None, index=True
        )


class ClientOwned:
    """A row that belongs to a client: it is seen by those who may see the client, and no others.

    `read_right` names a right that must allow reading as well; with None the client's suffices.
    """

    read_right: ClassVar[str | None] = None

    @declared_attr
    @classmethod
    def client_id(cls) -> Mapped[int]:
        """Key of the client that the row belongs to."""
        return mapped_column(Key, ForeignKey("core_client.id", ondelete="RESTRICT"), index=True)


class PersonOwned:
    """A row that belongs to a person: seen by those who may see the person."""

    @declared_attr
    @classmethod
    def person_id(cls) -> Mapped[int]:
        """Key of the person that the row belongs to."""
        return mapped_column(Key, ForeignKey("core_person.id", ondelete="RESTRICT"), index=True)
