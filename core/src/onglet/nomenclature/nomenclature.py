"""A list of codes with labels, groups and search: the one class behind every nomenclature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onglet.identity.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code with its labels.

    Attributes:
        code: as published.
        fr: the official label.
        en: the English label; empty when there is none that helps.
        parent: the code of the group it is in; empty at the top.
        also: other words people look it up by, acronyms first.
    """

    code: str
    fr: str
    en: str = ""
    parent: str = ""
    also: str = ""

    def label(self, language: str = "fr") -> str:
        """The label in the language, or the French one when the list has no other."""
        return self.en if language.startswith("en") and self.en else self.fr


class Nomenclature:
    """A published list, in its own order, read when first asked.

    Groups (sections, divisions, levels) are entries too: they have labels and can be looked up,
    but only the last level is counted, iterated, searched and offered as a choice.
    """

    def __init__(self, read: Callable[[], Iterable[Entry]]) -> None:
        self._read = read

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.code: entry for entry in self._read()}

    @cached_property
    def _leaves(self) -> dict[str, Entry]:
        groups = {entry.parent for entry in self._entries.values()}
        return {code: entry for code, entry in self._entries.items() if code not in groups}

    @cached_property
    def _folded(self) -> list[tuple[Entry, str, frozenset[str], str]]:
        """Each leaf with its squeezed code, its acronyms, and its folded words."""
        return [
            (
                entry,
                fold(entry.code).replace(" ", ""),
                frozenset(fold(word) for word in entry.also.split(",") if word),
                " " + fold(f"{entry.code} {entry.fr} {entry.en} {entry.also}"),
            )
            for entry in self._leaves.values()
        ]

    def __contains__(self, code: object) -> bool:
        return code in self._leaves

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._leaves.values())

    def __len__(self) -> int:
        return len(self._leaves)

    def get(self, code: str) -> Entry | None:
        """The entry of a code, at any level, or None."""
        return self._entries.get(code)

    def label(self, code: str, language: str = "fr") -> str:
        """The label of a code, at any level; the code itself when the list has not got it."""
        entry = self._entries.get(code)
        return entry.label(language) if entry else code

    def path(self, code: str) -> tuple[Entry, ...]:
        """The groups of a code from the widest, then its own entry; empty for an unknown code."""
        found: list[Entry] = []
        entry = self._entries.get(code)
        while entry is not None:
            found.append(entry)
            entry = self._entries.get(entry.parent)
        return tuple(reversed(found))

    def choices(self, language: str = "fr") -> list[tuple[str, str]]:
        """Code and label of every entry, in the order of the list."""
        return [(entry.code, entry.label(language)) for entry in self]

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """The entries that the text names, best first: by code, by acronym, by words.

        Every word of the text must begin a word of the entry, in either language. An empty text
        gives the head of the list.
        """
        words = fold(text[:LONGEST_QUERY]).split()
        squeezed = "".join(words)
        ranked: list[tuple[int, int, Entry]] = []
        for place, (entry, code, acronyms, folded) in enumerate(self._folded):
            if code == squeezed or squeezed in acronyms:
                rank = 0
            elif code.startswith(squeezed):
                rank = 1
            elif all(f" {word}" in folded for word in words):
                rank = 2 if folded.startswith(f" {fold(entry.code)} {words[0]}") else 3
            else:
                continue
            ranked.append((rank, place, entry))
        ranked.sort(key=lambda found: found[:2])
        return [entry for _, _, entry in ranked[:limit]]
