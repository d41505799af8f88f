"""What the host remembers of plugins: their state, and their failures."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, utc_now
from onglet.db.types import Document


class PluginRow(Base):
    """A plugin as the deployment has set it. `version` is the last one seen installed.

    `restraints` is what it was last seen to restrain, as `host.restraints` reads it.
    """

    __tablename__ = "core_plugin"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[str] = mapped_column(String(40), default="")
    is_enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    pause_reason: Mapped[str] = mapped_column(String(500), default="")
    restraints: Mapped[dict[str, Any] | None] = mapped_column(Document, default=None)


class Generation(Base):
    """A number that grows with each change of plugin states: workers reload when it does."""

    __tablename__ = "core_generation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, default=1)


class PluginFailure(Keyed, Base):
    """A failure of a plugin's call, kept for the health page. `reference` is what users saw."""

    __tablename__ = "core_plugin_failure"
    __table_args__ = (Index("ix_core_plugin_failure_plugin", "plugin", "id"),)

    plugin: Mapped[str] = mapped_column(String(64))
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    what: Mapped[str] = mapped_column(String(200))
    cause: Mapped[str] = mapped_column(String(500))
    trace: Mapped[str] = mapped_column(Text, default="")
    milliseconds: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
