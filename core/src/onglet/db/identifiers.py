"""Public identifiers: the random text that stands for a row in addresses, answers and exports."""

from __future__ import annotations

import secrets
from base64 import b32encode

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that reads like a digit, nothing to escape in an address."""

LENGTH = 16
LONGEST = 400
LONGEST_NUMBER = 18
"""Digits of the largest number that is surely a key: a BIGINT holds nineteen, not all of them."""

_IN_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())


def new_public_id() -> str:
    """Give a fresh identifier of 80 random bits, safe to show: it says nothing of the row."""
    return b32encode(secrets.token_bytes(LENGTH * 5 // 8)).translate(_IN_OURS).decode()


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
