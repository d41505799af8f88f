"""Keeping the room tidy: what is over for long leaves the tables, and delays are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, delete, or_, select

from onglet.contributions import Finding
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.work.jobs import count_by_state, oldest_due
from onglet.work.models import CANCELLED, DONE, FAILED, JobRow, Notification
from onglet.work.running import carry_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Ask, Work

KEEP_DONE: Final = timedelta(days=7)
KEEP_FAILED: Final = timedelta(days=90)
KEEP_READ: Final = timedelta(days=180)
AT_ONCE: Final = 1000
LATE: Final = timedelta(minutes=10)


def sweep(work: Work, args: Mapping[str, Any]) -> None:
    """Delete finished jobs after a week, failed ones after three months, read news after six.

    A thousand rows at a time: the job carries itself on until none is left.
    """
    jobs = select(JobRow.id).where(
        or_(
            and_(JobRow.state.in_((DONE, CANCELLED)), JobRow.finished_at < work.now - KEEP_DONE),
            and_(JobRow.state == FAILED, JobRow.finished_at < work.now - KEEP_FAILED),
        )
    )
    news = select(Notification.id).where(Notification.read_at < work.now - KEEP_READ)
    connection = work.session.connection()
    swept = [
        connection.execute(delete(model).where(model.id.in_(old.limit(AT_ONCE)))).rowcount
        for model, old in ((JobRow, jobs), (Notification, news))
    ]
    if max(swept) == AT_ONCE:
        carry_on(work, args)


def check_jobs(ask: Ask) -> Finding:
    """Tell whether jobs are run in time and none has failed for good."""
    since = oldest_due(ask)
    if since is not None and ask.now - since > LATE:
        return Finding(
            ok=False,
            message=_("Jobs have been waiting for more than ten minutes."),
            advice=_("Check that a worker runs: `onglet worker`, or the web process itself."),
        )
    failed = count_by_state(ask).get(FAILED, 0)
    if failed:
        return Finding(
            ok=False,
            message=ngettext("%(num)s job has failed.", "%(num)s jobs have failed.", failed),
            advice=_("Read its error in the list of jobs, correct the cause, then retry it."),
        )
    return Finding(ok=True, message=_("Jobs are run in time."))
