"""Jobs (which are also the outbox), schedules, and notifications."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, utc_now
from onglet.db.types import Document, Key

READY = "ready"
RUNNING = "running"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"


class JobRow(Keyed, Base):
    """A piece of work to do after the commit that wrote it.

    `attempts` counts at the claim. `deaths` counts the workers that took it and were never heard
    of again, which says more than a failure: such a job is stopped early. Who holds `lease` until
    `lease_until` runs it; its end is written only while the lease still stands.
    """

    __tablename__ = "core_job"
    __table_args__ = (
        Index("ix_core_job_due", "state", "run_at"),
        Index(
            "uq_core_job_uniq",
            "uniq",
            unique=True,
            sqlite_where=text("state IN ('ready', 'running')"),
            postgresql_where=text("state IN ('ready', 'running')"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(120))
    plugin: Mapped[str] = mapped_column(String(64))
    args: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    uniq: Mapped[str | None] = mapped_column(String(200), default=None)
    state: Mapped[str] = mapped_column(String(12), default=READY)
    run_at: Mapped[datetime] = mapped_column(default=utc_now)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    max_attempts: Mapped[int] = mapped_column(SmallInteger, default=8)
    deaths: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    lease: Mapped[str | None] = mapped_column(String(40), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    progress: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    message: Mapped[str] = mapped_column(String(500), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    client_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="SET NULL"), default=None, index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class ScheduleRow(Base):
    """When a schedule is next due."""

    __tablename__ = "core_schedule"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    due_at: Mapped[datetime]


class Notification(Keyed, Base):
    """A message in the application for one person."""

    __tablename__ = "core_notification"
    __table_args__ = (Index("ix_core_notification_user", "user_id", "read_at", "id"),)

    user_id: Mapped[int] = mapped_column(Key, ForeignKey("core_user.id", ondelete="CASCADE"))
    plugin: Mapped[str] = mapped_column(String(64))
    client_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="CASCADE"), default=None, index=True
    )
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    href: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    read_at: Mapped[datetime | None] = mapped_column(default=None)
