"""The tab of general information: every value by block, with its source, its star, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onglet.clients.catalogue import BLOCKS, BY_KEY, FormField, fields_of, label_of
from onglet.clients.pinned import pinned_keys
from onglet.clients.shown import display, href_of
from onglet.clients.snapshot import snapshot
from onglet.clients.sources import Source, sources_of
from onglet.contributions import ClientKind, Panel
from onglet.history.queries import of_client
from onglet.ui.formats import day
from onglet.ui.i18n import gettext as _
from onglet.ui.views import KeyValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.contributions import Record
    from onglet.history.queries import ChangeView, FieldChange

HISTORY_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationCard:
    """A card of the tab: a block of the form and what it holds."""

    key: str
    label: str
    icon: str
    items: Sequence[KeyValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A change of one field as people read it."""

    label: str
    old: str
    new: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One save as people read it."""

    change: ChangeView
    title: str
    lines: Sequence[HistoryLine]


def panel(record: Record) -> Panel:
    """Draw the tab."""
    held = snapshot(record, record.client.id)
    values: Mapping[str, Any] = held.values if held else {}
    return Panel(
        html=record.render(
            "onglet/clients/information.html",
            record=record,
            cards=_cards(record, values),
            edit=record.may_here("core.client.edit"),
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
            if not (is_person and field.company and not values.get(field.key))
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
    return KeyValue(
        key=field.key,
        label=_(field.label),
        value=display(field.key, value, values),
        href=href_of(field.key, value),
        source=_said(source),
        pin_post=record.href("-", "pins", field.pin) if field.pin else "",
        pinned=field.pin in pinned,
        multiline=field.kind == "textarea",
    )


def _said(source: Source | None) -> str:
    if source is None:
        return ""
    return _("%(source)s, on %(date)s", source=source.source, date=day(source.at))


def history_entries(record: Record) -> list[HistoryEntry]:
    """Give the last saves of the client, newest first."""
    actions = {
        "create": _("created the client"),
        "edit": _("edited the client"),
        "archive": _("archived the client"),
        "unarchive": _("brought the client back from the archive"),
        "delete": _("put the client in the bin"),
        "restore": _("took the client out of the bin"),
        "convert": _("changed the stage of the client"),
        "reassign": _("gave the client another owner"),
    }
    return [
        HistoryEntry(
            change=change,
            title=actions.get(change.action, change.action),
            lines=[_line(field) for field in change.fields if field.field not in _NOT_TOLD],
        )
        for change in of_client(record, record.client.id, limit=HISTORY_SHOWN)
    ]


_NOT_TOLD = frozenset({"deleted_at", "archived_at", "owner_id", "naf_nomenclature"})


def _line(field: FieldChange) -> HistoryLine:
    known = BY_KEY.get(field.field)
    label = _(label_of(field.field))
    if known is not None and field.field.startswith(("contact.", "address.")):
        block = next(block for block in BLOCKS if block.key == known.block)
        label = f"{_(block.label)} · {label}"
    return HistoryLine(
        label=label,
        old=_text(field.field, field.old),
        new=_text(field.field, field.new),
        is_hidden=field.is_hidden,
    )


def _text(key: str, value: Any) -> str:
    if value is False:
        return _("Not signed up") if key.startswith("consent.") else _("No")
    return display(key, value, {key: value})
