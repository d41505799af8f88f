"""The custom fields of an object, as they are now: read once by a process until they change."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from sqlalchemy import select

from onglet.fields.conditions import fields_of
from onglet.fields.expressions import BadExpressionError, compile_expression
from onglet.fields.kinds import KINDS, Kind
from onglet.fields.kinds.contributed import Absent, Contributed
from onglet.fields.models import FieldDefinition, FieldGroup
from onglet.fields.spec import FieldSpec, said
from onglet.host.names import package_of
from onglet.host.state import bump
from onglet.ui.i18n import voice
from onglet.work.session import shelved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from onglet.contributions import Ask, FieldType, Work

KEY: Final = "custom fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of fields."""

    id: int
    public_id: str
    code: str
    labels: Mapping[str, str]
    is_open: bool

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return said(dict(self.labels), voice().locale, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A field: its spec, its type, its place."""

    id: int
    public_id: str
    object: str
    spec: FieldSpec
    kind: Kind
    group: Group | None
    position: int
    is_used: bool
    archived_at: datetime | None
    version: int
    former: Mapping[str, Any] | None = None

    @property
    def code(self) -> str:
        """What names the value in the record, in expressions and in exports."""
        return self.spec.code

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return said(self.spec.label, voice().locale, self.spec.code)

    @property
    def help(self) -> str:
        """The line under the input, in the reader's language."""
        return said(self.spec.help, voice().locale)

    @property
    def name(self) -> str:
        """The name of its input in forms."""
        return f"field.{self.spec.code}"

    @property
    def pin(self) -> str:
        """The key of its pinned value."""
        return f"core.field-{self.spec.code}"


@dataclass(frozen=True)
class FieldSet:
    """The fields of one object in their order: groups first by theirs, fields inside them."""

    object: str
    everything: tuple[Definition, ...] = ()
    groups: tuple[Group, ...] = field(default=())

    @cached_property
    def live(self) -> tuple[Definition, ...]:
        """Those that are not archived."""
        return tuple(one for one in self.everything if one.archived_at is None)

    @cached_property
    def by_code(self) -> Mapping[str, Definition]:
        """Live fields by code."""
        return {one.code: one for one in self.live}

    @cached_property
    def computed(self) -> tuple[Definition, ...]:
        """Computed fields, each after those that it depends on."""
        return tuple(self.by_code[code] for code in in_order(self.live))

    def grouped(
        self, definitions: Iterable[Definition]
    ) -> list[tuple[Group | None, list[Definition]]]:
        """Give fields by group, groups without any left out."""
        chosen = list(definitions)
        found: list[tuple[Group | None, list[Definition]]] = []
        for group in (None, *self.groups):
            inside = [
                one
                for one in chosen
                if (one.group.id if one.group else None) == (group.id if group else None)
            ]
            if inside:
                found.append((group, inside))
        return found


def field_set(ask: Ask, object_key: str) -> FieldSet:
    """Give the custom fields of an object."""
    known: dict[str, FieldSet] | None = ask.session.info.get(KEY)
    if known is None:
        known = shelved(ask.session, KEY, lambda: _read(ask))
        ask.session.info[KEY] = known
    return known.get(object_key) or FieldSet(object_key)


def changed(work: Work) -> None:
    """Tell every worker that definitions have changed, once this is committed."""
    work.session.flush()
    work.session.info.pop(KEY, None)
    bump(work.session)


def kind_of(ask: Ask, key: str) -> Kind:
    """Give a type by its key; a stand-in when its plugin is not in service."""
    return KINDS.get(key) or contributed_kinds(ask).get(key) or Absent(key)


def contributed_kinds(ask: Ask) -> dict[str, Kind]:
    """Give the types that plugins in service bring."""
    return {
        item.key: Contributed(
            item, partial(_guarded, ask.outside, plugin, item), package_of(plugin)
        )
        for plugin, item in ask.outside.contributed("field_types")
    }


def _guarded(
    outside: Any, plugin: str, item: FieldType, what: str, function: Any, argument: Any
) -> tuple[bool, Any, str]:
    answer = outside.guarded(plugin, f"{what} of {item.key}", function, argument)
    return answer.ok, answer.value, answer.said


def _read(ask: Ask) -> dict[str, FieldSet]:
    groups = [
        (
            row.object,
            Group(
                id=row.id,
                public_id=row.public_id,
                code=row.code,
                labels=row.labels,
                is_open=row.is_open,
            ),
        )
        for row in ask.session.execute(
            select(
                FieldGroup.id,
                FieldGroup.public_id,
                FieldGroup.object,
                FieldGroup.code,
                FieldGroup.labels,
                FieldGroup.is_open,
            ).order_by(FieldGroup.object, FieldGroup.position, FieldGroup.id)
        )
    ]
    by_id = {group.id: group for _object, group in groups}
    contributed = contributed_kinds(ask)
    found: dict[str, list[Definition]] = {}
    for row in ask.session.execute(
        select(
            FieldDefinition.id,
            FieldDefinition.public_id,
            FieldDefinition.object,
            FieldDefinition.group_id,
            FieldDefinition.position,
            FieldDefinition.spec,
            FieldDefinition.is_used,
            FieldDefinition.archived_at,
            FieldDefinition.version,
            FieldDefinition.former,
        ).order_by(FieldDefinition.object, FieldDefinition.position, FieldDefinition.id)
    ):
        spec = _spec(row.spec)
        if spec is None:
            continue
        found.setdefault(row.object, []).append(
            Definition(
                id=row.id,
                public_id=row.public_id,
                object=row.object,
                spec=spec,
                kind=KINDS.get(spec.type) or contributed.get(spec.type) or Absent(spec.type),
                group=by_id.get(row.group_id),
                position=row.position,
                is_used=row.is_used,
                archived_at=row.archived_at,
                version=row.version,
                former=row.former,
            )
        )
    sets: dict[str, FieldSet] = {}
    for object_key in {*found, *(key for key, _group in groups)}:
        own = tuple(group for key, group in groups if key == object_key)
        order = {group.id: place for place, group in enumerate(own)}
        fields = sorted(
            found.get(object_key, ()),
            key=lambda one: (order[one.group.id] if one.group else -1, one.position, one.id),
        )
        sets[object_key] = FieldSet(object_key, tuple(fields), own)
    return sets


def _spec(data: Mapping[str, Any]) -> FieldSpec | None:
    try:
        return FieldSpec.model_validate(data)
    except ValidationError:
        return None  # written by a later version: left alone, and not shown


def depends_on(spec: FieldSpec) -> frozenset[str]:
    """Give the fields that a computed field needs; none for another type."""
    if spec.type != "computed":
        return frozenset()
    try:
        return compile_expression(spec.options.expression).fields
    except BadExpressionError:
        return frozenset()


def in_order(definitions: Sequence[Definition] | Sequence[FieldSpec]) -> list[str]:
    """Give the codes of computed fields, each after those that it depends on.

    Those in a circle come last, in no order: they are refused where they are made.
    """
    specs = [one if isinstance(one, FieldSpec) else one.spec for one in definitions]
    waiting = {spec.code: set(depends_on(spec)) for spec in specs if spec.type == "computed"}
    computed = set(waiting)
    done: list[str] = []
    while waiting:
        ready = sorted(
            code for code, needs in waiting.items() if not (needs & computed) - set(done)
        )
        if not ready:
            return [*done, *sorted(waiting)]
        done += ready
        for code in ready:
            del waiting[code]
    return done


def circle(specs: Sequence[FieldSpec]) -> list[str]:
    """Give the codes of computed fields that depend on each other in a circle."""
    left = {spec.code: depends_on(spec) for spec in specs if spec.type == "computed"}
    while True:
        free = [code for code, needs in left.items() if not needs & set(left)]
        if not free:
            return sorted(left)
        for code in free:
            del left[code]


def users_of(fields: FieldSet, code: str) -> list[Definition]:
    """Give the fields that need another one: in an expression, or in a condition."""
    return [
        one
        for one in fields.live
        if one.code != code
        and (
            code in depends_on(one.spec)
            or any(
                code in fields_of(condition)
                for condition in (one.spec.required_if, one.spec.visible_if, one.spec.read_only_if)
            )
        )
    ]


__all__ = ["Definition", "FieldSet", "Group", "changed", "field_set", "kind_of"]
