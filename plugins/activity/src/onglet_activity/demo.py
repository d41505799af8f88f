"""Writing the demonstration: two years of activity with each client, many rows at a time."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert

from onglet.api import colleagues, contacts_of, each_client, new_public_id, touch_clients
from onglet_activity import moments, service
from onglet_activity.demo_life import Life
from onglet_activity.kinds import Before, Kind
from onglet_activity.models import Entry, EntryPerson, Reminder

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.api import ClientView, ContactView, Scale, Work

CHUNK: Final = 500
FEW: Final = (0, 2, 3, 5, 6, 8, 9, 12, 14, 18, 24, 31)
"""How many entries clients have where the firm is small: most a few, some many."""
MANY_CLIENTS: Final = 5_000
Lived = tuple["ClientView", "list[ContactView]", Life]


def fill(work: Work, scale: Scale) -> None:
    """Write entries for every client; the first one has as many as the largest should."""
    everybody = colleagues(work)
    staff = [one.id for one in everybody if one.is_active]
    left = {one.id: one.left_at for one in everybody if one.left_at}
    is_first = True
    for found in each_client(work, chunk=CHUNK):
        contacts = contacts_of(work, [client.id for client in found])
        lives: list[Lived] = []
        for client in found:
            people = contacts.get(client.id, [])
            lives.append(
                (client, people, _live(work, scale, client, people, staff, left, is_first))
            )
            is_first = False
        _write(work, lives)


def _live(
    work: Work,
    scale: Scale,
    client: ClientView,
    people: list[ContactView],
    staff: list[int],
    left: dict[int, datetime],
    is_largest: bool,
) -> Life:
    random = Random(f"{scale.seed} {client.reference}")  # noqa: S311 - made-up data
    life = Life(
        random=random,
        now=work.now,
        contact=people[0].name if people else "",
        actor_id=client.owner_id,
        others=staff,
        left_at=left.get(client.owner_id) if client.owner_id else None,
        started_on=moments.local_day(client.created_at, moments.HOME),
    )
    wanted = random.choice(FEW) if scale.clients <= MANY_CLIENTS else random.randrange(5)
    life.fill(scale.entries_of_largest if is_largest else wanted)
    if not client.is_archived:
        if is_largest or random.random() < 0.35:
            life.to_do()
        if is_largest or random.random() < 0.12:
            life.coming()
    return life


def _write(work: Work, lives: list[Lived]) -> None:
    rows: list[dict[str, Any]] = []
    links: list[tuple[int, int]] = []
    for client, people, life in lives:
        if people:
            links += [(len(rows) + place, people[0].id) for place in life.with_contact]
        rows += [_row(work, client, row) for row in life.rows]
    if not rows:
        return
    keys = work.session.scalars(
        insert(Entry).returning(Entry.id, sort_by_parameter_order=True), rows
    ).all()
    persons = [
        {"entry_id": keys[place], "person_id": person, "client_id": rows[place]["client_id"]}
        for place, person in links
    ]
    if persons:
        work.session.execute(insert(EntryPerson), persons)
    reminders = [_reminder(key, row) for key, row in zip(keys, rows, strict=True)]
    ahead = [one for one in reminders if one is not None and one["fire_at"] > work.now]
    if ahead:
        work.session.execute(insert(Reminder), ahead)
    touch_clients(
        work,
        {
            client.id: max(min(row["occurred_at"], work.now) for row in life.rows)
            for client, _people, life in lives
            if life.rows
        },
    )


def _row(work: Work, client: ClientView, row: dict[str, Any]) -> dict[str, Any]:
    at = min(row["occurred_at"], work.now)
    return row | {
        "public_id": new_public_id(),
        "client_id": client.id,
        "search_text": service.searchable(row["subject"], row["body"], row["place"]),
        "occurred_at": at,
        "created_at": at,
        "updated_at": at,
    }


def _reminder(key: int, row: dict[str, Any]) -> dict[str, Any] | None:
    """Remind of open tasks on the morning of their day, and of events an hour before."""
    if row["assignee_id"] is None or row["done_at"] is not None:
        return None
    is_task = row["kind"] == Kind.TASK.value
    before = Before.AT if is_task else Before.HOUR
    at = row["due_at"] if is_task else row["starts_at"]
    fire_at = moments.fire(at, row["due_on"], before, moments.HOME)
    return {
        "client_id": row["client_id"],
        "entry_id": key,
        "user_id": row["assignee_id"],
        "fire_at": fire_at,
        "choice": before.value,
    }
