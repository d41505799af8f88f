"""Clients of the demo firm made of real companies of the register.

What the register says is kept as it says it. Owners, shares and dates are the demo's; nothing is
made up that could be taken for a fact about a real firm: no contact, no telephone, no address on
the network, no VAT number, no note.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from onglet.demo.calendar import WorkingDays
from onglet.demo.ownership import Ownership
from onglet.demo.places import TOWNS
from onglet.demo.records import DemoAddress, DemoClient

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from onglet.demo.register import Establishment, RegisterCompany

_AREAS = {town.commune_code[:2]: town.area for town in TOWNS}
_ELSEWHERE = "paris"
_PROSPECTS = 0.3
_ARCHIVED = 0.05


def clients_of(
    companies: Sequence[RegisterCompany], seed: int, today: date
) -> Iterator[DemoClient]:
    """A client for each company, in their order, spread over the two years before `today`.

    Establishments become addresses: the first is the main one, and the one for invoices and
    deliveries. The same companies, seed and day give the same clients.
    """
    rng = random.Random(seed)  # noqa: S311 (a story, not a secret)
    days = WorkingDays(today)
    ownership = Ownership(rng, days)
    for index, company in enumerate(companies):
        position = (index + 0.5) / len(companies)
        places = company.establishments
        department = places[0].commune_code[:2] if places else ""
        owner, shares = ownership.of(_AREAS.get(department, _ELSEWHERE), days.at(position))
        is_client = rng.random() >= _PROSPECTS
        yield DemoClient(
            kind="company",
            stage="client" if is_client else "prospect",
            name=company.name,
            reference=f"C-{index + 1:05d}",
            created_at=days.at(position),
            archived_at=days.after(position, rng) if rng.random() < _ARCHIVED else None,
            owner=owner,
            shares=shares,
            legal_form=company.legal_form,
            siren=company.siren,
            siret=places[0].siret if places else "",
            naf=company.naf,
            headcount_band=company.headcount_band,
            headcount_year=company.headcount_year,
            third_party_account="411000" if is_client else "",
            auxiliary_account=f"C{index + 1:05d}" if is_client else "",
            tags=_tags(company),
            addresses=tuple(_address(place, is_main=n == 0) for n, place in enumerate(places)),
        )


def _tags(company: RegisterCompany) -> tuple[str, ...]:
    if company.is_co_ownership:
        return ("Copropriété",)
    return ("Entreprise individuelle",) if company.is_sole_trader else ()


def _address(place: Establishment, *, is_main: bool) -> DemoAddress:
    return DemoAddress(
        label=place.sign or ("Siège" if place.is_head_office else "Établissement"),
        line1=place.line1,
        line2=place.line2,
        postcode=place.postcode,
        town=place.town,
        commune_code=place.commune_code,
        latitude=place.latitude,
        longitude=place.longitude,
        siret=place.siret,
        is_main=is_main,
        is_billing=is_main,
        is_delivery=is_main,
    )
