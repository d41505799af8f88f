"""Whether the directories can be asked. The check itself asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import Finding, _
from onglet_directory import settings, sources
from onglet_directory.guard import GuardedDirectory

if TYPE_CHECKING:
    from onglet.api import Ask
    from onglet_directory.chain import DirectoryChain


def check_sources(ask: Ask, directory: DirectoryChain) -> Finding:
    """Which directories are in service, and which are being left alone for a while."""
    if not directory.directories:
        chosen = bool(settings.order(ask))
        return Finding(
            ok=not chosen,
            message=_("No company directory is in service."),
            advice=_("Choose one in the settings, or build the offline directory.")
            if chosen
            else "",
        )
    paused = [
        _(sources.label(one.source))
        for one in directory.directories
        if isinstance(one, GuardedDirectory) and not one.circuit.is_closed
    ]
    names = ", ".join(_(sources.label(one.source)) for one in directory.directories)
    if paused:
        return Finding(
            ok=False,
            message=_("Left alone after failures: %(names)s.", names=", ".join(paused)),
            advice=_("Searches go to the next directory, or to kept answers, meanwhile."),
        )
    return Finding(ok=True, message=_("In service: %(names)s.", names=names))
