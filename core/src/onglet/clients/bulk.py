"""Many clients at once: imports, demo data, benchmarks. Same rows as one by one, far fewer steps.

Values are written as they are handed in: who imports tidies first (`tidying.tidied`). Subscribers
hear of a chunk, not of each client.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.clients.bulk_rows import Rows, rows_of
from onglet.clients.events import ClientsImported
from onglet.clients.keys import reserve
from onglet.clients.persons import persons_of
from onglet.clients.references import ReferenceTakenError, highest_number, mask_of, taken
from onglet.clients.search_words import note_words
from onglet.db.bulk import insert_rows
from onglet.db.identifiers import is_public_id, new_public_id
from onglet.rights.models import Membership
from onglet.rights.owners import owner_of_new
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onglet.clients.entry import NewClient
    from onglet.contributions import Work

CHUNK = 5_000


def insert_clients(
    work: Work, rows: Iterable[NewClient], *, chunk: int = CHUNK, source: str = "import"
) -> int:
    """Write clients with their persons, links, addresses, consents, grants and history.

    Gives how many. `source` goes into the history of each. A person whose `public_id` came
    before in the same call is linked, not made again. Nothing is committed.

    Raises:
        FieldsRefusedError: when custom fields cannot be kept, or required ones are missing.
        ReferenceTakenError: when a reference that was given belongs to another live client, or
            comes twice.
    """
    groups = _groups_by_user(work)
    known: dict[str, int] = {}
    number = -1
    total = 0
    heir = owner_of_new(work.session, work.actor, None)
    for news in _chunks(rows, chunk):
        if number < 0:
            number = highest_number(work, mask_of(work), work.today)
        owned = [new if new.owner_id else replace(new, owner_id=heir) for new in news]
        ready, number = _numbered(work, [persons_of(new) for new in owned], number)
        total += len(ready)
        rows_of_chunk = Rows(work=work, groups=groups, source=source, known=known)
        ids = _write(work, ready, rows_of_chunk)
        work.publish(ClientsImported(client_ids=tuple(ids)))
    return total


def _chunks(rows: Iterable[NewClient], size: int) -> Iterator[list[NewClient]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _groups_by_user(work: Work) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    query = select(Membership.user_id, Membership.group_id).order_by(Membership.group_id)
    for user_id, group_id in work.session.execute(query):
        found.setdefault(user_id, []).append(group_id)
    return found


def _numbered(work: Work, news: list[NewClient], number: int) -> tuple[list[NewClient], int]:
    """Give each client a reference and a public identifier; give the last number used."""
    given = [new.reference for new in news if new.reference]
    twice = {name for name, times in Counter(given).items() if times > 1}
    clash = twice or taken(work, given)
    if clash:
        raise ReferenceTakenError(min(clash))
    mask = mask_of(work)
    used = set(given)
    ready = []
    for new in news:
        reference = new.reference
        while not reference:
            number += 1
            candidate = mask.format(number, work.today)
            reference = "" if candidate in used else candidate
        public_id = new.public_id if is_public_id(new.public_id) else new_public_id()
        ready.append(replace(new, reference=reference, public_id=public_id))
    if taken(work, [new.reference for new in ready]):
        # A block of these numbers was typed by hand: go on above it.
        return _numbered(work, news, number)
    return ready, number


def _write(work: Work, news: list[NewClient], rows: Rows) -> list[int]:
    session = work.session
    with unrestricted(session, reason="many clients are being created at once"):
        ids = reserve(session, "core_client", len(news))
        count = sum(len(new.persons) for new in news)
        person_ids = iter(reserve(session, "core_person", count))
        for new, client_id in zip(news, ids, strict=True):
            rows_of(rows, new, client_id, person_ids)
        session.flush()
        for table, values in rows.tables():
            insert_rows(session, table, values)
    note_words(session, (row["search_text"] for row in (*rows.clients, *rows.persons)))
    return ids
