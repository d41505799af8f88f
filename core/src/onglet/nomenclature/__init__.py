"""The public lists that a client's fields choose from, each with the same door.

`legal_forms.label("5499")`, `naf_rev2.search("boulang")`, `departments.choices()`: see
`Nomenclature`. The lists are read once, when first asked.
"""

from __future__ import annotations

from onglet.nomenclature.lists import (
    countries,
    departments,
    headcounts,
    legal_forms,
    naf_rev2,
    sectors,
)
from onglet.nomenclature.nomenclature import Entry, Nomenclature

__all__ = [
    "Entry",
    "Nomenclature",
    "countries",
    "departments",
    "headcounts",
    "legal_forms",
    "naf_rev2",
    "sectors",
]
