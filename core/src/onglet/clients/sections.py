"""Blocks that plugins add to the form of a client: drawn, checked and saved with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from onglet.fields.access import level_of
from onglet.host.names import package_of
from onglet.ui.closing import closed
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext_of
from onglet.work.unit import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onglet.contributions import Ask, FormSection, Record, Work
    from onglet.host.host import Host
    from onglet.host.registry import Placed
    from onglet.ui.reading import Form

MARK: Final = "section"
"""Name of the hidden fields that say which blocks were in the form that is sent."""


class SectionFailedError(Exception):
    """A plugin's block could not be saved: nothing of the form is. `reference` is on record."""

    def __init__(self, label: str, reference: str) -> None:
        self.label = label
        self.reference = reference
        super().__init__(f"{label} ({reference})")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSection:
    """A block as the form shows it; without `html` it could not be drawn, and is not saved."""

    key: str
    label: str
    html: Markup | None
    errors: int = 0
    reference: str = ""


def _open_to(host: Host, ask: Ask, record: Record | None) -> list[Placed[FormSection]]:
    """List the blocks that the actor may fill."""
    return [
        placed
        for placed in host.registry().form_sections
        if level_of(ask, placed.item.key).is_open
        and (record.may_here(placed.item.right) if record else ask.access.may(placed.item.right))
    ]


def draw(
    host: Host,
    ask: Ask,
    record: Record | None,
    *,
    form: Form | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[DrawnSection]:
    """Give every block, with what was typed when the form comes back with faults."""
    return [
        _draw(host, ask, record, placed, form, errors or {})
        for placed in _open_to(host, ask, record)
    ]


def _draw(
    host: Host,
    ask: Ask,
    record: Record | None,
    placed: Placed[FormSection],
    form: Form | None,
    errors: Mapping[str, str],
) -> DrawnSection:
    section, plugin = placed.item, placed.plugin
    wrong = {name: (message,) for name, message in errors.items() if _is_of(plugin, name)}

    def call() -> Markup:
        with ask.session.begin_nested():
            held = dict(section.load(replace(record, plugin=plugin) if record else None))
            if form is not None and section.key in form.all(MARK):
                held = dict.fromkeys(section.fields, "") | _typed(plugin, form)
            state = FormState(data=held, errors=wrong)
            return ask.render(section.template, f=state, record=record)

    answer = host.call(plugin, f"form section {section.key}", call, expect=Markup)
    return DrawnSection(
        key=section.key,
        label=gettext_of(package_of(plugin), section.label),
        html=None if answer.value is None else closed(answer.value),
        errors=len(wrong),
        reference=answer.failure.reference if answer.failure else "",
    )


def check(host: Host, ask: Ask, record: Record | None, form: Form) -> dict[str, str]:
    """Give the messages of every block that was sent, by field."""
    found: dict[str, str] = {}
    for placed in _sent(host, ask, record, form):
        if placed.item.check is None:
            continue
        typed = _typed(placed.plugin, form)
        answer = host.call(placed.plugin, f"check of {placed.item.key}", placed.item.check, typed)
        if answer.value is None:
            raise _failed(placed, answer.failure)
        found |= answer.value
    return found


def save(host: Host, work: Work, record: Record, form: Form) -> None:
    """Write every block that was sent, in the transaction of the form.

    Raises:
        SectionFailedError: when one fails; the caller rolls everything back.
    """
    for placed in _sent(host, work, record, form):
        answer = host.call(
            placed.plugin,
            f"save of {placed.item.key}",
            placed.item.save,
            replace(work, plugin=placed.plugin),
            record_of(work, record.client, plugin=placed.plugin),
            _typed(placed.plugin, form),
        )
        if not answer.ok:
            raise _failed(placed, answer.failure)


def _sent(host: Host, ask: Ask, record: Record | None, form: Form) -> Iterable[Placed[FormSection]]:
    sent: Sequence[str] = form.all(MARK)
    return [placed for placed in _open_to(host, ask, record) if placed.item.key in sent]


def _failed(placed: Placed[FormSection], failure: Any) -> SectionFailedError:
    label = gettext_of(package_of(placed.plugin), placed.item.label)
    return SectionFailedError(label, failure.reference if failure else "")


def _is_of(plugin: str, name: str) -> bool:
    return name.startswith(f"{plugin}-")


def _typed(plugin: str, form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.plain().items() if _is_of(plugin, name)}
