"""What the directory keeps on a client: the firm as last read, and its yearly figures."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from onglet.api import Base, ClientOwned, Document, Key, Keyed, UtcDateTime

READ_FIGURES = "directory.figures.read"


class CompanyRow(ClientOwned, Base):
    """The firm behind a client, as a source last described it. Empty text means unknown.

    `is_partial`: the firm keeps its name and address out of the published register.
    `registers` lists what each register says of its life: register, state, source, fetched_at.
    """

    __tablename__ = "directory_company"

    client_id: Mapped[int] = mapped_column(
        Key, ForeignKey("core_client.id", ondelete="RESTRICT"), primary_key=True
    )
    siren: Mapped[str] = mapped_column(String(9))
    sigle: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(12), default="")
    created_on: Mapped[date | None] = mapped_column(Date, default=None)
    closed_on: Mapped[date | None] = mapped_column(Date, default=None)
    is_partial: Mapped[bool] = mapped_column(Boolean, default=False)
    headcount_band: Mapped[str] = mapped_column(String(4), default="")
    headcount_year: Mapped[int | None] = mapped_column(Integer, default=None)
    places: Mapped[int | None] = mapped_column(Integer, default=None)
    registers: Mapped[list[dict[str, Any]]] = mapped_column(Document, default=list)
    source: Mapped[str] = mapped_column(String(40))
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_on: Mapped[date | None] = mapped_column(Date, default=None)


class FigureRow(Keyed, ClientOwned, Base):
    """Turnover and net result of one year, from one source, in minor units of the currency.

    None is unknown, which is never zero.
    """

    __tablename__ = "directory_figure"
    __table_args__ = (
        Index("uq_directory_figure_year", "client_id", "year", "source", unique=True),
    )

    read_right: ClassVar[str | None] = READ_FIGURES

    year: Mapped[int] = mapped_column(Integer)
    turnover_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    result_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    closed_on: Mapped[date | None] = mapped_column(Date, default=None)
    source: Mapped[str] = mapped_column(String(40))
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_on: Mapped[date | None] = mapped_column(Date, default=None)
