"""The words that clients and persons are found by, so that a slip of the keyboard is forgiven."""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from onglet.db.base import Base, Keyed

LONGEST_WORD = 24


class Marks(TypeDecorator[list[int]]):
    """Whole numbers of 32 bits: an array on PostgreSQL, words of eight letters on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Take an array where the engine has them."""
        kind: TypeEngine[Any] = ARRAY(BigInteger) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        """Write the numbers as the engine keeps them."""
        if value is None or dialect.name == "postgresql":
            return value
        return " ".join(f"{mark:08x}" for mark in value)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[int] | None:
        """Read the numbers back."""
        if value is None or dialect.name == "postgresql":
            return None if value is None else list(value)
        return [int(mark, 16) for mark in value.split()]


class Word(Keyed, Base):
    """A word of some client's or person's text, whoever they are: it belongs to nobody.

    `marks` stand for the word and for what is left of it without one of its letters: two words
    that are one slip apart share a mark.
    """

    __tablename__ = "core_word"

    text: Mapped[str] = mapped_column(String(LONGEST_WORD), unique=True)
    marks: Mapped[list[int]] = mapped_column(Marks)
