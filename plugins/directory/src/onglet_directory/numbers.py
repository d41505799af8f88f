"""SIREN and SIRET as typed in a search box."""

from __future__ import annotations

import re

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_rule
from stdnum.fr import siret as siret_rule


def compact(text: str) -> str:
    """The text without the spaces, dots and dashes that people put between digits."""
    return re.sub(r"[\s\u00a0\u202f.\-]", "", text)


def is_siren(number: str) -> bool:
    """Whether it is a SIREN with a right key."""
    try:
        return number.isascii() and len(number) == 9 and siren_rule.validate(number) == number
    except ValidationError:
        return False


def is_siret(number: str) -> bool:
    """Whether it is a SIRET with a right key, the rule of La Poste included."""
    try:
        return number.isascii() and len(number) == 14 and siret_rule.validate(number) == number
    except ValidationError:
        return False


def as_number(text: str) -> str | None:
    """The SIREN or SIRET that was typed, or None when the text is something else."""
    number = compact(text)
    return number if is_siren(number) or is_siret(number) else None
