"""Reading published values: masks of partial diffusion, padded numbers, dates and states.

A masked value is a text such as `[ND]` (INSEE) or `[NON-DIFFUSIBLE]` (public search) in the place
of the value. It is read as None, so that it can never be taken for a name or an address.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from onglet_directory.company import Diffusion, State

_MASK = re.compile(r"\[\s*N(?:D|ON[\s_-]*DIFFUSIBLE)\s*\]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST = 500


def is_masked(value: object) -> bool:
    """Whether the register withholds this value."""
    return isinstance(value, str) and _MASK.search(value) is not None


def text(value: object) -> str | None:
    """The value as one clean line of text; None when absent, blank or masked.

    Control characters become spaces, and nothing longer than 500 characters comes through: the
    longest name of the register has 120.
    """
    if value is None or isinstance(value, bool | dict | list) or is_masked(value):
        return None
    line = " ".join(_CONTROL.sub(" ", str(value)).split())
    return line[:_LONGEST].strip() or None


def digits(value: object, width: int) -> str | None:
    """A number of that many digits, kept as text; zeros lost on the left are put back."""
    line = text(value)
    if line is None:
        return None
    compact = re.sub(r"[\s.]", "", line)
    if not (compact.isascii() and compact.isdigit()) or len(compact) > width:
        return None
    return compact.zfill(width)


def code(value: object, width: int) -> str | None:
    """A short code padded with zeros when it is made of digits (`1` -> `01`, `NN` stays)."""
    line = text(value)
    if line is None or len(line) > 12:
        return None
    return line.zfill(width) if line.isascii() and line.isdigit() else line.upper()


def day(value: object) -> date | None:
    """A day, from `2018-03-19` or the first part of an instant."""
    line = text(value)
    if line is None:
        return None
    try:
        return date.fromisoformat(line[:10])
    except ValueError:
        return None


def year(value: object) -> int | None:
    """A year between 1900 and 2200."""
    line = text(value)
    if line is None or not re.fullmatch(r"\d{4}", line):
        return None
    number = int(line)
    return number if 1900 <= number <= 2200 else None


def amount(value: object) -> Decimal | None:
    """An exact amount, from a JSON number or a text; None when it is not one."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else None


def coordinate(value: object, limit: int) -> Decimal | None:
    """Degrees within plus or minus `limit`; exact zero is how extracts write "unknown"."""
    number = amount(text(value))
    if number is None or number == 0 or abs(number) > limit:
        return None
    return number


def state(value: object) -> State | None:
    """Active for `A`; closed for `C` (a firm) and `F` (an establishment)."""
    line = text(value)
    return {"A": State.ACTIVE, "C": State.CLOSED, "F": State.CLOSED}.get((line or "").upper())


def diffusion(value: object) -> Diffusion:
    """Full for `O` or nothing said; anything else (`P`, `N`) is treated as restricted."""
    line = text(value)
    return Diffusion.FULL if line is None or line.upper() == "O" else Diffusion.PARTIAL


def activity_code(value: object) -> str | None:
    """An activity code with its dot (`6201Z` -> `62.01Z`); older codes are kept as they are."""
    line = text(value)
    if line is None or len(line) > 8:
        return None
    compact = line.upper().replace(" ", "")
    if re.fullmatch(r"\d{4}[A-Z]", compact):
        return f"{compact[:2]}.{compact[2:]}"
    return compact


def fold(value: str) -> str:
    """Lower case, no accents, only letters and digits separated by single spaces."""
    plain = unicodedata.normalize("NFKD", value.replace("œ", "oe").replace("Œ", "OE"))
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).casefold().split())


def instant_day(value: object) -> date | None:
    """The day of an instant given by a source (`2024-03-22T09:28:19.000`)."""
    line = text(value)
    if line is None:
        return None
    try:
        return datetime.fromisoformat(line).date()
    except ValueError:
        return day(line)
