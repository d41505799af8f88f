"""Requests for access: who asked for which right on which client, and what was answered."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from onglet.db.base import Base, ClientOwned, Public, utc_now
from onglet.db.types import Key


class AccessRequest(Public, ClientOwned, Base):
    """A request for a right on one client. Asked again before an answer it stays one row.

    `granted` is None until it is answered. `told_at` is when those who can answer last heard of it.
    """

    __tablename__ = "core_access_request"
    __table_args__ = (
        Index(
            "uq_core_access_request_open",
            "client_id",
            "asker_id",
            "right",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_core_access_request_asker", "asker_id", "asked_at"),
    )

    @declared_attr
    @classmethod
    def client_id(cls) -> Mapped[int]:
        """Key of the client: a request goes with it."""
        return mapped_column(Key, ForeignKey("core_client.id", ondelete="CASCADE"), index=True)

    asker_id: Mapped[int] = mapped_column(Key, ForeignKey("core_user.id", ondelete="CASCADE"))
    right: Mapped[str] = mapped_column(String(160))
    message: Mapped[str] = mapped_column(String(500), default="")
    times: Mapped[int] = mapped_column(SmallInteger, default=1)
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    told_at: Mapped[datetime] = mapped_column(default=utc_now)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    granted: Mapped[bool | None] = mapped_column(Boolean, default=None)
    word: Mapped[str] = mapped_column(String(500), default="")
