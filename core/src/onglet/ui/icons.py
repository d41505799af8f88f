"""Icons: the chosen Tabler set, the plugins' own, and the sprite made of those in use."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.ui.packages import UiPackage

FALLBACK = "point"
_SET = Path(__file__).with_name("icons.json")
_QUOTED = re.compile(r"""["']([a-z][a-z0-9-]*)["']""")
_VIEWBOX = re.compile(r'viewBox="([-0-9. ]+)"')
_OUTER = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_UNSAFE = re.compile(
    r"<script|<style|\bon\w+\s*=|\bstyle\s*=|javascript:|<foreignObject|href\s*=", re.I
)


class IconRefused(ValueError):
    """A package's icon file cannot go in the sprite; the text says why."""


@lru_cache(maxsize=1)
def core_icons() -> Mapping[str, str]:
    """The core's icons: name to the SVG inside a 24 by 24 box, stroked 2 in currentColor."""
    kept: dict[str, str] = json.loads(_SET.read_text(encoding="utf-8"))
    return kept


def package_icons(package: UiPackage) -> dict[str, str]:
    """A plugin's own icons, as `<name>-<stem>`; the same 24 by 24 box is asked of them.

    Raises:
        IconRefused: a file is not an SVG of that box, or holds script, style or links.
    """
    found = {}
    for path in sorted(package.icons.glob("*.svg")) if package.icons.is_dir() else ():
        text = path.read_text(encoding="utf-8")
        outer, box = _OUTER.search(text), _VIEWBOX.search(text)
        if outer is None or box is None or box[1].split() != ["0", "0", "24", "24"]:
            raise IconRefused(f'{path.name}: an icon is one <svg viewBox="0 0 24 24">')
        if _UNSAFE.search(text):
            raise IconRefused(f"{path.name}: no script, style, event or link in an icon")
        found[f"{package.name}-{path.stem}"] = outer[1].strip()
    return found


def icons_named_in(folder: Path, known: Iterable[str]) -> set[str]:
    """The known icon names that stand between quotes in a package's templates, code and JS.

    It takes too many rather than too few: a word that happens to name an icon costs a few bytes.
    """
    among = frozenset(known)
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".py", ".js"} and "vendor" not in path.parts:
            found |= among & _quoted_in(path, path.stat().st_mtime_ns)
    return found


@lru_cache(maxsize=4096)
def _quoted_in(path: Path, _changed_at: int) -> frozenset[str]:
    """The words between quotes in a file: read once, though each switch of a plugin asks anew."""
    return frozenset(_QUOTED.findall(path.read_text(encoding="utf-8")))


def sprite(icons: Mapping[str, str]) -> bytes:
    """One SVG of symbols, in the order of their names."""
    symbols = (
        f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'
        for name, inner in sorted(icons.items())
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()
