"""Entries of the activity of a client, whom they are with, and when to remind of them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.api import Base, ClientOwned, Key, Keyed, Public, Stamped, Versioned

READ = "activity.entry.read"


class Entry(Public, Stamped, Versioned, ClientOwned, Base):
    """Something that happened or is to happen with a client.

    `occurred_at` is its place in the history: when a comment was written, a call was held, a task
    or an event was planned. `due_at` is the instant from which an open task is late. What lasts
    whole days keeps its dates beside the instants: they hold in every zone. `level` 1 is what
    people did, 2 what the system noted.
    """

    __tablename__ = "activity_entry"
    __table_args__ = (
        Index("ix_activity_entry_feed", "client_id", "occurred_at", "id"),
        Index("ix_activity_entry_tasks", "client_id", "kind", "done_at", "due_at"),
        Index("ix_activity_entry_mine", "assignee_id", "kind", "done_at", "due_at"),
        Index("ix_activity_entry_events", "assignee_id", "kind", "starts_at"),
        Index("ix_activity_entry_occurred", "occurred_at", "id"),
        Index("ix_activity_entry_external", "source", "external_id"),
    )
    read_right: ClassVar[str | None] = READ

    kind: Mapped[str] = mapped_column(String(12))
    level: Mapped[int] = mapped_column(SmallInteger, default=1)
    subject: Mapped[str] = mapped_column(String(250), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None, index=True
    )
    assignee_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    occurred_at: Mapped[datetime] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(Date, default=None)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    starts_on: Mapped[date | None] = mapped_column(Date, default=None)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)
    is_all_day: Mapped[bool] = mapped_column(Boolean, default=False)
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    direction: Mapped[str] = mapped_column(String(4), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    length_minutes: Mapped[int | None] = mapped_column(Integer, default=None)
    place: Mapped[str] = mapped_column(String(250), default="")
    follows_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("activity_entry.id", ondelete="SET NULL"), default=None, index=True
    )
    source: Mapped[str] = mapped_column(String(60), default="screen")
    external_id: Mapped[str] = mapped_column(String(200), default="")
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    deleted_by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )


class EntryPerson(ClientOwned, Base):
    """A contact whom an entry is with."""

    __tablename__ = "activity_entry_person"
    read_right: ClassVar[str | None] = READ

    entry_id: Mapped[int] = mapped_column(
        Key, ForeignKey("activity_entry.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Reminder(Keyed, ClientOwned, Base):
    """When to remind whom of a task or an event, and when it was done."""

    __tablename__ = "activity_reminder"
    __table_args__ = (Index("ix_activity_reminder_due", "sent_at", "fire_at"),)
    read_right: ClassVar[str | None] = READ

    entry_id: Mapped[int] = mapped_column(
        Key, ForeignKey("activity_entry.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    fire_at: Mapped[datetime] = mapped_column()
    choice: Mapped[str] = mapped_column(String(12), default="at")
    channel: Mapped[str] = mapped_column(String(12), default="app")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
