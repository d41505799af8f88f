"""Postcodes, and what a French one tells: department, territory, CEDEX.

A French postcode is that of the post office that delivers: a few communes at a border have the
postcode of the next department, and only the INSEE code of the commune is sure
(`department_of_commune`).

>>> department_of("20200"), department_of("20000"), department_of("97400")
('2B', '2A', '974')
>>> territory_of("97400")
'RE'
"""

from __future__ import annotations

import re
from types import MappingProxyType

from onglet.identity.characters import ascii_digits, one_line, refuse_long, without_joiners
from onglet.identity.invalid import Invalid

TERRITORIES = MappingProxyType(
    {
        "971": "GP",
        "972": "MQ",
        "973": "GF",
        "974": "RE",
        "975": "PM",
        "976": "YT",
        "977": "BL",
        "978": "MF",
        "984": "TF",
        "986": "WF",
        "987": "PF",
        "988": "NC",
    }
)
"""ISO country code of each territory outside Europe, by department."""

FRENCH = frozenset(TERRITORIES.values()) | {"FR", "MC"}
"""Countries whose postcodes are those of the French post."""

_ISLANDS = {"97133": "977", "97098": "977", "97150": "978"}
_CEDEX = re.compile(r"^(?P<town>.*?)\s*\bC[EÉ]DEX\b\s*(?P<office>[0-9]{0,2})$", re.IGNORECASE)
_SHAPES = {
    "BE": r"[1-9][0-9]{3}",
    "LU": r"[0-9]{4}",
    "CH": r"[1-9][0-9]{3}",
    "AT": r"[1-9][0-9]{3}",
    "DK": r"[0-9]{4}",
    "DE": r"[0-9]{5}",
    "ES": r"[0-5][0-9]{4}",
    "IT": r"[0-9]{5}",
    "PL": r"[0-9]{2}-[0-9]{3}",
    "PT": r"[0-9]{4}-[0-9]{3}",
    "NL": r"[1-9][0-9]{3} ?[A-Z]{2}",
    "GB": r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}",
    "US": r"[0-9]{5}(?:-[0-9]{4})?",
}
_ANYWHERE = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,11}")


def compact(text: str, country: str = "FR") -> str:
    """The text in upper case, without spaces when the country is served by the French post."""
    code = without_joiners(ascii_digits(one_line(text))).upper()
    return re.sub(r"[\s.-]", "", code) if country.upper() in FRENCH else code


def validate(text: str, country: str = "FR") -> str:
    """The postcode as the country writes it.

    Args:
        text: what was typed.
        country: ISO code of the country of the address.

    Raises:
        Invalid: `postcode.digits`, `postcode.zero`, `postcode.department`, `postcode.country`.
    """
    refuse_long(text)
    country = country.upper() or "FR"
    code = compact(text, country)
    if country in FRENCH:
        return _french(code)
    shape = _SHAPES.get(country)
    if not (re.fullmatch(shape, code) if shape else _ANYWHERE.fullmatch(code)):
        raise Invalid(
            "postcode.country",
            "%(postcode)s does not look like a postcode of this country.",
            {"postcode": code},
        )
    return code


def _french(code: str) -> str:
    if re.fullmatch("[1-9][0-9]{3}", code):
        raise Invalid(
            "postcode.zero",
            "A French postcode has five digits: is it %(postcode)s?",
            {"postcode": "0" + code},
        )
    if not re.fullmatch("[0-9]{5}", code):
        raise Invalid("postcode.digits", "A French postcode has five digits.")
    # 00 serves the armed forces, 980 Monaco: both are real, and in no department.
    if not department_of(code) and code[:2] != "00" and code[:3] != "980":
        raise Invalid(
            "postcode.department",
            "No department has postcodes that begin with %(digits)s.",
            {"digits": code[:3] if code[:2] in {"97", "98"} else code[:2]},
        )
    return code


def is_valid(text: str, country: str = "FR") -> bool:
    """Whether the text is a postcode of the country."""
    try:
        validate(text, country)
    except Invalid:
        return False
    return True


def format(value: str, country: str = "FR") -> str:
    """The postcode as written on an envelope."""
    return compact(value, country)


def department_of(postcode: str) -> str:
    """The code of the department that a French postcode is delivered in; empty when none is.

    Corsica: 200 and 201 are 2A, the rest of 20 is 2B. Overseas codes have three digits.
    """
    code = compact(postcode)
    if not re.fullmatch("[0-9]{5}", code):
        return ""
    if code[:2] in {"97", "98"}:
        return _ISLANDS.get(code, code[:3] if code[:3] in TERRITORIES else "")
    if code[:2] == "20":
        return "2A" if code[:3] in {"200", "201"} else "2B"
    return code[:2] if 1 <= int(code[:2]) <= 95 else ""


def department_of_commune(insee: str) -> str:
    """The code of the department of a commune, from its INSEE code (2A004 is 2A)."""
    code = compact(insee)
    if not re.fullmatch("[0-9][0-9AB][0-9]{3}", code):
        return ""
    return code[:3] if code[:2] in {"97", "98"} else code[:2]


def territory_of(postcode: str, country: str = "FR") -> str:
    """The ISO code of the territory a French postcode is in: RE for 97400, FR for Paris.

    A country that is not served by the French post comes back as is.
    """
    country = country.upper() or "FR"
    if country != "FR":
        return country
    if compact(postcode).startswith("980"):
        return "MC"
    return TERRITORIES.get(department_of(postcode), "FR")


def split_cedex(town: str) -> tuple[str, str]:
    """The town and its CEDEX part: ("PARIS", "CEDEX 08"); the second is empty without CEDEX."""
    line = one_line(town)
    found = _CEDEX.match(line)
    if found is None:
        return line, ""
    return found["town"], f"CEDEX {found['office']}".strip()
