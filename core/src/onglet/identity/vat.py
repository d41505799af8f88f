"""VAT number of a taxable person in the European Union (directive 2006/112/EC, article 215).

The French one is `FR`, two characters, then the SIREN. When both characters are digits they are
(12 + 3 x (SIREN mod 97)) mod 97, so a number can be derived; keys with a letter exist, which can
be checked and not derived. A right key does not mean that the firm is registered for VAT: only
the VIES service knows.

>>> validate("fr 44 732 829 320")
'FR44732829320'
>>> derive("732829320").number
'FR44732829320'
"""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from onglet.identity import siren
from onglet.identity.characters import is_digits, refuse_long, unseparated
from onglet.identity.invalid import Invalid

_EU = frozenset(code.upper() for code in eu_vat.MEMBER_STATES) | {"XI", "EL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedVat:
    """A VAT number computed from a SIREN: likely, not verified, and to be shown as such."""

    number: str
    derived: bool = True


def compact(text: str) -> str:
    """The text without spaces and separators, in upper case."""
    return unseparated(text)


def validate(text: str, country: str = "") -> str:
    """The number with its country prefix (Greece as `EL`, Northern Ireland as `XI`).

    Args:
        text: what was typed.
        country: ISO code of the firm's country, used when the prefix was left out.

    Raises:
        Invalid: `vat.prefix`, `vat.country`, `vat.key`, `vat.form`.
    """
    refuse_long(text)
    number = _prefixed(compact(text), country)
    prefix = number[:2]
    if not prefix.isalpha() or not prefix.isascii():
        raise Invalid(
            "vat.prefix", "A VAT number begins with the two letters of its country, such as FR."
        )
    if prefix not in _EU:
        raise Invalid(
            "vat.country",
            "%(prefix)s is not a country of the European VAT: this number cannot be checked.",
            {"prefix": prefix},
        )
    try:
        return str(eu_vat.validate("EL" + number[2:] if prefix == "GR" else number))
    except (ValidationError, ValueError) as refusal:
        raise _refusal(number) from refusal


def _prefixed(number: str, country: str) -> str:
    country = {"GR": "EL", "MC": "FR"}.get(country.upper(), country.upper())
    if not country or country not in _EU or number[:2] in _EU:
        return number
    return country + number


def _refusal(number: str) -> Invalid:
    if number[:2] == "FR" and len(number) == 13:
        return Invalid(
            "vat.key",
            "The key of this VAT number (the two characters after FR) does not match its SIREN.",
        )
    return Invalid(
        "vat.form",
        "This is not a VAT number of %(prefix)s: check its length and its digits.",
        {"prefix": number[:2]},
    )


def is_valid(text: str) -> bool:
    """Whether the text is a VAT number of the Union with a right key."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The number as printed: country, then key and SIREN for France; else as is."""
    number = compact(value)
    if len(number) == 13 and number.startswith("FR"):
        return "\u00a0".join((number[:2], number[2:4], siren.format(number[4:])))
    if number[:2] in _EU and len(number) > 2:
        return number[:2] + "\u00a0" + number[2:]
    return value


def derive(text: str) -> DerivedVat:
    """The French VAT number that goes with a SIREN, flagged as derived.

    Raises:
        Invalid: the SIREN is not one.
    """
    number = siren.validate(text)
    return DerivedVat(number=f"FR{(12 + 3 * (int(number) % 97)) % 97:02d}{number}")


def siren_of(value: str) -> str:
    """The SIREN inside a French VAT number; empty for any other, and for Monaco."""
    number = compact(value)
    inside = number[4:]
    french = len(number) == 13 and number.startswith("FR") and is_digits(inside)
    return inside if french and siren.is_valid(inside) else ""


def country_of(value: str) -> str:
    """The ISO code of the country that gave the number (`EL` is `GR`, `XI` is `GB`)."""
    prefix = compact(value)[:2]
    return {"EL": "GR", "XI": "GB"}.get(prefix, prefix) if prefix in _EU else ""
