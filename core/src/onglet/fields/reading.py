"""What was typed for custom fields, as values: from a form, or from an import or the API."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from onglet.fields.files import store_file
from onglet.fields.kinds import At, Raw, Value, WrongError, raw_of
from onglet.fields.objects import links_found, links_seen
from onglet.rights.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Ask
    from onglet.fields.catalogue import Definition, FieldSet
    from onglet.storage import Blobs
    from onglet.ui.forms import FormState
    from onglet.ui.reading import Form

PREFIX: Final = "field."
MARK: Final = "fields"
"""Name of the hidden inputs that say which fields a form holds: an unticked box sends nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Values by code, None for a field that was emptied, and what is wrong by the input's name."""

    values: Mapping[str, Value | None] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def at_of(ask: Ask, *, storage: Blobs | None = None, file_href: str = "") -> At:
    """Give where and for whom values are read and shown."""
    at = At(
        zone=ask.actor.zone,
        today=ask.today,
        seen=partial(links_seen, ask),
        found=partial(links_found, ask),
        file_href=file_href,
    )
    return replace(at, store=partial(store_file, storage)) if storage is not None else at


def read_form(
    form: Form, definitions: Iterable[Definition], held: Mapping[str, Value], at: At
) -> Read:
    """Read the fields that a form says it holds."""
    sent = set(form.all(MARK))
    values: dict[str, Value | None] = {}
    errors: dict[str, str] = {}
    for one in definitions:
        if one.code not in sent or not one.kind.is_typed:
            continue
        try:
            raw = _raw(form, one, held.get(one.code))
            values[one.code] = one.kind.parse(raw, one.spec.options, at)
        except WrongError as wrong:
            errors[one.name] = wrong.message
    return Read(values=values, errors=errors)


def read_into(
    ask: Ask, form: Form, state: FormState, fields: FieldSet, held: Mapping[str, Value]
) -> tuple[FormState, dict[str, Value | None] | None]:
    """Read the fields that a form holds; None, and messages on its state, when some are wrong."""
    labels = {one.name: one.label for one in fields.live}
    state = replace(state, labels={**state.labels, **labels})
    read = read_form(form, fields.live, held, at_of(ask))
    for name, message in read.errors.items():
        state = state.with_error(name, message)
    return state, None if read.errors else dict(read.values)


def _raw(form: Form, one: Definition, held: Value | None) -> Raw:
    start = f"{one.name}."
    texts = {
        name.removeprefix(start) if name != one.name else "": found
        for name, found in form.texts.items()
        if name == one.name or name.startswith(start)
    }
    return Raw(texts, form.files.get(one.name, ()), held)


def read_given(
    fields: FieldSet, given: Mapping[str, Any], at: At, held: Mapping[str, Value] | None = None
) -> Read:
    """Read natural values by code or API name: texts, numbers, days, lists, as they come."""
    names = {one.spec.shown_in_api: one for one in fields.live} | dict(fields.by_code)
    values: dict[str, Value | None] = {}
    errors: dict[str, str] = {}
    for name, thing in given.items():
        one = names.get(name)
        if one is None:
            errors[PREFIX + name] = _no_such_field(name)
            continue
        try:
            raw = replace(raw_of(thing), held=(held or {}).get(one.code))
            values[one.code] = one.kind.parse(raw, one.spec.options, at)
        except WrongError as wrong:
            errors[one.name] = wrong.message
    return Read(values=values, errors=errors)


def _no_such_field(name: str) -> str:
    from onglet.ui.i18n import gettext as _

    return _("There is no field named “%(name)s”.", name=name[:60])


def first_values(ask: Ask, definitions: Iterable[Definition]) -> dict[str, Value]:
    """Give what a new record begins with, by code."""
    found: dict[str, Value] = {}
    for one in definitions:
        value = _default(ask, one)
        if value is not None:
            found[one.code] = value
    return found


def _default(ask: Ask, one: Definition) -> Value | None:
    default = one.spec.default
    if default is None or not one.kind.is_typed:
        return None
    if default.kind == "today":
        return ask.today.isoformat() if one.kind.key == "date" else ask.now.strftime(INSTANT)
    if default.kind == "me":
        user = ask.session.get(User, ask.actor.user_id) if ask.actor.user_id else None
        return [user.public_id] if user else None
    value: Value | None = default.value
    return value


INSTANT: Final = "%Y-%m-%dT%H:%M:00Z"
