"""Sign-in sessions, invitations, second steps, identities elsewhere, and tokens of the API."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, Public, utc_now
from onglet.db.types import Document, Key


class SignIn(Keyed, Base):
    """A session on the server. The browser holds the secret, the table its SHA-256."""

    __tablename__ = "core_sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_seen_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(300), default="")
    look_id: Mapped[int | None] = mapped_column(Key, default=None)


class Look(Keyed, Base):
    """An administrator's look at the screens as a profile shows them: from when to when."""

    __tablename__ = "core_look"

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    profile_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_profile.id", ondelete="SET NULL"), default=None, index=True
    )
    profile_name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Invitation(Keyed, Base):
    """A link that lets its receiver choose a password: first one, or a lost one.

    `stamp` ties it to the password it replaces: once that changes, the link is dead.
    """

    __tablename__ = "core_invitation"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(20))
    stamp: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class ApiToken(Keyed, Base):
    """A token for the API: its owner's rights, narrowed by `scopes`. Only its hash is kept.

    `start` is what lists show of it: its first characters.
    """

    __tablename__ = "core_api_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    start: Mapped[str] = mapped_column(String(20), default="")
    scopes: Mapped[list[Any]] = mapped_column(Document, default=list)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class SecondStep(Base):
    """The app that gives a user's codes: its secret, sealed, and the last code that was taken."""

    __tablename__ = "core_second_step"

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[str] = mapped_column(String(500))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class RecoveryCode(Keyed, Base):
    """A code on paper that replaces the app once. Only its hash is kept."""

    __tablename__ = "core_recovery_code"

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class HalfSignIn(Keyed, Base):
    """A sign-in whose first step was right and whose second is due. It opens nothing else.

    `stamp` ties it to the password of the first step; `sealed` is the secret of an app that is
    being added on the way in.
    """

    __tablename__ = "core_half_sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    stamp: Mapped[str] = mapped_column(String(64), default="")
    sealed: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]


class Identity(Keyed, Base):
    """Who a user is at a provider that they sign in with: issuer and subject never change."""

    __tablename__ = "core_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)


class AnsweredElsewhere(Keyed, Base):
    """A sign-in that a provider has answered: its answer is taken once."""

    __tablename__ = "core_asked_elsewhere"

    state_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]


class Handover(Public, Base):
    """What a colleague who left handed over to another one, and whether it was taken back.

    `counts` and `kept` say how many of each kind went over, and how many stayed at the taking
    back because somebody had changed them since.
    """

    __tablename__ = "core_handover"

    from_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    to_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    done_at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    counts: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    kept: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)


class HandoverKind(Keyed, Base):
    """One kind of thing in a handover: the belonging that a plugin declared."""

    __tablename__ = "core_handover_kind"
    __table_args__ = (UniqueConstraint("handover_id", "belonging"),)

    handover_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_handover.id", ondelete="CASCADE")
    )
    belonging: Mapped[str] = mapped_column(String(120))


class HandoverRow(Base):
    """One thing that was handed over, by its key in the table of its kind."""

    __tablename__ = "core_handover_row"

    kind_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_handover_kind.id", ondelete="CASCADE"), primary_key=True
    )
    row_id: Mapped[int] = mapped_column(Key, primary_key=True)


class Attempt(Keyed, Base):
    """A failed sign-in, kept a while so that every worker counts the same."""

    __tablename__ = "core_attempt"

    key: Mapped[str] = mapped_column(String(120), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    weight: Mapped[int] = mapped_column(Integer, default=1)
