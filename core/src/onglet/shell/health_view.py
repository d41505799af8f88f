"""The health page: each part in words, the jobs, what comes back, and plugins' own checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.contributions import Finding
from onglet.host.names import package_of
from onglet.shell.health import WELL
from onglet.shell.labels import plugin_label, say
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of, ngettext
from onglet.work import jobs
from onglet.work.models import ScheduleRow

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from onglet.contributions import Ask, Check
    from onglet.host.host import Host
    from onglet.host.registry import Placed
    from onglet.shell.health import Health
    from onglet.ui.views import Tone
    from onglet.work.jobs import JobView

CHECKS_MS: Final = 5_000
"""How long the checks of plugins may take together."""

NATURAL: Final = ("running", "ready", "failed", "cancelled", "done")
"""States of jobs, in the order in which people ask for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the deployment: how it is and, when it is not well, what to do."""

    label: str
    icon: str
    word: str
    tone: Tone
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job with its words."""

    view: JobView
    label: str
    owner: str
    waits_for_plugin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleLine:
    """A schedule, how often it comes back and when it is next due."""

    label: str
    owner: str
    every: str
    due_at: datetime | None


def parts(found: Health) -> list[Part]:
    """Word what was found of each part."""
    return [
        _part(
            _("Database"),
            "database",
            found.database,
            _("It does not answer: check ONGLET_DATABASE_URL and the server."),
        ),
        _part(
            _("Tables"),
            "table",
            found.migrations,
            _("They are behind this version: run onglet migrate."),
        ),
        _part(
            _("Files"),
            "folder",
            found.storage,
            _("Their place does not answer: check ONGLET_STORAGE."),
        ),
        _worker(found.worker),
    ]


def _part(label: str, icon: str, word: str, advice: str) -> Part:
    if word == WELL:
        return Part(label=label, icon=icon, word=_("Well"), tone="ok")
    return Part(label=label, icon=icon, word=_("Unwell"), tone="bad", advice=advice)


def _worker(word: str) -> Part:
    label = _("Background jobs")
    if word == WELL:
        return Part(label=label, icon="refresh", word=_("Well"), tone="ok")
    if word == "late":
        advice = _("Jobs wait longer than they should: is a worker running?")
        return Part(label=label, icon="refresh", word=_("Late"), tone="warn", advice=advice)
    if word.endswith("failed"):
        advice = _("Some jobs failed: see below, then retry or cancel them.")
        return Part(label=label, icon="refresh", word=_("Failures"), tone="warn", advice=advice)
    return _part(label, "refresh", word, _("Nothing is known of them: see the log."))


def state_label(state: str) -> str:
    """Give the name of a job's state."""
    return {
        "ready": _("Waiting"),
        "running": _("Running"),
        "done": _("Done"),
        "failed": _("Failed"),
        "cancelled": _("Cancelled"),
    }[state]


def job_lines(host: Host, views: list[JobView]) -> list[JobLine]:
    """Give jobs the names that their plugins declared."""
    labels = {p.item.kind: say(p.plugin, p.item.label) for p in host.loaded.registry.jobs}
    labels["core.event"] = _("Tell of an event")
    return [
        JobLine(
            view=view,
            label=labels.get(view.kind, view.kind),
            owner=plugin_label(host, view.plugin),
            waits_for_plugin=view.state == "ready" and not host.is_on(view.plugin),
        )
        for view in views
    ]


def oldest_due(host: Host, ask: Ask) -> datetime | None:
    """Give since when a job waits for a worker, None when none does."""
    return jobs.oldest_due(ask, [name for name in host.states() if host.is_on(name)])


def schedule_lines(host: Host, ask: Ask) -> list[ScheduleLine]:
    """Give what comes back, the next first."""
    rows = ask.session.execute(select(ScheduleRow.key, ScheduleRow.due_at))
    due = {row.key: row.due_at for row in rows}
    labels = {p.item.kind: say(p.plugin, p.item.label) for p in host.registry().jobs}
    lines = [
        ScheduleLine(
            label=labels.get(placed.item.kind, placed.item.kind),
            owner=plugin_label(host, placed.plugin),
            every=every(placed.item.every),
            due_at=due.get(placed.item.key),
        )
        for placed in host.registry().schedules
    ]
    return sorted(lines, key=lambda line: (line.due_at is None, line.due_at or ask.now, line.label))


def every(pause: timedelta) -> str:
    """Say how often something comes back, in its largest whole unit."""
    seconds = int(pause.total_seconds())
    if seconds % 86_400 == 0:
        return ngettext("every day", "every %(num)s days", seconds // 86_400)
    if seconds % 3_600 == 0:
        return ngettext("every hour", "every %(num)s hours", seconds // 3_600)
    if seconds % 60 == 0:
        return ngettext("every minute", "every %(num)s minutes", seconds // 60)
    return ngettext("every second", "every %(num)s seconds", seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """What a plugin's check found, or that it failed itself."""

    label: str
    owner: str
    badge: str
    tone: Tone
    message: str
    advice: str = ""


def check_lines(host: Host, ask: Ask) -> list[CheckLine]:
    """Run every check side by side, each in a guard with a session of its own."""
    placed = list(host.registry().health)
    calls = {
        item.item.key: (
            item.plugin,
            f"health check {item.item.key}",
            partial(_run, host, ask, item),
            Finding,
        )
        for item in placed
    }
    answers = host.guard.call_all(calls, budget_ms=CHECKS_MS)
    return [_check_line(host, item, answers[item.item.key]) for item in placed]


def _run(host: Host, ask: Ask, placed: Placed[Check]) -> Finding:
    with host.units.reading(ask.actor, plugin=placed.plugin) as own:
        return placed.item.run(own)


def _check_line(host: Host, placed: Placed[Check], answer: Any) -> CheckLine:
    label, owner = say(placed.plugin, placed.item.label), plugin_label(host, placed.plugin)
    if answer.value is None:
        failure = answer.failure
        message = _("The check itself failed. Reference %(code)s.", code=failure.reference)
        return CheckLine(label=label, owner=owner, badge=_("Failed"), tone="bad", message=message)
    found: Finding = answer.value
    package = package_of(placed.plugin)
    return CheckLine(
        label=label,
        owner=owner,
        badge=_("Well") if found.ok else _("Unwell"),
        tone="ok" if found.ok else "warn",
        message=gettext_of(package, found.message) if found.message else "",
        advice=gettext_of(package, found.advice) if found.advice else "",
    )
