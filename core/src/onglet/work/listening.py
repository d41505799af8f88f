"""PostgreSQL tells this process of jobs that another one committed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import text

from onglet.work.outbox import CHANNEL

if TYPE_CHECKING:
    import threading

    from onglet.db.engine import Database
    from onglet.work.bell import Bell

log = logging.getLogger("onglet.jobs")

PATIENCE_SECONDS = 1.0


def listen(database: Database, bell: Bell, stop: threading.Event) -> None:
    """Ring the bell for each notification until told to stop; a lost connection is made again.

    Without it jobs are found by polling, so that its failures cost a second and nothing else.
    """
    while not stop.is_set():
        try:
            _listen_once(database, bell, stop)
        except Exception as error:  # noqa: BLE001 - polling goes on; the next try may do better
            log.warning("not listening for jobs (%s); polling goes on", error)
            stop.wait(PATIENCE_SECONDS)


def _listen_once(database: Database, bell: Bell, stop: threading.Event) -> None:
    connection = database.reads.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        connection.execute(text(f"LISTEN {CHANNEL}"))
        driver = connection.connection.driver_connection
        # It is ours for the life of the worker: the pool must not count it.
        connection.detach()
        if driver is None:
            raise ConnectionError("The connection was closed.")
        while not stop.is_set():
            for _message in driver.notifies(timeout=PATIENCE_SECONDS, stop_after=1):
                bell.ring()
    finally:
        connection.close()
