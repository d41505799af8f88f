"""How a name looks: its initials and its hue, the same everywhere it is shown."""

from __future__ import annotations

import hashlib
import unicodedata

HUES = 12
_SKIPPED = {"de", "du", "des", "la", "le", "les", "et", "the", "of", "and", "d", "l"}


def initials(name: str) -> str:
    """Two capitals at most: "Maison Verdier" gives "MV", "Lumen" gives "LU"."""
    words = [word for word in _plain(name).split() if word]
    telling = [word for word in words if word.lower() not in _SKIPPED] or words
    if not telling:
        return "?"
    if len(telling) == 1:
        return telling[0][:2].upper()
    return (telling[0][0] + telling[1][0]).upper()


def hue(name: str) -> str:
    """The class of a name's colour, `hue-0` to `hue-11`; the same for the same name."""
    digest = hashlib.blake2b(name.strip().lower().encode(errors="replace"), digest_size=2)
    return f"hue-{int.from_bytes(digest.digest()) % HUES}"


def _plain(name: str) -> str:
    return "".join(
        char if unicodedata.category(char)[0] in "LN" else " "
        for char in unicodedata.normalize("NFC", name)
    )
