"""The interface of the installed plugins: their templates, files, words and icons."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from onglet.host.names import CORE
from onglet.ui.icons import core_icons, package_icons
from onglet.ui.packages import UiPackage
from onglet.ui.templating import Interface, install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from onglet.host.discovery import Found
    from onglet.host.load import Load
    from onglet.host.registry import Registry

log = logging.getLogger("onglet.plugins")


def make_interface(load: Load, kept: Path) -> Interface:
    """Build what draws the pages of the core and of every loaded plugin, and put it to use.

    `kept` is a folder for compiled templates.
    """
    packages = [
        UiPackage(name=item.name, folder=item.folder)
        for item in load.plugins
        if item.folder is not None and item.name != CORE
    ]
    interface = Interface(packages, named_icons=_named_icons(load.registry), kept=kept)
    install(interface)
    return interface


def icon_check(found: Iterable[Found]) -> Callable[[str], bool]:
    """Give what tells whether an icon exists, the installed plugins' own ones with the core's."""
    known = set(core_icons())
    for item in found:
        folder = item.folder
        if folder is not None:
            try:
                known.update(package_icons(UiPackage(name=item.name, folder=folder)))
            except Exception:
                log.exception("the icons of %s", item.name)
    return known.__contains__


def _named_icons(registry: Registry) -> list[str]:
    kinds = ("tabs", "actions", "statistics", "pins", "composers", "navigation", "settings_pages")
    return sorted({placed.item.icon for kind in kinds for placed in getattr(registry, kind)})
