"""Who holds rights on one client, and in which ways: the truth table asked for every colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from onglet.contributions.rights import Level, Reach
from onglet.rights.evaluate import Tie, ways
from onglet.rights.models import (
    Grant,
    GrantKind,
    Group,
    Membership,
    Profile,
    ProfileRight,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.rights.catalogue import RightsCatalogue
    from onglet.rights.evaluate import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An active colleague and, by right, every way in which it acts on the client."""

    user_id: int
    public_id: str
    name: str
    email: str
    locale: str
    profile_name: str
    is_administrator: bool
    is_owner: bool
    ways: Mapping[str, Sequence[Reason]]

    def may(self, right: str) -> bool:
        """Tell whether the right acts on the client for this colleague."""
        return bool(self.ways.get(right))


def holders(
    session: Session,
    catalogue: RightsCatalogue,
    client_id: int,
    rights: Collection[str],
    now: datetime,
) -> list[Holder]:
    """List by name the active colleagues for whom any of these rights acts on a client.

    Four statements, however many colleagues there are.
    """
    ties, groups = _ties(session, client_id)
    places = _places(session, groups)
    settled = _settled(session, rights)
    found = []
    people = select(User, Profile).join(Profile, Profile.id == User.profile_id)
    order = people.where(User.is_active.is_(True)).order_by(User.name_sort, User.id)
    for user, profile in session.execute(order):
        own = [*ties.get((False, user.id), ())]
        for group_id in places.get(user.id, ()):
            own += ties.get((True, group_id), ())
        own.sort(key=lambda tie: tie.kind)
        acts = {}
        for right in rights:
            declared = catalogue.get(right)
            if declared is None:
                continue
            reach = declared.right.default
            if profile.all_rights:
                reach = Reach.ALL
            elif (profile.id, right) in settled:
                reach = settled[profile.id, right]
            acts[right] = ways(own, reach, declared.right.needed_level, now)
        if any(acts.values()):
            found.append(
                Holder(
                    user_id=user.id,
                    public_id=user.public_id,
                    name=user.display_name,
                    email=user.email,
                    locale=user.locale,
                    profile_name=profile.name,
                    is_administrator=profile.all_rights,
                    is_owner=any(tie.kind is GrantKind.OWNER for tie in own),
                    ways=acts,
                )
            )
    return found


def _ties(session: Session, client_id: int) -> tuple[dict[tuple[bool, int], list[Tie]], set[int]]:
    """Give the client's grants by subject (is it a group, its key), and the groups among them."""
    giver = aliased(User)
    is_group = Grant.kind > GrantKind.SHARE_USER.value
    rows = session.execute(
        select(
            Grant.kind,
            Grant.subject_id,
            Grant.level,
            Grant.valid_until,
            Grant.created_at,
            Grant.note,
            Group.name,
            giver.given_name,
            giver.family_name,
            giver.email,
        )
        .outerjoin(Group, and_(Group.id == Grant.subject_id, is_group))
        .outerjoin(giver, giver.id == Grant.granted_by_id)
        .where(Grant.client_id == client_id)
        .order_by(Grant.kind, Grant.id)
    )
    ties: dict[tuple[bool, int], list[Tie]] = {}
    groups: set[int] = set()
    for row in rows:
        kind = GrantKind(row.kind)
        if kind > GrantKind.SHARE_USER:
            groups.add(row.subject_id)
        giver_name = f"{row.given_name or ''} {row.family_name or ''}".strip() or row.email or ""
        ties.setdefault((kind > GrantKind.SHARE_USER, row.subject_id), []).append(
            Tie(
                kind=kind,
                level=Level(row.level),
                valid_until=row.valid_until,
                group_name=row.name or "",
                granted_by=giver_name,
                granted_at=row.created_at,
                note=row.note,
            )
        )
    return ties, groups


def _places(session: Session, groups: Collection[int]) -> dict[int, list[int]]:
    if not groups:
        return {}
    rows = session.execute(
        select(Membership.user_id, Membership.group_id)
        .where(Membership.group_id.in_(groups))
        .order_by(Membership.group_id)
    )
    found: dict[int, list[int]] = {}
    for user_id, group_id in rows:
        found.setdefault(user_id, []).append(group_id)
    return found


def _settled(session: Session, rights: Collection[str]) -> dict[tuple[int, str], Reach]:
    rows = session.execute(
        select(ProfileRight.profile_id, ProfileRight.right, ProfileRight.reach).where(
            ProfileRight.right.in_(rights)
        )
    )
    return {(profile_id, right): Reach(reach) for profile_id, right, reach in rows}
