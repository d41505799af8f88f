"""Making and changing fields and their groups. Nothing is ever deleted: fields are archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from onglet.fields.catalogue import (
    Definition,
    FieldSet,
    changed,
    circle,
    depends_on,
    field_set,
    kind_of,
    users_of,
)
from onglet.fields.conditions import fields_of
from onglet.fields.indexes import INDEX_JOB
from onglet.fields.kinds import Value, WrongError, raw_of
from onglet.fields.models import FieldDefinition, FieldGroup
from onglet.fields.objects import holder
from onglet.fields.patterns import BadPatternError, compile_pattern
from onglet.fields.reading import at_of
from onglet.fields.recomputing import CLAIM_JOB, RECOMPUTE_JOB
from onglet.fields.spec import RESERVED, FieldSpec, GroupSpec
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onglet.contributions import Ask, Work
    from onglet.fields.kinds import Kind

SUBJECT: Final = "core.field"
MOST_FIELDS: Final = 300
SEARCH_JOB: Final = "core.search_fields"
RECORD_FACTS: Final = frozenset({"kind", "stage"})
"""What conditions may look at beside the fields."""


class DefinitionRefusedError(ValueError):
    """A field that cannot be made so: in which part of its form, and why."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(f"{part}: {message}")
        self.part = part
        self.message = message


def create_field(work: Work, object_key: str, spec: FieldSpec, *, group: str = "") -> int:
    """Make a field at the end of its group; give its key.

    Raises:
        DefinitionRefusedError: when the spec cannot hold, or its code is taken.
    """
    fields = field_set(work, object_key)
    if holder(work, object_key) is None or len(fields.everything) >= MOST_FIELDS:
        raise DefinitionRefusedError("", _("No more fields can be added here."))
    if any(one.code == spec.code for one in fields.everything):
        raise DefinitionRefusedError(
            "code", _("Another field has this code, perhaps an archived one: choose another.")
        )
    spec = sound_spec(work, fields, spec)
    row = FieldDefinition(
        object=object_key,
        code=spec.code,
        group_id=_group_id(work, object_key, group),
        position=_next_position(work, FieldDefinition, object_key),
        spec=stored_spec(spec),
    )
    work.session.add(row)
    _done(work, row, "create", None, spec)
    return row.id


def edit_field(work: Work, public_id: str, spec: FieldSpec, *, group: str | None = None) -> None:
    """Change a field. Its type changes by `retyping` alone, its code as long as it is unused.

    Raises:
        DefinitionRefusedError: when the spec cannot hold.
        LookupError: when there is no such field.
    """
    row = row_of(work, public_id)
    fields = field_set(work, row.object)
    old = FieldSpec.model_validate(row.spec)
    if spec.type != old.type:
        raise DefinitionRefusedError("type", _("Change the type with its own button."))
    if spec.code != old.code:
        if row.is_used:
            raise DefinitionRefusedError(
                "code", _("This code is fixed: records hold values under it.")
            )
        if any(one.code == spec.code for one in fields.everything):
            raise DefinitionRefusedError(
                "code", _("Another field has this code, perhaps an archived one: choose another.")
            )
        if users_of(fields, old.code):
            raise DefinitionRefusedError("code", _("Other fields name this code."))
    spec = sound_spec(work, fields, spec, but=old.code)
    row.code, row.spec = spec.code, stored_spec(spec)
    if group is not None:
        row.group_id = _group_id(work, row.object, group)
    _done(work, row, "edit", old, spec)


def archive_field(work: Work, public_id: str) -> None:
    """Take a field out of every screen; its values are kept.

    Raises:
        DefinitionRefusedError: when other fields need it.
    """
    row = row_of(work, public_id)
    users = users_of(field_set(work, row.object), row.code)
    if users:
        raise DefinitionRefusedError(
            "", _("These fields need it: %(fields)s.", fields=", ".join(one.label for one in users))
        )
    row.archived_at = work.now
    _done(work, row, "archive", None, None)


def restore_field(work: Work, public_id: str) -> None:
    """Bring an archived field back, with the values that it had.

    Raises:
        DefinitionRefusedError: when what it needs is archived.
    """
    row = row_of(work, public_id)
    spec = FieldSpec.model_validate(row.spec)
    row.archived_at = None
    sound_spec(work, field_set(work, row.object), spec, but=spec.code)
    _done(work, row, "restore", None, None)


def place_fields(work: Work, object_key: str, order: Sequence[tuple[str, str]]) -> None:
    """Put fields in an order: public identifiers, each with the code of its group or nothing."""
    groups = {group.code: group.id for group in field_set(work, object_key).groups}
    rows = {
        row.public_id: row
        for row in work.session.scalars(
            select(FieldDefinition).where(FieldDefinition.object == object_key)
        )
    }
    for place, (public_id, group) in enumerate(order):
        row = rows.get(public_id)
        if row is not None:
            row.position, row.group_id = place, groups.get(group)
    changed(work)


