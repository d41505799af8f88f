"""Addresses of clients."""

from datetime import date

from sqlalchemy import Boolean, Date, Float, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, ClientOwned, Public, Stamped, Versioned


def _one_per_client(role: str) -> Index:
    condition = text(f"{role} AND until_on IS NULL")
    return Index(
        f"uq_core_address_{role}",
        "client_id",
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


class Address(Public, Stamped, Versioned, ClientOwned, Base):
    """A place of a client. One is the main one, one bills, one receives deliveries.

    Coordinates are WGS 84 degrees; None is unknown. `country` is an ISO 3166 code of 2 letters,
    `commune_code` the INSEE code.
    """

    __tablename__ = "core_address"
    __table_args__ = (
        _one_per_client("is_main"),
        _one_per_client("is_billing"),
        _one_per_client("is_delivery"),
        Index("ix_core_address_postcode", "country", "postcode"),
        Index(
            "ix_core_address_main_postcode",
            "country",
            "postcode",
            "client_id",
            sqlite_where=text("is_main = 1 AND until_on IS NULL"),
            postgresql_where=text("is_main AND until_on IS NULL"),
        ),
    )

    label: Mapped[str] = mapped_column(String(120), default="")
    line1: Mapped[str] = mapped_column(String(200), default="")
    line2: Mapped[str] = mapped_column(String(200), default="")
    line3: Mapped[str] = mapped_column(String(200), default="")
    line4: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(120), default="")
    commune_code: Mapped[str] = mapped_column(String(8), default="")
    country: Mapped[str] = mapped_column(String(2), default="FR")
    latitude: Mapped[float | None] = mapped_column(Float, default=None)
    longitude: Mapped[float | None] = mapped_column(Float, default=None)
    siret: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(String(60), default="")
    is_main: Mapped[bool] = mapped_column(Boolean, default=False)
    is_billing: Mapped[bool] = mapped_column(Boolean, default=False)
    is_delivery: Mapped[bool] = mapped_column(Boolean, default=False)
    from_on: Mapped[date | None] = mapped_column(Date, default=None)
    until_on: Mapped[date | None] = mapped_column(Date, default=None)
