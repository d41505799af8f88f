"""Changing the type of a field: tried first, counted, done at once, and undone as long as kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from onglet.fields.catalogue import Definition, changed, field_set, kind_of, users_of
from onglet.fields.checking import with_computed
from onglet.fields.definitions import DefinitionRefusedError, row_of, sound_spec, stored_spec
from onglet.fields.indexes import INDEX_JOB
from onglet.fields.kinds import At, Kind, Value, WrongError, raw_of
from onglet.fields.models import FieldFormer
from onglet.fields.objects import FieldHolder, holder
from onglet.fields.reading import at_of
from onglet.fields.recomputing import every_row
from onglet.fields.service import kept_values, stored_form
from onglet.fields.spec import FieldSpec
from onglet.ui.i18n import gettext as _
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onglet.contributions import Ask, Work

SHOWN = 5
AT_ONCE = 2_000


@dataclass(slots=True, kw_only=True)
class Trial:
    """What a change of type would do: values that pass, and those that would be lost."""

    kept: int = 0
    lost: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def try_type(ask: Ask, one: Definition, spec: FieldSpec) -> Trial:
    """Count what would become of every value, and give a few; nothing is written."""
    trial = Trial()
    at = at_of(ask)
    kind = kind_of(ask, spec.type)
    with unrestricted(ask.session, reason="a change of type is tried on every value"):
        for _row_id, held in every_row(ask, _holder(ask, one.object)):
            old = held.get(one.code)
            if old is None:
                continue
            new = converted(one.kind, one.spec, kind, spec, old, at)
            text = one.kind.show(old, one.spec.options, at)[:60]
            if new is None:
                trial.lost += 1
                trial.losses += [text] if len(trial.losses) < SHOWN else []
            else:
                trial.kept += 1
                if len(trial.examples) < SHOWN:
                    trial.examples.append((text, kind.show(new, spec.options, at)[:60]))
    return trial


def converted(
    old_kind: Kind, old_spec: FieldSpec, kind: Kind, spec: FieldSpec, value: Value, at: At
) -> Value | None:
    """Give a value as another type keeps it; None when that type cannot hold it."""
    ways: tuple[Callable[[], object], ...] = (
        lambda: old_kind.natural(value, old_spec.options),
        lambda: old_kind.show(value, old_spec.options, at),
    )
    for way in ways:
        try:
            return kind.parse(raw_of(way()), spec.options, at)
        except (WrongError, ValueError, TypeError):
            continue
    return None


def change_type(work: Work, public_id: str, spec: FieldSpec) -> Trial:
    """Give a field another type: values are converted, the old ones kept for an undo.

    Raises:
        DefinitionRefusedError: when the new spec cannot hold, or the type cannot be typed.
    """
    row = row_of(work, public_id)
    fields = field_set(work, row.object)
    one = next(found for found in fields.everything if found.public_id == public_id)
    kind = kind_of(work, spec.type)
    if not kind.is_typed or not one.kind.is_typed or kind.key == "section" or not kind.in_big_form:
        raise DefinitionRefusedError("type", _("Values cannot become that."))
    if users_of(fields, one.code) and kind.fact != one.kind.fact:
        raise DefinitionRefusedError("type", _("Other fields compare this one: change them first."))
    spec = sound_spec(work, fields, spec.model_copy(update={"code": one.code}), but=one.code)
    trial = Trial()
    at = at_of(work)
    _forget(work, one.id)

    def convert(old: Value) -> Value | None:
        new = converted(one.kind, one.spec, kind, spec, old, at)
        trial.kept += new is not None
        trial.lost += new is None
        return new

    row.former = stored_spec(one.spec)
    row.spec, row.retyped_at = stored_spec(spec), work.now
    changed(work)
    _rewrite(work, one, lambda _row_id, old: convert(old), keep=True)
    work.enqueue(INDEX_JOB, {"object": row.object}, unique=f"{INDEX_JOB} {row.object}")
    work.record_change(
        client_id=None,
        subject="core.field",
        subject_id=row.id,
        action="retype",
        changes={"type": (one.spec.type, spec.type)},
    )
    return trial


def undo_type(work: Work, public_id: str) -> None:
    """Take the last change of type back; what was written since is converted back if it can be.

    Raises:
        DefinitionRefusedError: when there is nothing to undo.
    """
    row = row_of(work, public_id)
    if not row.former:
        raise DefinitionRefusedError("type", _("There is nothing to undo."))
    fields = field_set(work, row.object)
    one = next(found for found in fields.everything if found.public_id == public_id)
    former = FieldSpec.model_validate(row.former)
    kind = kind_of(work, former.type)
    at = at_of(work)
    formers = {
        found.row_id: (found.old, found.new)
        for found in work.session.scalars(select(FieldFormer).where(FieldFormer.field_id == row.id))
    }

    def back(row_id: int, now: Value | None) -> Value | None:
        old, new = formers.get(row_id, (None, None))
        if old is not None and now == new:
            value: Value = old
            return value
        return None if now is None else converted(one.kind, one.spec, kind, former, now, at)

    row.spec, row.former, row.retyped_at = stored_spec(former), None, None
    changed(work)
    _rewrite(work, one, back, keep=False)
    _forget(work, one.id)
    work.enqueue(INDEX_JOB, {"object": row.object}, unique=f"{INDEX_JOB} {row.object}")
    work.record_change(
        client_id=None,
        subject="core.field",
        subject_id=row.id,
        action="undo retype",
        changes={"type": (one.spec.type, former.type)},
    )


def _rewrite(
    work: Work, one: Definition, new_of: Callable[[int, Any], Value | None], *, keep: bool
) -> None:
    """Give every row its new value; the fields are those after the change."""
    of = _holder(work, one.object)
    fields = field_set(work, one.object)
    table: Any = of.values.__table__
    write = (
        update(table)
        .where(table.c[of.row_key.name] == bindparam("b_row"))
        .values(held=bindparam("b_held"))
    )
    with unrestricted(work.session, reason="a field changes its type"):
        for rows in _chunks(every_row(work, of)):
            written: list[dict[str, Any]] = []
            formers: list[dict[str, Any]] = []
            for row_id, held in rows:
                values = kept_values(held)
                old = values.pop(one.code, None)
                if old is None and keep:
                    continue
                new = new_of(row_id, old)
                if old is None and new is None:
                    continue
                if new is not None:
                    values[one.code] = new
                column = stored_form(work, fields, with_computed(fields, values))
                written.append({"b_row": row_id, "b_held": column})
                formers.append({"field_id": one.id, "row_id": row_id, "old": old, "new": new})
            if written:
                work.session.connection().execute(write, written)
            if keep and formers:
                work.session.connection().execute(insert(FieldFormer), formers)


def _chunks(
    rows: Iterator[tuple[int, dict[str, Any]]],
) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    chunk: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _forget(work: Work, field_id: int) -> None:
    work.session.execute(
        delete(FieldFormer).where(FieldFormer.field_id == field_id),
        execution_options={"synchronize_session": False},
    )


def _holder(ask: Ask, object_key: str) -> FieldHolder:
    of = holder(ask, object_key)
    if of is None or of.values is None:
        raise LookupError(object_key)
    return of
