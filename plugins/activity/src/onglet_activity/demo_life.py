"""Making up two years with a client: stories laid out over working days, the same for a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from onglet_activity import moments
from onglet_activity.demo_words import COMING, OPEN_TASKS, STORIES, WHAT, Step
from onglet_activity.kinds import Kind

if TYPE_CHECKING:
    from random import Random

ZONE: Final = moments.HOME
TWO_YEARS: Final = 730
YOUNG: Final = 7
"""Days before which nothing has happened with a client."""
SATURDAY: Final = 5


@dataclass(slots=True, kw_only=True)
class Life:
    """A client's two years as they are made up: `rows` are values of entries, oldest first.

    `with_contact` holds the places in `rows` of the entries that the contact takes part in.
    After `left_at` who follows the client has left the firm, and colleagues see to it.
    """

    random: Random
    now: datetime
    contact: str
    actor_id: int | None
    others: list[int]
    started_on: date
    left_at: datetime | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    with_contact: list[int] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day of the reader of the demonstration."""
        return moments.local_day(self.now, ZONE)

    def fill(self, wanted: int) -> None:
        """Tell stories until there are so many entries; a client of this week has none yet."""
        first = max(self.started_on, self.today - timedelta(days=TWO_YEARS))
        days = (self.today - first).days
        if days < YOUNG:
            return
        for _try in range(wanted * 2):
            if len(self.rows) >= wanted:
                return
            story = self.random.choice(STORIES)
            day = first + timedelta(days=self.random.randrange(days))
            self._tell(story, day, wanted)

    def _tell(self, story: tuple[Step, ...], day: date, wanted: int) -> None:
        words = {
            "who": self.contact or "le gérant",
            "what": self.random.choice(WHAT),
            "ref": f"{self.random.randrange(2024, 2027)}-{self.random.randrange(100, 999)}",
        }
        for step in story:
            day = working(day + timedelta(days=step.after))
            if day >= self.today or len(self.rows) >= wanted:
                return
            self._add(step, day, words)

    def _add(self, step: Step, day: date, words: dict[str, str]) -> None:
        at = self._hour(day)
        row = blank() | {
            "kind": step.kind.value,
            "subject": capital(step.subject.format(**words)),
            "body": capital(step.body.format(**words)),
            "occurred_at": at,
            "actor_id": self._who(at),
        }
        if step.kind is Kind.CALL:
            row |= {
                "direction": step.direction.value,
                "outcome": step.outcome.value,
                "length_minutes": max(step.minutes + self.random.randrange(-2, 5), 1)
                if step.minutes
                else None,
            }
        elif step.kind is Kind.TASK:
            due_on = working(day + timedelta(days=self.random.randrange(1, 5)))
            done_at = self._hour(min(due_on, self.today - timedelta(days=1)))
            row |= task(due_on, row["actor_id"]) | {
                "done_at": max(done_at, at),
                "done_by_id": row["actor_id"],
            }
        elif step.kind is Kind.EVENT:
            starts_at = self._hour(day)
            row |= event(starts_at, step.hours, step.place, row["actor_id"])
            row["occurred_at"] = starts_at - timedelta(days=self.random.randrange(1, 6), minutes=7)
        self._keep(row)

    def to_do(self) -> None:
        """Leave a task open, late by some days or due in the next weeks."""
        due_on = working(self.today + timedelta(days=self.random.randrange(-9, 21)))
        text = self.random.choice(OPEN_TASKS)
        planned = self._hour(working(min(due_on, self.today) - timedelta(days=6)))
        actor_id = self._given()
        self._keep(
            blank()
            | {
                "kind": Kind.TASK.value,
                "subject": self._say(text),
                "occurred_at": planned,
                "actor_id": actor_id,
            }
            | task(due_on, actor_id)
        )

    def coming(self) -> None:
        """Plan an event in the next weeks."""
        subject, place, hours = self.random.choice(COMING)
        day = working(self.today + timedelta(days=self.random.randrange(1, 24)))
        actor_id = self._given()
        self._keep(
            blank()
            | {
                "kind": Kind.EVENT.value,
                "subject": self._say(subject),
                "occurred_at": self._hour(working(self.today - timedelta(days=4))),
                "actor_id": actor_id,
            }
            | event(self._hour(day), hours, place, actor_id)
        )

    def _keep(self, row: dict[str, Any]) -> None:
        if self.contact and self.random.random() < 0.75:
            self.with_contact.append(len(self.rows))
        self.rows.append(row)

    def _say(self, text: str) -> str:
        reference = f"{self.today.year}-{self.random.randrange(100, 999)}"
        who = self.contact or "le gérant"
        return capital(text.format(who=who, what=self.random.choice(WHAT), ref=reference))

    def _who(self, at: datetime) -> int | None:
        gone = self.actor_id is None or (self.left_at is not None and at >= self.left_at)
        if self.others and (gone or self.random.random() < 0.15):
            return self.random.choice(self.others)
        return self.actor_id

    def _given(self) -> int | None:
        """Give who has something to do: often not who follows the client."""
        if self.others and (self.left_at is not None or self.random.random() < 0.5):
            return self.random.choice(self.others)
        return self.actor_id

    def _hour(self, day: date) -> datetime:
        hour, minute = self.random.randrange(8, 18), self.random.randrange(60)
        second = self.random.randrange(60)
        at = moments.instant(day, time(hour, minute), ZONE)
        return at + timedelta(seconds=second, microseconds=self.random.randrange(1_000_000))


def working(day: date) -> date:
    """Give the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def capital(text: str) -> str:
    """Give a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def task(due_on: date, actor_id: int | None) -> dict[str, Any]:
    """Give the values of a task that is due on a day."""
    return {
        "assignee_id": actor_id,
        "due_on": due_on,
        "due_at": moments.due(due_on, None, ZONE),
        "is_all_day": True,
    }


def event(starts_at: datetime, hours: int, place: str, actor_id: int | None) -> dict[str, Any]:
    """Give the values of an event that starts on a quarter of an hour."""
    start = starts_at.replace(minute=starts_at.minute // 15 * 15, second=0, microsecond=0)
    return {
        "assignee_id": actor_id,
        "starts_at": start,
        "ends_at": start + timedelta(hours=hours),
        "place": place,
    }


def blank() -> dict[str, Any]:
    """Give every value of an entry, empty: rows written together have the same columns."""
    return {
        "kind": "",
        "level": 1,
        "subject": "",
        "body": "",
        "actor_id": None,
        "assignee_id": None,
        "due_at": None,
        "due_on": None,
        "starts_at": None,
        "ends_at": None,
        "is_all_day": False,
        "zone": ZONE,
        "done_at": None,
        "done_by_id": None,
        "direction": "",
        "outcome": "",
        "length_minutes": None,
        "place": "",
        "source": "demo",
    }
