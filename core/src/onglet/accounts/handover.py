"""Handing over: what was in the name of a colleague who leaves goes to another one, in one step.

Everything moves in the caller's transaction, a statement per kind of thing however many there
are, with a journal of the keys. Within `UNDO` it can be taken back: what somebody changed since
stays where it is, and is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, inspect, literal, select, text, update

from onglet.accounts.models import Handover, HandoverKind, HandoverRow
from onglet.accounts.rejected import Rejected
from onglet.contributions import Moved
from onglet.rights.models import User
from onglet.ui.i18n import N_
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from onglet.contributions import Belonging, Work

UNDO = timedelta(days=30)
SUBJECT = "core.user"
LONGEST_STATEMENT = "10min"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """A handover as the page of the colleague shows it: how many of each kind, and until when."""

    id: int
    public_id: str
    to_name: str
    done_at: datetime
    undone_at: datetime | None
    counts: Mapping[str, int]
    kept: Mapping[str, int]

    @property
    def ends_at(self) -> datetime:
        """Until when it can be taken back."""
        return self.done_at + UNDO


def count_belongings(
    session: Session, belongings: Iterable[Belonging], user_id: int, now: datetime
) -> dict[str, int]:
    """Count what is in a colleague's name, whoever may see it, by kind; kinds without any left out.

    What lies in the bin counts: it may come back.
    """
    with unrestricted(session, reason="counts of what a colleague owns"):
        counts = {
            one.key: session.scalar(
                select(func.count()).select_from(_table(one)).where(*_owned(one, user_id, now))
            )
            or 0
            for one in belongings
        }
    return {key: count for key, count in counts.items() if count}


def hand_over(
    work: Work, belongings: Iterable[Belonging], from_id: int, to_id: int | None
) -> int | None:
    """Move everything in a colleague's name to another one; None when there was nothing.

    Raises:
        Rejected: there is something and nobody to take it, or somebody who cannot.
    """
    kinds = list(belongings)
    if to_id is not None:
        _refuse_unfit(work.session, from_id, to_id)
    if not count_belongings(work.session, kinds, from_id, work.now):
        return None
    if to_id is None:
        raise Rejected("successor", N_("Choose who takes over what they own."))
    made = Handover(
        from_id=from_id,
        to_id=to_id,
        by_id=work.actor.user_id,
        done_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    with _bulk(work.session, "a handover moves whatever a colleague owns"):
        made.counts = {
            one.key: count
            for one in kinds
            if (count := _move(work, made, one, from_id=from_id, to_id=to_id))
        }
    work.session.flush()
    work.session.expire_all()
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=from_id,
        action="hand_over",
        changes={"successor": (None, to_id), **{k: (0, n) for k, n in made.counts.items()}},
    )
    return made.id


def take_back(work: Work, belongings: Iterable[Belonging], handover: HandoverView) -> int:
    """Give back what nobody changed since a handover; give how many things came back.

    Raises:
        Rejected: it is too late, or it was taken back already.
    """
    made = work.session.get_one(Handover, handover.id, with_for_update=True)
    if made.undone_at is not None or work.now >= made.done_at + UNDO:
        raise Rejected("", N_("This handover can be taken back no more."))
    known = {one.key: one for one in belongings}
    kinds = work.session.execute(
        select(HandoverKind.id, HandoverKind.belonging)
        .where(HandoverKind.handover_id == made.id)
        .order_by(HandoverKind.id)
    ).all()
    kept = dict(made.counts)
    back = 0
    with _bulk(work.session, "a handover is taken back"):
        for kind_id, key in kinds:
            if key in known:
                count = _move_back(work, made, known[key], kind_id)
                kept[key] = made.counts.get(key, 0) - count
                back += count
    made.kept = {key: count for key, count in kept.items() if count}
    made.undone_at = work.now
    work.session.flush()
    work.session.expire_all()
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=made.from_id,
        action="take_back",
        changes={"back": (0, back), "kept": (0, sum(made.kept.values()))},
    )
    return back


def last_handover(session: Session, from_id: int) -> HandoverView | None:
    """Give the last handover of a colleague, None when there was none."""
    row = session.execute(
        select(Handover, User)
        .join(User, User.id == Handover.to_id)
        .where(Handover.from_id == from_id)
        .order_by(Handover.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    made, user = row
    return HandoverView(
        id=made.id,
        public_id=made.public_id,
        to_name=user.display_name,
        done_at=made.done_at,
        undone_at=made.undone_at,
        counts=made.counts,
        kept=made.kept,
    )


def forget_journals(session: Session, now: datetime) -> None:
    """Remove the keys of the handovers that cannot be taken back any more; counts stay."""
    over = select(Handover.id).where(
        Handover.undone_at.is_not(None) | (Handover.done_at <= now - UNDO)
    )
    session.execute(
        delete(HandoverKind)
        .where(HandoverKind.handover_id.in_(over))
        .execution_options(synchronize_session=False)
    )


def _refuse_unfit(session: Session, from_id: int, to_id: int) -> None:
    if to_id == from_id:
        raise Rejected("successor", N_("Choose another colleague."))
    # The receiver must not leave meanwhile: whoever deactivates them waits for this row.
    fit = session.scalar(
        select(User.is_active).where(User.id == to_id).with_for_update(key_share=True)
    )
    if not fit:
        raise Rejected("successor", N_("This colleague is no longer there: choose another one."))


def _move(work: Work, made: Handover, one: Belonging, *, from_id: int, to_id: int) -> int:
    """Write the journal of one kind, then move what it names; give how many."""
    kind = HandoverKind(handover_id=made.id, belonging=one.key)
    work.session.add(kind)
    work.session.flush()
    table = _table(one)
    work.session.execute(
        insert(HandoverRow).from_select(
            ["kind_id", "row_id"],
            select(literal(kind.id), table.c.id).where(*_owned(one, from_id, work.now)),
        )
    )
    rows = _rows(kind.id)
    count = work.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    if count:
        _own(work, one, rows, to_id)
        if one.after is not None:
            one.after(work, Moved(from_id=from_id, to_id=to_id, rows=rows))
    return count


def _move_back(work: Work, made: Handover, one: Belonging, kind_id: int) -> int:
    """Take out of the journal what was changed since, then give the rest back."""
    table = _table(one)
    still = [_column(one) == made.to_id]
    if one.unchanged is not None:
        still.append(one.unchanged(made.done_at))
    rows = _rows(kind_id)
    work.session.execute(
        delete(HandoverRow)
        .where(
            HandoverRow.kind_id == kind_id,
            HandoverRow.row_id.not_in(select(table.c.id).where(table.c.id.in_(rows), *still)),
        )
        .execution_options(synchronize_session=False)
    )
    count = work.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    if count:
        _own(work, one, rows, made.from_id)
        if one.after is not None:
            one.after(work, Moved(from_id=made.to_id, to_id=made.from_id, rows=rows))
    return count


def _own(work: Work, one: Belonging, rows: Select[int], to_id: int) -> None:
    """Write the new owner; forms that were open on these rows notice by the version."""
    table = _table(one)
    values: dict[str, Any] = {_column(one).name: to_id}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    if "updated_at" in table.c:
        values["updated_at"] = work.now
    work.session.execute(update(table).where(table.c.id.in_(rows)).values(values))


def _rows(kind_id: int) -> Select[int]:
    return select(HandoverRow.row_id).where(HandoverRow.kind_id == kind_id)


def _owned(one: Belonging, user_id: int, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [_column(one) == user_id]
    return conditions if one.only is None else [*conditions, one.only(now)]


def _column(one: Belonging) -> Any:
    """Give the table's own column: the mapped attribute would bring the actor's filter along."""
    return inspect(one.column.class_).columns[one.column.key]


def _table(one: Belonging) -> Any:
    return inspect(one.column.class_).local_table


def _bulk(session: Session, reason: str) -> Any:
    """Let statements on whole tables through, as long as they take."""
    if session.get_bind().dialect.name == "postgresql":
        with unrestricted(session, reason="a limit reads no table"):
            session.execute(text(f"SET LOCAL statement_timeout = '{LONGEST_STATEMENT}'"))
    return unrestricted(session, reason=reason)
