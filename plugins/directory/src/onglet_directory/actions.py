"""The entry of the Actions menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import N_, Action, ClientKind, Refusal, _

if TYPE_CHECKING:
    from onglet.api import Record


def complete_action() -> Action:
    """Complete the record from the company directory."""
    return Action(
        key="directory.complete",
        label=N_("Complete the information from the company directory"),
        icon="building",
        right="core.client.edit",
        order=30,
        group="1-record",
        href=lambda record: record.href("directory", "completion"),
        when=may_complete,
        opens_dialog=True,
    )


def may_complete(record: Record) -> bool | Refusal:
    """Private persons are in no register of firms, unless they have a SIREN."""
    client = record.client
    if client.kind is ClientKind.PERSON and not (client.siren or client.siret):
        return Refusal(reason=_("A private person is not in the company directory."))
    return True
