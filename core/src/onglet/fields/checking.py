"""What may become of the values of a record: one check for every door. Pure.

Required fields hold on creation, and afterwards for the fields that an edit touches: an old
record that lacks one is never stopped from another change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onglet.contributions.limits import FieldLevel
from onglet.fields.conditions import fields_of, holds
from onglet.fields.kinds.numbers import plain
from onglet.fields.patterns import BadPatternError, matches
from onglet.fields.spec import said
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext, voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onglet.fields.catalogue import Definition, FieldSet
    from onglet.fields.conditions import Condition, Fact
    from onglet.fields.kinds import At, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Values as they will be, what changes as (old, new), and what is wrong, by code."""

    values: Mapping[str, Value]
    changes: Mapping[str, tuple[Value | None, Value | None]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def check_values(
    fields: FieldSet,
    before: Mapping[str, Value],
    typed: Mapping[str, Value | None],
    *,
    facts: Mapping[str, Fact],
    level: Callable[[str], FieldLevel],
    at: At,
    is_new: bool = False,
    touched: frozenset[str] = frozenset(),
) -> Checked:
    """Say what typed values make of a record.

    `facts` are those of the record beside its fields (kind, stage); `touched` names those among
    them that the same save changes.
    """
    known = {code: value for code, value in typed.items() if code in fields.by_code}
    after = _merged(before, known)
    now = {**facts, **facts_of(fields, after)}
    errors: dict[str, str] = {}
    for code, value in known.items():
        one = fields.by_code[code]
        if value == before.get(code):
            continue
        if not _is_open(one, now, level(code)):
            after = _merged(after, {code: before.get(code)})
            if level(code) is not FieldLevel.EDIT:
                errors[code] = _("You may not change this field.")
        elif one.spec.is_fixed and not is_new and before.get(code) is not None:
            errors[code] = _("This field cannot be changed once it has a value.")
        elif value is not None:
            fault = fault_of(one, value, at)
            if fault:
                errors[code] = fault
    changed = {code for code in known if after.get(code) != before.get(code)}
    for one in fields.live:
        if one.code in errors or after.get(one.code) is not None:
            continue
        if _is_due(one, now, level(one.code)) and _is_asked(one, changed | touched, is_new=is_new):
            errors[one.code] = _("This is required.")
    after = with_computed(fields, after)
    codes = {*before, *after}
    changes = {
        code: (before.get(code), after.get(code))
        for code in codes
        if before.get(code) != after.get(code)
    }
    return Checked(values=after, changes=changes, errors=errors)


def _merged(before: Mapping[str, Value], changes: Mapping[str, Value | None]) -> dict[str, Value]:
    merged = {**before, **changes}
    return {code: value for code, value in merged.items() if value is not None}


def facts_of(fields: FieldSet, values: Mapping[str, Value]) -> dict[str, Fact]:
    """Give what conditions look at, field by field."""
    return {
        one.code: one.kind.fact_of(values.get(one.code), one.spec.options) for one in fields.live
    }


def is_visible(one: Definition, facts: Mapping[str, Fact]) -> bool:
    """Tell whether a record of these facts shows the field."""
    return one.spec.visible_if is None or holds(one.spec.visible_if, facts)


def is_read_only(one: Definition, facts: Mapping[str, Fact]) -> bool:
    """Tell whether a record of these facts closes the field."""
    return not one.kind.is_typed or holds(one.spec.read_only_if, facts)


def is_required(one: Definition, facts: Mapping[str, Fact]) -> bool:
    """Tell whether a record of these facts asks for the field."""
    if not one.kind.in_big_form or not one.kind.is_typed:
        return False
    return one.spec.is_required or holds(one.spec.required_if, facts)


def _is_open(one: Definition, facts: Mapping[str, Fact], level: FieldLevel) -> bool:
    return level is FieldLevel.EDIT and is_visible(one, facts) and not is_read_only(one, facts)


def _is_due(one: Definition, facts: Mapping[str, Fact], level: FieldLevel) -> bool:
    return is_required(one, facts) and _is_open(one, facts, level)


def _is_asked(one: Definition, touched: set[str] | frozenset[str], *, is_new: bool) -> bool:
    """Tell whether this save is one that the requirement stops."""
    if is_new or one.code in touched:
        return True
    conditions: tuple[Condition | None, ...] = (one.spec.required_if,)
    return any(fields_of(condition) & touched for condition in conditions)


def fault_of(one: Definition, value: Value, at: At) -> str:
    """Say what is wrong with a value by the bounds of its field; empty when nothing is."""
    spec, kind = one.spec, one.kind
    if kind.is_bounded:
        bound = kind.bound(value)
        if spec.least is not None and bound < _bound(kind, spec.least):
            return _("This must be %(ge)s or more.", ge=_shown(one, spec.least, at))
        if spec.most is not None and bound > _bound(kind, spec.most):
            return _("This must be %(le)s or less.", le=_shown(one, spec.most, at))
    if kind.is_measured:
        length = kind.length(value)
        if spec.least_length is not None and length < spec.least_length:
            return _too_short(value, spec.least_length)
        if spec.most_length is not None and length > spec.most_length:
            return _too_long(value, spec.most_length)
    if spec.pattern and kind.may_have_pattern:
        return _pattern_fault(one, str(value))
    return ""


def _pattern_fault(one: Definition, text: str) -> str:
    try:
        if matches(one.spec.pattern, text):
            return ""
    except BadPatternError:
        return ""
    said_of = said(one.spec.pattern_message, voice().locale)
    return said_of or _("This does not have the expected form.")


def _bound(kind: Any, bound: Any) -> Any:
    return kind.bound(bound)


def _shown(one: Definition, bound: Any, at: At) -> str:
    try:
        return one.kind.show(bound, one.spec.options, at)
    except (ValueError, TypeError):
        return plain(bound) if hasattr(bound, "as_tuple") else str(bound)


def _too_short(value: Value, least: int) -> str:
    if isinstance(value, list):
        return ngettext("Choose at least %(num)s.", "Choose at least %(num)s.", least)
    return ngettext("Type at least %(num)s character.", "Type at least %(num)s characters.", least)


def _too_long(value: Value, most: int) -> str:
    if isinstance(value, list):
        return ngettext("Choose at most %(num)s.", "Choose at most %(num)s.", most)
    return ngettext("Type at most %(num)s character.", "Type at most %(num)s characters.", most)


def with_computed(fields: FieldSet, values: Mapping[str, Value]) -> dict[str, Value]:
    """Give values with the computed ones worked out again, each after those that it needs."""
    found = dict(values)
    if not fields.computed:
        return found
    natural: dict[str, Any] = {}
    for one in fields.live:
        value = found.get(one.code)
        if value is not None and one.kind.key != "computed":
            natural[one.code] = one.kind.natural(value, one.spec.options)
    for one in fields.computed:
        result = one.kind.work_out(one.spec.options, natural)
        found.pop(one.code, None)
        if result is not None:
            found[one.code] = result
            natural[one.code] = one.kind.natural(result, one.spec.options)
    return found
