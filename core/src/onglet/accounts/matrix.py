"""A profile as a table: objects as rows, grouped by plugin, actions as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.contributions import Reach
from onglet.host.names import CORE, package_of
from onglet.identity.folding import fold
from onglet.ui.i18n import N_, gettext_of
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Actor, Right
    from onglet.host.host import Host
    from onglet.rights.catalogue import DeclaredRight, RightsCatalogue

ACTIONS = {
    "read": N_("See"),
    "create": N_("Create"),
    "edit": N_("Edit"),
    "delete": N_("Delete"),
    "export": N_("Export"),
    "share": N_("Share"),
    "reassign": N_("Reassign"),
}
"""Actions that have a column; the others stand together in the last one, by their labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How far one right reaches. `other` is the reach in the profile compared with, if any."""

    key: str
    label: str
    reach: Reach
    on_records: bool
    is_default: bool
    other: Reach | None = None

    @property
    def differs(self) -> bool:
        """Tell whether the two profiles differ here."""
        return self.other is not None and self.other != self.reach

    @property
    def options(self) -> list[Option]:
        """What can be chosen."""
        return reach_options(on_records=self.on_records)

    def said(self, reach: Reach) -> str:
        """Give a reach in a word."""
        words = {option.value: option.label for option in self.options}
        return words.get(str(int(reach)), words[str(int(Reach.ALL))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One object: a cell by action (None where it has no such right), then the other rights."""

    noun: str
    cells: tuple[Cell | None, ...]
    others: tuple[Cell, ...]

    def all(self) -> list[Cell]:
        """List every cell of the object."""
        return [*(cell for cell in self.cells if cell is not None), *self.others]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The objects of one plugin."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightGroup:
    """The rights of one plugin, to choose from."""

    label: str
    options: tuple[Option, ...]


def right_options(host: Host, actor: Actor) -> list[RightGroup]:
    """List the rights that an actor holds, by plugin, the core's first."""
    catalogue = host.loaded.catalogue
    held: dict[str, list[Right]] = {}
    for declared in catalogue.values():
        if catalogue.reach(actor, declared.right.key) is not Reach.NONE:
            held.setdefault(declared.plugin, []).append(declared.right)
    return [
        RightGroup(
            label=plugin_label(host, plugin),
            options=tuple(
                Option(
                    value=right.key,
                    label=gettext_of(package_of(plugin), right.label),
                    hint=right.key,
                )
                for right in held[plugin]
            ),
        )
        for plugin in sorted(held, key=lambda name: (name != CORE, name))
    ]


def reach_options(*, on_records: bool) -> list[Option]:
    """List the reaches of a right, or a no and a yes."""
    none = Option(value=str(int(Reach.NONE)), label=_("No"))
    if not on_records:
        return [none, Option(value=str(int(Reach.ALL)), label=_("Yes"))]
    return [
        none,
        Option(value=str(int(Reach.OWN)), label=_("Own")),
        Option(value=str(int(Reach.SHARED)), label=_("Shared")),
        Option(value=str(int(Reach.GROUP)), label=_("Group")),
        Option(value=str(int(Reach.ALL)), label=_("All")),
    ]


def effective(
    catalogue: RightsCatalogue, settled: Mapping[str, Reach], *, all_rights: bool
) -> dict[str, Reach]:
    """Give how far each declared right reaches in a profile."""
    if all_rights:
        return dict.fromkeys(catalogue, Reach.ALL)
    return {key: settled.get(key, held.right.default) for key, held in catalogue.items()}


def draw_matrix(
    host: Host,
    reaches: Mapping[str, Reach],
    *,
    settled: Iterable[str] = (),
    other: Mapping[str, Reach] | None = None,
    search: str = "",
    only_differences: bool = False,
) -> list[Section]:
    """Give the table of a profile.

    Args:
        host: knows the rights that are declared, and their plugins.
        reaches: how far each right reaches.
        settled: rights that the profile settles itself; the others have their default.
        other: reaches of a profile to compare with.
        search: words of the right, of its object or of its plugin.
        only_differences: leave out what is the same in both.
    """
    words, kept = fold(search).split(), frozenset(settled)
    by_plugin: dict[str, dict[str, list[DeclaredRight]]] = {}
    for declared in host.loaded.catalogue.values():
        objects = by_plugin.setdefault(declared.plugin, {})
        objects.setdefault(declared.right.object, []).append(declared)
    sections = []
    for plugin in sorted(by_plugin, key=lambda name: (name != CORE, name)):
        label = plugin_label(host, plugin)
        lines = []
        for declared_rights in by_plugin[plugin].values():
            rights = [item.right for item in declared_rights]
            noun = _noun(plugin, rights)
            cells = {
                right.key: _cell(plugin, right, reaches, kept, other)
                for right in rights
                if _fits(words, label, noun, gettext_of(package_of(plugin), right.label))
            }
            if only_differences:
                cells = {key: cell for key, cell in cells.items() if cell.differs}
            if cells:
                lines.append(_line(noun, rights, cells))
        if lines:
            sections.append(Section(label=label, lines=tuple(lines)))
    return sections


def _line(noun: str, rights: list[Right], cells: Mapping[str, Cell]) -> Line:
    by_action = {right.action: cells.get(right.key) for right in rights}
    return Line(
        noun=noun,
        cells=tuple(by_action.get(action) for action in ACTIONS),
        others=tuple(
            cells[right.key]
            for right in rights
            if right.action not in ACTIONS and right.key in cells
        ),
    )


def _cell(
    plugin: str,
    right: Right,
    reaches: Mapping[str, Reach],
    settled: frozenset[str],
    other: Mapping[str, Reach] | None,
) -> Cell:
    return Cell(
        key=right.key,
        label=gettext_of(package_of(plugin), right.label),
        reach=reaches[right.key],
        on_records=right.on_records,
        is_default=right.key not in settled,
        other=other[right.key] if other is not None else None,
    )


def _noun(plugin: str, rights: list[Right]) -> str:
    told = next((right.noun for right in rights if right.noun), "")
    fallback = rights[0].object.rpartition(".")[2].replace("_", " ").capitalize()
    return gettext_of(package_of(plugin), told or fallback)


def plugin_label(host: Host, plugin: str) -> str:
    """Give the name of a plugin, its key when it is absent."""
    loaded = host.plugin(plugin)
    return gettext_of(package_of(plugin), loaded.label) if loaded else plugin


def _fits(words: list[str], *texts: str) -> bool:
    held = fold(" ".join(texts))
    return all(word in held for word in words)
