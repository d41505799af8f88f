"""The plugin: one field, checked and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.contributions import FormSection, Record, Work
from onglet.hookspecs import Plugin, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAVED: list[tuple[str, dict[str, Any]]] = []


def _load(record: Record | None) -> Mapping[str, Any]:
    return {"tier-level": "silver" if record is None else f"of {record.client.name}"}


def _check(typed: Mapping[str, Any]) -> Mapping[str, str]:
    return {"tier-level": "No such level."} if typed.get("tier-level") == "lead" else {}


def _save(work: Work, record: Record, typed: Mapping[str, Any]) -> None:
    if typed.get("tier-level") == "broken":
        raise RuntimeError("the level fell apart")
    SAVED.append((record.client.name, {**typed, "plugin": work.plugin}))


class Tier(Plugin):
    """A plugin with a block that has one field."""

    name = "tier"
    label = "Tier"

    @hookimpl
    def onglet_form_sections(self) -> Iterable[FormSection]:
        """One field: the level."""
        yield FormSection(
            key="tier.form",
            label="Tier",
            order=10,
            right="core.client.edit",
            template="tier/form.html",
            load=_load,
            check=_check,
            save=_save,
            fields=("tier-level",),
        )
