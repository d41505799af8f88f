"""The tab "Informations financières": figures that are kept, never a question to the outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.api import N_, Panel, PinValue, Series, Tab, TabGroup, _, chart, formats, views
from onglet_directory import shown, sources
from onglet_directory.company import State
from onglet_directory.figures import rows_of
from onglet_directory.models import READ_FIGURES
from onglet_directory.queries import company_of, figures_of, last_turnover

if TYPE_CHECKING:
    from decimal import Decimal

    from onglet.api import Chart, Record
    from onglet_directory.figures import YearRow
    from onglet_directory.queries import KeptCompany

SLUG = "directory-finances"
EDIT_FIGURES = "directory.figures.edit"
MOST_IN_CHART = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One year as the table shows it."""

    year: int
    turnover: Decimal | None
    growth: Decimal | None
    result: Decimal | None
    margin: Decimal | None
    source: str
    is_known: bool
    is_odd: bool
    delete_href: str


def finances_tab() -> Tab:
    """The tab."""
    return Tab(
        slug=SLUG,
        label=N_("Financial information"),
        icon="chart-histogram",
        order=60,
        group=TabGroup.FINANCE,
        right=READ_FIGURES,
        render=render,
    )


def render(record: Record) -> Panel:
    """The panel: latest figures, chart, table by year with source and date."""
    figures = figures_of(record, record.client.id)
    company = company_of(record, record.client.id)
    rows = rows_of(figures)
    may_edit = record.holds_here(EDIT_FIGURES)
    html = record.render(
        "directory/finances.html",
        record=record,
        rows=[_line(row, record, may_edit=may_edit) for row in rows],
        stats=_stats(rows, company, record.actor.locale),
        chart=_chart(rows),
        company=_company(company, record.actor.locale),
        warnings=_warnings(company),
        is_partial=bool(company and company.is_partial),
        may_edit=may_edit,
        may_complete=record.holds_here("core.client.edit"),
        complete_href=record.href("directory", "completion"),
        add_href=record.href("directory", "figures", "new"),
    )
    return Panel(html=html)


def turnover_pin(record: Record) -> PinValue | None:
    """The latest known turnover, for the strip under the name."""
    found = last_turnover(record, record.client.id)
    if found is None:
        return None
    text = f"{formats.money(found.turnover, digits=0)} ({found.year})"
    return PinValue(text=text, href=record.href(SLUG))


def _line(row: YearRow, record: Record, *, may_edit: bool) -> FigureLine:
    figures = row.figures
    typed = figures is not None and figures.origin.source == sources.TYPED
    return FigureLine(
        year=row.year,
        turnover=figures.turnover if figures else None,
        growth=row.growth,
        result=figures.result if figures else None,
        margin=row.margin,
        source=shown.origin(figures.origin) if figures else "",
        is_known=figures is not None,
        is_odd=row.odd,
        delete_href=record.href("directory", "figures", str(row.year), "delete")
        if typed and may_edit
        else "",
    )


def _stats(
    rows: tuple[YearRow, ...], company: KeptCompany | None, language: str
) -> list[views.Stat]:
    found = []
    turnover = next((row for row in rows if row.figures and row.figures.turnover is not None), None)
    if turnover is not None and turnover.figures is not None:
        found.append(
            views.Stat(
                label=_("Turnover %(year)s", year=str(turnover.year)),
                value=formats.money(turnover.figures.turnover, digits=0),
                delta=formats.pct(turnover.growth, signed=True)
                if turnover.growth is not None
                else "",
                delta_tone=_tone(turnover.growth),
                note=_("since the year before") if turnover.growth is not None else "",
                tone="accent",
            )
        )
    result = next((row for row in rows if row.figures and row.figures.result is not None), None)
    if result is not None and result.figures is not None:
        found.append(
            views.Stat(
                label=_("Net result %(year)s", year=str(result.year)),
                value=formats.money(result.figures.result, digits=0),
                note=_("%(margin)s of turnover", margin=formats.pct(result.margin))
                if result.margin is not None
                else "",
                tone=_tone(result.figures.result),
            )
        )
    if company is not None and company.headcount_band:
        found.append(
            views.Stat(
                label=_("Headcount"),
                value=shown.headcount(company.headcount_band, language),
                note=str(company.headcount_year or ""),
            )
        )
    return found


def _tone(value: Decimal | None) -> views.Tone:
    if value is None or value == 0:
        return "neutral"
    return "ok" if value > 0 else "bad"


def _chart(rows: tuple[YearRow, ...]) -> Chart | None:
    shown_rows = [row for row in reversed(rows[:MOST_IN_CHART]) if not row.odd]
    known = [row for row in shown_rows if row.figures is not None]
    if len(known) < 2:
        return None
    return chart(
        _("Turnover and net result by year"),
        [str(row.year) for row in shown_rows],
        [
            Series(
                label=_("Turnover"),
                values=[row.figures.turnover if row.figures else None for row in shown_rows],
            ),
            Series(
                label=_("Net result"),
                values=[row.figures.result if row.figures else None for row in shown_rows],
                kind="line",
                tone="two",
            ),
        ],
        write=lambda value: formats.money(value, digits=0),
        axis=formats.money_short,
    )


def _company(company: KeptCompany | None, language: str) -> list[views.KeyValue]:
    if company is None:
        return []
    state = company.state
    headcount = shown.headcount(company.headcount_band, language) if company.headcount_band else ""
    return [
        views.KeyValue(label="SIREN", value=shown.number(company.siren)),
        views.KeyValue(label=_("State"), value=_(shown.STATES[state]) if state else ""),
        views.KeyValue(
            label=_("Created on"),
            value=formats.day(company.created_on) if company.created_on else "",
        ),
        views.KeyValue(
            label=_("Ceased on"),
            value=formats.day(company.closed_on) if company.closed_on else "",
        ),
        views.KeyValue(
            label=_("Headcount"),
            value=" · ".join(filter(None, (headcount, str(company.headcount_year or "")))),
        ),
        views.KeyValue(
            label=_("Establishments"),
            value=formats.num(company.places) if company.places else "",
        ),
        views.KeyValue(label=_("Source"), value=shown.origin(company.origin)),
    ]


def _warnings(company: KeptCompany | None) -> list[str]:
    """What the register says that a colleague should not miss."""
    if company is None:
        return []
    if company.registers_disagree:
        said = "; ".join(
            f"{_(shown.STATES[one.state])} ({shown.origin(one.origin)})"
            for one in company.registers
        )
        return [_("The registers disagree on the life of this firm: %(said)s.", said=said)]
    if company.state is State.CLOSED:
        return [_("The register says that this firm has ceased its activity.")]
    return []
