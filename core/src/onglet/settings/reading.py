"""What was typed for declared settings, as the values to keep, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from onglet.ui.forms import local_number
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import Setting
    from onglet.ui.reading import Form

LONGEST = 4000
LARGEST = Decimal(10) ** 15
CLEAR = "clear."
"""Prefix of the box that takes a secret away: an empty field keeps it."""

Checked = Any
KEEP = object()
"""What stands for a value that stays as it is."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot be kept, in the reader's language."""

    message: str


def read_setting(
    setting: Setting, form: Form, *, check: Callable[[Setting, Any], str]
) -> Any | Wrong:
    """Give the value to keep: plain JSON, None for the default, `KEEP` to leave it as it is.

    Args:
        setting: the declaration.
        form: what was sent; the field is named after the setting's key.
        check: runs the declared check in its guard, and gives a complaint or nothing.
    """
    if setting.kind == "yes_no":
        return form.get(setting.key, "") in {"1", "on", "true", "yes"}
    typed = form.get(setting.key, "")
    if len(typed) > LONGEST:
        return Wrong(_("This is too long: %(most)s characters at most.", most=LONGEST))
    if setting.kind == "secret" and not typed:
        return None if form.get(CLEAR + setting.key, "") else KEEP
    value = _read(setting, typed)
    if value is None or isinstance(value, Wrong):
        return value
    complaint = check(setting, value)
    return Wrong(complaint) if complaint else value


def _read(setting: Setting, typed: str) -> Any | Wrong:
    text = typed.strip()
    if not text:
        return None
    if setting.kind == "number":
        return _number(text)
    if setting.kind == "choice":
        known = {value for value, _label in setting.choices}
        return text if text in known else Wrong(_("Choose one of the values of the list."))
    return text


def _number(text: str) -> int | float | Wrong:
    try:
        number = Decimal(str(local_number(text)))
    except InvalidOperation:
        return Wrong(_("Type a number, such as 1250.50."))
    if not number.is_finite() or abs(number) > LARGEST:
        return Wrong(_("This number is too large."))
    return int(number) if number == number.to_integral_value() else float(number)
