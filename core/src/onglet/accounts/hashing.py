"""Keeping passwords: argon2id hashes (RFC 9106), and a check that takes as long on a stranger.

Hashing is slow on purpose. Never do it inside a write transaction: on SQLite every other writer
would wait for it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

LONGEST = 1024
"""Characters that are read of a password: a longer one is refused before it is hashed."""

MEMORY_KIB = 47_104
PASSES = 2
LANES = 1
AT_ONCE = 2
"""Hashes made at once in a process: a crowd that signs in waits instead of filling the memory."""

_hasher = PasswordHash((Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES),))
_turn = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a password was right, and a fresh hash when the kept one has older settings."""

    ok: bool
    fresh_hash: str | None = None


def hash_password(password: str) -> str:
    """Give the hash to keep.

    Raises:
        ValueError: the password is longer than what is read.
    """
    if len(password) > LONGEST:
        raise ValueError(f"A password has {LONGEST} characters at most.")
    with _turn:
        return _hasher.hash(_plain(password))


def verify_password(password: str, kept: str | None) -> Verified:
    """Tell whether a password is the one behind a hash.

    Without a hash (unknown address, no password chosen yet) the same work is done in vain, so
    that the time of the answer does not tell who has an account.
    """
    if len(password) > LONGEST:
        return Verified(False)
    with _turn:
        try:
            right, fresh = _hasher.verify_and_update(_plain(password), kept or _nobody())
        except UnknownHashError:
            return Verified(False)
    return Verified(right and kept is not None, fresh if right and kept is not None else None)


def _plain(password: str) -> str:
    # Two keyboards may write one accented letter in two ways.
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _nobody() -> str:
    """Give the hash that stands for the accounts that have none."""
    return _hasher.hash("nobody has this password")
