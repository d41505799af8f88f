"""Writing a new plugin's files: a tab with a form, a table, a right, both languages, and tests.

The files lie in `files/` with `.tmpl` at the end of their names; `@name@`, `@Name@` and `@label@`
stand for the plugin in their paths and in their texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onglet import __version__
from onglet.hookspecs import API_VERSION
from onglet.host.names import is_plugin_name

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES: Final = Path(__file__).parent / "files"
SUFFIX: Final = ".tmpl"


class NotANewPluginError(ValueError):
    """The name cannot be a plugin's, or something is already there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the folder of the plugin, and its files."""

    folder: Path
    files: tuple[Path, ...]


def write_plugin(name: str, into: Path, label: str = "") -> Written:
    """Write a new plugin in a folder `onglet-<name>` of `into`.

    Raises:
        NotANewPluginError: when the name is not one, or the folder is there already.
    """
    if not is_plugin_name(name) or iskeyword(name.capitalize()):
        raise NotANewPluginError(
            f"{name!r} cannot be a plugin's name: it takes 2 to 31 small letters and digits, "
            "begins with a letter, and is no address of the core and no word of Python."
        )
    folder = into / f"onglet-{name}"
    if folder.exists():
        raise NotANewPluginError(f"{folder} is there already: nothing was written.")
    words = {
        "@name@": name,
        "@Name@": name.capitalize(),
        "@label@": label or name.capitalize(),
        "@core@": __version__,
        "@major@": str(API_VERSION[0]),
        "@minor@": str(API_VERSION[1]),
    }
    files = [_write(source, folder, words) for source in sorted(FILES.rglob(f"*{SUFFIX}"))]
    return Written(folder=folder, files=tuple(files))


def _write(source: Path, folder: Path, words: Mapping[str, str]) -> Path:
    inside = _said(str(source.relative_to(FILES)).removesuffix(SUFFIX), words)
    target = folder / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_said(source.read_text(encoding="utf-8"), words), encoding="utf-8")
    return target


def _said(text: str, words: Mapping[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
