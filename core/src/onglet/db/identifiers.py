"""Public identifiers: the random text that stands for a row in addresses, answers and exports."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that reads like a digit, nothing to escape in an address."""

LENGTH = 16


def new_public_id() -> str:
    """Give a fresh identifier of 80 random bits, safe to show: it says nothing of the row."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Tell whether the text has the shape of a public identifier."""
    return len(text) == LENGTH and all(letter in ALPHABET for letter in text)
