"""Custom fields in the client list: columns, filters, orders and totals.

Values come with the row in one column; a filter or an order is the SQL that the field's type
gives, so that its index serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, not_, select

from onglet.clients.list_plugins import PluginFilter, ShownColumn
from onglet.clients.listing import Beside
from onglet.clients.models import Client
from onglet.fields.access import readable
from onglet.fields.catalogue import Definition, field_set
from onglet.fields.indexes import is_sqlite
from onglet.fields.kinds import KINDS, At, Raw, Stores, WrongError
from onglet.fields.kinds.choices import identifiers
from onglet.fields.models import ClientField
from onglet.fields.objects import CLIENT
from onglet.fields.reading import at_of
from onglet.fields.sql import (
    has_one_of,
    is_between,
    is_there,
    order_of,
    stored_as,
    sum_of,
    value_of,
)
from onglet.ui.formats import UNKNOWN, html_spaces
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement

    from onglet.clients.listing import ListRow
    from onglet.clients.listing_view import ListView
    from onglet.contributions import Ask

HELD: Final[Any] = ClientField.__table__
"""Bare, beside the clients whose filter holds for both."""
CLIENT_ROW: Final[Any] = Client.__table__
VALUES: Final = "custom fields"
"""Under which key the values of a row come with it."""
TABLE: Final = "core_client_field"
NONE: Final = "none"
DOTS: Final = ".."
MOST_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFields:
    """What custom fields add to the list: columns, filters, and the SQL of orders by key."""

    columns: Sequence[ShownColumn]
    filters: Sequence[PluginFilter]
    sorts: Mapping[str, ColumnElement[Any]]
    asked: Mapping[str, Callable[[str], ColumnElement[bool] | None]]

    def where(self, view: ListView) -> list[ColumnElement[bool]]:
        """Give what the view's filters ask of values, for a statement that `HELD` is joined to.

        Together on one table, so that the engine joins the indexes before it reads a row.
        """
        found = [ask(view.filters[key]) for key, ask in self.asked.items() if key in view.filters]
        return [condition for condition in found if condition is not None]

    def conditions(self, view: ListView) -> list[ColumnElement[bool]]:
        """Give the same of clients, by itself: whoever reads clients can ask it."""
        inside = self.where(view)
        if not inside:
            return []
        # A client without a row of values is empty of everything.
        row = CLIENT_ROW.alias()
        joined = row.outerjoin(HELD, HELD.c.client_id == row.c.id)
        return [Client.id.in_(select(row.c.id).select_from(joined).where(*inside))]

    def beside(self, view: ListView, extra: Mapping[str, ColumnElement[Any]]) -> Beside:
        """Give what the list reads beside its own columns for a view, plugins' columns included."""
        values = {VALUES: HELD.c.held} if self.columns else {}
        where = self.where(view)
        needs = bool(self.columns) or view.sort in self.sorts or bool(where)
        return Beside(
            extra={**extra, **values},
            sorts=self.sorts,
            joined=HELD if needs else None,
            where=where,
        )


def custom_fields(ask: Ask) -> CustomFields:
    """Give what the fields that the actor reads add to the list."""
    asked = {
        one.name: partial(_asked, ask, one)
        for one in fields_of(ask)
        if one.spec.is_filterable and one.kind.is_filterable
    }
    return CustomFields(columns=columns(ask), filters=filters(ask), sorts=sorts(ask), asked=asked)


def fields_of(ask: Ask) -> list[Definition]:
    """Give the fields that the actor reads."""
    return readable(ask, field_set(ask, CLIENT).live)


def columns(ask: Ask) -> list[ShownColumn]:
    """Give the fields that stand in the list, and those that it can be sorted by."""
    return [_column(ask, one) for one in fields_of(ask) if one.spec.is_column]


def sorts(ask: Ask) -> dict[str, ColumnElement[Any]]:
    """Give the SQL of each field that the list can be sorted by, by key."""
    sqlite = is_sqlite(ask)
    return {
        one.name: order_of(one.kind, one.spec, TABLE, is_sqlite=sqlite)
        for one in fields_of(ask)
        if one.spec.is_sortable and one.kind.is_sortable
    }


def _column(ask: Ask, one: Definition) -> ShownColumn:
    return ShownColumn(
        key=one.name,
        label=one.label,
        is_numeric=one.kind.is_numeric,
        is_sortable=one.spec.is_sortable and one.kind.is_sortable,
        expression=HELD.c.held,
        show=partial(_show, one, at_of(ask)),
        placed=None,
    )


