"""Writing grants: the owner, the owner's groups, shares; and checking them against the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, insert, literal, select, update

from onglet.contributions.rights import Level
from onglet.db.base import utc_now
from onglet.rights.models import Grant, GrantKind, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

COMPUTED = (GrantKind.OWNER.value, GrantKind.OWNER_GROUP.value)


def set_owner(session: Session, client_id: int, user_id: int | None) -> None:
    """Write the grants that follow from a client's owner, in the caller's transaction."""
    session.execute(delete(Grant).where(Grant.client_id == client_id, Grant.kind.in_(COMPUTED)))
    if user_id is None:
        return
    _add(session, client_id, GrantKind.OWNER, user_id)
    groups = session.scalars(select(Membership.group_id).where(Membership.user_id == user_id))
    for group_id in groups.all():
        _add(session, client_id, GrantKind.OWNER_GROUP, group_id)


def _add(session: Session, client_id: int, kind: GrantKind, subject_id: int) -> None:
    session.add(Grant(client_id=client_id, kind=kind, subject_id=subject_id, level=Level.MANAGE))


def move_owner(
    session: Session, rows: Select[int], *, from_id: int, to_id: int, now: datetime
) -> None:
    """Write the grants that follow when one colleague takes over the clients of another.

    Args:
        session: of the write, unrestricted: whole tables are written at once.
        rows: selects the keys of the clients.
        from_id: who owned them.
        to_id: who owns them now.
        now: the present instant.
    """
    whole = {"synchronize_session": False}
    session.execute(
        update(Grant)
        .where(
            Grant.kind == GrantKind.OWNER.value,
            Grant.subject_id == from_id,
            Grant.client_id.in_(rows),
        )
        .values(subject_id=to_id)
        .execution_options(**whole)
    )
    session.execute(
        delete(Grant)
        .where(Grant.kind == GrantKind.OWNER_GROUP.value, Grant.client_id.in_(rows))
        .execution_options(**whole)
    )
    owned = rows.subquery()
    session.execute(
        insert(Grant).from_select(
            ["client_id", "kind", "subject_id", "level", "note", "created_at"],
            select(
                owned.c[0],
                literal(GrantKind.OWNER_GROUP.value),
                Membership.group_id,
                literal(Level.MANAGE.value),
                literal(""),
                literal(now, Grant.created_at.type),
            )
            .select_from(owned)
            .join(Membership, Membership.user_id == to_id),
        )
    )


def share(
    session: Session,
    *,
    client_id: int,
    kind: GrantKind,
    subject_id: int,
    level: Level,
    granted_by_id: int | None,
    granted_at: datetime | None = None,
    valid_until: datetime | None = None,
    note: str = "",
) -> Grant:
    """Share a client with a user or a group; a second share with the same one replaces it.

    Without `granted_at` a share is given now.
    """
    grant = session.scalars(
        select(Grant).where(
            Grant.client_id == client_id, Grant.kind == kind, Grant.subject_id == subject_id
        )
    ).one_or_none()
    if grant is None:
        grant = Grant(client_id=client_id, kind=kind, subject_id=subject_id, level=level)
        session.add(grant)
    grant.level = level
    grant.valid_until = valid_until
    grant.note = note
    grant.granted_by_id = granted_by_id
    grant.created_at = granted_at or utc_now()
    return grant


def set_memberships(session: Session, user_id: int, group_ids: Iterable[int]) -> None:
    """Put a user in exactly these groups, and bring the grants of what they own along."""
    session.execute(delete(Membership).where(Membership.user_id == user_id))
    session.add_all(Membership(user_id=user_id, group_id=group_id) for group_id in group_ids)
    session.flush()
    owned = select(Grant.client_id).where(
        Grant.kind == GrantKind.OWNER.value, Grant.subject_id == user_id
    )
    session.execute(
        delete(Grant)
        .where(Grant.kind == GrantKind.OWNER_GROUP.value, Grant.client_id.in_(owned))
        .execution_options(synchronize_session=False)
    )
    rows = session.execute(
        select(Grant.client_id, Membership.group_id)
        .join(Membership, Membership.user_id == Grant.subject_id)
        .where(Grant.kind == GrantKind.OWNER.value, Grant.subject_id == user_id)
    ).all()
    session.add_all(
        Grant(
            client_id=client_id,
            kind=GrantKind.OWNER_GROUP,
            subject_id=group_id,
            level=Level.MANAGE,
        )
        for client_id, group_id in rows
    )


def missing_and_surplus(session: Session) -> tuple[int, int]:
    """Count the owner's-group grants that ought to exist and do not, and the reverse."""
    owner = Grant.__table__.alias("owner_grant")
    group = Grant.__table__.alias("group_grant")
    member = Membership.__table__.alias("owner_member")
    wanted = exists(
        select(literal(1)).where(
            group.c.client_id == owner.c.client_id,
            group.c.kind == GrantKind.OWNER_GROUP.value,
            group.c.subject_id == member.c.group_id,
        )
    )
    lacking = (
        select(owner.c.client_id)
        .join(member, member.c.user_id == owner.c.subject_id)
        .where(owner.c.kind == GrantKind.OWNER.value, ~wanted)
    )
    justified = exists(
        select(literal(1))
        .select_from(owner.join(member, member.c.user_id == owner.c.subject_id))
        .where(
            and_(
                owner.c.client_id == group.c.client_id,
                owner.c.kind == GrantKind.OWNER.value,
                member.c.group_id == group.c.subject_id,
            )
        )
    )
    surplus = select(group.c.client_id).where(
        group.c.kind == GrantKind.OWNER_GROUP.value, ~justified
    )
    return len(session.execute(lacking).all()), len(session.execute(surplus).all())
