"""What of the history is asked for: read from an address, written back to one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from onglet_activity import choices, moments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.api import FeedPage, Record

PAGE: Final = 30
EVERYTHING: Final = 2
PEOPLE_ONLY: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the history is asked for. `level` 2 shows what the system noted as well."""

    kinds: tuple[str, ...] = ()
    text: str = ""
    actor: str = ""
    person: str = ""
    start_on: date | None = None
    end_on: date | None = None
    level: int = PEOPLE_ONLY
    before: datetime | None = None

    @property
    def narrows(self) -> bool:
        """Tell whether less than the whole is asked for."""
        return bool(
            self.kinds or self.text or self.actor or self.person or self.start_on or self.end_on
        )

    def query(self, **changed: Any) -> str:
        """Give the query string of these filters with some of them changed."""
        wanted = replace(self, **changed) if changed else self
        pairs = {
            "kinds": ",".join(wanted.kinds),
            "text": wanted.text,
            "actor": wanted.actor,
            "person": wanted.person,
            "from": wanted.start_on.isoformat() if wanted.start_on else "",
            "to": wanted.end_on.isoformat() if wanted.end_on else "",
            "level": str(wanted.level) if wanted.level != PEOPLE_ONLY else "",
            "before": wanted.before.isoformat() if wanted.before else "",
        }
        return urlencode({name: value for name, value in pairs.items() if value})


def filters_of(query: Mapping[str, str]) -> Filters:
    """Read filters from a query string; what makes no sense is left out."""
    kinds = tuple(kind for kind in query.get("kinds", "").split(",") if kind)[:20]
    return Filters(
        kinds=kinds,
        text=query.get("text", "").strip()[:200],
        actor=query.get("actor", "")[:40],
        person=query.get("person", "")[:40],
        start_on=_day(query.get("from", "")),
        end_on=_day(query.get("to", "")),
        level=EVERYTHING if query.get("level") == "2" or "activity.system" in kinds else 1,
        before=_instant(query.get("before", "")),
    )


def filters_of_page(address: str, record: Record) -> Filters:
    """Read the filters of the page from which a form was sent, when it is the record's tab."""
    parts = urlsplit(address)
    if parts.path != record.href("activity"):
        return Filters()
    return replace(filters_of(dict(parse_qsl(parts.query))), before=None)


def feed(record: Record, filters: Filters) -> FeedPage:
    """Give the page of the feed that the filters ask for."""
    zone = record.actor.zone
    before = filters.before
    if filters.end_on is not None:
        over = moments.day_end(filters.end_on, zone)
        before = over if before is None else min(before, over)
    return record.feed(
        before=before,
        since=moments.day_start(filters.start_on, zone) if filters.start_on else None,
        limit=PAGE,
        kinds=filters.kinds,
        text=filters.text,
        actor_id=_key(filters.actor, choices.everybody(record)),
        person_id=_key(filters.person, choices.contacts(record)),
        level=filters.level,
    )


def _key(public_id: str, people: Any) -> int | None:
    """Give the key of somebody; 0, who did nothing, when there is nobody of that identifier."""
    if not public_id:
        return None
    return next((one.id for one in people if one.public_id == public_id), 0)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo and 1990 <= at.year <= 2100 else None
    except (ValueError, OverflowError):
        return None
