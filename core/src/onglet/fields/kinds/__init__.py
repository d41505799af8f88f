"""Types of custom fields: one small class each, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.fields.kinds.attached import ATTACHED
from onglet.fields.kinds.base import At, Kind, Link, Raw, Stores, Value, WrongError, raw_of
from onglet.fields.kinds.choices import CHOICES
from onglet.fields.kinds.derived import DERIVED
from onglet.fields.kinds.links import LINKS
from onglet.fields.kinds.moments import MOMENTS
from onglet.fields.kinds.numbers import NUMBERS
from onglet.fields.kinds.places import PLACES
from onglet.fields.kinds.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, Kind]] = {
    kind.key: kind
    for family in (TEXTS, NUMBERS, MOMENTS, CHOICES, PLACES, ATTACHED, LINKS, DERIVED)
    for kind in family
}
"""The core's own types by key, in the order in which they are offered."""

__all__ = ["KINDS", "At", "Kind", "Link", "Raw", "Stores", "Value", "WrongError", "raw_of"]
