"""Groups as plain rows, with their members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onglet.accounts.queries.users import NAME, display_name
from onglet.identity.folding import sort_key
from onglet.rights.models import Grant, GrantKind, Group, Membership, User

if TYPE_CHECKING:
    from onglet.contributions import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group, its active members, and how many clients are shared with it.

    `left_ids` are its members who cannot sign in any more: they stay in it until it goes.
    """

    id: int
    public_id: str
    version: int
    name: str
    member_ids: tuple[int, ...]
    member_names: tuple[str, ...]
    left_ids: tuple[int, ...]
    shares: int


def list_groups(ask: Ask) -> list[GroupRow]:
    """List the groups by name, with their active members."""
    members: dict[int, list[tuple[int, str]]] = {}
    left: dict[int, list[int]] = {}
    people = ask.session.execute(
        select(*NAME, User.is_active, Membership.group_id)
        .join(Membership, Membership.user_id == User.id)
        .order_by(User.name_sort, User.id)
    )
    for row in people:
        if row.is_active:
            members.setdefault(row.group_id, []).append((row.id, display_name(row)))
        else:
            left.setdefault(row.group_id, []).append(row.id)
    counts = ask.session.execute(
        select(Grant.subject_id, func.count().label("number"))
        .where(Grant.kind == GrantKind.SHARE_GROUP.value)
        .group_by(Grant.subject_id)
    )
    shares = {row.subject_id: row.number for row in counts}
    groups = ask.session.execute(
        select(Group.id, Group.public_id, Group.version, Group.name).order_by(Group.name)
    ).all()
    return [
        GroupRow(
            id=group.id,
            public_id=group.public_id,
            version=group.version,
            name=group.name,
            member_ids=tuple(key for key, _ in members.get(group.id, ())),
            member_names=tuple(name for _, name in members.get(group.id, ())),
            left_ids=tuple(left.get(group.id, ())),
            shares=shares.get(group.id, 0),
        )
        for group in sorted(groups, key=lambda group: sort_key(group.name))
    ]


def find_group(ask: Ask, public_id: str) -> GroupRow | None:
    """Give a group by public identifier."""
    return next((group for group in list_groups(ask) if group.public_id == public_id), None)
