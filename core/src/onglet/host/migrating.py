"""Bringing the tables of every owner up to date, one plugin's failure being its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from onglet.db.migrate import known_owners, upgrade
from onglet.host import state as states
from onglet.host.names import CORE
from onglet.host.state import State
from onglet.host.values import seal_secrets
from onglet.rights.actors import system_actor

if TYPE_CHECKING:
    from collections.abc import Collection

    from onglet.db.migrate import Owner
    from onglet.host.host import Host
    from onglet.host.load import Loaded

log = logging.getLogger("onglet.plugins")


def migrate_all(host: Host) -> dict[str, list[str] | Exception]:
    """Upgrade the core, then each plugin after those it requires; give what was done to each.

    Raises:
        Exception: what stopped the core's own migration: nothing runs without it.
    """
    done: dict[str, list[str] | Exception] = {}
    held: set[str] = set()
    for item in host.loaded.plugins:
        if _is_held(host, item, held):
            held.add(item.name)
        elif item.owner is not None:
            done[item.name] = _upgrade(host, item.owner)
            if isinstance(done[item.name], Exception):
                held.add(item.name)
    with host.units.writing(system_actor("migrate")) as work:
        states.note_installed(work.session, host.loaded)
        if any(done.values()):
            states.bump(work.session)
        seal_secrets(host, work.session)
    host.refresh()
    return done


def _is_held(host: Host, item: Loaded, held: Collection[str]) -> bool:
    """Tell whether a plugin's tables are left as they are.

    They are while it cannot be loaded, while what it requires is held, and after a purge that put
    it out of service: its tables come back when it is enabled.
    """
    if item.name == CORE:
        return False
    decision = host.decision(item.name)
    is_off = decision is not None and not decision.is_enabled
    with host.database.reads.connect() as connection:
        is_purged = is_off and item.name not in known_owners(connection)
    return item.state is not State.ENABLED or is_purged or bool({*item.requires} & {*held})


def _upgrade(host: Host, owner: Owner) -> list[str] | Exception:
    try:
        return upgrade(host.database, owner)
    except Exception as error:
        if owner.name == CORE:
            raise
        log.exception("migration of %s", owner.name)
        return error
