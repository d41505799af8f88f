"""The tab of general information: every value by block, with its source, its star, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onglet.clients.catalogue import BLOCKS, FormField, fields_of
from onglet.clients.limits import level, readable, said
from onglet.clients.pinned import pinned_keys
from onglet.clients.shown import display, href_of
from onglet.clients.snapshot import snapshot
from onglet.clients.sources import Source, sources_of
from onglet.clients.told import history_entries
from onglet.contributions import ClientKind, Panel
from onglet.fields.tab import field_cards
from onglet.ui.formats import day
from onglet.ui.i18n import gettext as _
from onglet.ui.views import KeyValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.contributions import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationCard:
    """A card of the tab: a block of the form and what it holds."""

    key: str
    label: str
    icon: str
    items: Sequence[KeyValue]


def panel(record: Record) -> Panel:
    """Draw the tab."""
    edit = record.holds_here("core.client.edit")
    held = snapshot(record, record.client.id)
    values: Mapping[str, Any] = held.values if held else {}
    return Panel(
        html=record.render(
            "onglet/clients/information.html",
            record=record,
            cards=_cards(record, values),
            custom=field_cards(record, may_edit=edit, filled=True),
            edit=edit,
            entries=history_entries(record),
        )
    )


def _cards(record: Record, values: Mapping[str, Any]) -> list[InformationCard]:
    sources = sources_of(record, record.client.id)
    pinned = set(pinned_keys(record))
    is_person = record.client.kind is ClientKind.PERSON
    cards = []
    for block in BLOCKS:
        items = [
            _item(record, field, values, sources.get(field.key), pinned)
            for field in fields_of(block.key)
            if level(record, field.key).is_shown
            and not (is_person and field.company and not values.get(field.key))
        ]
        cards.append(
            InformationCard(key=block.key, label=_(block.label), icon=block.icon, items=items)
        )
    return cards


def _item(
    record: Record,
    field: FormField,
    values: Mapping[str, Any],
    source: Source | None,
    pinned: set[str],
) -> KeyValue:
    value = values.get(field.key)
    text = said(record, field.key, display(field.key, value, values))
    return KeyValue(
        key=field.key,
        label=_(field.label),
        value=text,
        href=href_of(field.key, value) if readable(record, field.key) else "",
        source=_said(source),
        pin_post=record.href("-", "pins", field.pin) if field.pin else "",
        pinned=field.pin in pinned,
        multiline=field.kind == "textarea",
    )


def _said(source: Source | None) -> str:
    if source is None:
        return ""
    return _("%(source)s, on %(date)s", source=source.source, date=day(source.at))