def _show(one: Definition, at: At, row: ListRow) -> str:
    value = (row.extra.get(VALUES) or {}).get(one.code)
    if value is None:
        return UNKNOWN
    text = " ".join(one.kind.show(value, one.spec.options, at).split("\n"))
    return html_spaces(text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…")


def filters(ask: Ask) -> list[PluginFilter]:
    """Give the fields that the list can be filtered by."""
    return [
        PluginFilter(
            key=one.name,
            label=one.label,
            is_free=not _has_choices(one),
            condition=_answered,
            choices=partial(_choices, ask, one),
            placed=None,
        )
        for one in fields_of(ask)
        if one.spec.is_filterable and one.kind.is_filterable
    ]


def _has_choices(one: Definition) -> bool:
    kind = stored_as(one.kind, one.spec)
    colleague = kind.key == "link" and one.spec.options.target == "colleague"
    return kind.key in {"choice", "choices", "yes_no", "rating"} or colleague


def _choices(ask: Ask, one: Definition) -> list[tuple[str, str]]:
    if not _has_choices(one):
        return []
    kind = stored_as(one.kind, one.spec)
    found = [(option.value, option.label) for option in kind.choices(one.spec.options, at_of(ask))]
    return [*found, (NONE, _("Empty"))]


def _answered(_text: str) -> None:
    """Ask nothing by itself: `CustomFields` asks for all of them together."""


def _asked(  # noqa: PLR0911 - one return for each sort of question
    ask: Ask, one: Definition, text: str
) -> ColumnElement[bool] | None:
    """Give what is asked of a value: equal, in a span with two dots, beginning as a text does."""
    sqlite = is_sqlite(ask)
    kind, spec = stored_as(one.kind, one.spec), one.spec
    if text == NONE:
        return not_(is_there(kind, spec, TABLE, is_sqlite=sqlite))
    if kind.stores is Stores.LIST:
        ids = _ids(ask, one, text)
        return has_one_of(spec, TABLE, ids, is_sqlite=sqlite) if ids else None
    value = value_of(kind, spec, TABLE, is_sqlite=sqlite)
    if kind.key == "choice":
        return (
            value.in_(identifiers(spec.options, text)) if identifiers(spec.options, text) else None
        )
    by = order_of(kind, spec, TABLE, is_sqlite=sqlite)
    try:
        if kind.is_bounded:
            return _span(ask, one, by, text)
        if kind.has_companion:
            start = kind.sort_key(text, spec.options, at_of(ask))
            return is_between(by, start, f"{start}\U0010ffff")
        parsed = kind.parse(Raw.of(text), spec.options, at_of(ask))
    except WrongError:
        return None
    return None if parsed is None else value == parsed


def _ids(ask: Ask, one: Definition, text: str) -> list[str]:
    if one.kind.key == "choices":
        return identifiers(one.spec.options, text)
    at = at_of(ask)
    seen = at.seen(one.spec.options.target, [text])
    found = seen or at.found(one.spec.options.target, text)
    return [link.id for link in found]


def _span(
    ask: Ask, one: Definition, by: ColumnElement[Any], text: str
) -> ColumnElement[bool] | None:
    first, dots, last = text.partition(DOTS)
    since, until = _bound(ask, one, first), _bound(ask, one, last if dots else first, is_end=True)
    return is_between(by, since, until) if since is not None or until is not None else None


def _bound(ask: Ask, one: Definition, text: str, *, is_end: bool = False) -> Any:
    """Give a bound as the list sorts by it; a day ends with its last second."""
    kind, at = stored_as(one.kind, one.spec), at_of(ask)
    if not text.strip():
        return None
    value = kind.parse(Raw.of(text.strip()), one.spec.options, at)
    if value is None:
        return None
    if is_end and kind.key == "datetime" and ":" not in text:
        end = kind.natural(value, one.spec.options) + timedelta(days=1, seconds=-1)
        return end.strftime("%Y-%m-%dT%H:%M:%SZ")
    return kind.sort_key(value, one.spec.options, at) if kind.has_companion else value


def totals(ask: Ask, where: Sequence[ColumnElement[bool]]) -> list[tuple[str, str]]:
    """Give the total of each field that asks for one, over the rows that fit: label and text."""
    summed = [
        one
        for one in fields_of(ask)
        if one.spec.is_totalled and one.spec.is_column and _adds_up(one)
    ]
    if not summed:
        return []
    sqlite = is_sqlite(ask)
    sums = [sum_of(one.kind, one.spec, TABLE, is_sqlite=sqlite) for one in summed]
    statement = select(*sums, func.count(Client.id)).outerjoin(HELD, HELD.c.client_id == Client.id)
    row = ask.session.execute(statement.where(*where)).one()
    return [
        (one.label, _total(one, row[place], at_of(ask)))
        for place, one in enumerate(summed)
        if row[place] is not None
    ]


def _adds_up(one: Definition) -> bool:
    """Tell whether a sum means something: amounts of several currencies do not add up."""
    is_amount = stored_as(one.kind, one.spec).key == "amount"
    return not is_amount or len(one.spec.options.currencies) == 1


def _total(one: Definition, found: Any, at: At) -> str:
    kind, whole = stored_as(one.kind, one.spec), int(found)
    if kind.key == "amount":
        # Amounts are sorted by, and added in, ten-thousandths of their unit.
        from onglet.ui.formats import money

        natural = KINDS["decimal"].natural(whole * 100, one.spec.options)
        return html_spaces(money(natural, one.spec.options.currencies[0]))
    return html_spaces(kind.show(whole, one.spec.options, at))
