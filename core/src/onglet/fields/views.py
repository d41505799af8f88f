"""What templates draw of custom fields: inputs of forms, and values on the record."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onglet.fields.access import field_level
from onglet.fields.checking import is_read_only, is_required, is_visible
from onglet.fields.kinds.choices import label_of
from onglet.fields.kinds.links import FIND
from onglet.fields.reading import at_of
from onglet.fields.sql import stored_as
from onglet.ui.formats import html_spaces
from onglet.ui.i18n import gettext as _
from onglet.ui.views import KeyValue, Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from onglet.contributions import Ask
    from onglet.fields.catalogue import Definition, Group
    from onglet.fields.conditions import Condition, Fact
    from onglet.fields.kinds import At, Value

INPUTS: Final = {"number": "text", "duration": "text", "colour": "text", "rich": "textarea"}
MANY: Final = frozenset({"choices", "link"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInput:
    """A field as a form draws it. `rules` is the JSON that the page evaluates."""

    code: str
    name: str
    label: str
    input: str
    type: str
    help: str = ""
    placeholder: str = ""
    required: bool = False
    read_only: bool = False
    shown: str | Markup = ""
    span: str = ""
    suffix: str = ""
    options: Sequence[Option] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    rules: str = ""
    is_visible: bool = True
    template: str = ""
    find: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGroup:
    """Inputs under the name of their group."""

    label: str
    is_open: bool
    inputs: Sequence[FieldInput]


def input_groups(
    ask: Ask,
    grouped: Iterable[tuple[Group | None, list[Definition]]],
    values: Mapping[str, Value],
    facts: Mapping[str, Fact],
    *,
    is_new: bool = False,
) -> list[InputGroup]:
    """Give the inputs of a form, group by group; fields that the actor may not know left out."""
    at = at_of(ask)
    found = []
    for group, definitions in grouped:
        inputs = [
            field_input(ask, one, values.get(one.code), facts, at, is_new=is_new)
            for one in definitions
            if field_level(ask, one.object, one.code).is_shown
            and (one.kind.is_typed or one.kind.key == "section" or not is_new)
        ]
        if inputs:
            label = group.label if group else ""
            found.append(InputGroup(label=label, is_open=not group or group.is_open, inputs=inputs))
    return found


def field_input(
    ask: Ask,
    one: Definition,
    value: Value | None,
    facts: Mapping[str, Fact],
    at: At,
    *,
    is_new: bool = False,
    alone: bool = False,
) -> FieldInput:
    """Give one input; `alone` is a form of its own, where files can be sent."""
    level = field_level(ask, one.object, one.code)
    closed = (
        not level.is_readable
        or level.value != "edit"
        or not one.kind.is_typed
        or is_read_only(one, facts)
        or (one.spec.is_fixed and not is_new and value is not None)
        or not (one.kind.in_big_form or alone)
    )
    return FieldInput(
        code=one.code,
        name=one.name,
        label=one.label,
        input=one.kind.input,
        type=_type(one),
        help=one.help,
        placeholder=one.spec.example,
        required=is_required(one, facts),
        read_only=closed,
        shown=shown_value(one, value, at, masked=not level.is_readable),
        span=one.kind.span,
        suffix=_suffix(one),
        options=_options(one, value, at),
        attrs=_attrs(one),
        rules=_rules(one),
        is_visible=is_visible(one, facts),
        template=getattr(one.kind, "template", ""),
        find=f"{one.name}.{FIND}" if one.kind.key == "link" else "",
        target=one.spec.options.target,
    )


def _type(one: Definition) -> str:
    look, shape = one.spec.options.look, one.kind.input
    if shape == "choice":
        return "radio" if look == "radio" else "select"
    if shape in {"yes_no", "rating"}:
        return "select"
    if shape == "choices":
        return "multiselect" if look == "tags" else "checks"
    return INPUTS.get(shape, shape)


def _options(one: Definition, value: Value | None, at: At) -> list[Option]:
    options = one.kind.choices(one.spec.options, at)
    if one.kind.key == "link" and not options and isinstance(value, list):
        links = at.seen(one.spec.options.target, [str(key) for key in value])
        return [Option(value=link.id, label=link.label) for link in links]
    if one.kind.key in {"choice", "choices"} and value is not None:
        options += _archived(one, value, {option.value for option in options}, at)
    return options


def _archived(one: Definition, value: Value, known: set[str], at: At) -> list[Option]:
    """Give what was chosen before its choice was archived: it stays until somebody takes it off."""
    settings = one.spec.options
    held = one.kind.natural(value, settings)
    keys = held if isinstance(held, tuple) else (held,)
    return [
        Option(value=key, label=label_of(key, settings))
        for key in dict.fromkeys(str(key) for key in keys)
        if key not in known
    ]


def _suffix(one: Definition) -> str:
    if one.kind.key == "unit":
        return one.spec.options.unit
    if one.kind.key == "percent":
        return "%"
    if one.kind.key == "amount" and len(one.spec.options.currencies) == 1:
        return one.spec.options.currencies[0]
    return ""


def _attrs(one: Definition) -> dict[str, Any]:
    attrs: dict[str, Any] = {"autocomplete": "off"}
    if one.kind.is_numeric and one.kind.input in {"number", "amount"}:
        attrs["inputmode"] = "decimal"
    return attrs


def _rules(one: Definition) -> str:
    """Give the conditions of a field, and how its own value is compared, for the page."""
    rules: dict[str, Any] = {"fact": stored_as(one.kind, one.spec).fact, "scale": one.kind.scale}
    conditions: tuple[tuple[str, Condition | None], ...] = (
        ("visible", one.spec.visible_if),
        ("required", one.spec.required_if),
        ("closed", one.spec.read_only_if),
    )
    rules |= {name: found.model_dump(mode="json") for name, found in conditions if found}
    return json.dumps(rules, ensure_ascii=False)


def shown_value(
    one: Definition, value: Value | None, at: At, *, masked: bool = False
) -> str | Markup:
    """Give a value as the record shows it; empty when there is none."""
    if value is None:
        return ""
    options = one.spec.options
    if masked:
        return one.kind.masked(value, options)
    return one.kind.html(value, options, at) or html_spaces(one.kind.show(value, options, at))


def form_data(
    definitions: Iterable[Definition], values: Mapping[str, Value], at: At
) -> dict[str, Any]:
    """Give values as inputs hold them, by the names of the inputs."""
    data: dict[str, Any] = {}
    for one in definitions:
        value = values.get(one.code)
        if value is None or not one.kind.is_typed:
            continue
        for part, texts in one.kind.raw(value, one.spec.options, at).texts.items():
            name = f"{one.name}.{part}" if part else one.name
            data[name] = list(texts) if len(texts) != 1 else texts[0]
    return data


def key_value(
    ask: Ask, one: Definition, value: Value | None, at: At, *, edit: str, pin: str, pinned: bool
) -> KeyValue:
    """Give a field as a line of the record, with its pen and its star."""
    level = field_level(ask, one.object, one.code)
    return KeyValue(
        key=one.code,
        label=one.label,
        value=shown_value(one, value, at, masked=not level.is_readable),
        href=one.kind.href(value) if value is not None and level.is_readable else "",
        edit_href=edit if level.value == "edit" and one.kind.is_typed else "",
        pin_post=pin if one.spec.is_pinnable and one.kind.key not in {"section", "roll_up"} else "",
        pinned=pinned,
        multiline=one.kind.input in {"textarea", "address"},
    )


def record_facts(kind: str, stage: str) -> dict[str, Fact]:
    """Give what conditions look at beside the fields of a client."""
    return {"kind": kind, "stage": stage}


def unnamed() -> str:
    """Give the heading of fields that are in no group."""
    return _("Custom fields")
