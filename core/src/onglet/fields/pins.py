"""Custom fields that can stand in the strip under the client's name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onglet.contributions import Pin, PinValue
from onglet.fields.access import field_level, shown
from onglet.fields.catalogue import Definition, field_set
from onglet.fields.objects import CLIENT
from onglet.fields.reading import at_of
from onglet.fields.tab import held_by
from onglet.ui.formats import html_spaces

if TYPE_CHECKING:
    from onglet.contributions import Ask, Record


def field_pins(ask: Ask) -> list[Pin]:
    """Give a pin for each field that may be pinned and that the actor knows of."""
    fields = [one for one in field_set(ask, CLIENT).live if one.spec.is_pinnable]
    return [
        Pin(
            key=one.pin,
            label=one.label,
            icon=one.kind.icon,
            right="core.client.read",
            read=partial(_read, one=one),
            order=300 + place,
        )
        for place, one in enumerate(shown(ask, fields))
        if one.kind.key not in {"section", "roll_up", "file", "image"}
    ]


def _read(record: Record, one: Definition) -> PinValue | None:
    value = held_by(record).get(one.code)
    if value is None:
        return None
    level = field_level(record, CLIENT, one.code)
    at = at_of(record)
    if not level.is_readable:
        return PinValue(text=one.kind.masked(value, one.spec.options))
    text = one.kind.show(value, one.spec.options, at)
    return PinValue(text=html_spaces(", ".join(text.splitlines())), href=one.kind.href(value))
