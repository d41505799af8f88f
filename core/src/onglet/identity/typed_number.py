"""Amounts as people type them in France and elsewhere, read as exact decimals.

>>> parse("10 000,50")
Decimal('10000.50')
>>> parse("1.234.567")
Decimal('1234567')
>>> parse("12,345.60")
Decimal('12345.60')
"""

from __future__ import annotations

import re
from decimal import Decimal

from onglet.identity.characters import ascii_digits, one_line, refuse_long, without_joiners
from onglet.identity.invalid import Invalid

LONGEST = 40
_GROUPING = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
_SHAPE = re.compile(r"[+\u2212-]?[0-9]+(?:[.,][0-9]+)*")


def parse(text: str, places: int = 2) -> Decimal:
    """The number, with a comma or a dot as decimal mark and any usual grouping of thousands.

    One lone comma or dot before exactly three digits ("10.000") groups thousands, unless the
    number may have three decimals and the mark is a comma: nobody types a third decimal of a euro.

    Args:
        text: digits with marks; no currency.
        places: decimal places the number may have.

    Raises:
        Invalid: `number.shape`, `number.places`.
    """
    refuse_long(text, LONGEST)
    typed = without_joiners(ascii_digits(one_line(text)))
    grouped = _GROUPING.sub("", typed)
    if not _SHAPE.fullmatch(grouped):
        raise Invalid("number.shape", "This is not a number: write it as 10 000,50.")
    negative = grouped[0] in "-\u2212"
    digits = grouped.lstrip("+-\u2212")
    whole, fraction = _split(digits, spaced=grouped != typed, places=places)
    if len(fraction.rstrip("0")) > places:
        raise Invalid(
            "number.places",
            "At most %(places)s digits after the decimal mark.",
            {"places": places},
        )
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return -value if negative else value


def _split(digits: str, *, spaced: bool, places: int) -> tuple[str, str]:
    """The whole part and the decimals, both without marks.

    Raises:
        Invalid: `number.shape` when the thousands are not groups of three.
    """
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits, ""
    last = marks[-1]
    whole, fraction = digits.rsplit(last, 1)
    lone_group = (
        len(marks) == 1
        and not spaced
        and len(fraction) == 3
        and len(whole) <= 3
        and not whole.startswith("0")
        and not (places >= 3 and last == ",")
    )
    if lone_group:
        return whole + fraction, ""
    if marks.count(last) > 1:
        whole, fraction = digits, ""
    groups = re.split("[.,]", whole)
    if len(set(marks) - ({last} if fraction else set())) > 1 or (
        len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:]))
    ):
        raise Invalid("number.shape", "This is not a number: write it as 10 000,50.")
    return "".join(groups), fraction
