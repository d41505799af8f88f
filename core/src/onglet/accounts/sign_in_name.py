"""The name that a colleague signs in with: their e-mail address, folded.

>>> fold_email("  Claire.Morel@Exemple.FR ")
'claire.morel@exemple.fr'
"""

from __future__ import annotations

import unicodedata

LONGEST = 254
"""Characters of the longest address (RFC 5321), which is also the width of the column."""


def fold_email(typed: str) -> str:
    """Give the address as `core_user.email` keeps it, without characters that nobody sees.

    Longer ones are cut, and match nobody.
    """
    seen = "".join(c for c in typed[: LONGEST * 2] if unicodedata.category(c)[0] != "C")
    return unicodedata.normalize("NFKC", seen).strip().casefold()[:LONGEST]
