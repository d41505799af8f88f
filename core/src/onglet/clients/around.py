"""What stands around the open tab, read in one statement before anybody asks for a part of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.addresses import queries as addresses
from onglet.clients.models import Client
from onglet.clients.pinned import keep_pinned, pinned_text
from onglet.clients.snapshot import OWN, OWN_NAMES, own_key
from onglet.contacts import queries as contacts
from onglet.work.session import once, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from onglet.contributions import Record


def read_strip(record: Record) -> None:
    """Read what the strip shows, unless the open tab did: own values, and which are pinned."""
    once(record.session, own_key(record.client.id), partial(_own, record))


def read_strip_and_counts(record: Record) -> None:
    """Read what the strip and the core's badges show."""
    client_id = record.client.id
    query = _strip(record).add_columns(
        contacts.contact_count(client_id).label("contacts"),
        addresses.address_count(client_id).label("addresses"),
    )
    row = _read(record, query)
    if row is not None:
        tell(record.session, contacts.count_key(client_id), row.contacts)
        tell(record.session, addresses.count_key(client_id), row.addresses)


def _own(record: Record) -> Mapping[str, Any] | None:
    row = _read(record, _strip(record))
    return None if row is None else _values(row)


def _strip(record: Record) -> Select[Any]:
    return select(*OWN, pinned_text(record).label("pinned")).where(Client.id == record.client.id)


def _read(record: Record, query: Select[Any]) -> Any:
    row = record.session.execute(query).one_or_none()
    if row is not None:
        tell(record.session, own_key(record.client.id), _values(row))
        keep_pinned(record, row.pinned)
    return row


def _values(row: Any) -> Mapping[str, Any]:
    return {name: row._mapping[name] for name in OWN_NAMES}
