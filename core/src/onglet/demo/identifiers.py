"""Numbers that are formally right and belong to nobody in the story.

SIREN and SIRET have valid keys and begin with 000; telephone numbers come from the blocks that
ARCEP (decision 2018-0881, art. 2.5.12) keeps for works of fiction; domains end in `.example`
(RFC 2606).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.identity import luhn

if TYPE_CHECKING:
    import random

# With three digits given and one as the key, five are free; 000000000 is left out.
SIREN_COUNT = 99_999

# The zone of a number is its first digit after 0; 6 is for mobiles.
FICTION_PREFIXES = {
    "1": "+3319900",
    "2": "+3326191",
    "3": "+3335301",
    "4": "+3346571",
    "5": "+3353649",
    "6": "+3363998",
}


def siren_at(index: int) -> str:
    """The SIREN at that place, from 0 to `SIREN_COUNT - 1`: one for each place.

    Neighbours are spread out, so that a list does not read 1, 2, 3.
    """
    if not 0 <= index < SIREN_COUNT:
        raise ValueError(f"There are {SIREN_COUNT} SIREN for fiction; {index} is past them.")
    body = f"000{(index * 61_843) % SIREN_COUNT + 1:05d}"
    return body + luhn.key(body)


def siret_of(siren: str, establishment: int) -> str:
    """The SIRET of that establishment, counted from 1."""
    body = f"{siren}{establishment:04d}"
    return body + luhn.key(body)


def vat_of(siren: str) -> str:
    """The French VAT number with its numeric key (CGI, annexe II, art. 383)."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def phone_at(rng: random.Random, zone: str) -> str:
    """A number of that zone (`1` to `5`, `6` for a mobile), in the form that is stored (E.164)."""
    return f"{FICTION_PREFIXES[zone]}{int(rng.random() * 10_000):04d}"
