"""Activity code (NAF, also called APE): two digits, a dot, two digits, a letter.

NAF rev. 2 (decree 2007-1888) gives way to NAF 2025 on 1 January 2027; both have the same shape,
and the same digits may mean another activity. So a code is stored with its nomenclature, and
never alone. The letter tells them apart: A to F and Z are rev. 2, G to Y are 2025.

>>> validate("6201z")
'62.01Z'
>>> activity("62.10Y")
Activity(code='62.10Y', nomenclature=<Naf.Y2025: 'NAF2025'>)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from onglet.identity.characters import refuse_long, unseparated
from onglet.identity.invalid import Invalid

AWAITED = "00.00Z"
"""What SIRENE shows while INSEE has not given a firm its activity; in no nomenclature."""


class Naf(StrEnum):
    """A nomenclature of activities, named as SIRENE names it."""

    REV2 = "NAFRev2"
    Y2025 = "NAF2025"


@dataclass(frozen=True, slots=True)
class Activity:
    """A code in its nomenclature: neither means anything without the other."""

    code: str
    nomenclature: Naf


_SHAPES = {
    Naf.REV2: re.compile(r"[0-9]{4}[A-FZ]"),
    Naf.Y2025: re.compile(r"[0-9]{4}[G-Y]"),
}


def compact(text: str) -> str:
    """The text without spaces and separators; with its dot when it has the shape of a code."""
    code = unseparated(text)
    return f"{code[:2]}.{code[2:]}" if any(s.fullmatch(code) for s in _SHAPES.values()) else code


def validate(text: str, nomenclature: Naf | None = None) -> str:
    """The code with its dot; whether the list knows it is for `onglet.nomenclature` to say.

    Args:
        text: what was typed, with or without dot.
        nomenclature: refuse the code when its letter is that of another nomenclature.

    Raises:
        Invalid: `naf.shape`, `naf.nomenclature`.
    """
    return activity(text, nomenclature).code


def activity(text: str, nomenclature: Naf | None = None) -> Activity:
    """The code and the nomenclature it belongs to, told by its letter.

    Raises:
        Invalid: `naf.shape`, `naf.nomenclature`.
    """
    refuse_long(text)
    code = unseparated(text)
    for candidate, shape in _SHAPES.items():
        if not shape.fullmatch(code):
            continue
        if nomenclature is not None and candidate is not nomenclature:
            raise Invalid(
                "naf.nomenclature",
                "%(code)s is a code of %(found)s, not of %(wanted)s.",
                {"code": compact(code), "found": _NAMES[candidate], "wanted": _NAMES[nomenclature]},
            )
        return Activity(compact(code), candidate)
    raise Invalid("naf.shape", "An activity code has four digits and a letter, such as 62.01Z.")


_NAMES = {Naf.REV2: "NAF rév. 2", Naf.Y2025: "NAF 2025"}


def is_valid(text: str) -> bool:
    """Whether the text has the shape of an activity code."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The code with its dot."""
    return compact(value) if is_valid(value) else value
