"""Entries of the Actions menu that the core owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.clients.life import (
    ConversionRefusedError,
    archive_client,
    convert_client,
    unarchive_client,
)
from onglet.contributions import Action, ClientStage, Done, Refusal
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _
from onglet.web import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.contributions import Form, Record, Work


def actions() -> Iterator[Action]:
    """Edit, archive, convert, card, delete: the rest of the menu is the plugins'."""
    yield from _changes()
    yield from _stages()
    yield from _ways_out()


def _changes() -> Iterator[Action]:
    yield Action(
        key="core.edit",
        label=N_("Edit the client"),
        icon="pencil",
        right="core.client.edit",
        order=10,
        group="1-record",
        href=lambda record: record.href("-", "edit"),
        shortcut="e",
    )
    yield Action(
        key="core.archive",
        label=N_("Archive the client"),
        icon="archive",
        right="core.client.archive",
        order=40,
        group="1-record",
        when=lambda record: not record.client.is_archived,
        run=_archive,
    )
    yield Action(
        key="core.unarchive",
        label=N_("Bring back from the archive"),
        icon="archive-off",
        right="core.client.archive",
        order=41,
        group="1-record",
        when=lambda record: record.client.is_archived,
        run=_unarchive,
    )


def _stages() -> Iterator[Action]:
    yield Action(
        key="core.become_prospect",
        label=N_("Turn into a prospect"),
        icon="user-question",
        right="core.client.edit",
        order=50,
        group="1-record",
        when=lambda record: _may_become(record, ClientStage.PROSPECT),
        run=lambda work, record, _form: _convert(work, record, ClientStage.PROSPECT),
    )
    yield Action(
        key="core.become_client",
        label=N_("Turn into a client"),
        icon="user-check",
        right="core.client.edit",
        order=51,
        group="1-record",
        when=lambda record: _may_become(record, ClientStage.CLIENT),
        run=lambda work, record, _form: _convert(work, record, ClientStage.CLIENT),
    )


def _ways_out() -> Iterator[Action]:
    yield Action(
        key="core.vcard",
        label=N_("Download the vCard"),
        icon="address-book",
        right="core.client.read",
        order=60,
        group="2-files",
        href=lambda record: record.href("-", "vcard"),
        download=True,
    )
    yield Action(
        key="core.delete",
        label=N_("Delete the client"),
        icon="trash",
        right="core.client.delete",
        order=990,
        group="9-danger",
        href=lambda record: record.href("-", "delete"),
        opens_dialog=True,
        is_danger=True,
    )


def _archive(work: Work, record: Record, _form: Form) -> Done:
    archive_client(work, record.client.id)
    return Done(message=_("The client is archived: the list finds it again under “Archived”."))


def _unarchive(work: Work, record: Record, _form: Form) -> Done:
    unarchive_client(work, record.client.id)
    return Done(message=_("The client is back from the archive."))


def _may_become(record: Record, stage: ClientStage) -> bool | Refusal:
    """Tell whether the entry applies. Gates are asked at the click: they may be slow."""
    return record.client.stage is not stage


def _convert(work: Work, record: Record, stage: ClientStage) -> Done:
    try:
        convert_client(work, record.client.id, stage)
    except ConversionRefusedError as refusal:
        raise Refused(refusal.verdict) from refusal
    if stage is ClientStage.PROSPECT:
        return Done(message=_("The client is a prospect now."))
    return Done(message=_("The prospect is a client now."))
