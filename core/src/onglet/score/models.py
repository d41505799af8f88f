"""Points of the score that people give."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from onglet.db.base import Base, ClientOwned, Public, utc_now
from onglet.db.types import Key


class ScorePoint(Public, ClientOwned, Base):
    """Points given by hand, with their reason. They count up to the day `ends_on`, that day too.

    `given_by_name` is the name at the time: it stays when the colleague's account goes.
    """

    __tablename__ = "core_score_point"

    read_right: ClassVar[str | None] = "core.score.read"

    points: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(500))
    given_by_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("core_user.id", ondelete="SET NULL"), default=None
    )
    given_by_name: Mapped[str] = mapped_column(String(250), default="")
    given_at: Mapped[datetime] = mapped_column(default=utc_now)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)
