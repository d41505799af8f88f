"""How the list and the search go through the clients of somebody who sees a part of them.

The session filters every statement by itself, row by row. For whoever reaches few clients among
many that means asking of each client in turn; starting from their grants is then far quicker. What
is added here only repeats the session's own condition: it changes how rows are found, never which.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, union_all

from onglet.contributions import Reach
from onglet.rights.evaluate import LAST_KIND
from onglet.rights.models import Grant, GrantKind, Membership
from onglet.work.session import READ_CLIENT, scope_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, CompoundSelect, Select

    from onglet.contributions import Ask

FEW: Final = 4_000
"""Up to so many grants a page starts from them: reading and sorting so many rows costs as much as
going through 200,000 names in order until fifty are found."""

SOME: Final = 50_000
"""Up to so many grants a count starts from them."""

REMEMBERED: Final = 1_000
FOR: Final = timedelta(minutes=5)


class GrantCounts:
    """How many grants tie each actor to clients, up to `SOME`, remembered for some minutes.

    An old answer costs time and nothing else.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int], tuple[datetime, int]] = OrderedDict()

    def of(self, ask: Ask) -> int | None:
        """Give the number of the actor's grants, None when no grant is needed or none suffices."""
        reach = reach_of(ask)
        if reach in {Reach.ALL, Reach.NONE}:
            return None
        who = (ask.actor.user_id or 0, int(reach))
        known = self._known.get(who)
        if known is not None and known[0] <= ask.now < known[0] + FOR:
            return known[1]
        some = granted_ids(ask).limit(SOME + 1).subquery()
        number = ask.session.scalar(select(func.count(some.c.client_id))) or 0
        self._known[who] = (ask.now, number)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return number


GRANTS: Final = GrantCounts()


def reaches_few(ask: Ask, most: int | None = None) -> bool:
    """Tell whether it is quicker to start from the actor's grants than to try row after row."""
    number = GRANTS.of(ask)
    return number is not None and number <= (FEW if most is None else most)


def reach_of(ask: Ask) -> Reach:
    """Give how far the actor's right to see clients reaches."""
    if ask.actor.is_system:
        return Reach.ALL
    return scope_of(ask.session).catalogue.reach(ask.actor, READ_CLIENT)


def granted_ids(ask: Ask) -> CompoundSelect[int] | Select[int]:
    """Give the statement of the clients that a grant ties the actor to; ended grants included.

    To be used inside a statement on clients, which the session filters. Two halves that an index
    answers each: with one condition for both, PostgreSQL reads every grant there is.
    """
    me = ask.actor.user_id or 0
    last = int(LAST_KIND[reach_of(ask)])
    person, group = GrantKind.SHARE_USER.value, GrantKind.OWNER_GROUP.value
    mine = select(Grant.client_id).where(Grant.subject_id == me, Grant.kind <= min(person, last))
    if last <= person:
        return mine
    ours = (
        select(Grant.client_id)
        .join(Membership, Membership.group_id == Grant.subject_id)
        .where(
            Membership.user_id == me,
            Grant.kind > person,
            Grant.kind <= min(group, last),
        )
    )
    return union_all(mine, ours)


def among(ask: Ask, client_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Give the condition that the client is one of those the actor is tied to."""
    return client_id.in_(granted_ids(ask))
