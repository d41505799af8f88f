"""Which columns hold words of people, and so can hold a mark, for any table of any plugin."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Float, Integer, String

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

SHORTEST: Final = 100
"""Shorter texts are mostly codes; those that are not are in `FREE`."""

FREE: Final = frozenset(
    {
        "auxiliary_account",
        "code",
        "number",
        "postcode",
        "reference",
        "third_party_account",
        "title",
        "vat_number",
    }
)
CODES: Final = frozenset(
    {
        "core_change.subject",
        "core_change.action",
        "core_notification.href",
    }
)
PHONES: Final = frozenset({"phone", "mobile", "fax"})
NUMBERS: Final = frozenset({"siren", "siret"})
LINKS: Final = frozenset({"website", "twitter", "facebook", "linkedin", "viadeo", "url"})
NOT_FREE: Final = ("_key", "_hash", "_code", "_id", "zone", "locale", "csrf", "sealed")


class Kind(Enum):
    """What a mark must look like to stand in a column."""

    TEXT = "text"
    FOLDED = "folded"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    SIREN = "siren"
    SIRET = "siret"
    MONEY = "money"


def kind_of(column: Column[Any]) -> Kind | None:  # noqa: PLR0911 - a table read from the top
    """Tell what mark can stand in a column, None when it holds a code, a key or a date."""
    name = column.name
    if column.primary_key or column.foreign_keys or column.unique or name == "public_id":
        return None
    if f"{column.table.name}.{name}" in CODES or name.endswith(NOT_FREE):
        return None
    if isinstance(column.type, BigInteger) and name.endswith("_minor"):
        return Kind.MONEY
    if not isinstance(column.type, String):
        return None
    if name in PHONES:
        return Kind.PHONE
    if name in NUMBERS:
        return Kind(name)
    if name in LINKS:
        return Kind.LINK
    if name == "email":
        return Kind.EMAIL
    if name in {"name_sort", "search_text"}:
        return Kind.FOLDED
    length = column.type.length
    return Kind.TEXT if length is None or length >= SHORTEST or name in FREE else None


def plain_value(column: Column[Any], now: Any, text: str) -> Any:  # noqa: PLR0911 - as above
    """Give a value that a column which must hold one can hold."""
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer | Float):
        return 1
    if isinstance(column.type, Date):
        return now.date()
    if isinstance(column.type, DateTime) or "DateTime" in type(column.type).__name__:
        return now
    if isinstance(column.type, String):
        return text[: column.type.length] if column.type.length else text
    if "JSON" in type(column.type).__name__:
        return {}
    return 1


def is_needed(column: Column[Any]) -> bool:
    """Tell whether a row cannot be written without a value of one's own for the column."""
    return not (
        column.nullable
        or column.default is not None
        or column.server_default is not None
        or (column.primary_key and column.autoincrement is True)
    )


def owner_of(table: Table) -> str:
    """Name the column that says whose row it is: a client's or a person's; empty for nobody's."""
    if table.name in {"core_client", "core_person"}:
        return "id"
    return next((name for name in ("client_id", "person_id") if name in table.columns), "")
