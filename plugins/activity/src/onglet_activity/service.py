"""Writing entries. What changes one leaves a row of history; nothing is committed here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from onglet.api import fold, touch_client
from onglet_activity import moments
from onglet_activity.draft import FIXED, Draft
from onglet_activity.kinds import Before, Kind
from onglet_activity.models import Entry, EntryPerson, Reminder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from onglet.api import Work

SUBJECT = "activity.entry"
APART = timedelta(microseconds=1)
"""Entries of one gesture follow one another in the history: no two stand at one instant."""


class EntryGoneError(Exception):
    """The entry is not there for this actor."""


class EntryChangedError(Exception):
    """Somebody changed the entry since it was read."""


def write_entries(work: Work, client_id: int, drafts: Sequence[Draft]) -> list[str]:
    """Write entries of one gesture; give their public identifiers.

    Each follows from the one before it: the task that a call ends with follows the call.
    """
    written: list[str] = []
    before: int | None = None
    for place, draft in enumerate(drafts):
        entry = Entry(
            client_id=client_id,
            actor_id=work.actor.user_id,
            occurred_at=draft.occurred_at or work.now + APART * place,
            follows_id=before,
            search_text=searchable(draft.subject, draft.body, draft.place),
            created_at=work.now,
            updated_at=work.now,
            **draft.columns(),
        )
        work.session.add(entry)
        work.session.flush()
        _put_persons(work, entry, draft.persons)
        _put_reminder(work, entry, draft.before)
        work.session.flush()
        if draft.level == 1:
            touch_client(work, client_id, min(entry.occurred_at, work.now))
        before = entry.id
        written.append(entry.public_id)
    return written


def edit_entry(work: Work, client_id: int, public_id: str, draft: Draft, *, version: int) -> bool:
    """Change what an entry says; False when nothing is new.

    Raises:
        EntryGoneError: when the actor sees no such entry.
        EntryChangedError: when it is no longer at this version.
    """
    entry = load(work, client_id, public_id)
    if entry.version != version:
        raise EntryChangedError(public_id)
    wanted = {name: value for name, value in draft.columns().items() if name not in FIXED}
    if draft.occurred_at is not None:
        wanted["occurred_at"] = draft.occurred_at
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in wanted.items():
        was = getattr(entry, name)
        if was != value and name != "zone":
            changes[name] = (_plain(was), _plain(value))
        setattr(entry, name, value)
    was_with = _person_ids(work, entry)
    if set(was_with) != set(draft.persons):
        changes["persons"] = (sorted(was_with), sorted(draft.persons))
        _put_persons(work, entry, draft.persons)
    if entry.kind in {Kind.TASK, Kind.EVENT}:
        _put_reminder(work, entry, draft.before)
    if not changes:
        return False
    entry.search_text = searchable(entry.subject, entry.body, entry.place)
    entry.updated_at = work.now
    _note(work, entry, "edit", changes)
    return True


def complete_task(work: Work, client_id: int, public_id: str) -> bool:
    """Tick a task; False when it was done already.

    Raises:
        EntryGoneError: when the actor sees no such task.
    """
    entry = _task(work, client_id, public_id)
    if entry.done_at is not None:
        return False
    entry.done_at = work.now
    entry.done_by_id = work.actor.user_id
    entry.updated_at = work.now
    touch_client(work, client_id, work.now)
    _note(work, entry, "complete", {"done_at": (None, work.now.isoformat())})
    return True


def reopen_task(work: Work, client_id: int, public_id: str) -> bool:
    """Untick a task; False when it was open.

    Raises:
        EntryGoneError: when the actor sees no such task.
    """
    entry = _task(work, client_id, public_id)
    if entry.done_at is None:
        return False
    was = entry.done_at.isoformat()
    entry.done_at = entry.done_by_id = None
    entry.updated_at = work.now
    _note(work, entry, "reopen", {"done_at": (was, None)})
    return True


def postpone_task(work: Work, client_id: int, public_id: str, day: date) -> None:
    """Put a task off to another day, at the same time of day, its reminder with it.

    Raises:
        EntryGoneError: when the actor sees no such open task.
    """
    entry = _task(work, client_id, public_id)
    if entry.done_at is not None:
        raise EntryGoneError(public_id)
    was = _plain(entry.due_on)
    time = None
    if entry.due_at is not None and not entry.is_all_day:
        time = moments.local_time(entry.due_at, entry.zone)
    entry.due_on = day
    entry.due_at = moments.due(day, time, entry.zone)
    entry.is_all_day = time is None
    entry.updated_at = work.now
    choice = work.session.scalar(
        select(Reminder.choice).where(Reminder.entry_id == entry.id).limit(1)
    )
    _put_reminder(work, entry, Before(choice) if choice else Before.NONE)
    _note(work, entry, "edit", {"due_on": (was, day.isoformat())})


def delete_entry(work: Work, client_id: int, public_id: str) -> None:
    """Take an entry out of sight. The history keeps that it was there, and can bring it back.

    Raises:
        EntryGoneError: when the actor sees no such entry.
    """
    entry = load(work, client_id, public_id)
    entry.deleted_at = work.now
    entry.deleted_by_id = work.actor.user_id
    _note(work, entry, "delete", {"subject": (entry.subject, None), "body": (entry.body, None)})


def restore_entry(work: Work, client_id: int, public_id: str) -> None:
    """Bring a deleted entry back.

    Raises:
        EntryGoneError: when there is no such deleted entry.
    """
    entry = work.session.scalar(
        select(Entry).where(
            Entry.client_id == client_id,
            Entry.public_id == public_id,
            Entry.deleted_at.is_not(None),
        )
    )
    if entry is None:
        raise EntryGoneError(public_id)
    entry.deleted_at = entry.deleted_by_id = None
    _note(work, entry, "restore", {"subject": (None, entry.subject), "body": (None, entry.body)})


def load(work: Work, client_id: int, public_id: str) -> Entry:
    """Give a live entry of a client, to be changed.

    Raises:
        EntryGoneError: when the actor sees no such entry.
    """
    entry = work.session.scalar(
        select(Entry).where(
            Entry.client_id == client_id,
            Entry.public_id == public_id,
            Entry.level == 1,
            Entry.deleted_at.is_(None),
        )
    )
    if entry is None:
        raise EntryGoneError(public_id)
    return entry


def searchable(*texts: str) -> str:
    """Give the folded text in which the search looks."""
    return fold(" ".join(text for text in texts if text))


def _task(work: Work, client_id: int, public_id: str) -> Entry:
    entry = load(work, client_id, public_id)
    if entry.kind != Kind.TASK:
        raise EntryGoneError(public_id)
    return entry


def _person_ids(work: Work, entry: Entry) -> list[int]:
    return list(
        work.session.scalars(select(EntryPerson.person_id).where(EntryPerson.entry_id == entry.id))
    )


def _put_persons(work: Work, entry: Entry, persons: Sequence[int]) -> None:
    work.session.execute(delete(EntryPerson).where(EntryPerson.entry_id == entry.id))
    work.session.add_all(
        EntryPerson(entry_id=entry.id, person_id=person_id, client_id=entry.client_id)
        for person_id in persons
    )


def _put_reminder(work: Work, entry: Entry, before: Before) -> None:
    """Put the reminder that goes with the entry's date; one that has passed is not sent again."""
    at = entry.due_at if entry.kind == Kind.TASK else entry.starts_at
    first_day = (entry.due_on or entry.starts_on) if entry.is_all_day else None
    fire_at = moments.fire(at, first_day, before, entry.zone) if at is not None else None
    known = work.session.scalars(select(Reminder).where(Reminder.entry_id == entry.id)).all()
    receiver = entry.assignee_id or entry.actor_id
    if any(
        one.fire_at == fire_at and one.user_id == receiver and one.choice == before.value
        for one in known
    ):
        return
    for one in known:
        work.session.delete(one)
    if fire_at is not None and receiver is not None:
        work.session.add(
            Reminder(
                client_id=entry.client_id,
                entry_id=entry.id,
                user_id=receiver,
                fire_at=fire_at,
                choice=before.value,
                sent_at=work.now if fire_at < work.now else None,
            )
        )


def _note(work: Work, entry: Entry, action: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    work.session.flush()
    work.record_change(
        client_id=entry.client_id,
        subject=SUBJECT,
        subject_id=entry.id,
        action=action,
        changes=changes,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
