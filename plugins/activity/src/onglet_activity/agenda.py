"""The agenda: the tasks and events of a colleague, or of everybody, across clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_

from onglet.api import N_, _, clients_of, views
from onglet_activity import moments, queries, wording
from onglet_activity.kinds import Kind
from onglet_activity.models import Entry

if TYPE_CHECKING:
    from datetime import date

    from onglet.api import Ask, Badge, ClientView
    from onglet_activity.queries import EntryRow

LIMIT: Final = 200


class Section(StrEnum):
    """When something is to be done, seen from today."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"


TITLES: Final = {
    Section.LATE: N_("Late"),
    Section.TODAY: N_("Today"),
    Section.WEEK: N_("This week"),
    Section.LATER: N_("Later"),
    Section.UNDATED: N_("Without a date"),
}


def section_of(day: date | None, today: date, *, is_late: bool = False) -> Section:
    """Give the section of a day; weeks end on Sunday. What has begun earlier is for today."""
    if is_late:
        return Section.LATE
    if day is None:
        return Section.UNDATED
    if day <= today:
        return Section.TODAY
    if day <= today + timedelta(days=6 - today.weekday()):
        return Section.WEEK
    return Section.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A task or an event of the agenda."""

    row: EntryRow
    client: ClientView
    when: str
    is_task: bool
    is_late: bool
    done_href: str
    edit_href: str
    menu: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section with its lines, in the order of time."""

    key: str
    title: str
    lines: tuple[Line, ...]


def parts(ask: Ask, *, everybody: bool) -> list[Part]:
    """Give the sections that hold something. At most 200 lines, the most urgent ones."""
    rows = _rows(ask, everybody=everybody)
    clients = clients_of(ask, {row.client_id for row in rows})
    editable = ask.may_among("activity.entry.edit", clients)
    found: dict[Section, list[Line]] = {section: [] for section in Section}
    for row in rows:
        client = clients.get(row.client_id)
        if client is not None:
            late = row.is_late(ask.now)
            section = section_of(_day(ask, row), ask.today, is_late=late)
            found[section].append(_line(ask, row, client, may_edit=client.id in editable))
    return [
        Part(key=section.value, title=_(TITLES[section]), lines=tuple(lines))
        for section, lines in found.items()
        if lines
    ]


def _rows(ask: Ask, *, everybody: bool) -> list[EntryRow]:
    """Read tasks and events apart: each has an index of its own to be read by."""
    tasks = queries.entries().where(queries.is_open_task())
    events = queries.entries().where(
        and_(Entry.kind == Kind.EVENT.value, or_(Entry.ends_at > ask.now))
    )
    if not everybody:
        tasks = tasks.where(Entry.assignee_id == ask.actor.user_id)
        events = events.where(Entry.assignee_id == ask.actor.user_id)
    rows = queries.rows_of(
        ask, tasks.order_by(Entry.due_at.is_(None), Entry.due_at, Entry.id).limit(LIMIT)
    )
    rows += queries.rows_of(ask, events.order_by(Entry.starts_at, Entry.id).limit(LIMIT))
    last = ask.now + timedelta(days=365 * 200)
    rows.sort(key=lambda row: (row.starts_at or row.due_at or last, row.id))
    return rows[:LIMIT]


def _day(ask: Ask, row: EntryRow) -> date | None:
    if row.kind == Kind.TASK:
        return row.due_on
    if row.is_all_day:
        return row.starts_on
    return moments.local_day(row.starts_at, ask.actor.zone) if row.starts_at else None


def _line(ask: Ask, row: EntryRow, client: ClientView, *, may_edit: bool) -> Line:
    base = f"{client.href}/activity/entries/{row.public_id}"
    is_task = row.kind == Kind.TASK
    return Line(
        row=row,
        client=client,
        when=wording.due(ask, row) if is_task else wording.when(ask, row),
        is_task=is_task,
        is_late=row.is_late(ask.now),
        done_href=f"{base}/done" if may_edit and is_task else "",
        edit_href=f"{base}/edit" if may_edit else "",
        menu=tuple(_menu(base, is_task=is_task, may_edit=may_edit)),
    )


def _menu(base: str, *, is_task: bool, may_edit: bool) -> list[views.MenuItem]:
    items: list[views.MenuItem] = []
    if is_task and may_edit:
        for choice, label in (
            ("tomorrow", _("Put off to tomorrow")),
            ("three_days", _("Put off by three days")),
            ("next_week", _("Put off to next Monday")),
        ):
            items.append(
                views.MenuItem(
                    label=label,
                    icon="calendar-repeat",
                    post=f"{base}/postpone",
                    values=(("to", choice), ("back", "agenda")),
                )
            )
    if not is_task:
        items.append(
            views.MenuItem(
                label=_("Download for a calendar"),
                icon="download",
                href=f"{base}/event.ics",
                download=True,
            )
        )
    if may_edit:
        items.append(
            views.MenuItem(label=_("Edit"), icon="pencil", href=f"{base}/edit", dialog=True)
        )
    return items


def badge(ask: Ask) -> Badge | None:
    """Count the tasks of the actor that are late or for today."""
    from onglet.api import Badge

    if ask.actor.user_id is None:
        return None
    count = queries.count_due(ask, ask.actor.user_id, moments.day_end(ask.today, ask.actor.zone))
    if not count.open:
        return None
    return Badge(count=count.open, tone="bad" if count.late else "neutral")
