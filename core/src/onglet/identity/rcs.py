"""RCS: the entry in a registry of commerce: "RCS", the town of the registry, the SIREN.

Commercial documents show it (code de commerce, R123-237). It is not in the SIRENE register: it is
typed, or comes from the registry. Craftsmen and associations have none.

>>> validate("r.c.s. Paris B 732 829 320")
'RCS Paris 732829320'
>>> validate("732 829 320 RCS Paris")
'RCS Paris 732829320'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onglet.identity import siren
from onglet.identity.characters import ascii_digits, one_line, refuse_long
from onglet.identity.invalid import Invalid

_LABEL = re.compile(r"\bR\s?\.?\s?C\s?\.?\s?S\b\.?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![0-9])(?:[0-9][\s.-]?){8}[0-9](?![0-9])")
# The old numbers carry the letter of a register: A people, B companies, C groupings, D civil.
_REGISTER_LETTER = re.compile(r"(?<=\s)[ABCD]$|^[ABCD]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """An entry in the registry of a town."""

    town: str
    siren: str


def compact(text: str) -> str:
    """The text as "RCS Town 123456789" when it can be read so, else on one line."""
    found = _read(text)
    return f"RCS {found.town} {found.siren}" if found.town and found.siren else one_line(text)


def parse(text: str) -> Registration:
    """The town and the SIREN.

    Raises:
        Invalid: `rcs.number`, `rcs.town`, `rcs.key`.
    """
    refuse_long(text)
    found = _read(text)
    if not found.siren:
        raise Invalid(
            "rcs.number",
            "The SIREN is missing: write RCS, the town of the registry, then nine digits.",
        )
    if not any(c.isalpha() for c in found.town):
        raise Invalid(
            "rcs.town",
            "The town of the registry is missing: write RCS, the town, then nine digits.",
        )
    if not siren.is_valid(found.siren):
        raise Invalid("rcs.key", "The number of this RCS is not a SIREN: check its digits.")
    return found


def _read(text: str) -> Registration:
    line = ascii_digits(one_line(text))
    number = _NUMBER.search(line)
    if number is None:
        return Registration(town=_town(line), siren="")
    rest = line[: number.start()] + " " + line[number.end() :]
    return Registration(town=_town(rest), siren=siren.compact(number.group()))


def _town(text: str) -> str:
    town = one_line(_LABEL.sub(" ", text)).strip(" ,;:-–—/()")
    town = re.sub(r"\s*\b(?:n°|nº|numéro|no\.)\s*$", "", town, flags=re.IGNORECASE)
    return one_line(_REGISTER_LETTER.sub("", town)).strip(" ,;:-–—/()")


def validate(text: str) -> str:
    """The entry as "RCS Town 123456789"; the town keeps the case it was typed in.

    Raises:
        Invalid: `rcs.number`, `rcs.town`, `rcs.key`.
    """
    found = parse(text)
    return f"RCS {found.town} {found.siren}"


def is_valid(text: str) -> bool:
    """Whether the text names a town and a SIREN."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The entry as commercial documents print it: RCS Paris 732 829 320."""
    found = _read(value)
    if not (found.town and found.siren):
        return value
    return f"RCS {found.town} {siren.format(found.siren)}"


def compose(town: str, number: str) -> str:
    """The entry of a SIREN in the registry of a town.

    Raises:
        Invalid: as `validate`.
    """
    return validate(f"RCS {town} {number}")
