r"""SIREN: the nine digits that name a French legal unit in the SIRENE register.

The last digit is a Luhn key (decree 73-314; code de commerce R123-221).

>>> validate("732 829 320")
'732829320'
>>> format("732829320")
'732\xa0829\xa0320'
"""

from __future__ import annotations

from onglet.identity import luhn
from onglet.identity.characters import is_digits, refuse_long, unseparated
from onglet.identity.invalid import Invalid

LENGTH = 9


def compact(text: str) -> str:
    """The text without spaces and separators."""
    return unseparated(text)


def validate(text: str) -> str:
    """The nine digits.

    Raises:
        Invalid: `siren.characters`, `siren.siret`, `siren.length`, `siren.zero`, `siren.key`.
    """
    refuse_long(text)
    number = compact(text)
    if not is_digits(number):
        raise Invalid("siren.characters", "A SIREN is made of nine digits only.")
    if len(number) == 14:
        raise Invalid(
            "siren.siret",
            "Fourteen digits are a SIRET; the SIREN is its first nine: %(siren)s.",
            {"siren": format(number[:LENGTH])},
        )
    if len(number) != LENGTH:
        raise Invalid(
            "siren.length",
            "A SIREN has nine digits, and this one has %(count)s.",
            {"count": len(number)},
        )
    if not int(number):
        raise Invalid("siren.zero", "Nine zeros are not a SIREN.")
    if luhn.checksum(number):
        raise Invalid(
            "siren.key",
            "The key of this SIREN is wrong: a digit is mistyped, or two are swapped.",
        )
    return number


def is_valid(text: str) -> bool:
    """Whether the text is a SIREN with a right key."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The number in groups of three, joined by no-break spaces; anything else comes back as is."""
    number = compact(value)
    if len(number) != LENGTH or not is_digits(number):
        return value
    return "\u00a0".join((number[:3], number[3:6], number[6:]))
