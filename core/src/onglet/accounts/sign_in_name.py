"""The name that a colleague signs in with: their e-mail address, folded.

>>> fold_email("  Claire.Morel@Exemple.FR ")
'claire.morel@exemple.fr'
"""

from __future__ import annotations

import unicodedata

LONGEST = 254
"""Characters of the longest address (RFC 5321), which is also the width of the column."""


def fold_email(typed: str) -> str:
    """Give the address as `core_user.email` keeps it; longer ones are cut and match nobody."""
    return unicodedata.normalize("NFKC", typed[: LONGEST * 2]).strip().casefold()[:LONGEST]
