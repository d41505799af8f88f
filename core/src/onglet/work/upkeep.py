"""Keeping the room tidy: what is over for long leaves the tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, delete, or_, select

from onglet.work.models import CANCELLED, DONE, FAILED, JobRow, Notification
from onglet.work.running import carry_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work

KEEP_DONE: Final = timedelta(days=7)
KEEP_FAILED: Final = timedelta(days=90)
KEEP_READ: Final = timedelta(days=180)
AT_ONCE: Final = 1000


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
