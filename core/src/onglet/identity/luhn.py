"""The Luhn key (ISO/IEC 7812-1, annex B), which closes SIREN and SIRET."""

from __future__ import annotations

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def checksum(digits: str) -> int:
    """The Luhn sum modulo 10: 0 when the key is right. Takes the digits 0 to 9 only."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += _DOUBLED[int(digit)] if place % 2 else int(digit)
    return total % 10


def key(digits: str) -> str:
    """The digit that closes these digits."""
    return str(-checksum(digits + "0") % 10)
