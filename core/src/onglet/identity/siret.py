"""SIRET: the fourteen digits that name an establishment: its SIREN, then five digits (NIC).

Both the SIREN and the whole carry a Luhn key. La Poste (SIREN 356 000 000) has more
establishments than Luhn leaves room for: its numbers pass either with the Luhn key or with a sum
of digits that is a multiple of five.

>>> validate("732 829 320 00074")
'73282932000074'
>>> validate("356 000 000 09075")
'35600000009075'
"""

from __future__ import annotations

from onglet.identity import luhn, siren
from onglet.identity.characters import is_digits, refuse_long, unseparated
from onglet.identity.invalid import Invalid

LENGTH = 14
LA_POSTE = "356000000"


def compact(text: str) -> str:
    """The text without spaces and separators."""
    return unseparated(text)


def validate(text: str) -> str:
    """The fourteen digits.

    Raises:
        Invalid: `siret.characters`, `siret.siren`, `siret.length`, `siret.siren_key`, `siret.key`.
    """
    refuse_long(text)
    number = compact(text)
    if not is_digits(number):
        raise Invalid("siret.characters", "A SIRET is made of fourteen digits only.")
    if len(number) == siren.LENGTH:
        raise Invalid(
            "siret.siren",
            "Nine digits are a SIREN; the SIRET adds the five digits of the establishment.",
        )
    if len(number) != LENGTH:
        raise Invalid(
            "siret.length",
            "A SIRET has fourteen digits, and this one has %(count)s.",
            {"count": len(number)},
        )
    if not siren.is_valid(siren_of(number)):
        raise Invalid(
            "siret.siren_key",
            "The first nine digits of this SIRET are not a SIREN: one is mistyped, or two are"
            " swapped.",
        )
    if not _closes(number):
        raise Invalid(
            "siret.key",
            "The key of this SIRET is wrong: check its last five digits.",
        )
    return number


def _closes(number: str) -> bool:
    if luhn.checksum(number) == 0:
        return True
    return siren_of(number) == LA_POSTE and sum(map(int, number)) % 5 == 0


def is_valid(text: str) -> bool:
    """Whether the text is a SIRET with right keys."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The SIREN in groups of three, then the NIC; anything else comes back as is."""
    number = compact(value)
    if len(number) != LENGTH or not is_digits(number):
        return value
    return siren.format(siren_of(number)) + "\u00a0" + nic_of(number)


def siren_of(value: str) -> str:
    """The SIREN of the legal unit that the establishment belongs to."""
    return compact(value)[: siren.LENGTH]


def nic_of(value: str) -> str:
    """The five digits that name the establishment within its legal unit."""
    return compact(value)[siren.LENGTH :]
