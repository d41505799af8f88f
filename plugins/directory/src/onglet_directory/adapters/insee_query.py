"""Questions to INSEE in the language of its `q` parameter.

Words typed by a person never reach that language as they are: only letters and digits do, so
that no wildcard, range or operator can be typed in.
"""

from __future__ import annotations

from typing import Final

from onglet_directory.masks import digits, fold
from onglet_directory.port import BadQuery
from onglet_directory.sentences import TOO_SHORT

# Current values of the legal unit as `/siret` offers them, outside `periode(...)`.
_NAMES: Final = (
    "denominationUniteLegale",
    "denominationUsuelle1UniteLegale",
    "nomUniteLegale",
    "nomUsageUniteLegale",
    "prenomUsuelUniteLegale",
    "sigleUniteLegale",
)
_MOST_WORDS: Final = 12


def by_words(typed: str, postcode: str | None) -> str:
    """Every word begins a word of one of the names; head offices only without a postcode.

    Raises:
        BadQuery: fewer than three letters or digits.
    """
    words = [word for word in fold(typed).upper().split() if word.isascii()][:_MOST_WORDS]
    if sum(map(len, words)) < 3:
        raise BadQuery(TOO_SHORT)
    each = ["(" + " OR ".join(f"{name}:{_prefix(word)}" for name in _NAMES) + ")" for word in words]
    where = digits(postcode, 5) if postcode else None
    each.append(f"codePostalEtablissement:{where}" if where else "etablissementSiege:true")
    return " AND ".join(each)


def by_siren(number: str) -> str:
    """The place of a SIRET, or the head office of a SIREN."""
    if len(number) == 14:
        return f"siret:{number}"
    return f"siren:{number} AND etablissementSiege:true"


def _prefix(word: str) -> str:
    # OR, AND, NOT and TO are operators; a wildcard on one letter matches half of the register.
    if word in {"OR", "AND", "NOT", "TO"}:
        return f'"{word}"'
    return f"{word}*" if len(word) > 1 else word
