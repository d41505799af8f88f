"""Figures of an imaginary firm for the page of the kit: cards, and a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.ui import formats
from onglet.ui import views as v
from onglet.ui.charts import Series, chart

if TYPE_CHECKING:
    from onglet.ui.charts import Chart


_MONTHS = (
    "déc",
    "janv",
    "févr",
    "mars",
    "avr",
    "mai",
    "juin",
    "juil",
    "août",
    "sept",
    "oct",
    "nov",
)
_TURNOVER = (9800, 12400, 11100, 15200, 14000, 17900, 13200, 8400, 18800, 21600, 19400, 24400)
_YEAR_AGO = (8900, 10200, 12000, 12400, 13100, 14200, 12800, 7100, 15200, 17400, 16600, 19000)
_MARGIN = (3000, 4100, 3900, 4900, 4800, 5500, 4400, 3000, 6000, 7500, 6000, 8100)


def sample_stats() -> tuple[v.Stat, ...]:
    """Cards of figures."""
    money = formats.HTML_FILTERS["money"]
    return (
        v.Stat(
            label="Chiffre d’affaires",
            value=money(186200, digits=0),
            delta="+17,3 %",
            delta_tone="ok",
            delta_icon="trending-up",
            note="vs N-1",
            spark=_TURNOVER,
            formula="Factures moins avoirs, hors taxes, à la date de facture",
        ),
        v.Stat(
            label="Marge",
            value=money(61530, digits=0),
            delta="33,0 %",
            delta_tone="ok",
            note="du chiffre d’affaires",
            spark=_MARGIN,
            spark_tone="two",
        ),
        v.Stat(
            label="Factures à régler",
            value=money(13560, digits=0),
            note="2 factures, sous 26 jours",
            meter=62,
            tone="warn",
            href="#due",
        ),
        v.Stat(
            label="Factures en retard",
            value=money(2886, digits=0),
            delta="1 facture",
            delta_tone="bad",
            delta_icon="alert-circle",
            note="depuis 23 jours",
            meter=18,
            tone="bad",
            href="#late",
        ),
    )


def sample_chart() -> Chart:
    """Turnover of twelve months, the year before, and the margin over it."""
    money = formats.HTML_FILTERS["money"]
    return chart(
        "Chiffre d’affaires et marge",
        _MONTHS,
        (
            Series(label="Année précédente", values=_YEAR_AGO, tone="previous"),
            Series(label="Chiffre d’affaires", values=_TURNOVER),
            Series(label="Marge", values=_MARGIN, kind="line", tone="two"),
        ),
        write=lambda value: money(value, digits=0),
        axis=formats.HTML_FILTERS["money_short"],
    )
