"""What plugins add to the client list, each call in a guard: columns, filters, their choices.

A contribution that fails loses its own column or filter; the list goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement

from onglet.clients.models import Client
from onglet.contributions.limits import masked
from onglet.fields.access import level_of
from onglet.host.names import package_of
from onglet.ui.formats import UNKNOWN
from onglet.ui.i18n import gettext_of
from onglet.work.contained import contained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onglet import contributions as c
    from onglet.clients.listing import ListRow
    from onglet.contributions import Ask
    from onglet.host.host import Host
    from onglet.host.registry import Placed


T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column: its SQL, and how a value is shown. `label` is translated.

    `placed` is the plugin's declaration, None for a custom field.
    """

    key: str
    label: str
    is_numeric: bool
    is_sortable: bool
    expression: ColumnElement[Any]
    show: Callable[[ListRow], str]
    placed: Placed[c.Column] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginFilter:
    """A filter, with its question in SQL and its choices. `label` is translated.

    `placed` is the plugin's declaration, None for a custom field.
    """

    key: str
    label: str
    is_free: bool
    condition: Callable[[str], ColumnElement[bool] | None]
    choices: Callable[[], list[tuple[str, str]]]
    placed: Placed[c.Filter] | None


def columns(host: Host, ask: Ask) -> list[ShownColumn]:
    """Give the columns that the actor may see and whose SQL could be had."""
    return list(_columns(host, ask))


def _columns(host: Host, ask: Ask) -> Iterator[ShownColumn]:
    for placed in host.registry().columns:
        item = placed.item
        level = level_of(ask, item.key)
        if not level.is_shown or not ask.may(item.right):
            continue
        expression = _call(
            host, ask, placed, "column", item.expression, Client.id, expect=ColumnElement
        )
        if expression is not None:
            yield ShownColumn(
                key=item.key,
                label=gettext_of(package_of(placed.plugin), item.label),
                is_numeric=item.align == "end",
                is_sortable=item.is_sortable and level.is_readable,
                expression=expression,
                show=_Cells(host, ask, placed, is_masked=not level.is_readable).show,
                placed=placed,
            )


class _Cells:
    """Shows the values of one column on one page; after a failure, dashes: once is enough."""

    def __init__(
        self, host: Host, ask: Ask, placed: Placed[c.Column], *, is_masked: bool = False
    ) -> None:
        self._is_masked = is_masked
        self._show = partial(_call, host, ask, placed, "column", placed.item.show, expect=str)
        self._key = placed.item.key
        self._has_failed = False

    def show(self, row: ListRow) -> str:
        """Give the text of a row's cell."""
        if self._has_failed:
            return UNKNOWN
        text: str | None = self._show(row.extra.get(self._key))
        self._has_failed = text is None
        return (masked(text) if self._is_masked else text) if text else UNKNOWN


def filters(host: Host, ask: Ask) -> list[PluginFilter]:
    """Give the filters that the actor may use."""
    return [
        PluginFilter(
            key=placed.item.key,
            label=gettext_of(package_of(placed.plugin), placed.item.label),
            is_free=placed.item.choices is None,
            condition=partial(_condition, host, ask, placed),
            choices=partial(_choices, host, ask, placed),
            placed=placed,
        )
        for placed in host.registry().filters
        if level_of(ask, placed.item.key).is_readable and ask.may(placed.item.right)
    ]


def attempt(
    host: Host, ask: Ask, placed: Placed[Any] | None, what: str, read: Callable[[T], R], asked: T
) -> tuple[R] | None:
    """Read with a plugin's SQL; None when that failed, for which the plugin answers."""
    if placed is None:
        return (read(asked),)
    found: tuple[R] | None = _call(host, ask, placed, what, lambda _own: (read(asked),))
    return found


def _condition(
    host: Host, ask: Ask, placed: Placed[c.Filter], value: str
) -> ColumnElement[bool] | None:
    found: ColumnElement[bool] | None = _call(
        host, ask, placed, "filter", placed.item.condition, Client.id, value, expect=ColumnElement
    )
    return found


def _choices(host: Host, ask: Ask, placed: Placed[c.Filter]) -> list[tuple[str, str]]:
    choices = placed.item.choices
    if choices is None:
        return []
    found = _call(host, ask, placed, "filter", lambda own: _pairs(choices(own)))
    package = package_of(placed.plugin)
    return [(value, gettext_of(package, label)) for value, label in found or ()]


def _pairs(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in choices]


def _call(
    host: Host,
    ask: Ask,
    placed: Placed[Any],
    what: str,
    function: Callable[..., Any],
    *args: Any,
    expect: Any = None,
) -> Any:
    """Call a plugin; None when it failed."""
    own = replace(ask, plugin=placed.plugin)
    call = contained(ask.session, function)
    answer = host.call(placed.plugin, f"{what} {placed.item.key}", call, own, *args, expect=expect)
    return answer.value
