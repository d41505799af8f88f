"""What identifies a client: numbers, names, ways to reach it, and the checks of each.

One rule, one module, and the same door in each:

* `compact(text)` gives the text without what people type for their eyes, and never fails;
* `validate(text)` gives the value to store, or raises `Invalid`;
* `is_valid(text)` says whether `validate` would give one;
* `format(value)` gives what is shown, which `validate` reads back to the same value.

The modules are pure: no database, no request, no clock, no translation. `Invalid` and `Advice`
carry message ids in English, with named parameters (`%(name)s`); who shows them translates them.
`EXTRACTION_KEYWORDS` tells a catalogue extractor where those message ids stand.

Import the rule as a module, so that the door reads well: `from onglet.identity import siren`, then
`siren.validate(text)`.
"""

from __future__ import annotations

from onglet.identity.invalid import Invalid

EXTRACTION_KEYWORDS: dict[str, tuple[int, ...]] = {"Invalid": (2,), "Advice": (4,)}
"""Babel keywords of this package: which argument of the call is a message id."""

__all__ = ["EXTRACTION_KEYWORDS", "Invalid"]
