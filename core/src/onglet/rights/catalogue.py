"""The rights that exist: those that the core and the plugins have declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from onglet.contributions.rights import Reach

if TYPE_CHECKING:
    from onglet.contributions import Actor, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRight:
    """A right and the plugin that declares it."""

    plugin: str
    right: Right


class RightsCatalogue(Mapping[str, DeclaredRight]):
    """Every declared right by its key. What is not in it is refused."""

    def __init__(self, declared: Iterable[DeclaredRight]) -> None:
        self._rights = MappingProxyType({item.right.key: item for item in declared})

    def __getitem__(self, key: str) -> DeclaredRight:
        return self._rights[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rights)

    def __len__(self) -> int:
        return len(self._rights)

    def reach(self, actor: Actor, key: str) -> Reach:
        """Give how far a right reaches for an actor: NONE when nobody declared it."""
        declared = self._rights.get(key)
        if declared is None:
            return Reach.NONE
        if actor.is_system or actor.all_rights:
            return Reach.ALL
        return Reach(actor.reaches.get(key, declared.right.default))
