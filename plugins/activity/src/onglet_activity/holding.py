"""What the activity keeps on a client: counted, merged, told and erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, select, update

from onglet.api import N_, Holding, PersonalData, _
from onglet_activity import queries
from onglet_activity.kinds import KINDS, Kind
from onglet_activity.models import Entry, EntryPerson, Reminder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.api import Record, Work

CHUNK: Final = 500
TABLES: Final = (Entry, EntryPerson, Reminder)


def holdings() -> Iterator[Holding]:
    """Give what is kept."""
    yield Holding(
        key="activity.entries",
        label=N_("activities"),
        legal_ground=N_("Legitimate interest: following the commercial relation."),
        retention=N_("Three years after the last contact."),
        count=count,
        merge=merge,
        unmerge=unmerge,
        personal_data=personal_data,
        erase=erase,
    )


def count(record: Record) -> int:
    """Count what people wrote on a client."""
    return (
        record.session.scalar(
            select(func.count())
            .select_from(Entry)
            .where(Entry.client_id == record.client.id, queries.live(), Entry.level == 1)
        )
        or 0
    )


def merge(work: Work, source: int, target: int) -> Mapping[str, Any]:
    """Move everything of one client to another; give the keys that moved."""
    ids = list(
        work.session.scalars(select(Entry.id).where(Entry.client_id == source).order_by(Entry.id))
    )
    _move(work, ids, target)
    return {"source": source, "entries": ids}


def unmerge(work: Work, kept: Mapping[str, Any]) -> None:
    """Move back what was moved; what was written since stays."""
    _move(work, list(kept["entries"]), int(kept["source"]))


def _move(work: Work, ids: list[int], client_id: int) -> None:
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        for model, key in ((EntryPerson, EntryPerson.entry_id), (Reminder, Reminder.entry_id)):
            _put(work, model, key.in_(some), client_id)
        _put(work, Entry, Entry.id.in_(some), client_id)
    work.session.expire_all()


def _put(work: Work, model: Any, condition: Any, client_id: int) -> None:
    work.session.execute(
        update(model)
        .where(condition)
        .values(client_id=client_id)
        .execution_options(synchronize_session=False)
    )


def personal_data(record: Record) -> Iterator[PersonalData]:
    """Give what was written on a client, by kind, deleted entries among it."""
    for kind, label in KINDS.items():
        if kind is Kind.SYSTEM:
            continue
        rows = record.session.execute(
            select(
                Entry.occurred_at,
                Entry.subject,
                Entry.body,
                Entry.place,
                Entry.outcome,
                Entry.due_on,
                Entry.starts_at,
                Entry.deleted_at,
            )
            .where(Entry.client_id == record.client.id, Entry.kind == kind.value)
            .order_by(Entry.occurred_at, Entry.id)
        )
        found = [
            {name: _plain(value) for name, value in row._mapping.items() if value not in {None, ""}}
            for row in rows
        ]
        if found:
            yield PersonalData(label=_(label), rows=found)


def erase(work: Work, record: Record) -> int:
    """Remove all that is kept on a client; give how many entries there were."""
    for model in (Reminder, EntryPerson):
        work.session.execute(delete(model).where(model.client_id == record.client.id))
    work.session.execute(
        update(Entry)
        .where(Entry.client_id == record.client.id)
        .values(follows_id=None)
        .execution_options(synchronize_session=False)
    )
    gone = work.session.execute(delete(Entry).where(Entry.client_id == record.client.id))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a cursor's result


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
