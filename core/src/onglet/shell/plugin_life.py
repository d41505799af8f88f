"""The end of a plugin's data: counting it, and dropping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from onglet.db.purge import TableCount, count_rows, drop_tables
from onglet.host.models import PluginRow

if TYPE_CHECKING:
    from onglet.host.host import Host


def count_data(host: Host, name: str) -> list[TableCount]:
    """Count the rows that a plugin keeps, table by table."""
    with host.database.reads.connect() as connection:
        return count_rows(connection, name)


def purge_data(host: Host, name: str) -> list[str]:
    """Drop a plugin's tables for ever; give their names.

    The plugin is put out of service; enabling it again and migrating starts afresh.

    Raises:
        StillReferencedError: when another plugin's table refers to one of them.
    """
    host.set_enabled(name, enabled=False)
    with host.database.writes.begin() as connection:
        dropped = drop_tables(connection, name)
        if host.plugin(name) is None:
            connection.execute(delete(PluginRow).where(PluginRow.name == name))
    host.refresh()
    return dropped
