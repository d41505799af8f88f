"""Public identifiers: the random text that stands for a row in addresses, answers and exports."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that reads like a digit, nothing to escape in an address."""

LENGTH = 16
LONGEST = 400
LONGEST_NUMBER = 18
"""Digits of the largest number that is surely a key: a BIGINT holds nineteen, not all of them."""

_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_BITS = LENGTH * 5


def new_public_id() -> str:
    """Give a fresh identifier of 80 random bits, safe to show: it says nothing of the row."""
    drawn = secrets.randbits(_BITS)
    return "".join([_PAIRS[drawn >> place & 1023] for place in range(0, _BITS, 10)])


def may_name_something(text: str) -> bool:
    """Tell whether a part of an address could name anything that is kept.

    A NUL is refused by PostgreSQL, a number beyond its largest key by both databases, and nothing
    has a name of kilobytes: none of these needs to be looked for.
    """
    if text.isdecimal() and len(text) > LONGEST_NUMBER:
        return False
    return len(text) <= LONGEST and text.isprintable()


def is_public_id(text: str) -> bool:
    """Tell whether the text has the shape of a public identifier."""
    return len(text) == LENGTH and all(letter in ALPHABET for letter in text)
