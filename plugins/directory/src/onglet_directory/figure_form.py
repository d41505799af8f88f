"""Figures of a year as somebody types them."""

from decimal import Decimal

from pydantic import BaseModel, Field, field_validator

from onglet.api import N_, LocalDecimal, refusal

LARGEST = Decimal(10) ** 13


class FigureForm(BaseModel):
    """One year. Empty is unknown, zero is zero."""

    year: int = Field(ge=1950, le=2100)
    turnover: LocalDecimal | None = None
    result: LocalDecimal | None = None

    @field_validator("turnover", "result")
    @classmethod
    def _in_cents(cls, amount: Decimal | None) -> Decimal | None:
        """Refuse what is no amount of a firm in euros."""
        if amount is None:
            return None
        if not amount.is_finite() or abs(amount) >= LARGEST:
            raise refusal(N_("This is more than any firm ever made: check the amount."))
        if amount != amount.quantize(Decimal("0.01")):
            raise refusal(N_("Give two decimals at most."))
        return amount

    @field_validator("turnover")
    @classmethod
    def _not_negative(cls, amount: Decimal | None) -> Decimal | None:
        """Refuse a turnover below zero: a result may be."""
        if amount is not None and amount < 0:
            raise refusal(N_("A turnover is not negative; a result may be."))
        return amount
