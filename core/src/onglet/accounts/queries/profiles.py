"""Profiles as plain rows, and the reaches that they settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from onglet.accounts.service.guard import reaches_of
from onglet.identity.folding import sort_key
from onglet.rights.models import Profile, User

if TYPE_CHECKING:
    from onglet.contributions import Ask, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """A profile, with how many active colleagues have it."""

    id: int
    public_id: str
    version: int
    name: str
    description: str
    all_rights: bool
    asks_second_step: bool
    users: int


def list_profiles(ask: Ask) -> list[ProfileRow]:
    """List the profiles by name, administrators' first."""
    rows = ask.session.execute(
        select(
            Profile.id,
            Profile.public_id,
            Profile.version,
            Profile.name,
            Profile.description,
            Profile.all_rights,
            Profile.asks_second_step,
            func.count(User.id).label("users"),
        )
        .outerjoin(User, and_(User.profile_id == Profile.id, User.is_active.is_(True)))
        .group_by(Profile.id)
    )
    found = [ProfileRow(**row._mapping) for row in rows]
    return sorted(found, key=lambda profile: (not profile.all_rights, sort_key(profile.name)))


def find_profile(ask: Ask, public_id: str) -> ProfileRow | None:
    """Give a profile by public identifier."""
    return next((one for one in list_profiles(ask) if one.public_id == public_id), None)


def settled_limits(ask: Ask, profile_id: int) -> dict[str, str]:
    """Give what a profile settles for fields and tabs, those of absent plugins included."""
    held = ask.session.scalar(select(Profile.limits).where(Profile.id == profile_id))
    return dict(held or {})


def settled_reaches(ask: Ask, profile_id: int) -> dict[str, Reach]:
    """Give the reaches that a profile settles itself, rights of absent plugins included."""
    return reaches_of(ask.session, profile_id)
