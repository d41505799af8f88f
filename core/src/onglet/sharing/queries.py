"""Shares of a client as plain rows, and colleagues and groups to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from onglet.contributions import Level
from onglet.db.identifiers import is_public_id
from onglet.identity.folding import fold, sort_key
from onglet.rights.evaluate import Tie
from onglet.rights.models import Grant, GrantKind, Group, Membership, User
from onglet.sharing.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from onglet.contributions import Ask

FOUND: Final = 8
PREFIXES: Final = {GrantKind.SHARE_USER: "u", GrantKind.SHARE_GROUP: "g"}
KINDS: Final = {prefix: kind for kind, prefix in PREFIXES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody, or a group, that a client can be shared with. `hint` helps to tell two apart."""

    kind: GrantKind
    id: int
    key: str
    name: str
    hint: str = ""
    is_active: bool = True

    @property
    def is_group(self) -> bool:
        """Tell whether it is a group."""
        return self.kind is GrantKind.SHARE_GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """A share as the dialog shows it."""

    grant_id: int
    subject: Subject
    terms: Terms
    granted_by: str
    granted_at: datetime

    def has_ended(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return self.terms.valid_until is not None and self.terms.valid_until <= now

    @property
    def tie(self) -> Tie:
        """Give it as the truth table weighs it."""
        return Tie(
            kind=self.subject.kind,
            level=self.terms.level,
            valid_until=self.terms.valid_until,
            group_name=self.subject.name if self.subject.is_group else "",
            granted_by=self.granted_by,
            granted_at=self.granted_at,
        )


def shares_of(ask: Ask, client_id: int, grant_id: int | None = None) -> list[ShareView]:
    """List the shares of a client that the actor may share, colleagues first."""
    person, giver = aliased(User), aliased(User)
    query = (
        select(
            Grant.id,
            Grant.kind,
            Grant.subject_id,
            Grant.level,
            Grant.valid_until,
            Grant.note,
            Grant.created_at,
            person.public_id.label("person_key"),
            person.given_name,
            person.family_name,
            person.email,
            person.is_active,
            Group.public_id.label("group_key"),
            Group.name.label("group_name"),
            giver.given_name.label("giver_given"),
            giver.family_name.label("giver_family"),
            giver.email.label("giver_email"),
        )
        .outerjoin(
            person,
            and_(person.id == Grant.subject_id, Grant.kind == GrantKind.SHARE_USER.value),
        )
        .outerjoin(
            Group,
            and_(Group.id == Grant.subject_id, Grant.kind == GrantKind.SHARE_GROUP.value),
        )
        .outerjoin(giver, giver.id == Grant.granted_by_id)
        .where(
            Grant.client_id == client_id,
            Grant.kind.in_([kind.value for kind in PREFIXES]),
        )
        .order_by(Grant.kind, person.name_sort, Group.name, Grant.id)
    )
    if grant_id is not None:
        query = query.where(Grant.id == grant_id)
    return [_share(row) for row in ask.session.execute(query) if row.person_key or row.group_key]


def find_share(ask: Ask, client_id: int, key: str) -> ShareView | None:
    """Give the share of a client with the subject of this key."""
    return next((one for one in shares_of(ask, client_id) if one.subject.key == key), None)


def find_subject(ask: Ask, key: str) -> Subject | None:
    """Give the colleague or the group of a key (`u-...`, `g-...`), None when there is none."""
    prefix, _dash, public_id = key.partition("-")
    kind = KINDS.get(prefix)
    if kind is None or not is_public_id(public_id):
        return None
    if kind is GrantKind.SHARE_GROUP:
        group = ask.session.scalars(select(Group).where(Group.public_id == public_id)).one_or_none()
        return Subject(kind=kind, id=group.id, key=key, name=group.name) if group else None
    user = ask.session.scalars(select(User).where(User.public_id == public_id)).one_or_none()
    return _person(user) if user else None


def find_colleagues(ask: Ask, search: str, *, but: Sequence[int] = ()) -> list[Subject]:
    """List a few active colleagues whose name or address has these words."""
    query = (
        select(User)
        .where(User.is_active.is_(True), User.id.not_in(but))
        .order_by(User.name_sort, User.id)
        .limit(FOUND)
    )
    for word in search.split()[:6]:
        folded = sort_key(word)
        fits = User.email.contains(word.casefold(), autoescape=True)
        if folded:
            fits = or_(fits, User.name_sort.contains(folded, autoescape=True))
        query = query.where(fits)
    return [_person(user) for user in ask.session.scalars(query)]


def find_groups(ask: Ask, search: str) -> list[tuple[Subject, int]]:
    """List a few groups whose name has these words, with how many active members each has."""
    rows = ask.session.execute(
        select(Group, func.count(User.id))
        .outerjoin(Membership, Membership.group_id == Group.id)
        .outerjoin(User, and_(User.id == Membership.user_id, User.is_active.is_(True)))
        .group_by(Group.id)
        .order_by(Group.name, Group.id)
    )
    words = fold(search).split()
    found = [
        (
            Subject(
                kind=GrantKind.SHARE_GROUP,
                id=group.id,
                key=f"g-{group.public_id}",
                name=group.name,
            ),
            members,
        )
        for group, members in rows
        if all(word in fold(group.name) for word in words)
    ]
    return found[:FOUND]


def receivers(ask: Ask, subject: Subject) -> list[User]:
    """Give the active colleagues that a share with the subject concerns."""
    query = select(User).where(User.is_active.is_(True)).order_by(User.id)
    if subject.is_group:
        query = query.join(Membership, Membership.user_id == User.id).where(
            Membership.group_id == subject.id
        )
    else:
        query = query.where(User.id == subject.id)
    return list(ask.session.scalars(query))


def _person(user: User) -> Subject:
    return Subject(
        kind=GrantKind.SHARE_USER,
        id=user.id,
        key=f"u-{user.public_id}",
        name=user.display_name,
        hint=user.email,
        is_active=user.is_active,
    )


def _share(row: Any) -> ShareView:
    kind = GrantKind(row.kind)
    is_group = kind is GrantKind.SHARE_GROUP
    name = row.group_name if is_group else _name(row.given_name, row.family_name, row.email)
    return ShareView(
        grant_id=row.id,
        subject=Subject(
            kind=kind,
            id=row.subject_id,
            key=f"{PREFIXES[kind]}-{row.group_key if is_group else row.person_key}",
            name=name,
            hint="" if is_group else row.email,
            is_active=is_group or bool(row.is_active),
        ),
        terms=Terms(level=Level(row.level), valid_until=row.valid_until, note=row.note),
        granted_by=_name(row.giver_given, row.giver_family, row.giver_email),
        granted_at=row.created_at,
    )


def _name(given: str | None, family: str | None, email: str | None) -> str:
    return f"{given or ''} {family or ''}".strip() or email or ""
