"""Actors: a user with the rights of their profile, as every context carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.contributions import Actor, Reach
from onglet.rights.models import Profile, ProfileRight, User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection


class ProfileRights:
    """The rights of profiles, read once per version of each profile."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Mapping[str, Reach]] = {}

    def of(
        self, connection: Connection, profile_id: int, public_id: str, version: int
    ) -> Mapping[str, Reach]:
        """Give how far each right of a profile reaches.

        Known by the public identifier: SQLite gives the key of a removed row to the next one.
        """
        key = (public_id, version)
        if key not in self._known:
            rows = connection.execute(
                select(ProfileRight.right, ProfileRight.reach).where(
                    ProfileRight.profile_id == profile_id
                )
            )
            self._known[key] = {right: Reach(reach) for right, reach in rows}
        return self._known[key]


def system_actor(
    reason: str, *, name: str = "Onglet", locale: str = "fr", zone: str = "Europe/Paris"
) -> Actor:
    """Give the system as an actor: unrestricted, for a reason that the logs keep."""
    return Actor(user_id=None, name=name, reason=reason, source="system", locale=locale, zone=zone)


def load_actor(
    connection: Connection,
    user_id: int,
    rights: ProfileRights,
    *,
    locale: str,
    zone: str,
    source: str = "screen",
) -> Actor | None:
    """Give an active user as an actor, None when there is none of that key."""
    row = connection.execute(
        select(User, Profile.name, Profile.all_rights, Profile.version)
        .with_only_columns(
            User.id,
            User.given_name,
            User.family_name,
            User.email,
            User.locale,
            User.zone,
            User.profile_id,
            Profile.name.label("profile_name"),
            Profile.all_rights,
            Profile.public_id.label("profile_public_id"),
            Profile.version.label("profile_version"),
            Profile.limits,
        )
        .join(Profile, Profile.id == User.profile_id)
        .where(User.id == user_id, User.is_active.is_(True))
    ).one_or_none()
    if row is None:
        return None
    return Actor(
        user_id=row.id,
        name=f"{row.given_name} {row.family_name}".strip() or row.email,
        email=row.email,
        profile_id=row.profile_id,
        profile_name=row.profile_name,
        all_rights=row.all_rights,
        reaches=rights.of(connection, row.profile_id, row.profile_public_id, row.profile_version),
        limits=row.limits,
        locale=row.locale or locale,
        zone=row.zone or zone,
        source=source,
    )
