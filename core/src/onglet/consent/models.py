"""The consent ledger: append-only, the last row of a person, channel and purpose is the state."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, Keyed, PersonOwned, utc_now
from onglet.db.types import Key


class ConsentEntry(Keyed, PersonOwned, Base):
    """One thing a person said, or that was imported, about being contacted (GDPR, art. 7)."""

    __tablename__ = "core_consent"
    __table_args__ = (Index("ix_core_consent_state", "person_id", "channel", "purpose", "id"),)

    channel: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[str] = mapped_column(String(60), default="marketing")
    action: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str] = mapped_column(String(60), default="consent")
    text_version: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
    address: Mapped[str] = mapped_column(String(64), default="")
    actor_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    proof_key: Mapped[str] = mapped_column(String(80), default="")
