"""Sign-in sessions, invitations, and tokens of the API."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, utc_now
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
    """A token for the API, with its owner's rights. Only its hash is kept."""

    __tablename__ = "core_api_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    scopes: Mapped[list[Any]] = mapped_column(Document, default=list)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Attempt(Keyed, Base):
    """A failed sign-in, kept a while so that every worker counts the same."""

    __tablename__ = "core_attempt"

    key: Mapped[str] = mapped_column(String(120), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    weight: Mapped[int] = mapped_column(Integer, default=1)
