"""French addresses as the register cuts them: number, repetition, kind of way, name of way."""

from __future__ import annotations

import re
from typing import Final

from onglet_directory.company import PostalAddress
from onglet_directory.masks import digits, text

# How SIRENE shortens kinds of ways, and repetitions of a number in a street.
_WAYS: Final = {
    "ALL": "ALLEE",
    "AV": "AVENUE",
    "BD": "BOULEVARD",
    "CAR": "CARREFOUR",
    "CHE": "CHEMIN",
    "CHS": "CHAUSSEE",
    "CITE": "CITE",
    "COR": "CORNICHE",
    "CRS": "COURS",
    "DOM": "DOMAINE",
    "DSC": "DESCENTE",
    "ECA": "ECART",
    "ESP": "ESPLANADE",
    "FG": "FAUBOURG",
    "GR": "GRANDE RUE",
    "HAM": "HAMEAU",
    "HLE": "HALLE",
    "IMP": "IMPASSE",
    "LD": "LIEU-DIT",
    "LOT": "LOTISSEMENT",
    "MAR": "MARCHE",
    "MTE": "MONTEE",
    "PAS": "PASSAGE",
    "PL": "PLACE",
    "PLN": "PLAINE",
    "PLT": "PLATEAU",
    "PRO": "PROMENADE",
    "PRV": "PARVIS",
    "QUA": "QUARTIER",
    "QUAI": "QUAI",
    "RES": "RESIDENCE",
    "RLE": "RUELLE",
    "ROC": "ROCADE",
    "RPT": "ROND-POINT",
    "RTE": "ROUTE",
    "SEN": "SENTIER",
    "SQ": "SQUARE",
    "TPL": "TERRE-PLEIN",
    "TRA": "TRAVERSE",
    "VLA": "VILLA",
    "VLGE": "VILLAGE",
}
_REPETITIONS: Final = {"B": "BIS", "T": "TER", "Q": "QUATER", "C": "QUINQUIES"}


def way_line(
    number: object,
    repetition: object,
    kind: object,
    name: object,
    *,
    last_number: object = None,
) -> str | None:
    """The line with the street, `12 BIS AVENUE DE LA GARE`; None when there is nothing to write."""
    first, last = text(number), text(last_number)
    again, way, street = text(repetition), text(kind), text(name)
    if first and last and last != first:
        first = f"{first}-{last}"
    parts = (
        first,
        _REPETITIONS.get(again.upper(), again) if again else None,
        _WAYS.get(way.upper(), way) if way else None,
        street,
    )
    return " ".join(part for part in parts if part) or None


def lines(*parts: str | None) -> tuple[str, ...]:
    """The lines that are there."""
    return tuple(part for part in parts if part)


def split_full(full: object, postcode: str | None, town: str | None) -> tuple[str, ...]:
    """The lines before postcode and town in an address written on one line."""
    line = text(full)
    if line is None:
        return ()
    if postcode and town:
        line = re.sub(
            rf"[,\s]*\b{re.escape(postcode)}\s+{re.escape(town)}\W*$", "", line, flags=re.IGNORECASE
        )
    elif postcode:
        line = re.sub(rf"[,\s]*\b{re.escape(postcode)}\b.*$", "", line)
    return lines(line.strip(" ,") or None)


def french_or_abroad(
    *,
    lines_: tuple[str, ...],
    postcode: object,
    town: object,
    commune_code: object,
    abroad_town: object,
    abroad_country: object,
    abroad_code: object,
) -> PostalAddress:
    """An address in France, or abroad when the register names a country."""
    country_label = text(abroad_country)
    if country_label is None and text(abroad_code) is None:
        return PostalAddress(
            lines=lines_,
            postcode=digits(postcode, 5),
            town=text(town),
            commune_code=_commune(commune_code),
        )
    return PostalAddress(
        lines=lines_,
        postcode=text(postcode),
        town=text(abroad_town) or text(town),
        country=None,
        country_label=country_label,
    )


def _commune(value: object) -> str | None:
    line = text(value)
    if line is None or not re.fullmatch(r"\d{4,5}|\d[AB]\d{3}", line):
        return None
    return line.zfill(5)
