"""From a form to a draft: days to instants, public identifiers to keys. And back, to edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from onglet.api import FormState, _, check
from onglet_activity import choices, moments
from onglet_activity.draft import Draft
from onglet_activity.forms import FORMS, CallForm, CommentForm, EventForm, TaskForm
from onglet_activity.kinds import Before, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.api import Record
    from onglet_activity.queries import EntryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a form says: drafts to write in their order, or the form to draw again."""

    drafts: tuple[Draft, ...]
    state: FormState


def read(record: Record, kind: Kind, form: Mapping[str, Any], *, key: str) -> Read:
    """Give what a form says, its mistakes beside the fields when it holds any."""
    model, state = check(FORMS[kind], form, key=key)
    if model is None:
        return Read(drafts=(), state=state)
    reader = _Reader(record, state)
    if isinstance(model, CommentForm):
        drafts = reader.comment(model)
    elif isinstance(model, CallForm):
        drafts = reader.call(model)
    elif isinstance(model, TaskForm):
        drafts = reader.task(model)
    else:
        drafts = reader.event(model)
    return Read(drafts=() if reader.state.failed else drafts, state=reader.state)


class _Reader:
    """Turns one checked form into drafts, and collects what does not fit the client."""

    def __init__(self, record: Record, state: FormState) -> None:
        self.record = record
        self.state = state
        self.zone = record.actor.zone

    def comment(self, form: CommentForm) -> tuple[Draft, ...]:
        return (
            Draft(
                kind=Kind.COMMENT,
                body=form.body.strip(),
                zone=self.zone,
                persons=self._persons("person", [form.person]),
            ),
        )

    def call(self, form: CallForm) -> tuple[Draft, ...]:
        held_at = None
        if form.held_on is not None:
            held_at = moments.instant(form.held_on, form.held_time or time(12, 0), self.zone)
            if held_at > self.record.now and form.held_on == self.record.today:
                held_at = None if form.held_time is None else held_at
            if held_at is not None and held_at > self.record.now:
                self._wrong("held_on", _("A call is noted once it has been held."))
        persons = self._persons("person", [form.person])
        call = Draft(
            kind=Kind.CALL,
            body=form.body.strip(),
            occurred_at=held_at,
            direction=form.direction.value,
            outcome=form.outcome.value,
            length_minutes=form.minutes,
            zone=self.zone,
            persons=persons,
        )
        if not form.next_subject:
            return (call,)
        following = Draft(
            kind=Kind.TASK,
            subject=form.next_subject,
            due_on=form.next_on,
            due_at=moments.due(form.next_on, None, self.zone) if form.next_on else None,
            is_all_day=form.next_on is not None,
            assignee_id=self.record.actor.user_id,
            before=Before.AT if form.next_on else Before.NONE,
            zone=self.zone,
            persons=persons,
        )
        return call, following

    def task(self, form: TaskForm) -> tuple[Draft, ...]:
        due_at = moments.due(form.due_on, form.due_time, self.zone) if form.due_on else None
        return (
            Draft(
                kind=Kind.TASK,
                subject=form.subject,
                body=form.body.strip(),
                due_on=form.due_on,
                due_at=due_at,
                is_all_day=form.due_on is not None and form.due_time is None,
                assignee_id=self._assignee(form.assignee),
                before=form.reminder,
                zone=self.zone,
                persons=self._persons("person", [form.person]),
            ),
        )

    def event(self, form: EventForm) -> tuple[Draft, ...]:
        last_on = form.ends_on or form.starts_on
        if form.is_all_day:
            span = moments.days(form.starts_on, last_on, self.zone)
        else:
            start = moments.instant(form.starts_on, form.starts_time or time(0, 0), self.zone)
            end = (
                moments.instant(last_on, form.ends_time, self.zone)
                if form.ends_time is not None
                else start + timedelta(hours=1)
            )
            span = moments.Span(start_at=start, end_at=max(start, end))
        return (
            Draft(
                kind=Kind.EVENT,
                subject=form.subject,
                body=form.body.strip(),
                starts_at=span.start_at,
                ends_at=span.end_at,
                starts_on=form.starts_on if form.is_all_day else None,
                ends_on=last_on if form.is_all_day else None,
                is_all_day=form.is_all_day,
                place=form.place,
                assignee_id=self._assignee(form.assignee),
                before=form.reminder,
                zone=self.zone,
                persons=self._persons("persons", form.persons),
            ),
        )

    def _persons(self, field: str, public_ids: Sequence[str]) -> tuple[int, ...]:
        """Give the keys of contacts; one who is not a contact of the client is a mistake."""
        wanted = [one for one in dict.fromkeys(public_ids) if one]
        if not wanted:
            return ()
        known = {contact.public_id: contact.id for contact in choices.contacts(self.record)}
        if any(one not in known for one in wanted):
            self._wrong(field, _("This person is not a contact of the client any more."))
        return tuple(known[one] for one in wanted if one in known)

    def _assignee(self, public_id: str) -> int | None:
        if not public_id:
            return self.record.actor.user_id
        found = next(
            (one.id for one in choices.present(self.record) if one.public_id == public_id), None
        )
        if found is None:
            self._wrong("assignee", _("This colleague does not sign in any more."))
        return found

    def _wrong(self, field: str, message: str) -> None:
        self.state = self.state.with_error(field, message)


