"""The form of points given by hand."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from onglet.ui.forms import Line, local_number, refusal
from onglet.ui.i18n import N_

MOST: Final = 1_000
"""Points that can be given at once, either way."""


def _not_nothing(points: int) -> int:
    if points == 0:
        raise refusal(N_("Give some points, or take some off: zero changes nothing."))
    return points


Points = Annotated[
    int, BeforeValidator(local_number), Field(ge=-MOST, le=MOST), AfterValidator(_not_nothing)
]


class PointsForm(BaseModel):
    """Points, why, and up to which day they count."""

    points: Points = Field(title=N_("Points"))
    reason: Line = Field(title=N_("Reason"), max_length=500)
    ends_on: date | None = Field(default=None, title=N_("Until"))
