"""Seeing the screens as a profile shows them: read only, for an hour at most, written down.

An administrator keeps their own name and their own clients, and wears the rights of the profile:
whatever they see is what a colleague of that profile who owned the same would see.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from onglet.accounts.models import Look, SignIn
from onglet.rights.models import Profile, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

    from onglet.contributions import Actor, Reach, Work
    from onglet.rights.actors import ProfileRights

LONGEST = timedelta(hours=1)
SUBJECT = "core.profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """The profile that an administrator sees the screens as."""

    profile_id: int
    profile_name: str
    all_rights: bool
    reaches: Mapping[str, Reach]
    limits: Mapping[str, str]

    def worn_by(self, actor: Actor) -> Actor:
        """Give the actor with the profile's rights instead of their own."""
        return replace(
            actor,
            profile_id=self.profile_id,
            profile_name=self.profile_name,
            all_rights=self.all_rights,
            reaches=self.reaches,
            limits=self.limits,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """A look that was taken: by whom, and from when to when, None while it lasts."""

    name: str
    address: str
    started_at: datetime
    ended_at: datetime | None


def look_of(
    connection: Connection, look_id: int, now: datetime, rights: ProfileRights
) -> Worn | None:
    """Give the profile that is worn, None when the look is over or the profile gone."""
    row = connection.execute(
        select(
            Profile.id,
            Profile.public_id,
            Profile.version,
            Profile.name,
            Profile.all_rights,
            Profile.limits,
        )
        .join(Look, Look.profile_id == Profile.id)
        .where(Look.id == look_id, Look.ended_at.is_(None), Look.ends_at > now)
    ).one_or_none()
    if row is None:
        return None
    return Worn(
        profile_id=row.id,
        profile_name=row.name,
        all_rights=row.all_rights,
        reaches=rights.of(connection, row.id, row.public_id, row.version),
        limits=row.limits,
    )


def start_look(work: Work, profile_id: int, *, session_id: int, address: str = "") -> None:
    """Let a session see the screens as a profile.

    Raises:
        PermissionError: the actor is no administrator.
        LookupError: no such profile.
    """
    if not work.actor.all_rights or work.actor.user_id is None:
        raise PermissionError("only an administrator sees the screens as another profile")
    name = work.session.scalar(select(Profile.name).where(Profile.id == profile_id))
    if name is None:
        raise LookupError(f"no profile {profile_id}")
    end_look(work, session_id)
    look = Look(
        user_id=work.actor.user_id,
        profile_id=profile_id,
        profile_name=name,
        address=address[:64],
        started_at=work.now,
        ends_at=work.now + LONGEST,
    )
    work.session.add(look)
    work.session.flush()
    work.session.execute(
        update(SignIn)
        .where(SignIn.id == session_id, SignIn.user_id == work.actor.user_id)
        .values(look_id=look.id)
        .execution_options(synchronize_session=False)
    )
    work.record_change(
        client_id=None, subject=SUBJECT, subject_id=profile_id, action="look_start", changes={}
    )


def end_look(work: Work, session_id: int) -> bool:
    """Give a session its user's own rights back; False when it had them."""
    row = work.session.execute(
        select(Look.id, Look.profile_id)
        .join(SignIn, SignIn.look_id == Look.id)
        .where(SignIn.id == session_id, Look.ended_at.is_(None))
    ).one_or_none()
    work.session.execute(
        update(SignIn)
        .where(SignIn.id == session_id)
        .values(look_id=None)
        .execution_options(synchronize_session=False)
    )
    if row is None:
        return False
    work.session.execute(
        update(Look)
        .where(Look.id == row.id)
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=row.profile_id or 0,
        action="look_end",
        changes={},
    )
    return True


def list_looks(
    session: Session, profile_id: int, now: datetime, *, most: int = 10
) -> list[LookRow]:
    """List who saw the screens as a profile, the last ones first."""
    rows = session.execute(
        select(Look, User)
        .join(User, User.id == Look.user_id)
        .where(Look.profile_id == profile_id)
        .order_by(Look.id.desc())
        .limit(most)
    )
    return [
        LookRow(
            name=user.display_name,
            address=look.address,
            started_at=look.started_at,
            ended_at=look.ended_at or (look.ends_at if look.ends_at <= now else None),
        )
        for look, user in rows
    ]


def end_forgotten(session: Session, now: datetime) -> None:
    """Write the end of the looks that nobody ended: their hour passed, or their session ended."""
    living = select(SignIn.look_id).where(SignIn.look_id.is_not(None), SignIn.expires_at > now)
    session.execute(
        update(Look)
        .where(Look.ended_at.is_(None), Look.ends_at <= now)
        .values(ended_at=Look.ends_at)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Look)
        .where(Look.ended_at.is_(None), Look.id.not_in(living))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
