"""The cards of the Statistiques tab: how a figure is told against the period before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from onglet.contributions import Figure, Statistic, Unit
from onglet.hookspecs import API_VERSION, Plugin, hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onglet.testing.kit import Site

UP = Figure(value=Decimal(150), previous=Decimal(100))


class Sales(Plugin):
    """A plugin with one figure."""

    name = "sales"
    label = "Sales"
    api_version = API_VERSION

    def __init__(self, figure: Figure, unit: Unit) -> None:
        self.figure, self.unit = figure, unit

    @hookimpl
    def onglet_statistics(self) -> Iterator[Statistic]:
        """One card."""
        yield Statistic(
            key="sales.turnover",
            label="Turnover",
            unit=self.unit,
            right="core.client.read",
            order=1,
            compute=lambda _asked: self.figure,
        )


@pytest.mark.parametrize(
    ("figure", "unit", "told"),
    [
        (UP, Unit.COUNT, [("+50\u00a0%", "neutral")]),
        (
            Figure(value=UP.value, previous=UP.previous, higher_is_better=True),
            Unit.MONEY,
            [("+50\u00a0%", "ok")],
        ),
        (
            Figure(value=UP.value, previous=UP.previous, higher_is_better=False),
            Unit.DAYS,
            [("+50\u00a0%", "bad")],
        ),
        (
            Figure(value=Decimal(75), previous=UP.previous, higher_is_better=True),
            Unit.COUNT,
            [("-25\u00a0%", "bad")],
        ),
        (UP, Unit.PERCENT, []),
        (Figure(value=UP.value), Unit.COUNT, []),
        (Figure(value=UP.value, previous=Decimal(0)), Unit.COUNT, []),
        (Figure(value=None, previous=UP.previous), Unit.COUNT, []),
        (Figure(value=UP.value, previous=UP.value), Unit.COUNT, []),
    ],
)
def test_a_figure_is_told_against_the_period_before(
    deployment: Callable[..., Site], figure: Figure, unit: Unit, told: list[tuple[str, str]]
) -> None:
    site = deployment(Sales(figure, unit))
    client, boss = site.client(), site.user(all_rights=True)

    page = LexborHTMLParser(site.browser(boss).get(f"{client.href}/statistics").text)

    deltas = [(one.text(strip=True), one.attributes["class"] or "") for one in page.css(".delta")]
    assert [(text, look.removeprefix("delta tone-")) for text, look in deltas] == told
