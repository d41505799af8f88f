"""Calling what plugins declare, directly, on what the watcher may see and on what they may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.clients.models import Client
from onglet.contributions import FeedQuery, Period, Question, SearchQuery, StatisticAsk
from onglet.host.registry import KINDS, Registry, key_of
from onglet.testing.leaks.marks import word
from onglet.testing.leaks.report import Sin
from onglet.ui.i18n import speaking_as
from onglet.work.unit import record_of

if TYPE_CHECKING:
    from onglet.contributions import Ask, ClientView
    from onglet.host.registry import Placed
    from onglet.testing.leaks.truth import Watcher
    from onglet.testing.leaks.walking import Walk

Call = tuple[str, str, Callable[[], Any]]
"""What is called, whose it is, and the call."""

ABOUT_THE_MACHINE = "health "
"""Kinds whose answer changes by itself: with the machine, and with what others do."""

UNASKED = frozenset({"providers", "row_filters", "subscriptions", "jobs", "demo", "field_types"})
"""Kinds that read nothing for a person: they reach services, or run as the system."""


class Caller:
    """Calls every contribution as one watcher."""

    def __init__(self, walk: Walk, watcher: Watcher) -> None:
        self._walk = walk
        self._watcher = watcher
        self._registry: Registry = walk.registry
        walk.report.contributions = sum(
            len(getattr(self._registry, kind)) for kind in KINDS if kind not in UNASKED
        )

    def call_all(self) -> dict[str, str]:
        """Call each, note what shows what may not be seen, and give what each said."""
        world = self._walk.world
        said: dict[str, str] = {}
        with world.site.reading(world.colleague(self._watcher.user)) as ask:
            for label, plugin, call in self._general(ask):
                said[label] = self._said(label, plugin, call)
        for key in ("mine", *self._walk.unseen(self._watcher)):
            client = world.clients[key]
            view = client if key == "mine" else blank(client)
            with world.site.reading(world.colleague(self._watcher.user)) as ask:
                for label, plugin, call in self._on_record(ask, view):
                    name = f"{label} on {key}"
                    said[name] = self._said(label, plugin, call, name)
        return said

    def compare(self, before: dict[str, str], after: dict[str, str]) -> None:
        """Note what said something else when only what may not be seen had changed."""
        for label, text in before.items():
            if after.get(label) != text and not label.startswith(ABOUT_THE_MACHINE):
                self._walk.report.note(
                    Sin.CHANGED,
                    _where(label),
                    self._watcher.name,
                    label,
                    f"{after.get(label)!r:.200} against {text!r:.200}",
                )

    def _said(self, label: str, plugin: str, call: Callable[[], Any], name: str = "") -> str:
        self._walk.report.calls += 1
        try:
            with speaking_as(plugin):
                text = _text(call())
        except Exception as error:  # noqa: BLE001 - what it raises is searched like an answer
            text = f"{type(error).__name__}: {error}"
        marks = self._walk.world.marks.found_in(text)
        for mark, place in marks.items():
            if mark not in (name or label) and not self._walk.world.opens(self._watcher, place):
                self._walk.report.note(
                    Sin.SHOWN,
                    _where(label),
                    self._watcher.name,
                    name or label,
                    f"{mark} is {place}",
                )
                break
        return text

    def _each(self, kind: str) -> Iterator[tuple[str, Placed[Any]]]:
        for placed in getattr(self._registry, kind):
            yield f"{kind} {key_of(placed.item)}", placed

    def _general(self, ask: Ask) -> Iterator[Call]:
        for label, placed in self._each("navigation"):
            if placed.item.badge:
                yield label, placed.plugin, _bound(placed.item.badge, _of(ask, placed))
        for label, placed in self._each("health"):
            yield label, placed.plugin, _bound(placed.item.run, _of(ask, placed))
        for label, placed in self._each("columns"):
            yield label, placed.plugin, _bound(_column, placed.item, _of(ask, placed))
        for label, placed in self._each("template_fields"):
            if placed.item.choices:
                yield label, placed.plugin, _bound(placed.item.choices, _of(ask, placed))
        yield from self._filters(ask)
        for label, placed in self._each("search_sources"):
            for key in self._walk.unseen(self._watcher)[: self._walk.most]:
                text = self._walk.hidden_words[key]
                query = SearchQuery(ask=_of(ask, placed), text=text, folded=text)
                yield f"{label} for {text}", placed.plugin, _bound(placed.item.find, query)

    def _filters(self, ask: Ask) -> Iterator[Call]:
        for label, placed in self._each("filters"):
            own = _of(ask, placed)
            if placed.item.choices:
                yield f"{label} choices", placed.plugin, _bound(placed.item.choices, own)
            values = [value for value, _ in placed.item.choices(own)] if placed.item.choices else []
            for value in (*values[:3], word("nobody")):
                yield f"{label}={value}", placed.plugin, _bound(_filter, placed.item, own, value)

    def _on_record(self, ask: Ask, client: ClientView) -> Iterator[Call]:
        day = ask.today
        now = Period(key="year", start_on=day - timedelta(days=365), end_on=day)
        past = Period(key="past", start_on=day - timedelta(days=730), end_on=now.start_on)
        for kind, names in ON_RECORD.items():
            for label, placed in self._each(kind):
                record = record_of(_of(ask, placed), client)
                given: Any = record
                if kind == "statistics":
                    given = StatisticAsk(record=record, period=now, previous=past)
                elif kind == "feed_sources":
                    given = FeedQuery(record=record)
                elif kind == "gates":
                    given = Question(topic=placed.item.topic, record=record)
                for name in names:
                    function = getattr(placed.item, name)
                    if function is not None:
                        yield f"{label}.{name}", placed.plugin, _bound(function, given)


ON_RECORD = {
    "tabs": ("render", "badge"),
    "actions": ("when", "href"),
    "statistics": ("compute",),
    "score_factors": ("evidence",),
    "facts": ("read",),
    "pins": ("read",),
    "composers": ("form",),
    "feed_sources": ("read",),
    "form_sections": ("load",),
    "template_fields": ("read",),
    "gates": ("ask",),
    "holdings": ("count", "personal_data"),
}
"""What is called on a record, by kind."""


def blank(client: ClientView) -> ClientView:
    """Give a view that says which client it is and nothing of it."""
    kept = {"public_id", "kind", "stage"}
    texts: dict[str, Any] = {
        field.name: ""
        for field in fields(client)
        if field.name not in kept and isinstance(getattr(client, field.name), str)
    }
    return replace(client, **texts)


def _where(label: str) -> str:
    """Give the contribution without what it was asked."""
    return re.split(r" on | for |=", label, maxsplit=1)[0]


def _of(ask: Ask, placed: Placed[Any]) -> Ask:
    return replace(ask, plugin=placed.plugin)


def _bound(function: Callable[..., Any], *given: Any) -> Callable[[], Any]:
    return lambda: function(*given)


def _column(column: Any, ask: Ask) -> list[Any]:
    rows = ask.session.execute(select(Client.id, column.expression(ask, Client.id))).all()
    return [(key, value, column.show(ask, value)) for key, value in rows]


def _filter(chosen: Any, ask: Ask, value: str) -> list[int]:
    query = select(Client.id).where(chosen.condition(ask, Client.id, value)).order_by(Client.id)
    return list(ask.session.scalars(query))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable) and not isinstance(value, dict | bytes):
        return "\n".join(_text(item) for item in value)
    rows = getattr(value, "rows", None)
    if rows is not None and not isinstance(rows, str):
        return f"{getattr(value, 'label', '')}\n{_text(rows)}"
    return repr(value)
