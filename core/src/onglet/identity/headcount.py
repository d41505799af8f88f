"""Headcount of a firm: a band of the SIRENE register, or a number that somebody typed.

The register gives a code, not a number: NN (no employer), 00, 01 (1 or 2)... 53 (10,000 or more).
A typed number is a fact of its own, kept as such; its band can be told.

>>> validate("20 à 49 salariés")
'12'
>>> band_of(30)
'12'
"""

from __future__ import annotations

import re
from types import MappingProxyType

from onglet.identity import typed_number
from onglet.identity.characters import ascii_digits, one_line, refuse_long
from onglet.identity.invalid import Invalid

NOT_EMPLOYER = "NN"
LARGEST = 10_000_000

BANDS = MappingProxyType(
    {
        "00": (0, 0),
        "01": (1, 2),
        "02": (3, 5),
        "03": (6, 9),
        "11": (10, 19),
        "12": (20, 49),
        "21": (50, 99),
        "22": (100, 199),
        "31": (200, 249),
        "32": (250, 499),
        "41": (500, 999),
        "42": (1_000, 1_999),
        "51": (2_000, 4_999),
        "52": (5_000, 9_999),
        "53": (10_000, None),
    }
)
"""Fewest and most employees of each band; the last one has no end."""

_BETWEEN = {bounds: code for code, bounds in BANDS.items()}
_RANGE = re.compile(r"([0-9]+)(?:-|–|à|a|to|ou|or)([0-9]+)(?:salari[ée]s?|employees|personnes)?")
_OPEN = re.compile(r"([0-9]+)(?:\+|salari[ée]setplus|etplus|employeesormore|ormore)")


def compact(text: str) -> str:
    """The code of the band that the text names, else the text on one line."""
    line = ascii_digits(one_line(text))
    code = line.upper()
    if code == NOT_EMPLOYER or code in BANDS:
        return code
    words = re.sub(r"[\s,.]", "", line).lower()
    if between := _RANGE.fullmatch(words[:80]):
        bounds = (int(between[1]), int(between[2]))
        return _BETWEEN.get(bounds, line)
    if opened := _OPEN.fullmatch(words[:80]):
        return _BETWEEN.get((int(opened[1]), None), line)
    return line


def validate(text: str) -> str:
    """The code of the band, typed as a code ("12") or as a range ("20-49").

    Raises:
        Invalid: `headcount.band`.
    """
    refuse_long(text)
    code = compact(text)
    if code != NOT_EMPLOYER and code not in BANDS:
        raise Invalid(
            "headcount.band", "This is not a headcount band: choose one of the list, such as 20-49."
        )
    return code


def is_valid(text: str) -> bool:
    """Whether the text names a band."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The band as a range ("20-49", "10000+"), NN as is; full labels are in the nomenclature."""
    code = compact(value)
    if code not in BANDS:
        return value
    low, high = BANDS[code]
    if high is None:
        return f"{low}+"
    return code if low == high else f"{low}-{high}"


def number(text: str) -> int:
    """The headcount that somebody typed as a number.

    Raises:
        Invalid: `headcount.number`.
    """
    try:
        value = typed_number.parse(text, places=0)
    except Invalid as refusal:
        raise _not_a_number() from refusal
    if not 0 <= value <= LARGEST:
        raise _not_a_number()
    return int(value)


def _not_a_number() -> Invalid:
    return Invalid("headcount.number", "Write the headcount as a whole number, such as 35.")


def band_of(employees: int) -> str:
    """The band that holds this number of employees (none is 00: whether it employs is unknown).

    Raises:
        Invalid: `headcount.number`.
    """
    for code, (low, high) in BANDS.items():
        if low <= employees and (high is None or employees <= high):
            return code
    raise _not_a_number()
