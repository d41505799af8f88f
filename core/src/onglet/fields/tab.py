"""The tab "Champs personnalisés": every field of clients by group, then what plugins tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onglet.clients.pinned import pinned_keys
from onglet.clients.snapshot import CUSTOM, own_values
from onglet.contributions import Panel, Period, StatisticAsk
from onglet.fields.access import field_level
from onglet.fields.catalogue import Definition, field_set
from onglet.fields.checking import facts_of, is_visible
from onglet.fields.objects import CLIENT
from onglet.fields.reading import at_of
from onglet.fields.service import kept_values
from onglet.fields.views import key_value, record_facts, unnamed
from onglet.host.names import package_of
from onglet.ui.formats import UNKNOWN, html_spaces, money, num
from onglet.ui.i18n import gettext_of
from onglet.ui.views import KeyValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.contributions import Figure, Record
    from onglet.fields.kinds import Value

EDIT: Final = "core.client.edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCard:
    """A group of fields on the tab; a title between fields begins another list."""

    key: str
    label: str
    is_open: bool
    parts: Sequence[tuple[str, Sequence[KeyValue]]]


def panel(record: Record) -> Panel:
    """Draw the tab."""
    edit = record.holds_here(EDIT)
    return Panel(
        html=record.render(
            "onglet/fields/tab.html",
            record=record,
            cards=[*field_cards(record, may_edit=edit), *_of_plugins(record)],
            edit=edit,
            may_define=record.may("core.settings.edit"),
        )
    )


def held_by(record: Record) -> dict[str, Value]:
    """Give the custom fields of a client, which came with it."""
    return kept_values((own_values(record, record.client.id) or {}).get(CUSTOM))


def field_cards(record: Record, *, may_edit: bool, filled: bool = False) -> list[FieldCard]:
    """Give the fields of a client by group; only those with a value when `filled`."""
    fields = field_set(record, CLIENT)
    values = held_by(record)
    facts = {
        **record_facts(record.client.kind.value, record.client.stage.value),
        **facts_of(fields, values),
    }
    shown = [
        one
        for one in fields.live
        if field_level(record, CLIENT, one.code).is_shown
        and is_visible(one, facts)
        and not (filled and values.get(one.code) is None)
    ]
    pinned = set(pinned_keys(record)) if shown else set()
    return [
        FieldCard(
            key=group.code if group else "fields",
            label=group.label if group else unnamed(),
            is_open=group is None or group.is_open,
            parts=_parts(record, inside, values, pinned, may_edit=may_edit),
        )
        for group, inside in fields.grouped(shown)
    ]


def _parts(
    record: Record,
    definitions: Sequence[Definition],
    values: Mapping[str, Value],
    pinned: set[str],
    *,
    may_edit: bool,
) -> list[tuple[str, list[KeyValue]]]:
    parts: list[tuple[str, list[KeyValue]]] = [("", [])]
    for one in definitions:
        if one.kind.key == "section":
            parts.append((one.label, []))
        elif one.kind.key == "roll_up":
            parts[-1][1].append(_rolled_up(record, one))
        else:
            at = at_of(record, file_href=record.href("fields", one.code, "files"))
            line = key_value(
                record,
                one,
                values.get(one.code),
                at,
                edit=record.href("fields", one.code, "edit") if may_edit else "",
                pin=record.href("-", "pins", one.pin),
                pinned=one.pin in pinned,
            )
            parts[-1][1].append(line)
    return [part for part in parts if part[1] or part[0]]


def _rolled_up(record: Record, one: Definition) -> KeyValue:
    """Ask a plugin for its figure since the first of January."""
    text = ""
    for plugin, item in record.outside.contributed("statistics"):
        if item.key == one.spec.options.statistic and record.holds_here(item.right):
            year = Period(
                key="year", start_on=record.today.replace(month=1, day=1), end_on=record.today
            )
            asked = StatisticAsk(record=record, period=year, previous=year)
            found = record.outside.guarded(
                plugin, f"statistic {item.key}", item.compute, asked, session=record.session
            )
            text = _figure(found.value, item.unit) if found.ok and found.value else ""
    return KeyValue(key=one.code, label=one.label, value=text)


def _figure(figure: Figure, unit: str) -> str:
    if figure.value is None:
        return UNKNOWN
    text = money(figure.value, figure.currency) if unit == "money" else num(figure.value)
    return html_spaces(text)


def _of_plugins(record: Record) -> list[FieldCard]:
    """Give the fields that plugins fill, a card for each plugin."""
    cards: dict[str, list[KeyValue]] = {}
    for plugin, item in record.outside.contributed("fields"):
        if not record.holds_here(item.right):
            continue
        found = record.outside.guarded(
            plugin, f"field {item.key}", item.read, record, session=record.session
        )
        text = str(found.value) if found.ok and found.value is not None else ""
        line = KeyValue(key=item.key, label=gettext_of(package_of(plugin), item.label), value=text)
        cards.setdefault(plugin, []).append(line)
    return [
        FieldCard(key=f"of-{plugin}", label=_name(plugin), is_open=True, parts=[("", lines)])
        for plugin, lines in cards.items()
    ]


def _name(plugin: str) -> str:
    return gettext_of(package_of(plugin), plugin.capitalize())
