"""The Statistiques tab: every plugin's figures over a period that the address names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.contributions import Panel, Unit
from onglet.score.card import card as score_card
from onglet.shell.periods import PERIODS, before, period_of
from onglet.ui import formats
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.ui.views import Option, Stat

if TYPE_CHECKING:
    from decimal import Decimal

    from onglet.contributions import Figure, Record, ShownFigure


def render(record: Record) -> Panel:
    """Draw the tab: a card for each figure, a dash for one that failed, then the score."""
    asked = record.query
    period = period_of(
        asked.get("period", ""), record.today, asked.get("from", ""), asked.get("to", "")
    )
    html = record.render(
        "onglet/record/statistics.html",
        record=record,
        period=period,
        periods=[Option(value=key, label=gettext_of("onglet", label)) for key, label in PERIODS],
        stats=[card(shown) for shown in record.outside.figures(record, period, before(period))],
        score=score_card(record),
    )
    return Panel(html=html, title=_("Statistics"))


def card(shown: ShownFigure) -> Stat:
    """Give the card of a statistic."""
    figure = shown.figure
    if figure is None:
        note = _("Could not be worked out (%(reference)s)", reference=shown.reference)
        return Stat(key=shown.key, label=shown.label, value=formats.UNKNOWN, note=note)
    return Stat(
        key=shown.key,
        label=shown.label,
        value=written(figure.value, shown.unit, figure.currency),
        note=_against(figure, shown.unit),
        **_change(figure, shown.unit),
        href=figure.rows_href,
        formula=figure.formula,
        spark=tuple(float(value) for value in figure.series),
    )


def _against(figure: Figure, unit: Unit) -> str:
    if figure.note or figure.previous is None:
        return figure.note
    value = written(figure.previous, unit, figure.currency)
    return _("%(value)s over the period before", value=value)


def _change(figure: Figure, unit: Unit) -> dict[str, Any]:
    """Give how the figure moved since the period before; nothing where that cannot be said."""
    value, previous = figure.value, figure.previous
    if figure.note or value is None or not previous or previous < 0 or unit is Unit.PERCENT:
        return {}
    moved = (value - previous) / previous * 100
    if not round(moved, 1):
        return {}
    tone = "neutral"
    if figure.higher_is_better is not None:
        tone = "ok" if (moved > 0) == figure.higher_is_better else "bad"
    return {
        "delta": formats.html_spaces(formats.pct(moved, signed=True)),
        "delta_tone": tone,
        "delta_icon": "trending-up" if moved > 0 else "trending-down",
    }


def written(value: Decimal | None, unit: Unit, currency: str) -> str:
    """Write a figure in its unit; unknown is a dash, never 0."""
    if value is None:
        return formats.UNKNOWN
    if unit is Unit.MONEY:
        return formats.html_spaces(formats.money(value, currency))
    if unit is Unit.PERCENT:
        return formats.html_spaces(formats.pct(value))
    text = formats.html_spaces(formats.num(value))
    if unit is Unit.DAYS:
        return _("%(count)s d", count=text)
    return _("%(count)s h", count=text) if unit is Unit.HOURS else text
