"""Working over every row of an object: computed values, and claims of values that are unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from onglet.fields.catalogue import field_set
from onglet.fields.checking import with_computed
from onglet.fields.models import FieldClaim, FieldDefinition
from onglet.fields.objects import holder
from onglet.fields.service import claim_of, kept_values, stored_form
from onglet.work.running import carry_on
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.contributions import Ask, Work
    from onglet.fields.objects import FieldHolder

RECOMPUTE_JOB: Final = "core.recompute_fields"
CLAIM_JOB: Final = "core.claim_fields"
AT_ONCE: Final = 2_000


def rows_after(
    ask: Ask, of: FieldHolder, after: int, limit: int = AT_ONCE
) -> list[tuple[int, dict[str, Any]]]:
    """Give the next rows of values, by key; call it inside `unrestricted`."""
    key = of.row_key
    rows = ask.session.execute(
        select(key, of.values.held).where(key > after).order_by(key).limit(limit)
    )
    return [(row_id, dict(held or {})) for row_id, held in rows]


def every_row(ask: Ask, of: FieldHolder) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give every row of values, in chunks; call it inside `unrestricted`."""
    after = 0
    while chunk := rows_after(ask, of, after):
        yield from chunk
        after = chunk[-1][0]


def write_row(work: Work, of: FieldHolder, row_id: int, held: Mapping[str, Any]) -> None:
    """Write the column of one row."""
    work.session.execute(
        update(of.values)
        .where(of.row_key == row_id)
        .values(held=dict(held))
        .execution_options(synchronize_session=False)
    )


def recompute_fields(work: Work, args: Mapping[str, Any]) -> None:
    """Work out the computed fields and the sort keys of every row again, 2,000 at a time."""
    of = holder(work, str(args.get("object", "")))
    if of is None or of.values is None:
        return
    fields = field_set(work, of.key)
    with unrestricted(work.session, reason="computed fields of every row"):
        rows = rows_after(work, of, int(args.get("after", 0)))
        for row_id, held in rows:
            column = stored_form(work, fields, with_computed(fields, kept_values(held)))
            if column != held:
                write_row(work, of, row_id, column)
    if len(rows) == AT_ONCE:
        carry_on(work, {"object": of.key, "after": rows[-1][0]})


def claim_fields(work: Work, args: Mapping[str, Any]) -> None:
    """Claim the values that records have already of a field that has become unique.

    Of equal ones the oldest record keeps the claim: the others are asked for another value when
    somebody changes theirs.
    """
    row = work.session.scalar(
        select(FieldDefinition).where(FieldDefinition.public_id == str(args.get("field", "")))
    )
    of = holder(work, row.object) if row is not None else None
    if row is None or of is None or of.values is None or not row.spec.get("is_unique"):
        return
    with unrestricted(work.session, reason="values that no two records share"):
        work.session.execute(
            delete(FieldClaim).where(FieldClaim.field_id == row.id),
            execution_options={"synchronize_session": False},
        )
        claimed: set[str] = set()
        for row_id, held in every_row(work, of):
            value = held.get(row.code)
            claim = claim_of(value) if value is not None else ""
            if not claim or claim in claimed:
                continue
            claimed.add(claim)
            try:
                with work.session.begin_nested():
                    work.session.execute(
                        insert(FieldClaim).values(field_id=row.id, value=claim, row_id=row_id)
                    )
            except IntegrityError:
                continue
