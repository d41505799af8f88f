"""Where clients are: addresses in real towns, in streets that were made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.demo.identifiers import siret_of
from onglet.demo.places import COMPLEMENTS, STREETS
from onglet.demo.records import DemoAddress

if TYPE_CHECKING:
    import random

    from onglet.demo.places import Town

_OTHER_PLACES = ("Entrepôt", "Atelier", "Agence", "Chantier", "Point de vente")
_SPREAD_DEGREES = 0.02


def home_of(town: Town, rng: random.Random) -> DemoAddress:
    """The one address of a private person."""
    return _place(town, rng, label="", siret="", is_main=True, is_billing=True, is_delivery=True)


def premises_of(town: Town, siren: str, rng: random.Random) -> tuple[DemoAddress, ...]:
    """The addresses of a firm, its head office first; `siren` may be empty."""
    chance = rng.random()
    others = 2 if chance < 0.05 else 1 if chance < 0.25 else 0
    head_office = _place(
        town,
        rng,
        label="Siège",
        siret=siret_of(siren, 1) if siren else "",
        is_main=True,
        is_billing=True,
        is_delivery=not others,
    )
    if not others:
        return (head_office,)
    further = (
        _place(
            town,
            rng,
            label=_OTHER_PLACES[int(rng.random() * len(_OTHER_PLACES))],
            siret=siret_of(siren, 2 + place) if siren else "",
            is_main=False,
            is_billing=False,
            is_delivery=place == 0,
        )
        for place in range(others)
    )
    return head_office, *further


def _place(
    town: Town,
    rng: random.Random,
    *,
    label: str,
    siret: str,
    is_main: bool,
    is_billing: bool,
    is_delivery: bool,
) -> DemoAddress:
    street = STREETS[int(rng.random() * len(STREETS))]
    complement = rng.random()
    return DemoAddress(
        label=label,
        line1=f"{1 + int(rng.random() * 180)} {street}",
        line2=COMPLEMENTS[int(complement * 4 * len(COMPLEMENTS))] if complement < 0.25 else "",
        postcode=town.postcode,
        town=town.name,
        commune_code=town.commune_code,
        latitude=round(town.latitude + (rng.random() - 0.5) * _SPREAD_DEGREES, 5),
        longitude=round(town.longitude + (rng.random() - 0.5) * _SPREAD_DEGREES, 5),
        siret=siret,
        is_main=is_main,
        is_billing=is_billing,
        is_delivery=is_delivery,
    )
