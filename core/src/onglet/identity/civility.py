"""Civility of a person: Monsieur, Madame, or none. Titles (Dr, Me) are another field.

"Mademoiselle" left the forms of the administration in 2012: it is read as Madame.

>>> validate("Madame")
<Civility.MRS: 'mrs'>
>>> format(Civility.MRS)
'Mme'
"""

from __future__ import annotations

from enum import StrEnum

from onglet.identity.characters import refuse_long
from onglet.identity.folding import fold
from onglet.identity.invalid import Invalid


class Civility(StrEnum):
    """How a person wants to be addressed; stored as its value."""

    NONE = ""
    MR = "mr"
    MRS = "mrs"


_TYPED = {
    Civility.NONE: {"", "none", "aucune", "neutre", "nc"},
    Civility.MR: {"mr", "m", "monsieur", "mister", "sir", "h"},
    Civility.MRS: {"mrs", "mme", "madame", "mlle", "mademoiselle", "ms", "miss", "f"},
}
_SHORT = {
    "fr": {Civility.NONE: "", Civility.MR: "M.", Civility.MRS: "Mme"},
    "en": {Civility.NONE: "", Civility.MR: "Mr", Civility.MRS: "Ms"},
}


def compact(text: str) -> str:
    """The text folded: "M." and "m" are the same."""
    return fold(text)


def validate(text: str) -> Civility:
    """The civility; an empty text is none.

    Raises:
        Invalid: `civility.unknown`.
    """
    refuse_long(text)
    typed = compact(text)
    for civility, forms in _TYPED.items():
        if typed in forms:
            return civility
    raise Invalid("civility.unknown", "The civility is M., Mme or none; a title goes in its field.")


def is_valid(text: str) -> bool:
    """Whether the text is a civility."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: Civility, language: str = "fr") -> str:
    """The short form in the language: "M." or "Mme", "Mr" or "Ms"; empty for none."""
    return _SHORT["en" if language.startswith("en") else "fr"][value]
