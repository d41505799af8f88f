"""The form of a field's definition: what is typed as a spec, and a spec as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from onglet.fields.conditions import NEEDS_VALUE, Op
from onglet.fields.kinds import Kind, Raw, WrongError
from onglet.fields.reading import at_of
from onglet.fields.spec import FieldSpec
from onglet.identity.folding import fold
from onglet.ui.complaints import complaint
from onglet.ui.forms import FormState
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from onglet.contributions import Ask
    from onglet.fields.catalogue import Definition, FieldSet
    from onglet.ui.reading import Form

LANGUAGES: Final = ("fr", "en")
CONDITIONS: Final = ("visible_if", "required_if", "read_only_if")
ROWS: Final = 3
FLAGS: Final = {
    "is_required": N_("Required"),
    "is_fixed": N_("Not to be changed after creation"),
    "is_unique": N_("Unique: no two records have the same value"),
    "is_searchable": N_("Found by the search"),
    "is_filterable": N_("Filter of the list"),
    "is_sortable": N_("The list can be sorted by it"),
    "is_column": N_("Column of the list"),
    "is_totalled": N_("Total under its column"),
    "is_pinnable": N_("May be pinned under the name"),
    "is_printable": N_("May be printed on documents"),
    "is_audited": N_("Kept in the history"),
    "is_personal": N_("Personal data"),
}
OPS: Final = {
    Op.IS: N_("is"),
    Op.IS_NOT: N_("is not"),
    Op.FILLED: N_("is filled"),
    Op.EMPTY: N_("is empty"),
    Op.CONTAINS: N_("contains"),
    Op.AT_LEAST: N_("is at least"),
    Op.AT_MOST: N_("is at most"),
}


def code_of(label: str, taken: set[str]) -> str:
    """Give a code made of a name, free among those taken."""
    bare = "".join(c if c.isascii() and c.isalnum() else "_" for c in fold(label)).strip("_")[:32]
    start = bare if bare[:1].isalpha() else f"f_{bare}".rstrip("_")
    code, number = start or "field", 2
    while code in taken:
        code, number = f"{start}_{number}", number + 1
    return code


def read_spec(
    ask: Ask, form: Form, kind: Kind, fields: FieldSet, *, code: str = ""
) -> tuple[FieldSpec | None, FormState]:
    """Give the field that was described, or None and what is wrong."""
    state = FormState(data=form.plain(), key="d")
    errors: dict[str, str] = {}
    taken = {one.code for one in fields.everything}
    label = {key: form.get(f"label.{key}").strip() for key in LANGUAGES}
    data: dict[str, Any] = {
        "code": form.get("code").strip()
        or code
        or code_of(next(filter(None, label.values()), ""), taken),
        "type": kind.key,
        "label": {key: text for key, text in label.items() if text},
        "help": _texts(form, "help"),
        "example": form.get("example").strip(),
        "options": _options(form, kind),
        "pattern": form.get("pattern").strip(),
        "pattern_message": _texts(form, "pattern_message"),
        "api_name": form.get("api_name").strip(),
        **{flag: bool(form.get(flag)) for flag in FLAGS},
    }
    for name in ("least", "most"):
        data[name] = form.get(name).strip() or None
    for name in ("least_length", "most_length", "retention_months"):
        data[name] = form.get(name).strip() or None
    data["default"] = _default(form)
    for name in CONDITIONS:
        data[name] = _condition(ask, form, name, fields, errors)
    try:
        spec = FieldSpec.model_validate(data)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            errors.setdefault(_part(found["loc"]), complaint(found))
        spec = None
    for name, message in errors.items():
        state = state.with_error(name, message)
    return (None if errors else spec), state


def _part(loc: tuple[int | str, ...]) -> str:
    names = [str(part) for part in loc]
    if names[0] == "options" and len(names) > 1:
        return names[1]
    return "label.fr" if names[0] == "label" else names[0]


def _texts(form: Form, name: str) -> dict[str, str]:
    found = {key: form.get(f"{name}.{key}").strip() for key in LANGUAGES}
    return {key: text for key, text in found.items() if text}


def _options(form: Form, kind: Kind) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name in kind.options:
        if name == "choices":
            options["choices"] = _choices(form)
        elif name == "currencies":
            codes = form.get("currencies").upper().replace(";", " ").replace(",", " ").split()
            options["currencies"] = codes or ["EUR"]
        elif form.get(f"option.{name}").strip():
            options[name] = form.get(f"option.{name}").strip()
    return options


def _choices(form: Form) -> list[dict[str, Any]]:
    ids, french, english = (form.all(f"choice.{name}") for name in ("id", "fr", "en"))
    merged = form.all("choice.merge")
    archived = set(form.all("choice.archived"))
    taken = {one for one in ids if one}
    found = []
    for place, key in enumerate(ids):
        label = {
            language: texts[place].strip()
            for language, texts in (("fr", french), ("en", english))
            if place < len(texts) and texts[place].strip()
        }
        if not label and not key:
            continue
        own = key or code_of(next(iter(label.values())), taken)
        taken.add(own)
        into = merged[place] if place < len(merged) else ""
        found.append(
            {
                "id": own,
                "label": label or {"fr": own},
                "merged_into": "" if into == own else into,
                "is_archived": key in archived and bool(key),
            }
        )
    return found


def _default(form: Form) -> dict[str, Any] | None:
    kind = form.get("default.kind")
    if kind in {"today", "me"}:
        return {"kind": kind}
    value = form.get("default").strip()
    return {"kind": "fixed", "value": value} if value else None


def _condition(
    ask: Ask, form: Form, name: str, fields: FieldSet, errors: dict[str, str]
) -> dict[str, Any] | None:
    tests: list[dict[str, Any]] = []
    rows = zip(
        form.all(f"{name}.field"), form.all(f"{name}.op"), form.all(f"{name}.value"), strict=False
    )
    for field, op, value in rows:
        if not field:
            continue
        one = fields.by_code.get(field)
        test: dict[str, Any] = {"field": field, "op": op}
        if op in NEEDS_VALUE:
            try:
                test["value"] = _fact(ask, one, value.strip())
            except WrongError as wrong:
                errors[name] = wrong.message
        tests.append(test)
    join = "any" if form.get(f"{name}.join") == "any" else "all"
    return {"join": join, "tests": tests} if tests else None


def _fact(ask: Ask, one: Definition | None, text: str) -> Any:
    """Give what a condition compares with, as the field's type keeps it."""
    if one is None:
        return text
    if one.kind.key == "computed":
        from onglet.fields.sql import stored_as

        kind = stored_as(one.kind, one.spec)
    else:
        kind = one.kind
    value = kind.parse(Raw.of(text), one.spec.options, at_of(ask))
    fact = None if value is None else kind.fact_of(value, one.spec.options)
    if isinstance(fact, list):
        return fact[0] if fact else ""
    return fact


