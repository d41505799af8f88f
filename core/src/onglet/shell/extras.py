"""What the record page does not wait for: each plugin's badges, pins and actions, side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onglet.clients.around import read_strip_and_counts
from onglet.clients.pinned import pinned_keys
from onglet.clients.pins import limit_of
from onglet.contributions import Badge, PinValue, Refusal, TabLevel
from onglet.fields.access import level_of
from onglet.host.names import CORE
from onglet.shell import actions
from onglet.work.contained import contained
from onglet.work.unit import record_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import Record
    from onglet.host.host import Host


@dataclass(slots=True)
class Extras:
    """Answers by tab slug, pin key and action key; what failed or was late is left out."""

    badges: dict[str, Badge] = field(default_factory=dict)
    pins: dict[str, PinValue | None] = field(default_factory=dict)
    applies: dict[str, bool | Refusal] = field(default_factory=dict)

    def add(self, other: Extras) -> None:
        """Take in another plugin's answers."""
        self.badges.update(other.badges)
        self.pins.update(other.pins)
        self.applies.update(other.applies)


def gather(host: Host, asked: Record) -> Extras:
    """Ask every plugin in a guard thread of its own, within the budget."""
    read_strip_and_counts(asked)
    wanted = frozenset(pinned_keys(asked))
    found = _of_plugin(host, asked, CORE, wanted)
    registry = host.registry()
    plugins = {
        placed.plugin
        for kind in (registry.tabs, registry.pins, registry.actions)
        for placed in kind
        if placed.plugin != CORE
    }
    calls = {
        plugin: (plugin, "badges, pins and actions", _asker(host, asked, plugin, wanted), Extras)
        for plugin in sorted(plugins)
    }
    for answer in host.guard.call_all(calls, budget_ms=host.config.plugin_budget_ms).values():
        if answer.value is not None:
            found.add(answer.value)
    return found


def _asker(host: Host, asked: Record, plugin: str, wanted: frozenset[str]) -> Callable[[], Extras]:
    def ask_plugin() -> Extras:
        with host.units.reading(asked.actor, plugin=plugin) as ask:
            return _of_plugin(host, record_in(ask, asked), plugin, wanted)

    return ask_plugin


def _of_plugin(host: Host, asked: Record, plugin: str, wanted: frozenset[str]) -> Extras:
    found = Extras()
    registry = host.registry()
    for tab in registry.tabs:
        is_open = asked.actor.tab_level(tab.item.slug) is TabLevel.SHOWN
        if is_open and tab.plugin == plugin and tab.item.badge and asked.holds_here(tab.item.right):
            badge = _call(host, asked, plugin, f"badge {tab.item.slug}", tab.item.badge, Badge)
            if badge is not None:
                found.badges[tab.item.slug] = badge
    for pin in registry.pins:
        comes_now = pin.item.is_later or plugin != CORE
        if not level_of(asked, limit_of(pin.item.key)).is_shown:
            continue
        if comes_now and pin.plugin == plugin and pin.item.key in wanted:
            name = f"pin {pin.item.key}"
            found.pins[pin.item.key] = _call(host, asked, plugin, name, pin.item.read, PinValue)
    for action in registry.actions:
        if action.plugin == plugin:
            found.applies[action.item.key] = actions.applies(host, action, asked)
    return found


def _call(
    host: Host, asked: Record, plugin: str, what: str, function: Callable[[Record], Any], kind: Any
) -> Any:
    call = contained(asked.session, function)
    return host.call(plugin, what, call, asked, expect=(kind, type(None))).value
