"""The history as it is drawn: days, and in each the entries with what may be done with them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from onglet.api import FeedItem, _, views
from onglet_activity import moments, tab_rows, wording
from onglet_activity.feed import GONE, PREFIX
from onglet_activity.kinds import OUTCOME_TONES, OUTCOMES, Kind, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onglet.api import Record
    from onglet_activity.queries import EntryRow


def days(record: Record, items: Sequence[FeedItem]) -> list[views.FeedDay]:
    """Give the feed by day, own entries with their menu, those of other plugins as they are."""
    rows = tab_rows.of_page(record)
    zone = record.actor.zone
    shown: list[views.FeedDay] = []
    for day, of_day in groupby(items, lambda item: moments.local_day(item.at, zone)):
        entries = tuple(
            _entry(record, item, rows.get(item.key.removeprefix(PREFIX))) for item in of_day
        )
        shown.append(views.FeedDay(label=wording.heading(record, day), entries=entries))
    return shown


def _entry(record: Record, item: FeedItem, row: EntryRow | None) -> views.FeedEntry:
    if row is None:
        return views.FeedEntry(
            key=item.key,
            icon=item.icon,
            title=item.title,
            at=item.at,
            tone=item.tone,  # type: ignore[arg-type]  # a source's own; an unknown one is neutral
            author=item.actor_name,
            body=Markup(item.html),  # noqa: S704 - the source's own HTML, closed by the core
            href=item.href,
            menu=tuple(_gone_menu(record, item.key)),
        )
    return views.FeedEntry(
        key=item.key,
        icon="circle-check" if row.done_at else item.icon,
        title=item.title,
        at=item.at,
        tone="ok" if row.done_at else item.tone,  # type: ignore[arg-type]  # one of ours
        author=item.actor_name,
        body=row.body,
        meta=tuple(_meta(record, row)),
        badge=_badge(record, row),
        menu=tuple(menu(record, row)) if row.level == 1 else (),
    )


def restore_href(record: Record, public_id: str) -> str:
    """Give the address that brings a deleted entry back."""
    return record.href("activity", "entries", public_id, "restore")


def _gone_menu(record: Record, key: str) -> list[views.MenuItem]:
    """Give what may be done with an entry that was deleted; nothing for what is not one."""
    if not key.startswith(GONE) or not record.may_here("activity.entry.delete").allowed:
        return []
    back = restore_href(record, key.removeprefix(GONE))
    return [views.MenuItem(label=_("Bring back"), icon="rotate-clockwise", post=back)]


def _meta(record: Record, row: EntryRow) -> list[str]:
    people = [wording.names(row.persons)] if row.persons else []
    if row.kind == Kind.CALL:
        return [wording.length(row.length_minutes)] if row.length_minutes else []
    if row.kind == Kind.TASK:
        given = [row.assignee_name] if row.assignee_id not in {None, row.actor_id} else []
        return [wording.due(record, row), *given, *people]
    if row.kind == Kind.EVENT:
        return [wording.when(record, row), *([row.place] if row.place else []), *people]
    return []


def _badge(record: Record, row: EntryRow) -> views.Badge | None:
    if row.kind == Kind.CALL and row.outcome:
        outcome = Outcome(row.outcome)
        return views.Badge(
            label=_(OUTCOMES[outcome]),
            tone=OUTCOME_TONES.get(outcome, "neutral"),  # type: ignore[arg-type]  # tones of ours
        )
    if row.kind == Kind.TASK:
        if row.done_at is not None:
            return views.Badge(label=_("Done"), tone="ok")
        if row.is_late(record.now):
            return views.Badge(label=wording.late_by(row, record.now), tone="bad")
        return views.Badge(label=_("To do"), tone="accent")
    return None


def address(record: Record, row: EntryRow, *more: str) -> str:
    """Give an address under an entry."""
    return record.href("activity", "entries", row.public_id, *more)


def menu(record: Record, row: EntryRow) -> list[Any]:
    """Give what the actor may do with an entry."""
    items: list[Any] = []
    may_edit = record.holds_here("activity.entry.edit")
    if row.kind == Kind.TASK and may_edit:
        items.append(_tick(record, row))
        if row.done_at is None:
            items += postponements(record, row)
    if row.kind == Kind.EVENT:
        items.append(
            views.MenuItem(
                label=_("Download for a calendar"),
                icon="download",
                href=address(record, row, "event.ics"),
                download=True,
            )
        )
    if may_edit:
        items.append(
            views.MenuItem(
                label=_("Edit"), icon="pencil", href=address(record, row, "edit"), dialog=True
            )
        )
    if record.holds_here("activity.entry.delete"):
        items.append(
            views.MenuItem(
                label=_("Delete"),
                icon="trash",
                href=address(record, row, "delete"),
                dialog=True,
                danger=True,
            )
        )
    return items


def _tick(record: Record, row: EntryRow) -> views.MenuItem:
    if row.done_at is None:
        return views.MenuItem(
            label=_("Mark as done"), icon="check", post=address(record, row, "done")
        )
    return views.MenuItem(
        label=_("Put back to do"), icon="arrow-back-up", post=address(record, row, "open")
    )


def postponements(record: Record, row: EntryRow) -> list[views.MenuItem]:
    """Give the days to which a task can be put off."""
    labels = {
        "tomorrow": _("Put off to tomorrow"),
        "three_days": _("Put off by three days"),
        "next_week": _("Put off to next Monday"),
    }
    return [
        views.MenuItem(
            label=label,
            icon="calendar-repeat",
            post=address(record, row, "postpone"),
            values=(("to", choice),),
        )
        for choice, label in labels.items()
    ]
