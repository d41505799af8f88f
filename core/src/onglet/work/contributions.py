"""What the core itself declares about its jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from onglet.contributions import Job, Schedule
from onglet.ui.i18n import N_
from onglet.work.upkeep import sweep

if TYPE_CHECKING:
    from collections.abc import Iterable

SWEEP = "core.sweep"


def jobs() -> Iterable[Job]:
    """The sweep of what is over. The job of events depends on who subscribes: see events."""
    yield Job(kind=SWEEP, label=N_("Forget old jobs and notifications"), run=sweep)


def schedules() -> Iterable[Schedule]:
    """The sweep, every day."""
    yield Schedule(key=SWEEP, kind=SWEEP, every=timedelta(days=1))
