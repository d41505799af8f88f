"""Twelve plugins that do nothing much, to weigh the layer that carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import Action, Badge, Done, Panel, Pin, PinValue, Plugin, Tab, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable


def _make(number: int) -> Plugin:
    name = f"synthetic{number}"

    @hookimpl
    def onglet_tabs(self: Plugin) -> Iterable[Tab]:
        yield Tab(
            slug=name,
            label=f"Tab {number}",
            icon="star",
            order=500 + number,
            right="core.client.read",
            render=lambda record: Panel(html="<p>Hello</p>"),
            badge=lambda record: Badge(count=number),
        )

    @hookimpl
    def onglet_actions(self: Plugin) -> Iterable[Action]:
        yield Action(
            key=f"{name}.act",
            label=f"Act {number}",
            icon="star",
            right="core.client.read",
            order=500,
            run=lambda work, record, form: Done(),
        )

    @hookimpl
    def onglet_pins(self: Plugin) -> Iterable[Pin]:
        yield Pin(
            key=f"{name}.pin",
            label=f"Pin {number}",
            icon="star",
            right="core.client.read",
            read=lambda record: PinValue(text="x"),
        )

    members = {
        "name": name,
        "label": name,
        "onglet_tabs": onglet_tabs,
        "onglet_actions": onglet_actions,
        "onglet_pins": onglet_pins,
    }
    return type(name.title(), (Plugin,), members)()


def twelve() -> list[Plugin]:
    return [_make(number) for number in range(12)]