def spec_data(
    ask: Ask, spec: FieldSpec, kind: Kind, fields: FieldSet, group: str
) -> dict[str, Any]:
    """Give a spec as its form shows it."""
    at = at_of(ask)

    def typed(value: Any) -> str:
        if value is None:
            return ""
        try:
            return kind.raw(value, spec.options, at).get()
        except (ValueError, TypeError, AttributeError):
            return str(value)

    data: dict[str, Any] = {
        "code": spec.code,
        "example": spec.example,
        "group": group,
        "pattern": spec.pattern,
        "api_name": spec.api_name,
        "least": typed(spec.least),
        "most": typed(spec.most),
        "least_length": spec.least_length,
        "most_length": spec.most_length,
        "retention_months": spec.retention_months,
        "currencies": " ".join(spec.options.currencies),
        **{flag: getattr(spec, flag) for flag in FLAGS},
        **{f"option.{name}": getattr(spec.options, name) for name in kind.options},
    }
    for name, texts in (
        ("label", spec.label),
        ("help", spec.help),
        ("pattern_message", spec.pattern_message),
    ):
        data |= {f"{name}.{key}": texts.get(key, "") for key in LANGUAGES}
    if spec.default is not None:
        data["default.kind"] = spec.default.kind
        data["default"] = typed(spec.default.value) if spec.default.kind == "fixed" else ""
    return data


def condition_rows(
    ask: Ask, spec: FieldSpec | None, name: str, fields: FieldSet
) -> list[dict[str, str]]:
    """Give the tests of a condition as rows of the form, with empty ones after them."""
    condition = getattr(spec, name) if spec else None
    rows = [
        {
            "field": test.field,
            "op": test.op.value,
            "value": _typed_fact(ask, fields, test.field, test.value),
        }
        for test in (condition.tests if condition else ())
    ]
    blank = {"field": "", "op": "is", "value": ""}
    return [*rows, *(dict(blank) for _ in range(max(1, ROWS - len(rows))))]


def _typed_fact(ask: Ask, fields: FieldSet, code: str, value: Any) -> str:
    one = fields.by_code.get(code)
    if value is None:
        return ""
    if one is None or isinstance(value, str):
        return str(value)
    if one.kind.key == "amount":
        return f"{value / 10_000:.2f}".replace(".", ",")
    return one.kind.raw(value, one.spec.options, at_of(ask)).get()
