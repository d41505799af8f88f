"""The clients of the demo firm, one after the other, as many as are asked for.

The same scale, seed and day give the same clients. Nothing is kept but what the next client needs,
so that a million cost no more memory than ten.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.demo.calendar import WorkingDays
from onglet.demo.identifiers import SIREN_COUNT
from onglet.demo.ownership import Ownership
from onglet.demo.parties import Parties
from onglet.demo.places import TOWNS
from onglet.demo.records import DemoClient
from onglet.demo.words import note, tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_PRIVATE = 0.12
_PROSPECTS = 0.3
_ARCHIVED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much to make.

    Without `with_company_ids`, firms carry no SIREN, SIRET, RCS and VAT number, as a benchmark
    wants them: there are fewer numbers for fiction than a large benchmark has clients.

    Raises:
        ValueError: more clients with numbers than there are numbers.
    """

    clients: int = 400
    with_company_ids: bool = True

    def __post_init__(self) -> None:
        if self.clients < 0:
            raise ValueError("A scale counts clients, from 0 up.")
        if self.with_company_ids and self.clients >= SIREN_COUNT:
            raise ValueError(
                f"There are SIREN for {SIREN_COUNT - 1} clients of fiction:"
                " ask for fewer, or for clients without company numbers."
            )


def generate(scale: Scale, seed: int, today: date) -> Iterator[DemoClient]:
    """The clients, in the order in which they came in over the two years before `today`.

    About one in eight is a private person, three in ten are prospects, one in twenty is archived.
    References follow the mask `C-{number:05}`.
    """
    rng = random.Random(seed)  # noqa: S311 (a story, not a secret)
    days = WorkingDays(today)
    parties = Parties(rng, days, with_ids=scale.with_company_ids)
    ownership = Ownership(rng, days)
    for index in range(scale.clients):
        position = (index + 0.5) / scale.clients
        town = TOWNS[int(rng.random() * len(TOWNS))]
        make = parties.person if rng.random() < _PRIVATE else parties.firm
        party = make(town, position)
        owner, shares = ownership.of(town.area, days.at(position))
        is_client = rng.random() >= _PROSPECTS
        yield DemoClient(
            stage="client" if is_client else "prospect",
            reference=f"C-{index + 1:05d}",
            created_at=days.at(position),
            archived_at=days.after(position, rng) if rng.random() < _ARCHIVED else None,
            owner=owner,
            shares=shares,
            third_party_account="411000" if is_client else "",
            auxiliary_account=f"C{index + 1:05d}" if is_client else "",
            note=note(rng),
            tags=tags(rng),
            **party._asdict(),
        )
