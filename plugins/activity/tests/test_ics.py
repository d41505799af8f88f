from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet_activity import ics

AT = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=400)


def lines_of(file: bytes) -> list[str]:
    """Read a calendar as RFC 5545 says: unfold, then cut."""
    return file.replace(b"\r\n ", b"").decode().split("\r\n")


def unescape(text: str) -> str:
    out = []
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            following = next(letters)
            out.append("\n" if following == "n" else following)
        else:
            out.append(letter)
    return "".join(out)


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_can_be_read_back(summary: str, description: str, place: str) -> None:
    file = ics.write(
        ics.CalendarEvent(
            uid="a@onglet",
            stamped_at=AT,
            summary=summary,
            description=description,
            place=place,
            starts_at=AT,
        )
    )

    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    read = dict(line.split(":", 1) for line in lines_of(file) if ":" in line)
    assert unescape(read["SUMMARY"]) == summary
    assert unescape(read.get("DESCRIPTION", "")) == description
    assert unescape(read.get("LOCATION", "")) == place


def test_instants_are_written_in_utc() -> None:
    file = ics.write(
        ics.CalendarEvent(uid="a", stamped_at=AT, summary="x", starts_at=AT, ends_at=AT)
    )

    assert b"DTSTART:20261201T083000Z\r\n" in file
    assert file.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert file.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_one_whole_day_ends_on_the_next() -> None:
    file = ics.write(
        ics.CalendarEvent(uid="a", stamped_at=AT, summary="x", first_on=date(2026, 12, 31))
    )

    assert b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in file


def test_an_event_without_a_start_is_none() -> None:
    with pytest.raises(ValueError, match="starts"):
        ics.write(ics.CalendarEvent(uid="a", stamped_at=AT, summary="x"))
