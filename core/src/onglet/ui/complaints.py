"""What is said of a wrong field: pydantic's error types as sentences in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from onglet.ui.i18n import N_, gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

_CUSTOM = "onglet"
_NUMBER = N_("Type a number, such as 1250.50.")
_WHOLE = N_("Type a whole number.")
_DAY = N_("Type a date, day, month and year.")
_MOMENT = N_("Type a date and a time.")
_CHOICE = N_("Choose one of the values of the list.")
_SAYINGS: dict[str, str] = {
    "missing": N_("This is required."),
    "none_required": N_("Leave this empty."),
    "string_type": N_("Type some text."),
    "string_unicode": N_("This text holds characters that cannot be kept."),
    "string_pattern_mismatch": N_("This does not have the expected form."),
    "int_parsing": _WHOLE,
    "int_parsing_size": N_("This number is too large."),
    "int_from_float": _WHOLE,
    "int_type": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_max_digits": N_("This number is too long: %(max_digits)s digits at most."),
    "decimal_max_places": N_("Type %(decimal_places)s decimals at most."),
    "decimal_whole_digits": N_("This number is too large."),
    "greater_than": N_("This must be more than %(gt)s."),
    "greater_than_equal": N_("This must be %(ge)s or more."),
    "less_than": N_("This must be less than %(lt)s."),
    "less_than_equal": N_("This must be %(le)s or less."),
    "multiple_of": N_("This must be a multiple of %(multiple_of)s."),
    "bool_parsing": N_("Answer yes or no."),
    "bool_type": N_("Answer yes or no."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "date_past": N_("This date must be in the past."),
    "date_future": N_("This date must be in the future."),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "time_parsing": N_("Type a time, hours and minutes."),
    "time_type": N_("Type a time, hours and minutes."),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "uuid_parsing": _CHOICE,
    "uuid_type": _CHOICE,
    "url_parsing": N_("Type an address such as https://example.com."),
    "url_type": N_("Type an address such as https://example.com."),
    "url_scheme": N_("This address must begin with http:// or https://."),
    "url_too_long": N_("This address is too long."),
    "extra_forbidden": N_("This field is not expected here."),
}
_EMAIL = N_("Type an e-mail address such as name@example.com.")
_OTHER = N_("This value is not valid.")


def refusal(message: str, /, **values: object) -> PydanticCustomError:
    """What a validator raises to say something of its own.

    `raise refusal(N_("A SIREN has 9 digits, not %(n)s."), n=7)`

    The message is translated when it is shown, in the domain that is speaking then.
    """
    context: dict[str, Any] = {**values, "message": message}
    return PydanticCustomError(_CUSTOM, "{message}", context)


def complaint(error: ErrorDetails) -> str:
    """The sentence for one of pydantic's errors; its values are filled in where it has some."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == _CUSTOM:
        return _filled(str(context["message"]), context)
    if kind == "value_error":
        return gettext(_EMAIL) if "reason" in context else gettext(_OTHER)
    counted = _counted(kind, context)
    if counted:
        return counted
    return _filled(_SAYINGS.get(kind, _OTHER), context)


def _filled(message: str, context: Mapping[str, Any]) -> str:
    said = gettext(message)
    try:
        return said % context
    except (KeyError, ValueError, TypeError):
        return said


def _counted(kind: str, context: Mapping[str, Any]) -> str:
    least, most = int(context.get("min_length", 0)), int(context.get("max_length", 0) or 0)
    if kind == "string_too_short":
        return ngettext(
            "Type at least %(num)s character.", "Type at least %(num)s characters.", least
        )
    if kind == "string_too_long":
        return ngettext("Type %(num)s character at most.", "Type %(num)s characters at most.", most)
    if kind == "too_short":
        return ngettext("Choose at least %(num)s.", "Choose at least %(num)s.", least)
    if kind == "too_long":
        return ngettext("Choose %(num)s at most.", "Choose %(num)s at most.", most)
    return ""
