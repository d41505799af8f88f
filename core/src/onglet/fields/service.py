"""Reading and writing the custom fields of a row. Every door comes through `ready_values`."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from onglet.fields.access import field_level
from onglet.fields.catalogue import KEY, Definition, FieldSet, field_set
from onglet.fields.checking import Checked, check_values
from onglet.fields.kinds.base import COMPANION
from onglet.fields.models import FieldClaim, FieldDefinition
from onglet.fields.objects import FieldHolder, holder
from onglet.fields.reading import PREFIX, at_of, first_values, read_given
from onglet.ui.i18n import gettext as _
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Ask, Work
    from onglet.fields.conditions import Fact
    from onglet.fields.kinds import Value


class FieldsRefusedError(ValueError):
    """Values that cannot be kept: what is wrong with each, by the name of its input."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))


def ready_values(
    ask: Ask,
    object_key: str,
    before: Mapping[str, Value],
    typed: Mapping[str, Value | None],
    *,
    facts: Mapping[str, Fact],
    is_new: bool = False,
    touched: frozenset[str] = frozenset(),
) -> Checked:
    """Give the values of a record as they will be, checked by the rules of its fields.

    On a new record a field that nobody mentions begins with its default.

    Raises:
        FieldsRefusedError: when a value breaks a rule, or a required one is missing.
    """
    fields = field_set(ask, object_key)
    if not fields.live:
        return Checked(values=before)
    if is_new:
        first = first_values(ask, fields.live)
        # What the actor may not type begins as it should all the same.
        given = {code for code in first if field_level(ask, object_key, code).is_open}
        before = {code: value for code, value in first.items() if code not in given} | dict(before)
        typed = {**{code: first[code] for code in given}, **typed}
    checked = check_values(
        fields,
        before,
        typed,
        facts=facts,
        level=partial(field_level, ask, object_key),
        at=at_of(ask),
        is_new=is_new,
        touched=touched,
    )
    if checked.errors:
        raise FieldsRefusedError({PREFIX + code: said for code, said in checked.errors.items()})
    return checked


def given_values(
    ask: Ask,
    object_key: str,
    given: Mapping[str, Any],
    held: Mapping[str, Value] | None = None,
) -> dict[str, Value | None]:
    """Give natural values (texts, decimals, days, lists) by code, as they are stored.

    For imports and the API: what cannot be read is refused, as in a form.

    Raises:
        FieldsRefusedError: when a name is unknown or a value is none of its type.
    """
    read = read_given(field_set(ask, object_key), given, at_of(ask), held)
    if read.errors:
        raise FieldsRefusedError(read.errors)
    return dict(read.values)


def natural_values(ask: Ask, object_key: str, values: Mapping[str, Value]) -> dict[str, Any]:
    """Give stored values as exact numbers, days and texts, by API name: exports and documents."""
    return {
        one.spec.shown_in_api: one.kind.natural(values[one.code], one.spec.options)
        for one in field_set(ask, object_key).live
        if one.code in values and field_level(ask, object_key, one.code).is_readable
    }


def kept_values(stored: Mapping[str, Any] | None) -> dict[str, Value]:
    """Give the values of a column without the keys that they are sorted by."""
    return {code: value for code, value in (stored or {}).items() if not code.endswith(COMPANION)}


def stored_form(ask: Ask, fields: FieldSet, values: Mapping[str, Value]) -> dict[str, Any]:
    """Give what the column holds: the values, and what some are sorted by beside them."""
    at = at_of(ask)
    found: dict[str, Any] = dict(values)
    by_code = {one.code: one for one in fields.everything}
    for code, value in values.items():
        one = by_code.get(code)
        if one is not None and _has_companion(one):
            found[code + COMPANION] = one.kind.sort_key(value, one.spec.options, at)
    return found


def _has_companion(one: Definition) -> bool:
    from onglet.fields.sql import stored_as

    return stored_as(one.kind, one.spec).has_companion


def read_values(ask: Ask, object_key: str, row_id: int) -> dict[str, Value]:
    """Give the values of one row; the caller has made sure that the actor may see the row."""
    of = _holder(ask, object_key)
    stored = ask.session.scalar(select(of.values.held).where(of.row_key == row_id))
    return kept_values(stored)


