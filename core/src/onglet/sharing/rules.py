"""What a share may be: whom it may name, how far it may go, how long it may last. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.accounts.rejected import Rejected
from onglet.contributions import Level
from onglet.rights.evaluate import Why
from onglet.sharing.ends import LONGEST
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from onglet.rights.evaluate import Reason
    from onglet.sharing.queries import Subject
    from onglet.sharing.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far somebody may share: up to their own level, and no longer than they hold it."""

    level: Level
    until: datetime | None = None


def bounds_of(reasons: Sequence[Reason]) -> Bounds:
    """Give the bounds of whoever holds the right to share in these ways (one at least)."""
    if any(one.why is Why.EVERY for one in reasons):
        return Bounds(level=Level.MANAGE)
    ties = [one.tie for one in reasons if one.tie is not None]
    level = max((tie.level for tie in ties), default=Level.VIEW)
    ends = [tie.valid_until for tie in ties]
    return Bounds(level=level, until=max(end for end in ends if end) if all(ends) else None)


def check_subject(
    subject: Subject | None, *, owner_id: int | None, actor_id: int | None
) -> Subject:
    """Give the subject of a new share when it may be one.

    Raises:
        Rejected: nobody, oneself, the owner, or a colleague who signs in no more.
    """
    if subject is None:
        raise Rejected("subject", N_("Choose somebody of the list."))
    if subject.is_group:
        return subject
    if not subject.is_active:
        raise Rejected(
            "subject",
            N_("%(name)s is deactivated and signs in no more: choose somebody else."),
            name=subject.name,
        )
    if subject.id == owner_id:
        raise Rejected(
            "subject", N_("%(name)s owns this client and sees it already."), name=subject.name
        )
    if subject.id == actor_id:
        raise Rejected("subject", N_("You cannot share a client with yourself."))
    return subject


def check_terms(terms: Terms, bounds: Bounds, now: datetime) -> None:
    """Refuse terms that nobody, or not this person, may give.

    Raises:
        Rejected: an end that is past or absurd, a level above one's own, or longer than one's own.
    """
    end = terms.valid_until
    if end is not None and end <= now:
        raise Rejected("until", N_("This day is past: give today or a later one."))
    if end is not None and end > now + LONGEST:
        raise Rejected("until", N_("This is too far away: leave it empty for a share without end."))
    if terms.level > bounds.level:
        raise Rejected("level", N_("You cannot give more than you hold on this client."))
    if bounds.until is not None and (end is None or end > bounds.until):
        raise Rejected(
            "until",
            N_("You hold this client for a time yourself: a share cannot last longer than that."),
        )
