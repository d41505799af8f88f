"""Writing the score: points are given and taken away, and history keeps both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.db.identifiers import new_public_id
from onglet.score.models import ScorePoint

if TYPE_CHECKING:
    from datetime import date

    from onglet.contributions import Work

SUBJECT: Final = "core.score"


def give_points(
    work: Work, client_id: int, points: int, reason: str, *, ends_on: date | None = None
) -> str:
    """Give points to a client, with the reason; give their key.

    Raises:
        ValueError: no points, no reason, or an end in the past.
    """
    if not points or not reason.strip() or (ends_on is not None and ends_on < work.today):
        raise ValueError("points of the score need a number, a reason and an end to come")
    row = ScorePoint(
        public_id=new_public_id(),
        client_id=client_id,
        points=points,
        reason=reason,
        given_by_id=work.actor.user_id,
        given_by_name=work.actor.name,
        given_at=work.now,
        ends_on=ends_on,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "give", {name: (None, value) for name, value in _values(row).items()})
    return row.public_id


def take_points(work: Work, client_id: int, key: str) -> None:
    """Take points away; history says what they were.

    Raises:
        LookupError: when the client has no such points.
    """
    row = work.session.scalar(
        select(ScorePoint).where(ScorePoint.client_id == client_id, ScorePoint.public_id == key)
    )
    if row is None:
        raise LookupError(key)
    _tell(work, row, "take", {name: (value, None) for name, value in _values(row).items()})
    work.session.delete(row)
    work.session.flush()


def _values(row: ScorePoint) -> dict[str, Any]:
    return {
        "points": row.points,
        "reason": row.reason,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
    }


def _tell(work: Work, row: ScorePoint, action: str, changes: dict[str, tuple[Any, Any]]) -> None:
    work.record_change(
        client_id=row.client_id, subject=SUBJECT, subject_id=row.id, action=action, changes=changes
    )
