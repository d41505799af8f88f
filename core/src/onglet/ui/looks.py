"""How a name looks: its initials and its hue, the same everywhere it is shown."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from onglet.identity import folding

HUES = 12


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Two capitals at most, a question mark for a name without letter or digit."""
    return folding.initials(name) or "?"


def hue(name: str) -> str:
    """The class of a name's colour, `hue-0` to `hue-11`; the same for the same name."""
    digest = hashlib.blake2b(name.strip().lower().encode(errors="replace"), digest_size=2)
    return f"hue-{int.from_bytes(digest.digest()) % HUES}"
