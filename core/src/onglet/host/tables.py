"""Whether plugins' tables stay where they may: under their own name, and pointing where declared.

A table outside its plugin's prefix would be missed by a purge; a foreign key to a plugin that is
not required would break when that plugin goes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onglet.db.base import Base
from onglet.host.names import CORE
from onglet.host.reasons import NONE, Reason, reason
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onglet.host.discovery import Found


def table_faults(found: Sequence[Found]) -> dict[str, Reason]:
    """Say, by plugin, what is wrong with its tables; those whose tables are sound are left out."""
    shared = Counter(item.package for item in found)
    faults: dict[str, Reason] = {}
    for item in found:
        if item.plugin is None:
            continue
        own = _mapped(item.package) if shared[item.package] == 1 else []
        cause = _misnamed(item.name, own) or _undeclared(item.name, item.plugin.requires, own)
        if cause:
            faults[item.name] = cause
    return faults


def _mapped(package: str) -> list[str]:
    """List the tables of the models that a package holds."""
    inside = f"{package}."
    return sorted(
        str(mapper.persist_selectable.description)
        for mapper in Base.registry.mappers
        if f"{mapper.class_.__module__}.".startswith(inside)
    )


def _misnamed(plugin: str, tables: Iterable[str]) -> Reason:
    strays = [name for name in tables if not name.startswith(f"{plugin}_")]
    if not strays:
        return NONE
    return reason(
        N_("Its tables must start with %(prefix)s, for a purge to find them: %(tables)s."),
        prefix=f"{plugin}_",
        tables=", ".join(strays),
    )


def _undeclared(plugin: str, requires: Iterable[str], own: Iterable[str]) -> Reason:
    prefixes = tuple(f"{name}_" for name in (plugin, CORE, *requires))
    tables = {name for name in Base.metadata.tables if name.startswith(f"{plugin}_")} | {*own}
    targets = {
        key.target_fullname.rpartition(".")[0]
        for name in tables
        for key in Base.metadata.tables[name].foreign_keys
    }
    strange = sorted(name for name in targets if not name.startswith(prefixes))
    if not strange:
        return NONE
    return reason(
        N_(
            "Its tables refer to %(tables)s, of a plugin that `requires` does not name: "
            "they would break when that plugin is removed."
        ),
        tables=", ".join(strange),
    )
