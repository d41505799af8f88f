"""What people may type: one form for each kind of entry, the same to add and to edit."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Final

from pydantic import BaseModel, Field, model_validator

from onglet.api import N_, Line, refusal
from onglet_activity.kinds import Before, Direction, Kind, Outcome

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Subject = Annotated[Line, Field(max_length=250)]
Text = Annotated[str, Field(max_length=20_000)]
PublicId = Annotated[str, Field(max_length=40)]


class CommentForm(BaseModel):
    """A comment: a text, and whom it is about."""

    body: Text = Field(title=N_("Comment"))
    person: PublicId = Field(default="", title=N_("Contact"))


class CallForm(BaseModel):
    """A call that was held, and the task that follows from it."""

    body: Text = Field(default="", title=N_("Report"))
    direction: Direction = Field(default=Direction.OUT, title=N_("Direction"))
    outcome: Outcome = Field(default=Outcome.REACHED, title=N_("Outcome"))
    person: PublicId = Field(default="", title=N_("Contact"))
    minutes: int | None = Field(default=None, ge=0, le=1440, title=N_("Length in minutes"))
    held_on: Day | None = Field(default=None, title=N_("Day"))
    held_time: time | None = Field(default=None, title=N_("Time"))
    next_subject: Subject = Field(default="", title=N_("Next task"))
    next_on: Day | None = Field(default=None, title=N_("Due on"))

    @model_validator(mode="after")
    def _whole(self) -> CallForm:
        if self.next_on is not None and not self.next_subject:
            raise refusal(N_("Say what the next task is, or leave its date empty."))
        if self.held_time is not None and self.held_on is None:
            raise refusal(N_("Give the day of the call with its time."))
        return self


class TaskForm(BaseModel):
    """Something to do, by whom and until when."""

    subject: Subject = Field(title=N_("Task"))
    body: Text = Field(default="", title=N_("Details"))
    due_on: Day | None = Field(default=None, title=N_("Due on"))
    due_time: time | None = Field(default=None, title=N_("Time"))
    assignee: PublicId = Field(default="", title=N_("Given to"))
    reminder: Before = Field(default=Before.NONE, title=N_("Reminder"))
    person: PublicId = Field(default="", title=N_("Contact"))

    @model_validator(mode="after")
    def _whole(self) -> TaskForm:
        if self.due_on is None and self.due_time is not None:
            raise refusal(N_("Give the day on which the task is due with its time."))
        if self.due_on is None and self.reminder is not Before.NONE:
            raise refusal(N_("A reminder needs the day on which the task is due."))
        return self


class EventForm(BaseModel):
    """A meeting, a visit, a fair: from when until when, where and with whom."""

    subject: Subject = Field(title=N_("Event"))
    body: Text = Field(default="", title=N_("Details"))
    is_all_day: bool = Field(default=False, title=N_("Whole day"))
    starts_on: Day = Field(title=N_("Starts on"))
    starts_time: time | None = Field(default=None, title=N_("Starts at"))
    ends_on: Day | None = Field(default=None, title=N_("Ends on"))
    ends_time: time | None = Field(default=None, title=N_("Ends at"))
    place: Subject = Field(default="", title=N_("Place"))
    assignee: PublicId = Field(default="", title=N_("Calendar of"))
    reminder: Before = Field(default=Before.NONE, title=N_("Reminder"))
    persons: list[PublicId] = Field(default_factory=list, max_length=50, title=N_("Contacts"))

    @model_validator(mode="after")
    def _whole(self) -> EventForm:
        if not self.is_all_day and self.starts_time is None:
            raise refusal(N_("Give the time at which the event starts, or say it lasts all day."))
        last = self.ends_on or self.starts_on
        if last < self.starts_on:
            raise refusal(N_("The event ends before it starts."))
        is_same_day = last == self.starts_on and not self.is_all_day
        if is_same_day and self.starts_time and self.ends_time:
            if self.ends_time < self.starts_time:
                raise refusal(N_("The event ends before it starts."))
        elif not self.is_all_day and last > self.starts_on and self.ends_time is None:
            raise refusal(N_("Give the time at which the event ends."))
        return self


EntryForm = CommentForm | CallForm | TaskForm | EventForm

FORMS: Final[dict[Kind, type[CommentForm | CallForm | TaskForm | EventForm]]] = {
    Kind.COMMENT: CommentForm,
    Kind.CALL: CallForm,
    Kind.TASK: TaskForm,
    Kind.EVENT: EventForm,
}
