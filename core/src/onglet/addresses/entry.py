"""An address as others hand it in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """A role that one address of a client holds at a time."""

    MAIN = "main"
    BILLING = "billing"
    DELIVERY = "delivery"


ADDRESS_FIELDS = (
    "label",
    "line1",
    "line2",
    "line3",
    "line4",
    "postcode",
    "town",
    "commune_code",
    "country",
    "latitude",
    "longitude",
    "siret",
    "source",
)
"""Columns of an address that are filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """An address to add. The first of a client takes every role, whatever `places` says."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    line4: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    label: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    siret: str = ""
    source: str = ""
    places: frozenset[Place] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing but the country is known."""
        return not any(
            (self.line1, self.line2, self.line3, self.line4, self.postcode, self.town, self.label)
        )
