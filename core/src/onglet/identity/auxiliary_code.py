"""Auxiliary code of a client: its own account under the collective one (FEC column CompAuxNum).

The accounting file (LPF A47 A-1) separates its columns by a tab or a vertical bar, and the
programs that read it take 17 characters.

>>> validate(" c-dupont ")
'C-DUPONT'
>>> derive("Société Œuvre d’Été")
'SOCIETEOEUVREDETE'
"""

from __future__ import annotations

import re

from onglet.identity.characters import ascii_digits, one_line, refuse_long, without_joiners
from onglet.identity.folding import fold
from onglet.identity.invalid import Invalid

LONGEST = 17


def compact(text: str) -> str:
    """The text without spaces, in upper case."""
    return without_joiners(ascii_digits(one_line(text))).replace(" ", "").upper()


def validate(text: str) -> str:
    """The code.

    Raises:
        Invalid: `auxiliary.characters`, `auxiliary.long`.
    """
    refuse_long(text)
    code = compact(text)
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z_.-]*", code):
        raise Invalid(
            "auxiliary.characters",
            "An auxiliary code is made of letters A-Z and digits; - _ and . may join them.",
        )
    if len(code) > LONGEST:
        raise Invalid(
            "auxiliary.long",
            "An auxiliary code has %(longest)s characters at most.",
            {"longest": LONGEST},
        )
    return code


def is_valid(text: str) -> bool:
    """Whether the text is an auxiliary code."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The code as the books show it."""
    return compact(value)


def derive(name: str) -> str:
    """A code made of the letters and digits of a name; empty when the name has none.

    It may be taken already: who stores it says so.
    """
    letters = re.sub(r"[^0-9a-z]", "", fold(name[:200]))
    return letters[:LONGEST].upper()
