"""Rows of one client for the leak walk of the test kit: an entry of each kind, with a contact."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from onglet.api import colleagues, contacts_of
from onglet_activity.kinds import PEOPLE, Kind
from onglet_activity.models import Entry, EntryPerson, Reminder

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.api import ClientView, Work


def fill(work: Work, client: ClientView, mark: Callable[[str], str]) -> None:
    """Write an entry of each kind for everybody, with a contact and a reminder."""
    contacts = contacts_of(work, [client.id]).get(client.id, [])
    for kind in PEOPLE:
        for colleague in colleagues(work):
            entry = Entry(
                client_id=client.id,
                kind=kind.value,
                subject=mark("activity_entry.subject"),
                body=mark("activity_entry.body"),
                search_text=mark("activity_entry.search_text"),
                place=mark("activity_entry.place"),
                actor_id=colleague.id,
                assignee_id=colleague.id,
                occurred_at=work.now - timedelta(hours=3),
            )
            if kind is Kind.TASK:
                entry.due_at = work.now - timedelta(hours=1)
            if kind is Kind.EVENT:
                entry.starts_at = work.now + timedelta(hours=1)
                entry.ends_at = work.now + timedelta(hours=2)
            work.session.add(entry)
            work.session.flush()
            work.session.add_all(
                EntryPerson(entry_id=entry.id, person_id=contact.id, client_id=client.id)
                for contact in contacts
            )
            work.session.add(
                Reminder(
                    entry_id=entry.id,
                    client_id=client.id,
                    user_id=colleague.id,
                    fire_at=work.now + timedelta(hours=1),
                )
            )
