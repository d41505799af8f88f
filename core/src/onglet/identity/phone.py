r"""Telephone numbers: stored as E.164 (+33123456789), shown as the country writes them.

A number typed without its country is read in the country of the address, overseas territories
included: 0692 12 34 56 is Réunion's, though its address may be in Paris.

>>> validate("01 23 45 67 89")
'+33123456789'
>>> validate("0692 12 34 56")
'+262692123456'
>>> format("+33123456789")
'01\xa023\xa045\xa067\xa089'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberFormat as Shape
from phonenumbers import PhoneNumberType as Type

from onglet.identity import postcode as postcodes
from onglet.identity.characters import ascii_digits, one_line, refuse_long, without_joiners
from onglet.identity.invalid import Invalid

LONGEST = 60
NOWHERE = "001"
"""The region of numbers that belong to no country, such as satellite telephones."""

_SIBLINGS = ("FR", "RE", "GP", "MQ", "GF", "YT")
_EXTENSION = re.compile(r"(?:\b(?:poste?|ext(?:ension)?|p)\b\.?|#)\s*[0-9]{1,6}$", re.IGNORECASE)
_LABEL = re.compile(r"^(?:tel:|t[ée]l(?:[ée]phone)?\b\.?\s*:?|fax\b\s*:?)\s*", re.IGNORECASE)
# Numbers the French regulator keeps for films and tests (ARCEP decision 2018-0881); those of the
# geographic ranges are valid for the library already.
_FICTION = re.compile(r"\+3363998[0-9]{4}")


class Kind(StrEnum):
    """What a number is for, as far as its digits tell."""

    FIXED = "fixed"
    MOBILE = "mobile"
    EITHER = "either"
    FREE = "free"
    PREMIUM = "premium"
    SHARED_COST = "shared-cost"
    VOIP = "voip"
    OTHER = "other"


_KINDS = {
    Type.FIXED_LINE: Kind.FIXED,
    Type.MOBILE: Kind.MOBILE,
    Type.FIXED_LINE_OR_MOBILE: Kind.EITHER,
    Type.TOLL_FREE: Kind.FREE,
    Type.PREMIUM_RATE: Kind.PREMIUM,
    Type.SHARED_COST: Kind.SHARED_COST,
    Type.VOIP: Kind.VOIP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number, the territory that its digits name ("001" for none), and what it is for."""

    e164: str
    region: str
    kind: Kind


def region_of(country: str = "", postcode: str = "") -> str:
    """The region to read a number in, from the country and the postcode of an address."""
    return postcodes.territory_of(postcode, country)


def compact(text: str) -> str:
    """The digits, with a leading plus when there is one; other characters stay to be refused."""
    line = _LABEL.sub("", without_joiners(ascii_digits(one_line(text)))).replace("\uff0b", "+")
    return re.sub(r"\(0\)|[\s.,/()_\u2010-\u2015-]", "", line)


def validate(text: str, region: str = "FR") -> str:
    """The number as E.164.

    Args:
        text: what was typed.
        region: ISO code of the territory of the address (see `region_of`).

    Raises:
        Invalid: `phone.extension`, `phone.characters`, `phone.short`, `phone.country`.
    """
    return parse(text, region).e164


def parse(text: str, region: str = "FR") -> Phone:
    """The number with its territory and kind.

    Raises:
        Invalid: as `validate`.
    """
    refuse_long(text, LONGEST)
    if _EXTENSION.search(one_line(text)):
        raise Invalid(
            "phone.extension", "Put the extension in a note: this field holds the number alone."
        )
    number = compact(text)
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise Invalid("phone.characters", "A telephone number is made of digits, after + or not.")
    region = region.upper() or "FR"
    for candidate in _candidates(number, region):
        found = _read(number, candidate)
        if found is not None:
            return found
    if len(number) < 7:
        raise Invalid("phone.short", "This telephone number is too short.")
    raise Invalid(
        "phone.country",
        "This number does not exist in the numbering plan of its country: check its digits, or"
        " write it with + and the country code.",
    )


def _candidates(number: str, region: str) -> tuple[str, ...]:
    if number.startswith("+") or region not in postcodes.FRENCH:
        return (region,)
    return (region, *(sibling for sibling in _SIBLINGS if sibling != region))


def _read(number: str, region: str) -> Phone | None:
    try:
        found = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(found, Shape.E164)
    if _FICTION.fullmatch(e164):
        return Phone(e164=e164, region="FR", kind=Kind.MOBILE)
    if not phonenumbers.is_valid_number(found):
        return None
    return Phone(
        e164=e164,
        region=phonenumbers.region_code_for_number(found) or NOWHERE,
        kind=_KINDS.get(phonenumbers.number_type(found), Kind.OTHER),
    )


def is_valid(text: str, region: str = "FR") -> bool:
    """Whether the text is a number of the region, or of any country when it begins with a plus."""
    try:
        validate(text, region)
    except Invalid:
        return False
    return True


def format(value: str, region: str = "FR") -> str:
    """The number as dialled from the region: national at home, with its country code elsewhere.

    Joined by no-break spaces, so that it never breaks at the end of a line.
    """
    try:
        found = parse(value, region)
    except Invalid:
        return value
    number = phonenumbers.parse(found.e164)
    home = region.upper() or "FR"
    at_home = found.region == home != NOWHERE
    shape = Shape.NATIONAL if at_home else Shape.INTERNATIONAL
    return phonenumbers.format_number(number, shape).replace(" ", "\xa0")
