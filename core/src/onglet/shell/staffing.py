"""The workers of a host: threads beside the web server, or a process of their own."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from onglet.work.events import KIND, event_job
from onglet.work.staff import Staff
from onglet.work.worker import Worker

if TYPE_CHECKING:
    from onglet.contributions import Job, Schedule
    from onglet.host.host import Host

log = logging.getLogger("onglet.jobs")


def make_worker(host: Host) -> Worker:
    """Give the worker that runs the jobs of the plugins in service."""
    return Worker(
        host.units,
        partial(_job_of, host),
        on_failure=host.note_error,
        habits=host.habits,
    )


def make_staff(host: Host, *, threads: int = 2) -> Staff:
    """Give threads that run jobs and schedules until they are told to stop."""
    return Staff(make_worker(host), partial(_schedules, host), threads=threads)


def _job_of(host: Host, kind: str, plugin: str) -> Job | None:
    """Give a kind of job, None while its plugin is out of service: the job then waits."""
    host.keep_up()
    if not host.is_on(plugin):
        return None
    registry = host.registry()
    if kind == KIND:
        subscriptions = [(placed.plugin, placed.item) for placed in registry.subscriptions]
        return event_job(plugin, subscriptions, _absent)
    return next((p.item for p in registry.jobs if p.item.kind == kind and p.plugin == plugin), None)


def _schedules(host: Host) -> list[tuple[str, Schedule]]:
    host.keep_up()
    return [(placed.plugin, placed.item) for placed in host.registry().schedules]


def _absent(plugin: str, event: str) -> None:
    log.info("%s no longer subscribes to %s", plugin, event)
