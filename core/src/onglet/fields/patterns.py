"""Patterns that deployers write: matched by a linear engine, so that none can run for ever.

>>> matches("[A-Z]{2}-[0-9]+", "AB-12")
True
>>> matches("(a+)+", "a" * 200 + "b")
False
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import re2

LONGEST: Final = 300
MEMORY: Final = 1_000_000
"""Octets that one compiled pattern may take."""


class BadPatternError(ValueError):
    """A text that is no pattern of this engine: lookaround and back references are none."""


def compile_pattern(pattern: str) -> Any:
    """Give the compiled pattern.

    Raises:
        BadPatternError: when it cannot be used.
    """
    if len(pattern) > LONGEST:
        raise BadPatternError(f"A pattern has at most {LONGEST} characters.")
    return _compiled(pattern)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else b""
        cause = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise BadPatternError(cause) from error


def matches(pattern: str, text: str) -> bool:
    """Tell whether the whole text has the form of the pattern; the time is linear in its length."""
    return compile_pattern(pattern).fullmatch(text) is not None
