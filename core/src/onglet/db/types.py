"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

Key = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key that SQLite still numbers by itself."""

Document = JSON().with_variant(JSONB, "postgresql")
"""A JSON value; JSONB where the engine has it."""

SortKey = String().with_variant(String(collation="C"), "postgresql")
"""A folded text ordered by code point on both engines."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database. A naive value is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Keep the zone where the engine can, and store plain UTC where it cannot."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring an aware instant to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive date and time cannot be stored: give it a zone.")
        instant = value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal kept as a whole number of 10^-places: unit prices and quantities (6).

    Raises:
        ValueError: when the value has more decimals than the column keeps.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int = 6) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Turn the decimal into a whole number, refusing to lose a digit."""
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimals.")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Give the decimal back."""
        return None if value is None else Decimal(value).scaleb(-self.places)


def to_minor(amount: Decimal, places: int) -> int:
    """Give an amount in minor units, rounded half up to the places of its currency."""
    return int(amount.scaleb(places).to_integral_value(rounding=ROUND_HALF_UP))


def from_minor(minor: int, places: int) -> Decimal:
    """Give the amount that a whole number of minor units stands for."""
    return Decimal(minor).scaleb(-places)