def blank(record: Record, kind: Kind, *, key: str) -> FormState:
    """Give the form of a new entry, with what is most often wanted already in it."""
    me = my_public_id(record)
    data: dict[str, Any] = {}
    tomorrow = moments.postponed(record.today, "tomorrow")
    if kind is Kind.CALL:
        data = {"direction": "out", "outcome": "reached"}
    elif kind is Kind.TASK:
        data = {"due_on": tomorrow, "reminder": "at", "assignee": me}
    elif kind is Kind.EVENT:
        data = {
            "starts_on": tomorrow,
            "starts_time": "09:00",
            "ends_time": "10:00",
            "reminder": "1h",
            "assignee": me,
        }
    return FormState(data=data, key=key)


def stored(record: Record, row: EntryRow, *, key: str) -> FormState:
    """Give the form of an entry as it stands, in the reader's zone."""
    zone = record.actor.zone
    persons = [person.public_id for person in row.persons]
    colleague = {one.id: one.public_id for one in choices.everybody(record)}
    data: dict[str, Any] = {
        "version": str(row.version),
        "subject": row.subject,
        "body": row.body,
        "person": persons[0] if persons else "",
        "persons": persons,
        "assignee": colleague.get(row.assignee_id or 0, ""),
        "reminder": row.reminder,
        "direction": row.direction,
        "outcome": row.outcome,
        "minutes": "" if row.length_minutes is None else str(row.length_minutes),
        "place": row.place,
        "is_all_day": row.is_all_day,
        "due_on": row.due_on,
    }
    if row.kind == Kind.CALL:
        data |= _typed("held_on", "held_time", row.occurred_at, zone)
    if row.due_at is not None and not row.is_all_day:
        data |= _typed("due_on", "due_time", row.due_at, zone)
    if row.is_all_day and row.kind == Kind.EVENT:
        data |= {"starts_on": row.starts_on, "ends_on": row.ends_on}
    elif row.starts_at is not None:
        data |= _typed("starts_on", "starts_time", row.starts_at, zone)
        data |= _typed("ends_on", "ends_time", row.ends_at or row.starts_at, zone)
    return FormState(data=data, key=key)


def _typed(day: str, clock: str, at: datetime, zone: str) -> dict[str, Any]:
    local = moments.local_time(at.astimezone(UTC), zone)
    return {day: moments.local_day(at, zone), clock: f"{local:%H:%M}"}


def my_public_id(record: Record) -> str:
    """Give the public identifier of who acts, nothing for the system."""
    me = record.actor.user_id
    return next((one.public_id for one in choices.everybody(record) if one.id == me), "")
