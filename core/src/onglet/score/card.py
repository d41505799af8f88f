"""The score as it is shown: the card of the Statistiques tab, and the value in the strip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.clients.pinned import pinned_keys
from onglet.contributions import PinValue
from onglet.score.queries import score_of
from onglet.ui import formats
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from decimal import Decimal

    from markupsafe import Markup

    from onglet.contributions import Record

READ: Final = "core.score.read"
EDIT: Final = "core.score.edit"
PIN: Final = "core.score"
TAB: Final = "statistics"
ID: Final = "score"
FEW: Final = 6
"""Lines of a factor that are shown; those after them are folded."""


def card(record: Record) -> Markup | None:
    """Draw the score with every point explained, None for who may not see it."""
    if not record.holds_here(READ):
        return None
    return record.render(
        "onglet/score/card.html",
        record=record,
        score=score_of(record),
        written=written,
        may_edit=record.holds_here(EDIT),
        is_pinned=PIN in pinned_keys(record),
        pin_post=record.href("-", "pins", PIN),
        card_id=ID,
        few=FEW,
    )


def pin(record: Record) -> PinValue:
    """Give the score for the strip; it says so when a factor did not answer."""
    score = score_of(record)
    text = written(score.value)
    if not score.is_whole:
        return PinValue(
            text=_("%(score)s, incomplete", score=text), href=card_href(record), tone="warn"
        )
    return PinValue(text=text, href=card_href(record))


def card_href(record: Record) -> str:
    """Give where the score is explained."""
    return f"{record.href(TAB)}#{ID}"


def written(value: Decimal | None) -> Any:
    """Write points as the reader does, a dash when they are not known."""
    return formats.html_spaces(formats.num(value))
