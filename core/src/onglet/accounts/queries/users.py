"""Colleagues as plain rows: the list, one of them, and their names for pickers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, tuple_

from onglet.db.identifiers import is_public_id
from onglet.identity.folding import sort_key
from onglet.rights.models import Grant, GrantKind, Group, Membership, Profile, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.contributions import Ask

PAGE = 100

NAME = (User.id, User.public_id, User.given_name, User.family_name, User.email)
"""Columns that `display_name` needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A colleague in the list. `has_password` is False until an invitation is accepted."""

    id: int
    public_id: str
    name: str
    email: str
    profile_name: str
    all_rights: bool
    groups: tuple[str, ...]
    is_active: bool
    has_password: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPage:
    """A page of the list; `after` gives the next one, empty at the end."""

    rows: tuple[UserRow, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserView:
    """A colleague as their page shows them. `owned` counts the clients in their name."""

    id: int
    public_id: str
    version: int
    email: str
    given_name: str
    family_name: str
    name: str
    profile_id: int
    group_ids: tuple[int, ...]
    locale: str
    zone: str
    theme: str
    is_active: bool
    has_password: bool
    deactivated_at: datetime | None
    last_seen_at: datetime | None
    created_at: datetime
    owned: int


def list_users(
    ask: Ask, *, search: str = "", state: str = "active", after: str = "", limit: int = PAGE
) -> UserPage:
    """List colleagues in the order of their family names.

    Args:
        ask: the question.
        search: words of the name or of the address.
        state: active, invited (no password yet), inactive, or all.
        after: what the page before gave.
        limit: rows of a page.
    """
    query = (
        select(
            *NAME,
            User.is_active,
            User.password_hash,
            User.last_seen_at,
            User.name_sort,
            Profile.name.label("profile_name"),
            Profile.all_rights,
        )
        .join(Profile, Profile.id == User.profile_id)
        .order_by(User.name_sort, User.id)
        .limit(limit + 1)
    )
    for word in search.split()[:6]:
        folded = sort_key(word)
        fits = User.email.contains(word.casefold(), autoescape=True)
        if folded:
            fits = or_(fits, User.name_sort.contains(folded, autoescape=True))
        query = query.where(fits)
    query = query.where(*_STATES.get(state, ()))
    if after:
        name, _, key = after.rpartition("~")
        if key.isascii() and key.isdigit() and len(key) < 19:
            query = query.where(tuple_(User.name_sort, User.id) > (name, int(key)))
    rows = ask.session.execute(query).all()
    shown = rows[:limit]
    groups = _groups_of(ask.session, [row.id for row in shown])
    last = shown[-1] if len(rows) > limit else None
    return UserPage(
        rows=tuple(
            UserRow(
                id=row.id,
                public_id=row.public_id,
                name=display_name(row),
                email=row.email,
                profile_name=row.profile_name,
                all_rights=row.all_rights,
                groups=groups.get(row.id, ()),
                is_active=row.is_active,
                has_password=row.password_hash is not None,
                last_seen_at=row.last_seen_at,
            )
            for row in shown
        ),
        after=f"{last.name_sort}~{last.id}" if last is not None else "",
    )


_STATES: Mapping[str, tuple[Any, ...]] = {
    "active": (User.is_active.is_(True),),
    "invited": (User.is_active.is_(True), User.password_hash.is_(None)),
    "inactive": (User.is_active.is_(False),),
}


def count_users(ask: Ask) -> dict[str, int]:
    """Count colleagues by state: active, invited, inactive."""
    return {
        state: ask.session.scalar(select(func.count(User.id)).where(*conditions)) or 0
        for state, conditions in _STATES.items()
    }


def find_user(ask: Ask, public_id: str) -> UserView | None:
    """Give a colleague by public identifier."""
    if not is_public_id(public_id):
        return None
    user = ask.session.scalars(select(User).where(User.public_id == public_id)).one_or_none()
    return _view(ask.session, user) if user is not None else None


def get_user(ask: Ask, user_id: int) -> UserView | None:
    """Give a colleague by key."""
    user = ask.session.get(User, user_id)
    return _view(ask.session, user) if user is not None else None


def list_colleagues(ask: Ask) -> list[tuple[int, str, str]]:
    """List key, public identifier and name of the active colleagues, for pickers."""
    rows = ask.session.execute(
        select(*NAME).where(User.is_active.is_(True)).order_by(User.name_sort, User.id)
    )
    return [(row.id, row.public_id, display_name(row)) for row in rows]


def _view(session: Session, user: User) -> UserView:
    groups = session.scalars(
        select(Membership.group_id)
        .where(Membership.user_id == user.id)
        .order_by(Membership.group_id)
    ).all()
    owned = session.scalar(
        select(func.count())
        .select_from(Grant)
        .where(Grant.kind == GrantKind.OWNER.value, Grant.subject_id == user.id)
    )
    return UserView(
        id=user.id,
        public_id=user.public_id,
        version=user.version,
        email=user.email,
        given_name=user.given_name,
        family_name=user.family_name,
        name=user.display_name,
        profile_id=user.profile_id,
        group_ids=tuple(groups),
        locale=user.locale,
        zone=user.zone,
        theme=user.theme,
        is_active=user.is_active,
        has_password=user.password_hash is not None,
        deactivated_at=user.deactivated_at,
        last_seen_at=user.last_seen_at,
        created_at=user.created_at,
        owned=owned or 0,
    )


def _groups_of(session: Session, user_ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        select(Membership.user_id, Group.name)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.user_id.in_(user_ids))
        .order_by(Group.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for user_id, name in rows:
        found[user_id] = (*found.get(user_id, ()), name)
    return found


def display_name(row: Any) -> str:
    """Give the name of a row of `NAME`: the address when it has none."""
    return f"{row.given_name} {row.family_name}".strip() or str(row.email)
