"""An event of the activity as a file for a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet_activity import ics, wording

if TYPE_CHECKING:
    from onglet.api import Record
    from onglet_activity.queries import EntryRow


def file_of(row: EntryRow, record: Record, home: str) -> bytes:
    """Give the octets of the file; `home` is the address of the deployment."""
    people = wording.names(row.persons)
    told = "\n\n".join(text for text in (row.body, people) if text)
    return ics.write(
        ics.CalendarEvent(
            uid=f"{row.public_id}@onglet",
            stamped_at=record.now,
            summary=f"{row.subject} · {record.client.name}",
            description=told,
            place=row.place,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            first_on=row.starts_on if row.is_all_day else None,
            last_on=row.ends_on if row.is_all_day else None,
            href=f"{home}{record.href('activity')}",
        )
    )
