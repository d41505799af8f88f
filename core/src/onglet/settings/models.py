"""The settings table."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, utc_now
from onglet.db.types import Document

SETTINGS: Final = "settings"
"""Where a session that only reads keeps the values once it has read them."""


class SettingRow(Base):
    """A value that the deployment has set: `<plugin>.<name>`."""

    __tablename__ = "core_setting"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[Any] = mapped_column(Document)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
