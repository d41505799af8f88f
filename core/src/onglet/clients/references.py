"""References of clients: the next one of the deployment's mask, and whether one is free.

The next number follows the highest among the newest clients, so that a base of any size answers
at once. Numbers may be skipped, never shared: the database refuses a second live holder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onglet.clients.models import Client
from onglet.identity import reference as masks
from onglet.identity.invalid import Invalid
from onglet.work.session import BIN, unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from onglet.contributions import Ask

MASK_SETTING: Final = "core.client_reference_mask"
DEFAULT_MASK: Final = "C-{number:05}"
NEWEST: Final = (50, 2_000)
"""How many of the newest clients are looked at, then how many when none of them tells."""


class ReferenceTakenError(Exception):
    """Another live client has this reference."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"The reference {reference} belongs to another client.")


def mask_of(ask: Ask) -> masks.Mask:
    """Give the deployment's mask; the default one when what was set cannot be understood."""
    try:
        return masks.parse(str(ask.setting(MASK_SETTING) or DEFAULT_MASK))
    except Invalid:
        return masks.parse(DEFAULT_MASK)


def highest_number(ask: Ask, mask: masks.Mask, today: date) -> int:
    """Give the highest number used lately in the present period, 0 when there is none."""
    for limit in NEWEST:
        with unrestricted(ask.session, reason="numbers of references, shown to nobody"):
            newest = ask.session.scalars(
                select(Client.reference)
                .order_by(Client.id.desc())
                .limit(limit)
                .execution_options(**{BIN: True})
            ).all()
        read = [found for found in map(mask.read, newest) if found]
        numbers = [found.number for found in read if _is_of_period(found, today)]
        if numbers or len(newest) < limit:
            return max(numbers, default=0)
    return 0


def _is_of_period(found: masks.Reference, today: date) -> bool:
    """Tell whether the reference was given in the period of `today`."""
    same_year = found.year is None or found.year == today.year
    return same_year and (found.month is None or found.month == today.month)


def next_reference(ask: Ask, *, above: int = 0) -> tuple[str, int]:
    """Give a reference that no live client has, and its number, which is more than `above`."""
    mask = mask_of(ask)
    number = max(highest_number(ask, mask, ask.today), above)
    step = 1
    while True:
        candidate = mask.format(number + 1, ask.today)
        if not taken(ask, [candidate]):
            return candidate, number + 1
        number += step
        step *= 2


def taken(ask: Ask, references: Iterable[str], *, but: int | None = None) -> set[str]:
    """Give those of the references that a live client has, the one of key `but` left aside."""
    with unrestricted(ask.session, reason="a reference is unique, whoever sees its holder"):
        query = select(Client.reference).where(
            Client.reference.in_(list(references)), Client.deleted_at.is_(None)
        )
        if but is not None:
            query = query.where(Client.id != but)
        return set(ask.session.scalars(query))
