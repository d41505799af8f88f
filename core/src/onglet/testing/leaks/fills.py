"""Rows that plugins write for the walk: `fill` in the file `leaks.py` beside their class."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Final

from onglet.host.names import CORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onglet.host.host import Host
    from onglet.testing.leaks.world import Fill

FILE: Final = "leaks.py"


def fills_of(host: Host) -> list[Fill]:
    """List what the plugins of a host write, those that they require first."""
    return [
        fill
        for item in host.loaded.plugins
        if item.name != CORE and item.folder is not None
        for fill in _fill(item.name, item.folder / FILE)
    ]


def _fill(plugin: str, path: Path) -> Iterator[Fill]:
    if not path.exists():
        return
    spec = spec_from_file_location(f"onglet_leaks_of_{plugin}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.fill
