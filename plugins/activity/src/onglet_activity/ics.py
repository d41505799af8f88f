"""Writing an event as an iCalendar file (RFC 5545): one VEVENT, in UTC or in whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

LINE_OCTETS: Final = 75
PRODUCT: Final = "-//Onglet//Activity//FR"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event to write. Either instants or days: `last_on` is the last day, included."""

    uid: str
    stamped_at: datetime
    summary: str
    description: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first_on: date | None = None
    last_on: date | None = None
    href: str = ""


def write(event: CalendarEvent) -> bytes:
    """Give the file's octets: lines end with CRLF and are folded at 75 octets.

    Raises:
        ValueError: when the event has neither an instant nor a day to start with.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{_utc(event.stamped_at)}",
        *_when(event),
        f"SUMMARY:{escape(event.summary)}",
    ]
    texts = (("DESCRIPTION", event.description), ("LOCATION", event.place))
    lines += [f"{name}:{escape(text)}" for name, text in texts if text]
    if event.href:
        lines.append(f"URL:{event.href}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(fold(line) for line in lines)


def _when(event: CalendarEvent) -> list[str]:
    if event.first_on is not None:
        # RFC 5545 3.6.1: the end of whole days is the day after, which is not part of them.
        after = (event.last_on or event.first_on) + timedelta(days=1)
        return [
            f"DTSTART;VALUE=DATE:{event.first_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        ]
    if event.starts_at is None:
        raise ValueError("An event starts at an instant or on a day.")
    lines = [f"DTSTART:{_utc(event.starts_at)}"]
    if event.ends_at is not None:
        lines.append(f"DTEND:{_utc(event.ends_at)}")
    return lines


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """Give a text value as RFC 5545 3.3.11 writes it."""
    for raw, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n")):
        text = text.replace(raw, written)
    return text.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """Give a line cut after at most 75 octets, never inside a character (RFC 5545 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        written = letter.encode()
        # The space that opens a continued line counts as well.
        if len(piece) + len(written) > LINE_OCTETS - (1 if pieces else 0):
            pieces.append(piece)
            piece = b""
        piece += written
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
