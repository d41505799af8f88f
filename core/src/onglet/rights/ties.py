"""What ties a user to a client: the grants given to them, or to a group of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from onglet.contributions.rights import Level
from onglet.rights.evaluate import Tie
from onglet.rights.models import Grant, GrantKind, Group, Membership, User

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

GIVER = aliased(User)
COLUMNS = (
    Grant.kind.label("tie_kind"),
    Grant.level.label("tie_level"),
    Grant.valid_until.label("tie_until"),
    Grant.created_at.label("tie_at"),
    Grant.note.label("tie_note"),
    Group.name.label("tie_group"),
    GIVER.given_name.label("tie_given_name"),
    GIVER.family_name.label("tie_family_name"),
    GIVER.email.label("tie_email"),
)


def ties_of(session: Session, user_id: int, client_id: int) -> list[Tie]:
    """List the grants that tie a user, directly or by a group, to a client."""
    return ties_to_each(session, user_id, [client_id])[client_id]


def ties_to_each(
    session: Session, user_id: int, client_ids: Collection[int]
) -> dict[int, list[Tie]]:
    """List the grants that tie a user to each of the clients, in one statement."""
    query = (
        select(Grant.client_id, *COLUMNS)
        .select_from(Grant)
        .outerjoin(Group, _its_group())
        .outerjoin(GIVER, GIVER.id == Grant.granted_by_id)
        .where(Grant.client_id.in_(client_ids), _is_mine(user_id))
        .order_by(Grant.kind, Grant.id)
    )
    found: dict[int, list[Tie]] = {key: [] for key in client_ids}
    for row in session.execute(query):
        found[row.client_id].append(_tie(row))
    return found


def with_ties(
    query: Select[*tuple[Any, ...]], client_id: InstrumentedAttribute[int], user_id: int
) -> Select[*tuple[Any, ...]]:
    """Add a user's ties to a statement that reads one client: a row a tie, one without any."""
    return (
        query.add_columns(*COLUMNS)
        .outerjoin(Grant, and_(Grant.client_id == client_id, _is_mine(user_id)))
        .outerjoin(Group, _its_group())
        .outerjoin(GIVER, GIVER.id == Grant.granted_by_id)
        .order_by(Grant.kind, Grant.id)
    )


def ties_among(rows: Any) -> list[Tie]:
    """Give the ties of rows that `with_ties` made, none of a row without any."""
    return [_tie(row) for row in rows if row.tie_kind is not None]


def _tie(row: Any) -> Tie:
    return Tie(
        kind=GrantKind(row.tie_kind),
        level=Level(row.tie_level),
        valid_until=row.tie_until,
        group_name=row.tie_group or "",
        granted_by=_name(row),
        granted_at=row.tie_at,
        note=row.tie_note,
    )


def _name(row: Any) -> str:
    name = f"{row.tie_given_name or ''} {row.tie_family_name or ''}".strip()
    return name or row.tie_email or ""


def _is_mine(user_id: int) -> ColumnElement[bool]:
    mine = select(Membership.group_id).where(Membership.user_id == user_id)
    return or_(
        and_(Grant.kind <= GrantKind.SHARE_USER.value, Grant.subject_id == user_id),
        and_(Grant.kind > GrantKind.SHARE_USER.value, Grant.subject_id.in_(mine)),
    )


def _its_group() -> ColumnElement[bool]:
    return and_(Group.id == Grant.subject_id, Grant.kind > GrantKind.SHARE_USER.value)
