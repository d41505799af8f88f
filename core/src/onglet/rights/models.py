"""Users, groups, privilege profiles, and the grants that tie users and groups to clients."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import Boolean, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, Public, Stamped, Versioned, utc_now
from onglet.db.types import Document, Key, SortKey


class Profile(Public, Stamped, Versioned, Base):
    """A privilege profile. `all_rights` makes an administrator: rights to come included.

    `asks_second_step` lets nobody of the profile in by a password alone. `limits` holds what it
    settles for fields and tabs, by key: what it does not name is as the rights say.
    """

    __tablename__ = "core_profile"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    description: Mapped[str] = mapped_column(String(500), default="")
    all_rights: Mapped[bool] = mapped_column(Boolean, default=False)
    asks_second_step: Mapped[bool] = mapped_column(Boolean, default=False)
    limits: Mapped[dict[str, str]] = mapped_column(Document, default=dict)


class ProfileRight(Base):
    """How far a profile lets a right reach. A right without a row has its declared default."""

    __tablename__ = "core_profile_right"

    profile_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_profile.id", ondelete="CASCADE"), primary_key=True
    )
    right: Mapped[str] = mapped_column(String(160), primary_key=True)
    reach: Mapped[int] = mapped_column(SmallInteger)


class Group(Public, Stamped, Versioned, Base):
    """A group of colleagues. It carries reach, never rights."""

    __tablename__ = "core_group"

    name: Mapped[str] = mapped_column(String(120), unique=True)


class User(Public, Stamped, Versioned, Base):
    """A colleague who signs in. `email` is kept folded: it is the name to sign in with."""

    __tablename__ = "core_user"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    given_name: Mapped[str] = mapped_column(String(120), default="")
    family_name: Mapped[str] = mapped_column(String(120), default="")
    name_sort: Mapped[str] = mapped_column(SortKey, default="")
    profile_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_profile.id", ondelete="RESTRICT"), index=True
    )
    password_hash: Mapped[str | None] = mapped_column(String(300), default=None)
    locale: Mapped[str] = mapped_column(String(12), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    theme: Mapped[str] = mapped_column(String(8), default="")
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    deactivated_at: Mapped[datetime | None] = mapped_column(default=None)
    last_seen_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def display_name(self) -> str:
        """Given and family name, or the address when neither is known."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


class Membership(Base):
    """A user's place in a group."""

    __tablename__ = "core_membership"

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_group.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class GrantKind(IntEnum):
    """Why a user or a group reaches a client. Up to 2 the subject is a user, above a group.

    The order matters: a reach lets through every kind up to its last one (`LAST_KIND`).
    """

    OWNER = 1
    SHARE_USER = 2
    SHARE_GROUP = 3
    OWNER_GROUP = 4


class Grant(Keyed, Base):
    """One reason why a user or a group reaches a client, at a level, until an instant or for ever.

    `OWNER` and `OWNER_GROUP` rows are computed from the owner and the owner's groups, in the same
    transaction as the change; only shares are chosen by people.
    """

    __tablename__ = "core_grant"
    __table_args__ = (
        UniqueConstraint("client_id", "kind", "subject_id"),
        Index("ix_core_grant_subject", "subject_id", "kind", "client_id"),
    )

    client_id: Mapped[int] = mapped_column(Key, ForeignKey("core_client.id", ondelete="CASCADE"))
    kind: Mapped[int] = mapped_column(SmallInteger)
    subject_id: Mapped[int] = mapped_column(Key)
    level: Mapped[int] = mapped_column(SmallInteger)
    valid_until: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(300), default="")
    granted_by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
