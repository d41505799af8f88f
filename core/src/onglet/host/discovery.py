"""Finding plugins: the entry points of `onglet.plugins`, each imported in a guard of its own."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import importlib_metadata

from onglet.hookspecs import Plugin

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP: Final = "onglet.plugins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plugin that is installed. `plugin` is None when it could not be imported or made."""

    name: str
    distribution: str
    version: str
    plugin: Plugin | None = None
    cause: str = ""
    trace: str = field(default="", repr=False)

    @property
    def package(self) -> str:
        """Name of the import package that holds the plugin's class."""
        return type(self.plugin).__module__.rpartition(".")[0] if self.plugin else ""

    @property
    def folder(self) -> Path | None:
        """Folder of the import package, where templates, static files and migrations lie."""
        if not self.package:
            return None
        file = import_module(self.package).__file__
        return Path(file).parent if file else None


def find_plugins() -> list[Found]:
    """List the installed plugins by name. One that fails to import is listed with its cause."""
    points = importlib_metadata.entry_points(group=GROUP)
    return [_load(point) for point in sorted(points, key=lambda point: point.name)]


def given_plugins(plugins: Iterable[Plugin]) -> list[Found]:
    """List plugins handed over as objects, as tests do."""
    return [
        Found(name=plugin.name, distribution="", version="0", plugin=plugin) for plugin in plugins
    ]


def _load(point: importlib_metadata.EntryPoint) -> Found:
    distribution = point.dist.name if point.dist else ""
    version = point.dist.version if point.dist else ""
    try:
        made = point.load()()
        if not isinstance(made, Plugin):
            raise TypeError(f"{point.value} is not a subclass of onglet.api.Plugin")
    except BaseException as error:  # noqa: BLE001 - a plugin may do anything at import, even exit
        return Found(
            name=point.name,
            distribution=distribution,
            version=version,
            cause=f"{type(error).__name__}: {error}",
            trace=traceback.format_exc(),
        )
    return Found(name=point.name, distribution=distribution, version=version, plugin=made)
