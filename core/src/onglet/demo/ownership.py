"""Whose clients they are, and with whom they are shared."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from onglet.demo.records import DemoShare
from onglet.demo.team import demo_firm

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import datetime

    from onglet.demo.calendar import WorkingDays

_LEVELS = ("view", "view", "view", "edit", "edit", "manage")
_OUTSIDE_SHARE = 0.1
_LEFT_SHARE = 0.03
_SHARED = 0.12


class Ownership:
    """Gives clients to the sales people of their area, most of the time."""

    def __init__(self, rng: random.Random, days: WorkingDays) -> None:
        firm = demo_firm()
        sales = [user for user in firm.users if user.profile == "sales"]
        self._rng = rng
        self._today = days.today_at
        self._sellers = [user.key for user in sales if user.is_active]
        self._left = {
            user.key: days.today_at - timedelta(days=user.left_days_ago)
            for user in sales
            if user.left_days_ago is not None
        }
        self._by_area = {
            group.area: [u.key for u in sales if u.is_active and group.key in u.groups]
            for group in firm.groups
            if group.area
        }
        self._groups = [group.key for group in firm.groups]
        self._users = [user.key for user in firm.users if user.is_active]

    def of(self, area: str, since: datetime) -> tuple[str, tuple[DemoShare, ...]]:
        """The owner of a client of that area from that instant, and its shares: none, one or two.

        Who had left by then got no more clients.
        """
        chance = self._rng.random()
        staying = [key for key, left_at in self._left.items() if since < left_at]
        if staying and chance < _LEFT_SHARE:
            owner = self._one(staying)
        elif chance < _LEFT_SHARE + _OUTSIDE_SHARE:
            owner = self._one(self._sellers)
        else:
            owner = self._one(self._by_area[area])
        return owner, self._shares(owner)

    def _shares(self, owner: str) -> tuple[DemoShare, ...]:
        chance = self._rng.random()
        if chance > _SHARED:
            return ()
        shares = []
        if chance < _SHARED * 0.7:
            user = self._one([key for key in self._users if key != owner])
            shares.append(self._share(user, None))
        if chance > _SHARED * 0.6:
            shares.append(self._share(None, self._one(self._groups)))
        return tuple(shares)

    def _share(self, user: str | None, group: str | None) -> DemoShare:
        """For ever in two cases of three; else until a day, which may have passed."""
        chance = self._rng.random()
        until = self._today + timedelta(days=int(chance * 3 * 200) - 50) if chance < 0.33 else None
        return DemoShare(user=user, group=group, level=self._one(_LEVELS), valid_until=until)

    def _one(self, keys: Sequence[str]) -> str:
        return keys[int(self._rng.random() * len(keys))]
