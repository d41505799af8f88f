"""Who opened which record when: written after the answer, and not again within a minute."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onglet.clients.models import Client, Recent

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import Record
    from onglet.host.host import Host

AGAIN_AFTER: Final = timedelta(minutes=1)
REMEMBERED: Final = 10_000


class Visits:
    """Remembers the visits that this process has written, so as not to write them at each page."""

    def __init__(self) -> None:
        self._written: OrderedDict[tuple[int, int], datetime] = OrderedDict()
        self._lock = Lock()

    def to_write(self, host: Host, record: Record) -> Callable[[], None] | None:
        """Give the write of this visit, for after the answer; None when it was just written."""
        key = (record.actor.user_id or 0, record.client.id)
        with self._lock:
            last = self._written.get(key)
            if last is not None and record.now - last < AGAIN_AFTER:
                return None
            self._written[key] = record.now
            self._written.move_to_end(key)
            while len(self._written) > REMEMBERED:
                self._written.popitem(last=False)
        return lambda: _write(host, record)


def _write(host: Host, record: Record) -> None:
    with host.units.writing(record.actor) as work:
        seen = work.session.get(Recent, (record.actor.user_id, record.client.id))
        if seen is not None:
            seen.seen_at = record.now
        elif work.session.scalar(select(Client.id).where(Client.id == record.client.id)):
            work.session.add(
                Recent(user_id=record.actor.user_id, client_id=record.client.id, seen_at=record.now)
            )
