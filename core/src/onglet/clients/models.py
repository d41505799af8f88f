"""The client, the source of its values, and what each colleague has seen and pinned."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, ClientOwned, ClientRow, Public, Stamped, Versioned, utc_now
from onglet.db.types import Key, SortKey

LIVE = text("deleted_at IS NULL")
BINNED = text("deleted_at IS NOT NULL")
ARCHIVED = text("archived_at IS NOT NULL")


class Client(Public, Stamped, Versioned, ClientRow, Base):
    """A client or prospect: a company, or a private person.

    Empty text means unknown. `name_sort` and `search_text` are folded in Python, so that both
    engines order and search alike. Capital is in minor units of its currency; None is unknown.
    """

    __tablename__ = "core_client"
    __table_args__ = (
        Index(
            "uq_core_client_reference",
            "reference",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_core_client_name", "name_sort", "id"),
        Index("ix_core_client_created", "created_at", "id"),
        Index("ix_core_client_activity", "last_activity_at", "id"),
        Index("ix_core_client_siren", "siren"),
        Index("ix_core_client_siret", "siret"),
        Index("ix_core_client_phone", "phone"),
        Index("ix_core_client_email", "email"),
        Index("ix_core_client_owner_name", "owner_id", "name_sort", "id"),
        Index("ix_core_client_sector_name", "sector", "name_sort", "id"),
        Index("ix_core_client_form_name", "legal_form", "name_sort", "id"),
        Index(
            "ix_core_client_archived_name",
            "name_sort",
            "id",
            sqlite_where=ARCHIVED,
            postgresql_where=ARCHIVED,
        ),
        # Rows of the bin alone: an index that says "not in the bin" of nearly every row is one
        # that SQLite would sort the whole list by.
        Index("ix_core_client_binned", "deleted_at", sqlite_where=BINNED, postgresql_where=BINNED),
    )

    kind: Mapped[str] = mapped_column(String(12), default="company")
    stage: Mapped[str] = mapped_column(String(12), default="client")
    name: Mapped[str] = mapped_column(String(250))
    name_sort: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(String(60))
    website: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    mobile: Mapped[str] = mapped_column(String(40), default="")
    fax: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    legal_form: Mapped[str] = mapped_column(String(8), default="")
    siren: Mapped[str] = mapped_column(String(20), default="")
    siret: Mapped[str] = mapped_column(String(20), default="")
    naf: Mapped[str] = mapped_column(String(10), default="")
    naf_nomenclature: Mapped[str] = mapped_column(String(12), default="")
    capital_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    capital_currency: Mapped[str] = mapped_column(String(3), default="EUR")
    capital_is_variable: Mapped[bool] = mapped_column(Boolean, default=False)
    rcs: Mapped[str] = mapped_column(String(120), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    sector: Mapped[str] = mapped_column(String(120), default="")
    headcount_band: Mapped[str] = mapped_column(String(4), default="")
    headcount: Mapped[int | None] = mapped_column(Integer, default=None)
    headcount_year: Mapped[int | None] = mapped_column(Integer, default=None)
    twitter: Mapped[str] = mapped_column(String(300), default="")
    facebook: Mapped[str] = mapped_column(String(300), default="")
    linkedin: Mapped[str] = mapped_column(String(300), default="")
    viadeo: Mapped[str] = mapped_column(String(300), default="")
    third_party_account: Mapped[str] = mapped_column(String(40), default="")
    auxiliary_account: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    town: Mapped[str] = mapped_column(String(120), default="")
    logo_key: Mapped[str] = mapped_column(String(80), default="")
    person_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_person.id", ondelete="RESTRICT"), default=None, index=True
    )
    owner_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="RESTRICT"), default=None
    )
    last_activity_at: Mapped[datetime | None] = mapped_column(default=None)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    deleted_by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )


class ValueSource(ClientOwned, Base):
    """Where a value of the client comes from, when it was not simply typed."""

    __tablename__ = "core_value_source"

    client_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )


class Recent(ClientOwned, Base):
    """When a colleague last opened a client."""

    __tablename__ = "core_recent"
    __table_args__ = (Index("ix_core_recent_seen", "user_id", "seen_at"),)

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True
    )
    client_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime] = mapped_column(default=utc_now)


class PinnedValue(Base):
    """A value that a colleague keeps in the strip under every client's name."""

    __tablename__ = "core_pinned_value"

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
