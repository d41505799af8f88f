"""Forms: what was typed, what is wrong with it, and the model it makes when nothing is."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from onglet.ui.complaints import complaint, refusal
from onglet.ui.i18n import gettext
from onglet.ui.reading import Form, clean_text
from onglet.ui.views import ErrorLink

__all__ = [
    "FormState",
    "Line",
    "LocalDecimal",
    "as_typed",
    "check",
    "local_number",
    "refusal",
    "single_line",
]

M = TypeVar("M", bound=BaseModel)
Typed = Mapping[str, Any]
_LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """A form as it is drawn: what was typed, and the messages beside it.

    Attributes:
        data: field name to text, list of texts, bool, date...; whatever was typed or stored.
        errors: field name to its messages, already in the reader's language.
        form_errors: messages that belong to no field.
        labels: field name to its label, for the summary.
        key: prefix of the ids, for two forms on one page.
    """

    data: Typed = field(default_factory=dict)
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form_errors: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    key: str = "f"

    def value(self, name: str) -> str:
        """A field's text, as an input shows it; empty when there is none."""
        held = self.data.get(name)
        if isinstance(held, _LISTS):
            held = next(reversed(list(held)), None)
        return "" if held is None or held is False else as_typed(held)

    def values(self, name: str) -> list[str]:
        """Every value of a field that holds several."""
        held = self.data.get(name)
        if held is None:
            return []
        return [as_typed(one) for one in held] if isinstance(held, _LISTS) else [as_typed(held)]

    def checked(self, name: str) -> bool:
        """Whether a check box is on."""
        return self.value(name).lower() in {"1", "on", "true", "yes"}

    def error(self, name: str) -> str:
        """A field's first message, or nothing."""
        messages = self.errors.get(name, ())
        return messages[0] if messages else ""

    def field_id(self, name: str) -> str:
        """The id of a field's input."""
        return f"{self.key}-{name.replace('.', '-')}"

    @property
    def failed(self) -> bool:
        """Whether there is anything wrong."""
        return bool(self.errors or self.form_errors)

    def summary(self) -> tuple[ErrorLink, ...]:
        """The messages in order, the form's own first, each with the field it leads to."""
        whole = tuple(ErrorLink(message=message) for message in self.form_errors)
        return whole + tuple(
            ErrorLink(
                message=message, field_id=self.field_id(name), label=self.labels.get(name, "")
            )
            for name, messages in self.errors.items()
            for message in messages
        )

    def errors_under(self, *names: str) -> int:
        """How many of these fields are wrong; a name ending in "." counts all below it."""
        return sum(
            any(wrong == name or (name.endswith(".") and wrong.startswith(name)) for name in names)
            for wrong in self.errors
        )

    def with_error(self, name: str, message: str) -> FormState:
        """The state with one more message; an empty name speaks of the whole form."""
        if not name:
            return replace(self, form_errors=(*self.form_errors, message))
        held = {**self.errors, name: (*self.errors.get(name, ()), message)}
        return replace(self, errors=held)


def as_typed(value: object) -> str:
    """A stored value as a person would type it in an input."""
    if value is True:
        return "1"
    if isinstance(value, Decimal):
        return f"{value:f}"
    stored = getattr(value, "value", value)  # an enum
    return stored.isoformat() if hasattr(stored, "isoformat") else str(stored)


def check(model: type[M], form: Form | Typed, *, key: str = "f") -> tuple[M | None, FormState]:
    """The model that a form makes, or None; and the form to draw again.

    Empty texts count as not given, so an optional field's default applies and a required one
    says that it is missing. A field's `title` (marked with `N_`) is its label in the summary.
    Dotted names ("address.city", "phones.0.number") make inner models.
    """
    typed: dict[str, Any] = dict(form.plain() if isinstance(form, Form) else form)
    state = FormState(data=typed, labels=_titles(model), key=key)
    try:
        return model.model_validate(_nested(model, typed)), state
    except ValidationError as error:
        errors: dict[str, tuple[str, ...]] = {}
        whole: tuple[str, ...] = ()
        for found in error.errors(include_url=False):
            name = _field_name(found["loc"], typed)
            if name:
                errors[name] = (*errors.get(name, ()), complaint(found))
            else:
                whole = (*whole, complaint(found))
        return None, replace(state, errors=_in_order(model, errors), form_errors=whole)


def local_number(typed: object) -> object:
    """A number as the French type it ("1 234,56 €"), ready for a Decimal field."""
    if not isinstance(typed, str):
        return typed
    text = "".join(typed.split()).rstrip("€%").replace("−", "-")
    if "," in text:
        text = (
            text.replace(".", "").replace(",", ".")
            if text.rfind(",") > text.rfind(".")
            else text.replace(",", "")
        )
    return text


def single_line(typed: object) -> object:
    """A text without line ends or outer spaces, inner runs of blanks made one."""
    return " ".join(clean_text(typed).split()) if isinstance(typed, str) else typed


LocalDecimal = Annotated[Decimal, BeforeValidator(local_number)]
Line = Annotated[str, BeforeValidator(single_line)]


def _titles(model: type[BaseModel]) -> dict[str, str]:
    return {
        info.alias or name: gettext(info.title)
        for name, info in model.model_fields.items()
        if info.title
    }


def _nested(model: type[BaseModel], typed: Mapping[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in typed.items():
        kept = _given(value)
        if kept is None:
            continue
        *path, last = name.split(".")
        branch = tree
        for step in path:
            inner = branch.setdefault(step, {})
            branch = inner if isinstance(inner, dict) else {}
        branch[last] = kept
    for name, info in model.model_fields.items():
        held = tree.get(info.alias or name)
        if held is not None and _wants_list(info.annotation) and not isinstance(held, list):
            tree[info.alias or name] = (
                [held[step] for step in sorted(held, key=_index)]
                if isinstance(held, dict)
                else [held]
            )
        elif isinstance(held, list) and not _wants_list(info.annotation):
            tree[info.alias or name] = held[-1]
    return tree


def _given(value: object) -> object:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, list):
        return [one for one in value if not isinstance(one, str) or one.strip()] or None
    return value


def _index(step: str) -> tuple[int, str]:
    return (int(step), "") if step.isascii() and step.isdigit() else (1_000_000, step)


def _wants_list(annotation: object) -> bool:
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return any(_wants_list(one) for one in typing.get_args(annotation))
    return origin in _LISTS or annotation in _LISTS


def _field_name(loc: Sequence[int | str], typed: Mapping[str, Any]) -> str:
    """The name of the input that an error speaks of: the longest part of its path that is one."""
    full = ".".join(str(step) for step in loc)
    parts = full.split(".") if full else []
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in typed:
            return name
    return full


def _in_order(
    model: type[BaseModel], errors: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    order = {
        info.alias or name: place for place, (name, info) in enumerate(model.model_fields.items())
    }
    return dict(sorted(errors.items(), key=lambda item: order.get(item[0].split(".")[0], 999)))
