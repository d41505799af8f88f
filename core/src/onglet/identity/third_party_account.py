"""Third-party account of a client in the books: 411 and what the firm puts after it.

French chart of accounts (ANC regulation 2014-03): account 41 holds clients and what goes with
them (411 clients, 413 bills, 416 doubtful, 418 not invoiced yet, 419 in credit).

>>> validate("411 dupont")
'411DUPONT'
"""

from __future__ import annotations

import re

from onglet.identity.characters import refuse_long, unseparated
from onglet.identity.invalid import Invalid

LONGEST = 20


def compact(text: str) -> str:
    """The text without spaces and separators, in upper case."""
    return unseparated(text)


def validate(text: str) -> str:
    """The account number.

    Raises:
        Invalid: `account.characters`, `account.class`, `account.long`.
    """
    refuse_long(text)
    account = compact(text)
    if not re.fullmatch(r"[0-9A-Z]+", account):
        raise Invalid("account.characters", "An account number is made of digits and letters A-Z.")
    if not re.match(r"41[0-9]", account):
        raise Invalid("account.class", "The account of a client begins with 41, most often 411.")
    if len(account) > LONGEST:
        raise Invalid(
            "account.long",
            "An account number has %(longest)s characters at most.",
            {"longest": LONGEST},
        )
    return account


def is_valid(text: str) -> bool:
    """Whether the text is an account of clients."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The account as the books show it."""
    return compact(value)