def move_field(work: Work, public_id: str, step: int) -> None:
    """Move a field past its neighbours in its group; at an end it goes to the next group."""
    row = row_of(work, public_id)
    fields = field_set(work, row.object)
    codes = ["", *(group.code for group in fields.groups)]
    order = [(one.public_id, one.group.code if one.group else "") for one in fields.everything]
    inside = [key for key, code in order if code == _code_of(fields, row)]
    at, to = inside.index(public_id), inside.index(public_id) + step
    group = _code_of(fields, row)
    if 0 <= to < len(inside):
        inside[at], inside[to] = inside[to], inside[at]
        rest = iter(inside)
        order = [(next(rest) if code == group else key, code) for key, code in order]
    else:
        beyond = codes.index(group) + (1 if step > 0 else -1)
        if not 0 <= beyond < len(codes):
            return
        order = [pair for pair in order if pair[0] != public_id]
        new = (public_id, codes[beyond])
        order = [new, *order] if step > 0 else [*order, new]
    place_fields(work, row.object, order)


def _code_of(fields: FieldSet, row: FieldDefinition) -> str:
    return next((group.code for group in fields.groups if group.id == row.group_id), "")


def save_group(work: Work, object_key: str, spec: GroupSpec) -> None:
    """Make a group, or change the one of this code."""
    row = work.session.scalar(
        select(FieldGroup).where(FieldGroup.object == object_key, FieldGroup.code == spec.code)
    )
    if row is None:
        row = FieldGroup(
            object=object_key,
            code=spec.code,
            position=_next_position(work, FieldGroup, object_key),
        )
        work.session.add(row)
    row.labels, row.is_open = dict(spec.label), spec.is_open
    changed(work)


def delete_group(work: Work, object_key: str, code: str) -> None:
    """Take a group away; its fields stay, without a group."""
    row = work.session.scalar(
        select(FieldGroup).where(FieldGroup.object == object_key, FieldGroup.code == code)
    )
    if row is not None:
        for one in work.session.scalars(
            select(FieldDefinition).where(FieldDefinition.group_id == row.id)
        ):
            one.group_id = None
        work.session.flush()
        work.session.delete(row)
        changed(work)


def move_group(work: Work, object_key: str, code: str, step: int) -> None:
    """Move a group past its neighbour."""
    rows = list(
        work.session.scalars(
            select(FieldGroup)
            .where(FieldGroup.object == object_key)
            .order_by(FieldGroup.position, FieldGroup.id)
        )
    )
    at = next((place for place, row in enumerate(rows) if row.code == code), -1)
    to = at + step
    if at >= 0 and 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        for place, row in enumerate(rows):
            row.position = place
        changed(work)


def stored_spec(spec: FieldSpec) -> dict[str, Any]:
    """Give the spec as it is stored and exported: what is at its default is left out."""
    return spec.model_dump(mode="json", exclude_defaults=True)


def row_of(work: Work, public_id: str) -> FieldDefinition:
    """Give the row of a field.

    Raises:
        LookupError: when there is none.
    """
    row = work.session.scalar(select(FieldDefinition).where(FieldDefinition.public_id == public_id))
    if row is None:
        raise LookupError(public_id)
    return row


def definition_of(ask: Ask, public_id: str) -> Definition | None:
    """Give a field by its public identifier."""
    object_key = ask.session.scalar(
        select(FieldDefinition.object).where(FieldDefinition.public_id == public_id)
    )
    fields = field_set(ask, object_key).everything if object_key else ()
    return next((one for one in fields if one.public_id == public_id), None)


def _group_id(work: Work, object_key: str, code: str) -> int | None:
    if not code:
        return None
    groups = field_set(work, object_key).groups
    found = next((group.id for group in groups if group.code == code), None)
    if found is None:
        raise DefinitionRefusedError("group", _("Choose one of the values of the list."))
    return found


def _next_position(work: Work, model: Any, object_key: str) -> int:
    last = work.session.scalar(select(func.max(model.position)).where(model.object == object_key))
    return 0 if last is None else int(last) + 1


