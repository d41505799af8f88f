"""The life of a plugin in a deployment: in and out of service, migrated, purged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from onglet.db.migrate import upgrade_within
from onglet.db.purge import TableCount, count_rows, drop_tables, referenced_by
from onglet.host import state as states
from onglet.host.models import PluginFailure, PluginRow
from onglet.host.names import CORE
from onglet.rights.actors import system_actor
from onglet.settings.models import SettingRow
from onglet.work.models import RUNNING, JobRow, ScheduleRow

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from onglet.contributions import Work
    from onglet.host.host import Host

KEYED: Final = (SettingRow, ScheduleRow)
"""Tables of the core in which a plugin's rows are known by keys that start with its name."""


def set_enabled(host: Host, work: Work, name: str, *, enabled: bool) -> None:
    """Put a plugin in or out of service for every worker, once the unit is committed."""
    states.set_enabled(work.session, name, enabled=enabled)
    host.failures.forget(name)


def migrate(host: Host, work: Work, name: str) -> list[str]:
    """Bring a plugin's tables up to date, after those of the plugins it requires.

    Gives the revisions applied. A failure leaves the tables as they were and is raised.
    """
    applied: list[str] = []
    with work.session.begin_nested():
        for owner in host.owners():
            if owner.name in _needed(host, name):
                applied += upgrade_within(work.session.connection(), owner)
    states.bump(work.session)
    return applied


def _needed(host: Host, name: str) -> set[str]:
    """Give a plugin and all that it requires, near or far."""
    loaded = host.plugin(name)
    found = {name}
    for required in loaded.requires if loaded else ():
        found |= _needed(host, required) - {CORE}
    return found


def dependents(host: Host, name: str) -> list[str]:
    """List the plugins in service that a plugin's absence would take out of service."""
    return [
        item.name
        for item in host.loaded.plugins
        if item.name != name and host.is_on(item.name) and name in _needed(host, item.name)
    ]


def count_data(host: Host, name: str) -> list[TableCount]:
    """Count the rows that a plugin keeps, table by table."""
    with host.database.reads.connect() as connection:
        return count_rows(connection, name)


def refers_to(host: Host, name: str) -> dict[str, list[str]]:
    """Give the tables that refer to a plugin's, by the name of the plugin that owns them."""
    with host.database.reads.connect() as connection:
        tables = referenced_by(connection, name)
    owners: dict[str, list[str]] = {}
    for table in tables:
        owners.setdefault(table.partition("_")[0], []).append(table)
    return owners


def purge(host: Host, work: Work, name: str) -> list[str]:
    """Drop a plugin's tables for ever, and all that the core keeps for it; give the tables' names.

    The plugin is put out of service; enabling it again and migrating starts afresh.

    Raises:
        StillReferencedError: when another plugin's table refers to one of them.
    """
    states.set_enabled(work.session, name, enabled=False)
    work.session.flush()
    connection = work.session.connection()
    dropped = drop_tables(connection, name)
    _forget(connection, name)
    if host.plugin(name) is None:
        connection.execute(delete(PluginRow).where(PluginRow.name == name))
    return dropped


def _forget(connection: Connection, name: str) -> None:
    for model in KEYED:
        mine = model.key.startswith(f"{name}.", autoescape=True)
        connection.execute(delete(model).where(mine))
    jobs = delete(JobRow).where(JobRow.plugin == name, JobRow.state != RUNNING)
    connection.execute(jobs)
    connection.execute(delete(PluginFailure).where(PluginFailure.plugin == name))


def purge_data(host: Host, name: str) -> list[str]:
    """Purge a plugin in a unit of its own, as the command line does; give the tables dropped.

    Raises:
        StillReferencedError: when another plugin's table refers to one of them.
    """
    with host.units.writing(system_actor(f"purge {name}")) as work:
        dropped = purge(host, work, name)
    host.refresh()
    return dropped
