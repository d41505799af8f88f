"""What goes over when a colleague leaves: open tasks, events to come, and their reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from onglet.api import N_, Belonging
from onglet_activity.kinds import Kind
from onglet_activity.models import Entry, Reminder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement


def belongings() -> Iterator[Belonging]:
    """Give what goes over; what is done stays in the name of who did it."""
    yield Belonging(
        key="activity.open",
        label=N_("tasks and appointments to come"),
        column=Entry.assignee_id,
        only=_is_open,
    )
    yield Belonging(
        key="activity.reminders",
        label=N_("reminders"),
        column=Reminder.user_id,
        only=lambda _now: Reminder.sent_at.is_(None),
    )


def _is_open(now: datetime) -> ColumnElement[bool]:
    to_come = or_(Entry.starts_at > now, Entry.starts_on >= now.date())
    return and_(
        Entry.deleted_at.is_(None),
        or_(
            and_(Entry.kind == Kind.TASK.value, Entry.done_at.is_(None)),
            and_(Entry.kind == Kind.EVENT.value, to_come),
        ),
    )
