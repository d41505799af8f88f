"""The history table."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, utc_now
from onglet.db.types import Document, Key

GRANTS = (
    "(CASE WHEN subject IN ('core.share', 'core.access_request', 'core.group', 'core.profile',"
    " 'core.user') THEN 1 WHEN subject = 'core.client' AND action = 'reassign' THEN 1 ELSE 0 END)"
    " = 1"
)
"""Rows that say who may see and do what: the log of grants reads them by an index of their own.

One expression: SQLite would take an OR apart, and read every change of every client.
"""


class Change(Keyed, Base):
    """One save: what was done to what, by whom, and the values before and after.

    Read through the client's history, whose query joins the client and so passes its filter.
    """

    __tablename__ = "core_change"
    __table_args__ = (
        Index("ix_core_change_client", "client_id", "id"),
        Index("ix_core_change_subject", "subject", "subject_id", "id"),
        Index(
            "ix_core_change_grants",
            "id",
            sqlite_where=text(GRANTS),
            postgresql_where=text(GRANTS),
        ),
    )

    client_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="RESTRICT"), default=None
    )
    subject: Mapped[str] = mapped_column(String(120))
    subject_id: Mapped[int] = mapped_column(Key)
    action: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    actor_name: Mapped[str] = mapped_column(String(250), default="")
    source: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
    changes: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
