"""Secrets of the settings at rest: sealed with a key that the database does not hold.

Whoever reads a copy of the database reads no password of a relay and no key of a service. The
first key seals, any of them opens: a new one is put in front, and `onglet migrate` seals again.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.fernet import Fernet, MultiFernet

MARK: Final = "onglet.sealed"
"""The one name in the object that stands for a sealed value."""


class ClosedError(ValueError):
    """A sealed value that no key at hand opens."""

    def __init__(self) -> None:
        super().__init__("It was sealed with a key that ONGLET_SETTINGS_KEYS does not hold.")


class Vault:
    """Seals and opens plain JSON values. The library is loaded when there is something to seal."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)

    def seal(self, value: Any) -> dict[str, str]:
        """Give what to keep instead of a value."""
        return {MARK: self._first.encrypt(json.dumps(value).encode()).decode()}

    def unseal(self, kept: Any) -> Any:
        """Give the value of what is kept; what was never sealed is given as it is.

        Raises:
            ClosedError: when no key at hand opens it.
        """
        if not is_sealed(kept):
            return kept
        from cryptography.fernet import InvalidToken

        try:
            return json.loads(self._any.decrypt(kept[MARK]))
        except (InvalidToken, TypeError) as error:
            raise ClosedError from error

    def is_up_to_date(self, kept: Any) -> bool:
        """Tell whether a value is sealed, and with the first key."""
        if not is_sealed(kept):
            return False
        from cryptography.fernet import InvalidToken

        try:
            self._first.decrypt(kept[MARK])
        except (InvalidToken, TypeError):
            return False
        return True

    @cached_property
    def _first(self) -> Fernet:
        from cryptography.fernet import Fernet

        return Fernet(self._keys[0])

    @cached_property
    def _any(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(key) for key in self._keys])


def is_sealed(kept: Any) -> bool:
    """Tell whether what is kept is a sealed value."""
    return isinstance(kept, dict) and kept.keys() == {MARK}
