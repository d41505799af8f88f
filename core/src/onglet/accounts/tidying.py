"""The daily clearing of sessions, links and attempts that count no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.accounts import entering, handover, invitations, looking, sessions, throttle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work


def tidy(work: Work, _args: Mapping[str, Any]) -> None:
    """Remove what has ended: the job."""
    looking.end_forgotten(work.session, work.now)
    handover.forget_journals(work.session, work.now)
    entering.clear_waiting(work.session, work.now)
    sessions.clear_ended(work.session, work.now)
    invitations.clear_dead(work.session, work.now)
    throttle.clear_old(work.session, work.now)
