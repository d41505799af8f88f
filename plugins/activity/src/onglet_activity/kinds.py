"""The kinds of entries, and the choices that a call and a reminder offer."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from onglet.api import N_


class Kind(StrEnum):
    """What an entry is."""

    COMMENT = "comment"
    CALL = "call"
    TASK = "task"
    EVENT = "event"
    SYSTEM = "system"


class Direction(StrEnum):
    """Who called whom."""

    OUT = "out"
    IN = "in"


class Outcome(StrEnum):
    """How a call ended."""

    REACHED = "reached"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    INTERESTED = "interested"
    NOT_INTERESTED = "not_interested"
    MEETING = "meeting"
    OTHER = "other"


class Before(StrEnum):
    """How long before a task is due, or an event starts, its reminder comes."""

    NONE = "none"
    AT = "at"
    MINUTES_15 = "15m"
    HOUR = "1h"
    DAY = "1d"


KINDS: Final = {
    Kind.COMMENT: N_("Comments"),
    Kind.CALL: N_("Calls"),
    Kind.TASK: N_("Tasks"),
    Kind.EVENT: N_("Events"),
    Kind.SYSTEM: N_("System journal"),
}
ICONS: Final = {
    Kind.COMMENT: "message",
    Kind.CALL: "phone",
    Kind.TASK: "checkbox",
    Kind.EVENT: "calendar-event",
    Kind.SYSTEM: "settings",
}
TONES: Final = {
    Kind.COMMENT: "neutral",
    Kind.CALL: "info",
    Kind.TASK: "accent",
    Kind.EVENT: "warn",
    Kind.SYSTEM: "neutral",
}
DIRECTIONS: Final = {Direction.OUT: N_("Outgoing call"), Direction.IN: N_("Incoming call")}
OUTCOMES: Final = {
    Outcome.REACHED: N_("Reached"),
    Outcome.MESSAGE: N_("Left a message"),
    Outcome.NO_ANSWER: N_("No answer"),
    Outcome.CALL_BACK: N_("To call back"),
    Outcome.BUSY: N_("Busy"),
    Outcome.WRONG_NUMBER: N_("Wrong number"),
    Outcome.INTERESTED: N_("Interested"),
    Outcome.NOT_INTERESTED: N_("Not interested"),
    Outcome.MEETING: N_("Meeting agreed"),
    Outcome.OTHER: N_("Other"),
}
OUTCOME_TONES: Final = {
    Outcome.REACHED: "ok",
    Outcome.INTERESTED: "ok",
    Outcome.MEETING: "ok",
    Outcome.NO_ANSWER: "warn",
    Outcome.BUSY: "warn",
    Outcome.CALL_BACK: "warn",
    Outcome.WRONG_NUMBER: "bad",
    Outcome.NOT_INTERESTED: "bad",
}
REMINDERS: Final = {
    Before.NONE: N_("No reminder"),
    Before.AT: N_("When it is due"),
    Before.MINUTES_15: N_("15 minutes before"),
    Before.HOUR: N_("1 hour before"),
    Before.DAY: N_("1 day before"),
}
PEOPLE: Final = (Kind.COMMENT, Kind.CALL, Kind.TASK, Kind.EVENT)
"""The kinds that people write, as against what the system notes."""


def feed_kind(kind: str) -> str:
    """Give the name of a kind in the feed, where other plugins have theirs."""
    return f"activity.{kind}"
