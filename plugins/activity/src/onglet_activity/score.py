"""The factor of the score: what was done lately counts, and fades by half every thirty days."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from onglet.api import N_, Evidence, ScoreFactor, _, formats
from onglet_activity import queries
from onglet_activity.kinds import PEOPLE, Kind
from onglet_activity.models import READ, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.api import Record

HALF_LIFE_DAYS: Final = 30
OLDEST_DAYS: Final = 180
AT_MOST: Final = 20
POINTS: Final = {Kind.COMMENT: 4, Kind.CALL: 10, Kind.TASK: 3, Kind.EVENT: 15}


def factors() -> Iterator[ScoreFactor]:
    """Give the factor."""
    yield ScoreFactor(
        key="activity.recent",
        label=N_("Recent activity"),
        right=READ,
        weight=Decimal(1),
        half_life_days=HALF_LIFE_DAYS,
        order=200,
        evidence=evidence,
    )


def evidence(record: Record) -> list[Evidence]:
    """Give the points of the latest entries as they were; the core fades them."""
    rows = queries.rows_of(
        record,
        queries.entries()
        .where(
            Entry.client_id == record.client.id,
            Entry.kind.in_([kind.value for kind in PEOPLE]),
            Entry.occurred_at > record.now - timedelta(days=OLDEST_DAYS),
            Entry.occurred_at <= record.now,
        )
        .order_by(Entry.occurred_at.desc(), Entry.id.desc())
        .limit(AT_MOST),
    )
    return [
        Evidence(
            points=POINTS[Kind(row.kind)],
            reason=_(
                "%(kind)s of %(day)s",
                kind=_(ONE[Kind(row.kind)]),
                day=formats.day(row.occurred_at),
            ),
            href=record.href("activity"),
            at=row.occurred_at,
        )
        for row in rows
    ]


ONE: Final = {
    Kind.COMMENT: N_("Comment"),
    Kind.CALL: N_("Call"),
    Kind.TASK: N_("Task"),
    Kind.EVENT: N_("Event"),
}
