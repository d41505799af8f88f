"""Points on a client's card."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from onglet.api import Base, ClientOwned, Keyed


class Points(Keyed, ClientOwned, Base):
    """Points given or taken on a day, with the reason."""

    __tablename__ = "loyalty_points"

    read_right: ClassVar[str | None] = "loyalty.points.read"

    points: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
