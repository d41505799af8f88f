"""Declared settings as fields: what is held, what was typed, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onglet.host.names import package_of
from onglet.settings import service
from onglet.settings.reading import CLEAR, KEEP, Wrong, read_setting
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.ui.views import Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Ask, Setting
    from onglet.host.host import Host
    from onglet.host.registry import Placed
    from onglet.ui.reading import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A setting as the page draws it, its words in the reader's language."""

    key: str
    label: str
    help: str
    type: str
    options: tuple[Option, ...] = ()
    is_secret: bool = False
    is_set: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a form gives: the values to keep, and the state to draw again."""

    values: Mapping[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    state: FormState


_TYPES = {"secret": "password", "choice": "select", "yes_no": "checkbox"}


def draw_fields(ask: Ask, placed: Iterable[Placed[Setting]]) -> list[Field]:
    """Give the fields of some settings."""
    items = list(placed)
    held = service.get_set(ask, [item.item.key for item in items])
    fields = []
    for one in items:
        package, setting = package_of(one.plugin), one.item
        fields.append(
            Field(
                key=setting.key,
                label=gettext_of(package, setting.label),
                help=gettext_of(package, setting.help) if setting.help else "",
                type=_TYPES.get(setting.kind, "text"),
                options=tuple(
                    Option(value=value, label=gettext_of(package, label))
                    for value, label in setting.choices
                ),
                is_secret=setting.kind == "secret",
                is_set=bool(_shown(ask, setting, held)),
            )
        )
    return fields


def _shown(ask: Ask, setting: Setting, held: Mapping[str, Any]) -> Any:
    """Give what is held; a secret that no key opens any more counts as not set."""
    return ask.setting(setting.key) if setting.kind == "secret" else held.get(setting.key)


def held_state(ask: Ask, placed: Iterable[Placed[Setting]], *, key: str = "s") -> FormState:
    """Give the form with what is held, secrets left out."""
    items = [one.item for one in placed]
    held = service.get_set(ask, [item.key for item in items])
    data = {item.key: held.get(item.key, item.default) for item in items if item.kind != "secret"}
    return FormState(data=data, key=key)


def read_fields(
    host: Host, placed: Iterable[Placed[Setting]], form: Form, *, key: str = "s"
) -> Read:
    """Read the form of some settings; each plugin's own check runs in its guard."""
    values: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    state = FormState(key=key)
    secrets = []
    for one in placed:
        setting = one.item
        secret = setting.kind == "secret"
        typed[setting.key] = "" if secret else form.get(setting.key)
        read = read_setting(setting, form, check=lambda item, value: _check(host, one, value))  # noqa: B023 - called at once
        if isinstance(read, Wrong):
            state = state.with_error(setting.key, read.message)
        elif read is not KEEP:
            values[setting.key] = read
            secrets += [setting.key] if secret else []
    return Read(
        values=values,
        secrets=tuple(secrets),
        state=FormState(data=typed, errors=state.errors, key=key),
    )


def _check(host: Host, placed: Placed[Setting], value: Any) -> str:
    """Run the declared check; one that fails refuses, because nobody can say that it is right."""
    if placed.item.check is None:
        return ""
    answer = host.call(
        placed.plugin, f"check of {placed.item.key}", placed.item.check, value, expect=str
    )
    if answer.value is None:
        reference = answer.failure.reference if answer.failure else ""
        return _("This value could not be checked. Reference: %(reference)s.", reference=reference)
    return gettext_of(package_of(placed.plugin), answer.value) if answer.value else ""


__all__ = ["CLEAR", "Field", "Read", "draw_fields", "held_state", "read_fields"]