def write_values(
    work: Work,
    object_key: str,
    row_id: int,
    checked: Checked,
    *,
    is_new: bool = False,
) -> None:
    """Write what `ready_values` gave; the caller writes the row's history.

    Raises:
        FieldsRefusedError: when another record has a value that no two may share.
    """
    if not checked.changes:
        return
    of = _holder(work, object_key)
    write_claims(work, object_key, row_id, checked)
    fields = field_set(work, object_key)
    column = stored_form(work, fields, checked.values)
    with unrestricted(work.session, reason="custom fields of a row that is being written"):
        written = None
        if not is_new:
            written = work.session.execute(
                update(of.values)
                .where(of.row_key == row_id)
                .values(held=column)
                .returning(of.row_key)
                .execution_options(synchronize_session=False)
            ).first()
        if written is None:
            work.session.execute(
                insert(of.values.__table__).values({of.row_key.name: row_id, "held": column})
            )


def audited_changes(
    ask: Ask, object_key: str, checked: Checked
) -> dict[str, tuple[Value | None, Value | None]]:
    """Give the changes that history keeps, by the names of their inputs."""
    fields = field_set(ask, object_key).by_code
    return {
        PREFIX + code: pair
        for code, pair in checked.changes.items()
        if code in fields and fields[code].spec.is_audited and fields[code].kind.is_typed
    }


def _holder(ask: Ask, object_key: str) -> FieldHolder:
    found = holder(ask, object_key)
    if found is None or found.values is None:
        raise LookupError(f"{object_key} has no custom fields.")
    return found


def claim_of(value: Value) -> str:
    """Give what stands for a value among those that no two records share."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False).casefold()
    return hashlib.sha256(text.encode()).hexdigest()


def write_claims(work: Work, object_key: str, row_id: int, checked: Checked) -> None:
    """Claim the values that no two records share, and note which fields are used."""
    fields = field_set(work, object_key)
    _claim(work, fields, row_id, checked.changes)
    _note_used(work, fields, checked.changes)


def _claim(
    work: Work,
    fields: FieldSet,
    row_id: int,
    changes: Mapping[str, tuple[Value | None, Value | None]],
) -> None:
    errors: dict[str, str] = {}
    for code, (_old, new) in changes.items():
        one = fields.by_code.get(code)
        if one is None or not one.spec.is_unique:
            continue
        work.session.execute(
            delete(FieldClaim).where(FieldClaim.field_id == one.id, FieldClaim.row_id == row_id),
            execution_options={"synchronize_session": False},
        )
        if new is None:
            continue
        try:
            with work.session.begin_nested():
                work.session.execute(
                    insert(FieldClaim).values(field_id=one.id, value=claim_of(new), row_id=row_id)
                )
        except IntegrityError:
            errors[one.name] = _("Another record has this value already: it must be unique.")
    if errors:
        raise FieldsRefusedError(errors)


def _note_used(work: Work, fields: FieldSet, changes: Mapping[str, Any]) -> None:
    fresh = [fields.by_code[code].id for code in changes if code in fields.by_code]
    unused = [one.id for one in fields.live if one.id in fresh and not one.is_used]
    if unused:
        table: Any = FieldDefinition.__table__
        with unrestricted(work.session, reason="a field's code is fixed once it is used"):
            work.session.execute(update(table).where(table.c.id.in_(unused)).values(is_used=True))
        work.session.info.pop(KEY, None)


def save_fields(
    work: Work,
    object_key: str,
    row_id: int,
    given: Mapping[str, Any],
    *,
    facts: Mapping[str, Fact] | None = None,
    is_new: bool = False,
) -> dict[str, tuple[Value | None, Value | None]]:
    """Change the custom fields of a row of a plugin's object; give what changed, for its history.

    `given` holds natural values by code or API name. The caller has asked the right on the row.

    Raises:
        FieldsRefusedError: when a value cannot be kept.
    """
    before = {} if is_new else read_values(work, object_key, row_id)
    typed = given_values(work, object_key, given, before)
    checked = ready_values(work, object_key, before, typed, facts=facts or {}, is_new=is_new)
    write_values(work, object_key, row_id, checked, is_new=is_new)
    return dict(checked.changes)
