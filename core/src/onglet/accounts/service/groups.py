"""Groups of colleagues: made, renamed, filled and removed, with the grants that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.naming import check_name
from onglet.contributions import Level
from onglet.rights.grants import set_memberships
from onglet.rights.models import Grant, GrantKind, Group, Membership, User
from onglet.sharing.terms import SUBJECT as SHARE
from onglet.sharing.terms import Terms, share_changes
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from onglet.contributions import Work

SUBJECT = "core.group"
_TAKEN = N_("There is already a group of this name.")


def create_group(work: Work, name: str, user_ids: Collection[int] = ()) -> int:
    """Make a group with these members; give its key.

    Raises:
        Rejected: name missing, too long or taken; a member who is nobody.
    """
    wanted = _checked(work.session, name, None)
    group = Group(name=wanted)
    work.session.add(group)
    _flush(work.session)
    added, _removed = _set_members(work.session, group.id, user_ids)
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=group.id,
        action="create",
        changes={"name": ("", wanted), "members": ([], added)},
    )
    return group.id


def edit_group(
    work: Work,
    group_id: int,
    *,
    name: str,
    user_ids: Collection[int],
    seen_version: int | None = None,
) -> None:
    """Rename a group and give it exactly these members.

    Raises:
        Rejected: name missing, too long or taken; changed meanwhile.
        LookupError: no such group.
    """
    group = _group(work.session, group_id)
    held_version = group.version
    wanted = _checked(work.session, name, group_id)
    changes: dict[str, tuple[object, object]] = {}
    if wanted != group.name:
        changes["name"] = (group.name, wanted)
        group.name = wanted
    _flush(work.session)
    added, removed = _set_members(work.session, group_id, user_ids)
    if added or removed:
        changes["members"] = (removed, added)
        group.updated_at = work.now
    if changes:  # the same form sent twice is no clash
        guard.refuse_stale(held_version, seen_version)
        work.record_change(
            client_id=None, subject=SUBJECT, subject_id=group_id, action="edit", changes=changes
        )


def delete_group(work: Work, group_id: int) -> None:
    """Remove a group, with the shares that it was given and the reach it gave its members.

    Raises:
        LookupError: no such group.
    """
    group = _group(work.session, group_id)
    _added, removed = _set_members(work.session, group_id, ())
    shares = work.session.execute(
        delete(Grant)
        .where(Grant.kind == GrantKind.SHARE_GROUP.value, Grant.subject_id == group_id)
        .returning(Grant.id, Grant.client_id, Grant.level, Grant.valid_until, Grant.note)
        .execution_options(synchronize_session=False)
    ).all()
    for row in shares:
        terms = Terms(level=Level(row.level), valid_until=row.valid_until, note=row.note)
        work.record_change(
            client_id=row.client_id,
            subject=SHARE,
            subject_id=row.id,
            action="remove",
            changes=share_changes(group.name, terms, None, is_group=True),
        )
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=group_id,
        action="delete",
        changes={
            "name": (group.name, ""),
            "members": (removed, []),
            "shares": (len(shares), 0),
        },
    )
    work.session.delete(group)


def _group(session: Session, group_id: int) -> Group:
    group = session.get(Group, group_id)
    if group is None:
        raise LookupError(f"no group {group_id}")
    return group


def _checked(session: Session, name: str, group_id: int | None) -> str:
    wanted = check_name(name)
    holder = session.scalar(select(Group.id).where(Group.name == wanted))
    if holder is not None and holder != group_id:
        raise Rejected("name", _TAKEN)
    return wanted


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as clash:
        raise Rejected("name", _TAKEN) from clash


def _set_members(
    session: Session, group_id: int, user_ids: Collection[int]
) -> tuple[list[str], list[str]]:
    """Give a group exactly these members; names of those who came and of those who went."""
    wanted = set(user_ids)
    held = set(session.scalars(select(Membership.user_id).where(Membership.group_id == group_id)))
    people = session.scalars(select(User).where(User.id.in_(wanted | held)))
    names = {user.id: user.display_name for user in people}
    if not wanted <= names.keys():
        raise Rejected("members", N_("Choose one of the values of the list."))
    for user_id in sorted(held ^ wanted):
        groups = set(
            session.scalars(select(Membership.group_id).where(Membership.user_id == user_id))
        )
        set_memberships(session, user_id, groups ^ {group_id})
    return sorted(names[one] for one in wanted - held), sorted(names[one] for one in held - wanted)
