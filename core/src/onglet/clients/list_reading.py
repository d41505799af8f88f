"""Reading what a list shows with the SQL of plugins in it, and without what the database refuses.

Whatever asks for the clients that an address describes (a page, a count, what is done to all of
them) asks through `read_list`, so that it finds the same ones and recovers in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from onglet.clients import list_plugins
from onglet.clients.list_fields import CustomFields, custom_fields
from onglet.clients.listing_filters import CORE_KEYS, core_filters
from onglet.clients.listing_view import SORTS, read_view
from onglet.db.engine import is_conflict
from onglet.work.contained import contained

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement

    from onglet.clients.list_plugins import PluginFilter, ShownColumn
    from onglet.clients.listing_view import ListView
    from onglet.contributions import Ask
    from onglet.host.host import Host

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks of the clients, with what plugins add to it.

    `lost` names the filters that were asked for and cannot be used: more clients are found than
    were meant, so whoever changes all of them must refuse. `custom` is what custom fields add;
    `own` leaves their conditions out, for who joins their table.
    """

    view: ListView
    columns: Sequence[ShownColumn]
    filters: Sequence[PluginFilter]
    own: Sequence[ColumnElement[bool]]
    conditions: Sequence[ColumnElement[bool]]
    custom: CustomFields
    lost: tuple[str, ...] = ()


def asked_of(
    ask: Ask,
    params: Mapping[str, str],
    columns: Sequence[ShownColumn],
    filters: Sequence[PluginFilter],
    lost: tuple[str, ...] = (),
) -> Asked:
    """Give what an address asks, with these columns and filters of plugins."""
    custom = custom_fields(ask)
    view = view_of(ask, params, columns, filters, custom)
    own = _conditions(ask, view, [*filters, *custom.filters])
    return Asked(
        view=view,
        columns=columns,
        filters=filters,
        own=own,
        conditions=[*own, *custom.conditions(view)],
        custom=custom,
        lost=lost,
    )


def view_of(
    ask: Ask,
    params: Mapping[str, str],
    columns: Sequence[ShownColumn],
    filters: Sequence[PluginFilter],
    custom: CustomFields,
) -> ListView:
    """Give the view that an address describes, with these columns and filters of plugins."""
    keys = [*core_filters(ask), *(item.key for item in (*filters, *custom.filters))]
    sorts = [*SORTS, *(column.key for column in columns if column.is_sortable), *custom.sorts]
    return read_view(params, filters=keys, sorts=sorts)


def read_list(
    host: Host, ask: Ask, params: Mapping[str, str], read: Callable[[Asked], T]
) -> tuple[Asked, T]:
    """Read what an address asks; give it with what was asked in the end.

    When the reading fails, it is done again with one contribution of a plugin more at a time, on
    the very rows that are read: each with which it fails is left out, and its plugin answers for
    it. That costs a reading each, and happens until the plugin is repaired or paused.
    """
    columns, filters = list_plugins.columns(host, ask), list_plugins.filters(host, ask)
    asked = asked_of(ask, params, columns, filters)
    try:
        return asked, contained(ask.session, read)(asked)
    except Exception as error:
        if is_conflict(error):
            raise
    return _read_again(host, ask, params, read, asked)


def _read_again(
    host: Host, ask: Ask, params: Mapping[str, str], read: Callable[[Asked], T], whole: Asked
) -> tuple[Asked, T]:
    asked = asked_of(ask, params, (), ())
    answer = read(asked)  # what the core alone raises is its own
    for one in whole.filters:
        if one.key not in whole.view.filters:
            asked = asked_of(ask, params, (), [*asked.filters, one], asked.lost)
            continue
        wider = asked_of(ask, params, (), [*asked.filters, one], asked.lost)
        found = list_plugins.attempt(host, ask, one.placed, "filter", read, wider)
        if found is None:
            asked = asked_of(ask, params, (), asked.filters, (*asked.lost, one.label))
        else:
            asked, answer = wider, found[0]
    for column in whole.columns:
        wider = asked_of(ask, params, [*asked.columns, column], asked.filters, asked.lost)
        found = list_plugins.attempt(host, ask, column.placed, "column", read, wider)
        if found is not None:
            asked, answer = wider, found[0]
    return asked, answer


def _conditions(
    ask: Ask, view: ListView, filters: Sequence[PluginFilter]
) -> list[ColumnElement[bool]]:
    plugins = {item.key: item for item in filters}
    found: list[ColumnElement[bool] | None] = []
    for key, value in view.filters.items():
        if key in CORE_KEYS:
            found.append(CORE_KEYS[key].condition(ask, value))
        else:
            found.append(plugins[key].condition(value))
    return [condition for condition in found if condition is not None]