def sound_spec(work: Work, fields: FieldSet, spec: FieldSpec, *, but: str = "") -> FieldSpec:
    """Give a spec that can hold beside the other fields.

    Raises:
        DefinitionRefusedError: when it cannot.
    """
    kind = kind_of(work, spec.type)
    if spec.code in RESERVED:
        raise DefinitionRefusedError(
            "code", _("This code has a meaning of its own: choose another.")
        )
    if not any(text.strip() for text in spec.label.values()):
        raise DefinitionRefusedError("label", _("Give the field a name."))
    fault = kind.check_options(spec)
    if fault:
        part = "expression" if spec.type == "computed" else (kind.options or ("type",))[0]
        raise DefinitionRefusedError(part, fault)
    try:
        if spec.pattern:
            compile_pattern(spec.pattern)
    except BadPatternError as error:
        raise DefinitionRefusedError(
            "pattern",
            _("This pattern cannot be used: %(cause)s.", cause=str(error)[:120]),
        ) from error
    others = [one.spec for one in fields.live if one.code not in {but, spec.code}]
    known = {one.code for one in others}
    _check_references(spec, known)
    waiting = circle([*others, spec])
    if waiting:
        message = _("These fields would wait for each other: %(codes)s.", codes=", ".join(waiting))
        raise DefinitionRefusedError("expression", message)
    return _fitted(work, kind, spec)


def _check_references(spec: FieldSpec, known: set[str]) -> None:
    for part, condition in (
        ("required_if", spec.required_if),
        ("visible_if", spec.visible_if),
        ("read_only_if", spec.read_only_if),
    ):
        unknown = fields_of(condition) - known - RECORD_FACTS
        if unknown:
            raise DefinitionRefusedError(
                part, _("There is no field named “%(name)s”.", name=min(unknown))
            )
    missing = depends_on(spec) - known
    if spec.code in depends_on(spec):
        raise DefinitionRefusedError("expression", _("A field cannot be computed from itself."))
    if missing:
        raise DefinitionRefusedError(
            "expression", _("There is no field named “%(name)s”.", name=min(missing))
        )


def _fitted(work: Work, kind: Kind, spec: FieldSpec) -> FieldSpec:
    """Give the spec with what its type cannot do switched off, its default and bounds read."""
    wanted = {
        "is_unique": spec.is_unique and kind.may_be_unique,
        "is_sortable": spec.is_sortable and kind.is_sortable,
        "is_filterable": spec.is_filterable and kind.is_filterable,
        "is_searchable": spec.is_searchable and kind.is_searchable,
        "is_totalled": spec.is_totalled and kind.is_numeric,
        "is_required": spec.is_required and kind.is_typed and kind.in_big_form,
        "pattern": spec.pattern if kind.may_have_pattern else "",
        "least": _read(work, kind, spec, "least", spec.least) if kind.is_bounded else None,
        "most": _read(work, kind, spec, "most", spec.most) if kind.is_bounded else None,
    }
    default = spec.default
    if default is not None and default.kind == "fixed":
        value = _read(work, kind, spec, "default", default.value) if kind.is_typed else None
        default = default.model_copy(update={"value": value}) if value is not None else None
    elif default is not None and not _may_default(kind, spec, default.kind):
        raise DefinitionRefusedError("default", _("This type cannot begin with that."))
    return spec.model_copy(update={**wanted, "default": default})


def _may_default(kind: Kind, spec: FieldSpec, default: str) -> bool:
    if default == "today":
        return kind.key in {"date", "datetime"}
    return kind.key == "link" and spec.options.target == "colleague"


def _read(work: Work, kind: Kind, spec: FieldSpec, part: str, given: Any) -> Value | None:
    """Give a bound or a default as its type stores it: it comes stored, or typed as a text."""
    if given in (None, "") or (kind.is_value(given, spec.options) and not isinstance(given, str)):
        return None if given == "" else given
    try:
        return kind.parse(raw_of(given), spec.options, at_of(work))
    except WrongError as wrong:
        raise DefinitionRefusedError(part, wrong.message) from wrong


def _done(
    work: Work, row: FieldDefinition, action: str, old: FieldSpec | None, new: FieldSpec | None
) -> None:
    """Tell workers, write history, and enqueue what the change asks for."""
    changed(work)
    before = stored_spec(old) if old else {}
    after = stored_spec(new) if new else {}
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=row.id,
        action=action,
        changes={
            key: (before.get(key), after.get(key))
            for key in {*before, *after}
            if before.get(key) != after.get(key)
        },
    )
    work.enqueue(INDEX_JOB, {"object": row.object}, unique=f"{INDEX_JOB} {row.object}")
    if new is not None and (old is None or old.options != new.options) and new.type == "computed":
        work.enqueue(RECOMPUTE_JOB, {"object": row.object}, unique=f"{RECOMPUTE_JOB} {row.object}")
    if new is not None and new.is_searchable != bool(old and old.is_searchable):
        work.enqueue(SEARCH_JOB, {}, unique=SEARCH_JOB)
    if new is not None and new.is_unique and not (old and old.is_unique):
        work.enqueue(CLAIM_JOB, {"field": row.public_id}, unique=f"{CLAIM_JOB} {row.public_id}")
