"""Reminding people in the application when a task is due or an event is near."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, select, update

from onglet.api import N_, Check, Finding, Job, Schedule, _, clients_of, ngettext, speaking
from onglet_activity import choices, moments, queries, wording
from onglet_activity.kinds import Kind
from onglet_activity.models import Entry, Reminder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.api import Ask, ColleagueView, Work

KIND: Final = "activity.remind"
AT_ONCE: Final = 200
STALE: Final = timedelta(days=2)
"""A reminder that could not be sent for so long would only surprise."""
LATE: Final = timedelta(minutes=15)


def jobs() -> Iterator[Job]:
    """Give the job that reminds."""
    yield Job(kind=KIND, label=N_("Remind of tasks and events"), run=remind)


def schedules() -> Iterator[Schedule]:
    """Give how often it is looked for what is due."""
    yield Schedule(key="activity.reminders", kind=KIND, every=timedelta(minutes=1))


def health() -> Iterator[Check]:
    """Give the check that reminders leave in time."""
    yield Check(key="activity.reminders", label=N_("Reminders of tasks and events"), run=_check)


def remind(work: Work, args: Mapping[str, Any]) -> None:
    """Leave a notification for each reminder that is due, and note that it was left.

    Tasks that are done, entries that are deleted and colleagues who left are passed over.
    """
    del args  # the job looks for what is due
    due = work.session.execute(
        select(Reminder.id, Reminder.user_id, Reminder.entry_id, Reminder.fire_at)
        .where(Reminder.sent_at.is_(None), Reminder.fire_at <= work.now)
        .order_by(Reminder.fire_at, Reminder.id)
        .limit(AT_ONCE)
    ).all()
    if not due:
        return
    rows = {
        row.id: row
        for row in queries.rows_of(
            work, queries.entries().where(Entry.id.in_([one.entry_id for one in due]))
        )
    }
    clients = clients_of(work, {row.client_id for row in rows.values()})
    people = {one.id: one for one in choices.present(work)}
    for one in due:
        row = rows.get(one.entry_id)
        receiver = people.get(one.user_id)
        wanted = row is not None and row.done_at is None and one.fire_at > work.now - STALE
        if row is not None and wanted and receiver is not None and row.client_id in clients:
            client = clients[row.client_id]
            work.notify(
                receiver.id,
                row.subject,
                body=_body(work, row, receiver, client.name),
                href=f"{client.href}/activity",
                client_id=client.id,
            )
    work.session.execute(
        update(Reminder)
        .where(Reminder.id.in_([one.id for one in due]))
        .values(sent_at=work.now)
        .execution_options(synchronize_session=False)
    )


def _body(work: Work, row: queries.EntryRow, receiver: ColleagueView, client: str) -> str:
    """Say when, in the language and the zone of who receives it."""
    zone = receiver.zone or work.actor.zone
    locale = receiver.locale or work.actor.locale
    actor = replace(work.actor, zone=zone, locale=locale)
    asked = replace(work, actor=actor, today=moments.local_day(work.now, zone))
    with speaking(locale=locale, zone=zone, domain="onglet_activity"):
        when = wording.due(asked, row) if row.kind == Kind.TASK else wording.when(asked, row)
        return _("%(when)s · %(client)s", when=when, client=client)


def _check(ask: Ask) -> Finding:
    late = ask.session.scalar(
        select(func.count())
        .select_from(Reminder)
        .where(
            and_(
                Reminder.sent_at.is_(None),
                Reminder.fire_at <= ask.now - LATE,
                Reminder.fire_at > ask.now - STALE,
            )
        )
    )
    if not late:
        return Finding(ok=True, message=_("Reminders leave in time."))
    return Finding(
        ok=False,
        message=ngettext("%(num)s reminder is late.", "%(num)s reminders are late.", int(late)),
        advice=_("See that background jobs run: onglet worker, or the embedded one."),
    )
