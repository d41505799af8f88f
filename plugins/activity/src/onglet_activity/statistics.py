"""Cards of the Statistiques tab: what was done with the client, and how often one called."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from sqlalchemy import and_, case, func, select

from onglet.api import N_, Figure, Statistic, Unit
from onglet_activity import moments, queries
from onglet_activity.kinds import PEOPLE, Kind, feed_kind
from onglet_activity.models import READ, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement

    from onglet.api import Period, StatisticAsk
    from onglet_activity.moments import Span

STEPS: Final = 12


def statistics() -> Iterator[Statistic]:
    """Give the cards."""
    yield Statistic(
        key="activity.entries",
        label=N_("Activities"),
        unit=Unit.COUNT,
        right=READ,
        order=300,
        icon="activity",
        compute=partial(_count, PEOPLE),
    )
    yield Statistic(
        key="activity.calls",
        label=N_("Calls"),
        unit=Unit.COUNT,
        right=READ,
        order=310,
        icon="phone",
        compute=partial(_count, (Kind.CALL,)),
    )


FORMULAS: Final = {
    True: N_("Calls noted on this client during the period."),
    False: N_("Comments, calls, tasks and events written on this client during the period."),
}


def _count(kinds: Sequence[Kind], asked: StatisticAsk) -> Figure:
    """Count the entries of a period, of the one before, and of each twelfth, in one statement."""
    record = asked.record
    zone = record.actor.zone
    now, before = _span(asked.period, zone), _span(asked.previous, zone)
    parts = moments.steps(now, STEPS)
    counts = [_within(span).label(f"n{place}") for place, span in enumerate((before, now, *parts))]
    row = record.session.execute(
        select(*counts).where(
            Entry.client_id == record.client.id,
            queries.live(),
            Entry.kind.in_([kind.value for kind in kinds]),
            Entry.occurred_at >= min(before.start_at, now.start_at),
            Entry.occurred_at < max(before.end_at, now.end_at),
        )
    ).one()
    previous, value, *series = (Decimal(int(count or 0)) for count in row)
    query = urlencode(
        {
            "kinds": ",".join(feed_kind(kind) for kind in kinds),
            "from": asked.period.start_on.isoformat(),
            "to": asked.period.end_on.isoformat(),
        }
    )
    return Figure(
        value=value,
        previous=previous,
        series=tuple(series),
        rows_href=f"{record.href('activity')}?{query}",
        formula=FORMULAS[len(kinds) == 1],
        higher_is_better=True,
    )


def _span(period: Period, zone: str) -> Span:
    return moments.days(period.start_on, period.end_on, zone)


def _within(span: Span) -> ColumnElement[int]:
    return func.sum(
        case(
            (and_(Entry.occurred_at >= span.start_at, Entry.occurred_at < span.end_at), 1),
            else_=0,
        )
    )
