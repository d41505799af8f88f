"""What was odd in an extract of the register, in words: what was seen, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.demo.register import Oddity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.demo.register import Observation

SAID: Final[Mapping[Oddity, str]] = {
    Oddity.BROKEN_ROW: "rows that cannot be read, left out",
    Oddity.WRONG_NUMBER: "numbers that are no SIREN or SIRET, left out",
    Oddity.REPEATED: "establishments that stand there twice, taken once",
    Oddity.MASKED: "companies and places that asked not to be shown, left out",
    Oddity.CLOSED: "companies and places that are closed, left out",
    Oddity.NO_COORDINATES: "places without coordinates, left unknown",
    Oddity.NO_STREET: "addresses without a street, kept with their town",
    Oddity.NO_TOWN: "addresses without a town, left unknown",
    Oddity.NO_HEADCOUNT: "companies without a band of headcount, left unknown",
    Oddity.UNKNOWN_HEADCOUNT: "bands of headcount that are not on the list, left unknown",
    Oddity.OTHER_NAF: "codes of activity that are not on the list, left unknown",
    Oddity.NO_NAME: "companies without a name, called by their sign or their SIREN",
    Oddity.NAF_WITHOUT_DOT: "codes of activity without their dot, which was put back",
    Oddity.NAME_QUOTED: "names in quotes, which were taken off",
    Oddity.NAME_PADDED: "names with spaces around them, which were taken off",
    Oddity.CO_OWNERSHIP: "syndicates of co-owners, kept",
    Oddity.SOLE_TRADER: "names that look like sole traders, kept as they are",
}


def said(seen: Observation) -> str:
    """Give one line: how many, what was done with them, and where the first one is."""
    first = f" (the first: {seen.examples[0]})" if seen.examples else ""
    return f"{seen.count:,} {SAID[seen.oddity]}{first}"
