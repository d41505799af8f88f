"""The lists themselves: where each comes from, and how it is read."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale

from onglet.identity.folding import sort_key
from onglet.nomenclature.nomenclature import Entry, Nomenclature

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS = ["code", "parent", "fr", "en", "also"]

# Two-letter codes that CLDR names and ISO 3166-1 does not assign to a country. Kosovo (XK) is
# user-assigned too, but mail, banks and VIES use it.
_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


def _table(name: str) -> Iterator[Entry]:
    """The rows of a list kept beside this module, tab-separated under a comment with its source."""
    text = (files("onglet.nomenclature") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    if rows[0] != _COLUMNS:
        raise ValueError(f"{name}.tsv has other columns than {_COLUMNS}")
    for row in rows[1:]:
        yield Entry(**dict(zip(_COLUMNS, row, strict=True)))


def _countries() -> Iterator[Entry]:
    """Countries and territories of ISO 3166-1, France first, the rest in French order."""
    french, english = Locale("fr").territories, Locale("en").territories
    found = [
        Entry(code=code, fr=french[code], en=english[code])
        for code in map(str, french)
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    ]
    return iter(sorted(found, key=lambda entry: (entry.code != "FR", sort_key(entry.fr))))


naf_rev2 = Nomenclature(partial(_table, "naf_rev2"))
"""Activities: 732 sub-classes under divisions under sections."""

legal_forms = Nomenclature(partial(_table, "legal_forms"))
"""Legal forms: four-digit codes under two-digit ones under one-digit ones."""

headcounts = Nomenclature(partial(_table, "headcounts"))
"""Headcount bands, smallest first."""

departments = Nomenclature(partial(_table, "departments"))
"""Departments and overseas territories; those in a region are under `REG-` and its code."""

countries = Nomenclature(_countries)
"""Countries by ISO code, from the CLDR that Babel carries."""

sectors = Nomenclature(partial(_table, "sectors"))
"""Sectors of activity offered to a new deployment."""
