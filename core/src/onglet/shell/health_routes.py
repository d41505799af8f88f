"""Addresses of the health page, and of what can be done there to a job."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.shell import health_view
from onglet.shell.health import report
from onglet.shell.plugin_cards import cards, summary
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Crumb, Segment
from onglet.web import (
    CurrentAsk,
    CurrentHost,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)
from onglet.work import jobs

router = APIRouter(route_class=UnitRoute, prefix="/settings/health")
READ = needs("core.health.read")
MANAGE = needs("core.plugin.manage")
HOME: Final = "/settings/health"
JOBS: Final = 30


@router.get("", dependencies=[READ])
def health(request: Request, host: CurrentHost, ask: CurrentAsk) -> Response:
    """Show how each part is, with the jobs, the schedules and the checks of plugins."""
    found = report(host)
    counts = jobs.count_by_state(ask)
    chosen = request.query_params.get("state", "")
    state = chosen if chosen in health_view.NATURAL else ""
    before = request.query_params.get("before", "")
    views = jobs.list_of(
        ask,
        states=[state] if state else ["running", "ready", "failed"],
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        limit=JOBS + 1,
    )
    lines = health_view.job_lines(host, views[:JOBS])
    query = f"state={state}&" if state else ""
    return show(
        request,
        ask,
        "onglet/health/page.html",
        title=_("Health"),
        crumbs=[Crumb(label=_("Settings"), href="/settings"), Crumb(label=_("Health"))],
        found=found,
        parts=health_view.parts(found),
        plugins=summary(cards(host, ask)) if ask.may("core.plugin.manage") else "",
        segments=_segments(counts, state),
        jobs=lines,
        next_href=f"{HOME}?{query}before={views[JOBS - 1].id}#jobs" if len(views) > JOBS else "",
        state_label=health_view.state_label,
        oldest=health_view.oldest_due(host, ask),
        schedules=health_view.schedule_lines(host, ask),
        checks=health_view.check_lines(host, ask),
        may_act=ask.may("core.plugin.manage"),
    )


@router.post("/jobs/{number}/retry", dependencies=[READ, MANAGE])
def retry(request: Request, work: CurrentWork, number: int) -> Response:
    """Run a failed job again."""
    if jobs.get(work, number) is None:
        raise NotFound
    if jobs.retry(work, number):
        return see_other(request, f"{HOME}#jobs", message=_("The job will run again."))
    message = _("This job does not wait for a retry any more: nothing was changed.")
    return see_other(request, f"{HOME}#jobs", message=message, kind="warn")


@router.post("/jobs/{number}/cancel", dependencies=[READ, MANAGE])
def cancel(request: Request, work: CurrentWork, number: int) -> Response:
    """Stop a job that waits or runs."""
    if jobs.get(work, number) is None:
        raise NotFound
    if jobs.cancel(work, number):
        return see_other(request, f"{HOME}#jobs", message=_("The job is cancelled."))
    message = _("This job is over: there is nothing to cancel.")
    return see_other(request, f"{HOME}#jobs", message=message, kind="warn")


def _segments(counts: Mapping[str, int], state: str) -> list[Segment]:
    current = sum(counts.get(name, 0) for name in ("running", "ready", "failed"))
    segments = [
        Segment(label=_("To do"), href=f"{HOME}#jobs", current=not state, count=str(current))
    ]
    segments += [
        Segment(
            label=health_view.state_label(name),
            href=f"{HOME}?state={name}#jobs",
            current=state == name,
            count=str(counts.get(name, 0)),
        )
        for name in health_view.NATURAL
    ]
    return segments
