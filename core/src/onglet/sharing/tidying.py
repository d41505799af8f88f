"""Shares that ended long ago are cleared; the log keeps what they were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select

from onglet.contributions import Level
from onglet.rights.models import Grant, GrantKind, Group, User
from onglet.sharing.terms import SUBJECT, Terms, share_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work

KIND: Final = "core.tidy_shares"
KEPT: Final = timedelta(days=90)
"""How long a share that has ended stays in view on the record."""

AT_ONCE: Final = 5_000


def tidy_shares(work: Work, _args: Mapping[str, Any]) -> None:
    """Clear the shares that ended more than ninety days ago, each with a line in the log."""
    group = Grant.kind == GrantKind.SHARE_GROUP.value
    rows = work.session.execute(
        select(
            Grant.id,
            Grant.client_id,
            Grant.kind,
            Grant.level,
            Grant.valid_until,
            Grant.note,
            User.given_name,
            User.family_name,
            User.email,
            Group.name,
        )
        .outerjoin(User, (User.id == Grant.subject_id) & ~group)
        .outerjoin(Group, (Group.id == Grant.subject_id) & group)
        .where(
            Grant.kind.in_([GrantKind.SHARE_USER.value, GrantKind.SHARE_GROUP.value]),
            Grant.valid_until <= work.now - KEPT,
        )
        .order_by(Grant.id)
        .limit(AT_ONCE)
    ).all()
    for row in rows:
        is_group = row.kind == GrantKind.SHARE_GROUP.value
        person = f"{row.given_name or ''} {row.family_name or ''}".strip() or row.email or ""
        terms = Terms(level=Level(row.level), valid_until=row.valid_until, note=row.note)
        work.record_change(
            client_id=row.client_id,
            subject=SUBJECT,
            subject_id=row.id,
            action="tidy",
            changes=share_changes(
                (row.name or "") if is_group else person, terms, None, is_group=is_group
            ),
        )
    work.session.execute(
        delete(Grant)
        .where(Grant.id.in_([row.id for row in rows]))
        .execution_options(synchronize_session=False)
    )
