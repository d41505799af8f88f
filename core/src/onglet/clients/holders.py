"""Who holds which role, where each role has one holder at most. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

R = TypeVar("R")


def holders(asked: Sequence[Set[R]], roles: Iterable[R], *, needed: Set[R]) -> dict[R, int]:
    """Give the place of each role's holder: the first that asks for it.

    A `needed` role that nobody asks for goes to the first in line; others then have no holder.

    >>> holders([set(), {"billing"}], ["main", "billing", "dunning"], needed={"main"})
    {'main': 0, 'billing': 1}
    """
    found: dict[R, int] = {}
    for role in roles:
        place = next((place for place, wanted in enumerate(asked) if role in wanted), None)
        if place is None and role in needed and asked:
            place = 0
        if place is not None:
            found[role] = place
    return found
