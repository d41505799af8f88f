"""What the activity adds to the list of clients and to the search box.

The list has the date of the last activity of its own: `touch_client` keeps it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from sqlalchemy import and_, exists, select

from onglet.api import N_, Filter, Hit, SearchSource, _, clients_of, formats
from onglet_activity import queries, wording
from onglet_activity.kinds import ICONS, Kind
from onglet_activity.models import READ, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement

    from onglet.api import Ask, SearchQuery
    from onglet_activity.queries import EntryRow

DETAIL: Final = 120


def filters() -> Iterator[Filter]:
    """Give the filters of the client list."""
    yield Filter(
        key="activity.tasks",
        label=N_("Tasks"),
        right=READ,
        order=300,
        condition=_with_tasks,
        choices=lambda _ask: [("late", _("With a late task")), ("open", _("With a task"))],
    )
    yield Filter(
        key="activity.silence",
        label=N_("Without activity for"),
        right=READ,
        order=310,
        condition=_silent,
        choices=lambda _ask: [
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("180", _("180 days")),
            ("365", _("A year")),
        ],
    )


def _with_tasks(ask: Ask, client_id: ColumnElement[int], value: str) -> ColumnElement[bool]:
    wanted = [queries.is_open_task(), Entry.client_id == client_id]
    if value == "late":
        wanted.append(Entry.due_at <= ask.now)
    return exists(select(Entry.id).where(and_(*wanted)).correlate_except(Entry))


def _silent(ask: Ask, client_id: ColumnElement[int], value: str) -> ColumnElement[bool]:
    days = int(value) if value.isdecimal() and len(value) < 6 else 90
    since = ask.now - timedelta(days=days)
    return ~exists(
        select(Entry.id)
        .where(
            Entry.client_id == client_id,
            queries.live(),
            Entry.level == 1,
            Entry.occurred_at > since,
        )
        .correlate_except(Entry)
    )


def search_sources() -> Iterator[SearchSource]:
    """Give the group of hits among entries."""
    yield SearchSource(
        key="activity.entries", label=N_("Activity"), right=READ, order=300, find=_find
    )


def _find(query: SearchQuery) -> Iterable[Hit]:
    """Find entries that hold every word, the latest first; very short words find nothing."""
    if len(query.folded.strip()) < 3:
        return
    rows = queries.rows_of(
        query.ask,
        queries.entries()
        .where(queries.mentions(query.text), Entry.level == 1)
        .order_by(Entry.occurred_at.desc(), Entry.id.desc())
        .limit(query.limit),
    )
    clients = clients_of(query.ask, {row.client_id for row in rows})
    for row in rows:
        client = clients.get(row.client_id)
        if client is None:
            continue
        yield Hit(
            title=row.subject or _short(row.body),
            href=f"{client.href}/activity?{urlencode({'text': query.text})}",
            icon=ICONS[Kind(row.kind)],
            detail=f"{client.name} · {formats.day(row.occurred_at)}",
            reason=_told_by(row),
        )


def _told_by(row: EntryRow) -> str:
    """Give who it was, and what they did where the title does not tell."""
    if row.subject or not row.actor_name:
        return row.actor_name
    return f"{row.actor_name} {wording.title(row)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= DETAIL else f"{line[: DETAIL - 1].rstrip()}…"
