"""Custom fields in the history of a client, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.contributions.limits import MASK
from onglet.fields.access import field_level
from onglet.fields.catalogue import field_set
from onglet.fields.objects import CLIENT, CONTACT
from onglet.fields.reading import PREFIX, at_of

if TYPE_CHECKING:
    from onglet.contributions import Record


def told_field(
    record: Record, subject: str, name: str, old: Any, new: Any
) -> tuple[str, str, str, bool] | None:
    """Give label, old and new text, and whether they are hidden; None when it is no such field."""
    of = {"core.client": CLIENT, "core.person": CONTACT}.get(subject)
    if of is None or not name.startswith(PREFIX):
        return None
    code = name.removeprefix(PREFIX)
    one = next((one for one in field_set(record, of).everything if one.code == code), None)
    if one is None:
        return code, str(old or ""), str(new or ""), False
    level = field_level(record, of, code)
    if not level.is_shown:
        return one.label, "", "", True
    at = at_of(record)

    def text(value: Any) -> str:
        if value is None:
            return ""
        if not one.kind.is_value(value, one.spec.options):
            return str(value) if level.is_readable else MASK  # written before it changed type
        if not level.is_readable:
            return one.kind.masked(value, one.spec.options)
        return one.kind.show(value, one.spec.options, at)

    return one.label, text(old), text(new), False
