"""How entries are said: titles of the history, dates of tasks and events, lengths of calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from onglet.api import N_, _, formats, ngettext
from onglet_activity import moments
from onglet_activity.kinds import Direction, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from onglet.api import Ask

SYSTEM: Final = {
    "core.client.created": N_("The record was created"),
    "core.client.archived": N_("The record was archived"),
    "core.client.restored": N_("The record came back"),
    "core.client.converted.client": N_("The prospect became a client"),
    "core.client.converted.prospect": N_("The client became a prospect"),
    "core.client.reassigned": N_("The record has another owner"),
}
"""What the system notes, by the source of its entry."""

GONE: Final = {
    Kind.COMMENT: N_("deleted a comment"),
    Kind.CALL: N_("deleted a call"),
    Kind.TASK: N_("deleted a task"),
    Kind.EVENT: N_("deleted an event"),
}


def title(row: Any) -> str:
    """Give what somebody did, to be read after their name."""
    people = names(row.persons)
    if row.kind == Kind.COMMENT:
        return _("commented about %(people)s", people=people) if people else _("commented")
    if row.kind == Kind.CALL:
        return _call(row.direction, people)
    if row.kind == Kind.TASK:
        return _("planned a task: %(subject)s", subject=row.subject)
    if row.kind == Kind.EVENT:
        return _("planned an event: %(subject)s", subject=row.subject)
    return system_title(row.source)


def system_title(source: str) -> str:
    """Give what the system noted, in the reader's words."""
    known = SYSTEM.get(source)
    return _(known) if known else _("The record changed")


def gone_title(kind: str) -> str:
    """Give what is left to say of an entry that was deleted."""
    return _(GONE.get(Kind(kind), GONE[Kind.COMMENT]))


def _call(direction: str, people: str) -> str:
    if direction == Direction.IN:
        if people:
            return _("had a call from %(people)s", people=people)
        return _("had a call")
    return _("called %(people)s", people=people) if people else _("made a call")


def names(persons: Sequence[Any]) -> str:
    """Give the names of contacts, joined."""
    return ", ".join(person.name for person in persons)


def length(minutes: int) -> str:
    """Give the length of a call."""
    if minutes < 60:
        return _("%(num)s min", num=minutes)
    return _("%(hours)s h %(minutes)s", hours=minutes // 60, minutes=f"{minutes % 60:02}")


def due(ask: Ask, row: Any) -> str:
    """Say when a task is due, near days by their name."""
    if row.due_on is None or row.due_at is None:
        return _("No date")
    shown = day(ask, row.due_on)
    if row.is_all_day:
        return shown
    return _("%(day)s at %(time)s", day=shown, time=formats.clock(row.due_at))


def day(ask: Ask, when: date) -> str:
    """Say a day, near ones by their name."""
    away = (when - ask.today).days
    if away == 0:
        return _("Today")
    if away == 1:
        return _("Tomorrow")
    if away == -1:
        return _("Yesterday")
    return formats.day(when)


def when(ask: Ask, row: Any) -> str:
    """Say from when until when an event lasts."""
    if row.starts_at is None:
        return ""
    zone = ask.actor.zone
    if row.is_all_day and row.starts_on is not None:
        last = row.ends_on or row.starts_on
        if last == row.starts_on:
            return _("%(day)s, all day", day=day(ask, row.starts_on))
        return _("From %(first)s to %(last)s", first=day(ask, row.starts_on), last=day(ask, last))
    first = moments.local_day(row.starts_at, zone)
    end = row.ends_at or row.starts_at
    if moments.local_day(end, zone) == first:
        return _(
            "%(day)s, %(start)s to %(end)s",
            day=day(ask, first),
            start=formats.clock(row.starts_at),
            end=formats.clock(end),
        )
    return _(
        "From %(first)s to %(last)s",
        first=formats.moment(row.starts_at),
        last=formats.moment(end),
    )


def heading(ask: Ask, when_: date) -> str:
    """Give the heading of a day in the history."""
    away = (ask.today - when_).days
    if away in {0, 1}:
        return day(ask, when_)
    return formats.day(when_, "full")


def late_by(row: Any, now: datetime) -> str:
    """Say for how long a task has been late."""
    since = now - row.due_at
    if since < timedelta(days=1):
        return _("Late")
    return ngettext("%(num)s day late", "%(num)s days late", since.days)
