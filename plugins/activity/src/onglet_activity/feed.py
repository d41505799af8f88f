"""The source of the feed: what people did with the client, and what the system noted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from sqlalchemy import and_, or_, select

from onglet.api import FeedItem, FeedQuery
from onglet_activity import choices, queries, tab_rows, wording
from onglet_activity.kinds import ICONS, TONES, Kind, feed_kind
from onglet_activity.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select

    from onglet_activity.queries import EntryRow

PREFIX = "activity-"
GONE = f"{PREFIX}gone-"
"""Before the key of an entry that was deleted: its line in the system journal."""


def read(query: FeedQuery) -> Iterator[FeedItem]:
    """Give the entries of a client, newest first; deleted ones leave a line of the second level."""
    kinds = _kinds(query)
    if not kinds:
        return
    items = [_item(query, row) for row in tab_rows.page(query.record, _statement(query, kinds))]
    if _wants_traces(query, kinds):
        items += _traces(query)
        items.sort(key=lambda item: item.at, reverse=True)
    yield from items[: query.limit]


def _kinds(query: FeedQuery) -> list[str]:
    """Give the kinds that are asked for, those of other sources left out."""
    ours = {feed_kind(kind): kind.value for kind in Kind}
    wanted = [ours[name] for name in (query.kinds or ours) if name in ours]
    return [kind for kind in wanted if query.level > 1 or kind != Kind.SYSTEM]


def _statement(query: FeedQuery, kinds: list[str]) -> Select[*tuple[Any, ...]]:
    conditions: list[ColumnElement[bool]] = [
        Entry.client_id == query.record.client.id,
        Entry.level <= query.level,
        *_within(Entry.occurred_at, query),
    ]
    if len(kinds) < len(Kind):
        conditions.append(Entry.kind.in_(kinds))
    if query.text.strip():
        conditions.append(queries.mentions(query.text))
    if query.actor_id is not None:
        conditions.append(queries.of_colleague(query.actor_id))
    if query.person_id is not None:
        conditions.append(queries.is_with(query.person_id))
    return (
        queries.entries()
        .where(and_(*conditions))
        .order_by(Entry.occurred_at.desc(), Entry.id.desc())
        .limit(query.limit)
    )


def _within(column: Any, query: FeedQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.before is not None:
        found.append(column < query.before)
    if query.since is not None:
        found.append(column >= query.since)
    return found


def _wants_traces(query: FeedQuery, kinds: list[str]) -> bool:
    return (
        query.level > 1
        and Kind.SYSTEM.value in kinds
        and not query.text.strip()
        and query.person_id is None
    )


def _traces(query: FeedQuery) -> list[FeedItem]:
    """Give a line for each entry that was deleted: who did it and when, not what it said."""
    statement = select(Entry.public_id, Entry.kind, Entry.deleted_at, Entry.deleted_by_id).where(
        Entry.client_id == query.record.client.id,
        Entry.deleted_at.is_not(None),
        *_within(Entry.deleted_at, query),
    )
    if query.actor_id is not None:
        statement = statement.where(or_(Entry.deleted_by_id == query.actor_id))
    rows = query.record.session.execute(
        statement.order_by(Entry.deleted_at.desc(), Entry.id.desc()).limit(query.limit)
    ).all()
    return [
        FeedItem(
            key=f"{GONE}{row.public_id}",
            kind=feed_kind(Kind.SYSTEM),
            at=row.deleted_at,
            title=wording.gone_title(row.kind),
            icon="trash",
            actor_name=choices.name_of(query.record, row.deleted_by_id),
            level=2,
        )
        for row in rows
        if isinstance(row.deleted_at, datetime)
    ]


def _item(query: FeedQuery, row: EntryRow) -> FeedItem:
    return FeedItem(
        key=f"{PREFIX}{row.public_id}",
        kind=feed_kind(row.kind),
        at=row.occurred_at,
        title=wording.title(row),
        icon=ICONS[Kind(row.kind)],
        actor_name="" if row.kind == Kind.SYSTEM else row.actor_name,
        html=str(escape(row.body)),
        href=query.record.href("activity"),
        level=row.level,
        tone=TONES[Kind(row.kind)],
    )
