"""The four buttons over the feed: comment, call, task, event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from onglet.api import N_, Composer, Done, Form, FormError, _, views
from onglet_activity import choices, reading, service
from onglet_activity.kinds import DIRECTIONS, ICONS, OUTCOMES, REMINDERS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.api import FormState, Record, Work

CREATE: Final = "activity.entry.create"

LABELS: Final = {
    Kind.COMMENT: N_("Write a comment"),
    Kind.CALL: N_("Add a call"),
    Kind.TASK: N_("Plan a task"),
    Kind.EVENT: N_("Create an event"),
}
EDITED: Final = {
    Kind.COMMENT: N_("Edit the comment"),
    Kind.CALL: N_("Edit the call"),
    Kind.TASK: N_("Edit the task"),
    Kind.EVENT: N_("Edit the event"),
}
WRITTEN: Final = {
    Kind.COMMENT: N_("The comment is in the history."),
    Kind.CALL: N_("The call is in the history."),
    Kind.TASK: N_("The task is planned."),
    Kind.EVENT: N_("The event is in the calendar."),
}


def composers() -> Iterator[Composer]:
    """Give the composers, in the order of the bar."""
    for order, kind in enumerate(LABELS, 1):
        yield Composer(
            key=key_of(kind),
            label=LABELS[kind],
            icon=ICONS[kind],
            right=CREATE,
            order=order * 10,
            form=partial(_draw_blank, kind),
            submit=partial(_submit, kind),
        )


def key_of(kind: Kind) -> str:
    """Give the key of the composer of a kind."""
    return f"activity.{kind.value}"


def prefix_of(kind: Kind) -> str:
    """Give what the ids of a composer's fields start with: four forms lie on one page."""
    return f"new-{kind.value}"


def draw(record: Record, kind: Kind, state: FormState, *, is_new: bool = True) -> str:
    """Draw the fields of a kind."""
    return str(
        record.render(
            "activity/fields.html",
            kind=kind.value,
            f=state,
            is_new=is_new,
            **options(record),
        )
    )


def options(record: Record) -> dict[str, Any]:
    """Give the choices that the fields offer."""
    return {
        "contacts": [
            views.Option(value=one.public_id, label=one.name, hint=one.job)
            for one in choices.contacts(record)
        ],
        "colleagues": [
            views.Option(value=one.public_id, label=one.name) for one in choices.present(record)
        ],
        "directions": _said(DIRECTIONS),
        "outcomes": _said(OUTCOMES),
        "reminders": _said(REMINDERS),
    }


def _said(labels: Mapping[Any, str]) -> list[Any]:
    return [views.Option(value=key.value, label=_(label)) for key, label in labels.items()]


def _draw_blank(kind: Kind, record: Record) -> str:
    return draw(record, kind, reading.blank(record, kind, key=prefix_of(kind)))


def _submit(kind: Kind, work: Work, record: Record, form: Form) -> Done:
    said = reading.read(record, kind, form, key=prefix_of(kind))
    if not said.drafts:
        raise FormError(draw(record, kind, said.state))
    service.write_entries(work, record.client.id, said.drafts)
    if len(said.drafts) > 1:
        return Done(message=_("The call is in the history, and the next task is planned."))
    return Done(message=_(WRITTEN[kind]))
