"""Masks of client references: `C-{number:05}` gives C-00042.

A mask has one `{number}`, with a width or not, and may have `{year}`, `{yy}` and `{month}`. The
number starts again with each period that the mask shows. Numbers that outgrow their width go on:
C-99999 is followed by C-100000.

>>> from datetime import date
>>> mask = parse("CLI-{year}-{number:04}")
>>> mask.format(42, date(2026, 11, 24))
'CLI-2026-0042'
>>> mask.read("CLI-2026-0042")
Reference(number=42, year=2026, month=None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.identity.characters import one_line, refuse_long
from onglet.identity.invalid import Invalid

if TYPE_CHECKING:
    from datetime import date

LONGEST_MASK = 60
LONGEST = 40
WIDEST = 12
FIELDS = ("number", "year", "yy", "month")

_FIELD = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"number(?::0?([0-9]{1,3}))?")
_LITERAL = re.compile(r"[\w ./#&+°-]*")
_PATTERNS = {"year": "(?P<year>[0-9]{4})", "yy": "(?P<yy>[0-9]{2})", "month": "(?P<month>[0-9]{2})"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference says once read by its mask; None where the mask says nothing."""

    number: int
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """A mask that was understood: text and fields in turn, beginning and ending with text."""

    text: str
    literals: tuple[str, ...]
    fields: tuple[str, ...]
    width: int

    def format(self, number: int, today: date) -> str:
        """The reference with this number on this day.

        Raises:
            ValueError: the number is negative.
        """
        if number < 0:
            raise ValueError("a reference counts from zero up")
        shown = {
            "number": f"{number:0{self.width}d}",
            "year": f"{today.year:04d}",
            "yy": f"{today.year % 100:02d}",
            "month": f"{today.month:02d}",
        }
        filled = [shown[field] + literal for field, literal in self._pairs()]
        return self.literals[0] + "".join(filled)

    def read(self, reference: str) -> Reference | None:
        """What the reference says, or None when it does not follow the mask."""
        pattern = re.escape(self.literals[0]) + "".join(
            self._pattern(field) + re.escape(literal) for field, literal in self._pairs()
        )
        found = re.fullmatch(pattern, one_line(reference[: 2 * LONGEST]), re.ASCII)
        if found is None:
            return None
        values = found.groupdict()
        year = values.get("year") or (f"20{values['yy']}" if values.get("yy") else None)
        month = values.get("month")
        if month is not None and not 1 <= int(month) <= 12:
            return None
        return Reference(
            int(values["number"]), int(year) if year else None, int(month) if month else None
        )

    def period(self, today: date) -> str:
        """The period within which numbers count up: "" (for ever), "2026" or "2026-11"."""
        if "month" in self.fields:
            return f"{today:%Y-%m}"
        return f"{today:%Y}" if {"year", "yy"} & set(self.fields) else ""

    def _pairs(self) -> zip[tuple[str, str]]:
        return zip(self.fields, self.literals[1:], strict=True)

    def _pattern(self, field: str) -> str:
        if field == "number":
            # A number wider than its mask has no leading zero: one reference, one number.
            wide = f"[1-9][0-9]{{{self.width},{WIDEST}}}"
            return f"(?P<number>[0-9]{{{self.width}}}|{wide})"
        return _PATTERNS[field]


def compact(text: str) -> str:
    """The text on one line."""
    return one_line(text)


def parse(text: str) -> Mask:
    """The mask, understood.

    Raises:
        Invalid: `mask.long`, `mask.braces`, `mask.field`, `mask.number`, `mask.twice`,
            `mask.width`, `mask.month`, `mask.characters`.
    """
    refuse_long(text)
    mask = compact(text)
    if len(mask) > LONGEST_MASK:
        raise Invalid(
            "mask.long", "A mask has %(longest)s characters at most.", {"longest": LONGEST_MASK}
        )
    pieces = _FIELD.split(mask)
    literals, typed = tuple(pieces[::2]), pieces[1::2]
    _check_literals(literals)
    width = 1
    fields: list[str] = []
    for field in typed:
        name = field.partition(":")[0].strip()
        if name == "number":
            width = _width(field)
        elif field not in FIELDS:
            raise Invalid(
                "mask.field",
                "{%(field)s} is not known in a mask: use {number}, {year}, {yy} or {month}.",
                {"field": field},
            )
        if name in fields:
            raise Invalid("mask.twice", "{%(field)s} is there twice in the mask.", {"field": name})
        fields.append(name)
    _check_fields(fields)
    return Mask(text=mask, literals=literals, fields=tuple(fields), width=width)


def _check_literals(literals: tuple[str, ...]) -> None:
    for literal in literals:
        if "{" in literal or "}" in literal:
            raise Invalid(
                "mask.braces", "A brace is not closed in the mask: write {number:05}, for example."
            )
        if not _LITERAL.fullmatch(literal):
            raise Invalid(
                "mask.characters",
                "Around its fields a mask has letters, digits, spaces and - _ . / # & + ° only.",
            )


def _check_fields(fields: list[str]) -> None:
    if "number" not in fields:
        raise Invalid("mask.number", "A mask needs {number}: without it all references are alike.")
    if "year" in fields and "yy" in fields:
        raise Invalid("mask.year", "The year is there twice in the mask: keep {year} or {yy}.")
    if "month" in fields and "year" not in fields and "yy" not in fields:
        raise Invalid(
            "mask.month",
            "A mask with {month} needs {year} or {yy}: the same month comes back every year.",
        )


def _width(field: str) -> int:
    found = _NUMBER.fullmatch(field)
    width = int(found[1] or 1) if found else 0
    if not 1 <= width <= WIDEST:
        raise Invalid(
            "mask.width",
            "The width of {number} is between 1 and %(widest)s, such as {number:05}.",
            {"widest": WIDEST},
        )
    return width


def validate(text: str) -> str:
    """The text of the mask, when it can be understood.

    Raises:
        Invalid: as `parse`.
    """
    return parse(text).text


def is_valid(text: str) -> bool:
    """Whether the text is a mask."""
    try:
        parse(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The mask as is."""
    return compact(value)
