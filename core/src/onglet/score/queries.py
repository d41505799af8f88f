"""Reading the score: points given by hand in one statement, and what plugins answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from onglet.score.models import ScorePoint
from onglet.score.tally import Given, tally

if TYPE_CHECKING:
    from onglet.contributions import Ask, Record
    from onglet.score.tally import Score


def score_of(record: Record) -> Score:
    """Give the score of the client as the actor may see it."""
    return tally(record.outside.factors(record), given_points(record, record.client.id), record.now)


def given_points(ask: Ask, client_id: int) -> list[Given]:
    """List the points given by hand that count today, the latest first."""
    rows = ask.session.execute(
        select(
            ScorePoint.public_id,
            ScorePoint.points,
            ScorePoint.reason,
            ScorePoint.given_by_name,
            ScorePoint.given_at,
            ScorePoint.ends_on,
        )
        .where(
            ScorePoint.client_id == client_id,
            or_(ScorePoint.ends_on.is_(None), ScorePoint.ends_on >= ask.today),
        )
        .order_by(ScorePoint.given_at.desc(), ScorePoint.id.desc())
    )
    return [
        Given(
            key=row.public_id,
            points=row.points,
            reason=row.reason,
            author=row.given_by_name,
            at=row.given_at,
            ends_on=row.ends_on,
        )
        for row in rows
    ]


def count_points(ask: Ask, client_id: int) -> int:
    """Count the times that points were given by hand, those that ended included."""
    query = select(func.count(ScorePoint.id)).where(ScorePoint.client_id == client_id)
    return ask.session.scalar(query) or 0
