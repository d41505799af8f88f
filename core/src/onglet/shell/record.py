"""The record page: header, strip, tab bar, Actions menu, and the open tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.clients.pinned import pinned_keys
from onglet.clients.pins import limit_of
from onglet.contributions import ClientStage, PinValue, TabGroup, TabLevel
from onglet.contributions.limits import masked
from onglet.fields.access import level_of
from onglet.fields.pins import field_pins
from onglet.host.names import CORE
from onglet.host.registry import Placed
from onglet.nomenclature import legal_forms
from onglet.shell.labels import say
from onglet.ui.i18n import N_, gettext_of
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Badge, TabLink
from onglet.ui.views import Pin as PinView

if TYPE_CHECKING:
    from onglet.contributions import Pin, Record, Tab
    from onglet.host.host import Host

GROUPS = {
    TabGroup.RECORD: N_("Record"),
    TabGroup.FOLLOW_UP: N_("Follow-up"),
    TabGroup.SALES: N_("Deals and sales"),
    TabGroup.FINANCE: N_("Finance"),
}


def visible_tabs(host: Host, record: Record) -> list[Placed[Tab]]:
    """List the tabs that the record shows the actor, those that their profile locks too."""
    return [
        placed
        for placed in host.registry().tabs
        if record.actor.tab_level(placed.item.slug) is not TabLevel.HIDDEN
        and record.holds_here(placed.item.right)
    ]


def is_locked(record: Record, slug: str) -> bool:
    """Tell whether the actor's profile locks a tab."""
    return record.actor.tab_level(slug) is TabLevel.LOCKED


def tab_links(tabs: list[Placed[Tab]], record: Record, current: str) -> list[TabLink]:
    """Give the tab bar, the open tab marked."""
    return [
        TabLink(
            slug=placed.item.slug,
            label=say(placed.plugin, placed.item.label),
            href=record.href(placed.item.slug),
            icon="lock" if is_locked(record, placed.item.slug) else placed.item.icon,
            group=gettext_of("onglet", GROUPS[placed.item.group]),
            current=placed.item.slug == current,
        )
        for placed in tabs
    ]


def header(record: Record) -> dict[str, Any]:
    """Give what the head of the record shows."""
    client = record.client
    stage = _("Prospect") if client.stage is ClientStage.PROSPECT else _("Client")
    state = (
        Badge(label=_("Archived"), tone="warn", icon="archive")
        if client.is_archived
        else Badge(label=_("Active"), tone="ok", dot=True)
    )
    return {
        "client": client,
        "badges": [Badge(label=stage, tone="accent"), state],
        "legal_form": legal_form_label(client.legal_form),
    }


def legal_form_label(code: str) -> str:
    """Give the short name of a legal form, nothing when it is unknown."""
    entry = legal_forms.get(code)
    if entry is None:
        return ""
    acronym = entry.also.partition(",")[0]
    return acronym if acronym.isupper() else entry.label()


def strip(host: Host, record: Record, values: dict[str, PinValue | None]) -> list[PinView]:
    """Give the strip under the name: pinned values in order, a dash for what is not known yet."""
    pins = {placed.item.key: placed for placed in every_pin(host, record)}
    shown: list[PinView] = []
    for key in pinned_keys(record):
        placed = pins.get(key)
        if placed is None or not record.holds_here(placed.item.right):
            continue
        level = level_of(record, limit_of(key))
        if not level.is_shown:
            continue
        value = values.get(key)
        if value is not None and placed.plugin != CORE and not level.is_readable:
            value = PinValue(text=masked(value.text))
        shown.append(
            PinView(
                label=say(placed.plugin, placed.item.label),
                value=value.text if value and value.text else "—",
                icon=placed.item.icon,
                href=value.href if value else "",
                tone=value.tone if value else "neutral",  # type: ignore[arg-type]  # checked at load
            )
        )
    return shown


def every_pin(host: Host, record: Record) -> list[Placed[Pin]]:
    """Give what can be pinned: what is declared, and the custom fields as they are now."""
    return [*host.registry().pins, *(Placed(CORE, pin) for pin in field_pins(record))]


def core_pin_values(host: Host, record: Record) -> dict[str, PinValue | None]:
    """Read the core's own pinned values: plugins', and slow ones, come in the later request."""
    wanted = set(pinned_keys(record))
    return {
        placed.item.key: host.call(CORE, f"pin {placed.item.key}", placed.item.read, record).value
        for placed in every_pin(host, record)
        if placed.plugin == CORE and placed.item.key in wanted and not placed.item.is_later
    }
