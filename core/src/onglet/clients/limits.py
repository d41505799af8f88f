"""What an actor gets of the values of a client, by their keys in the form (`contact.email`).

Every surface of a client asks here, and nothing is read for it: the profile came with the actor.
A name is always shown: a record is nothing without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.clients.catalogue import label_of
from onglet.clients.shown import display, href_of
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT
from onglet.contributions.limits import FieldLevel, masked
from onglet.fields.access import field_level, level_of
from onglet.fields.objects import CLIENT
from onglet.fields.reading import PREFIX as CUSTOM
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Ask
    from onglet.ui.reading import Form

OBJECTS: Final = (
    (CONTACT, "core.person."),
    (ADDRESS, "core.address."),
    (CONSENT, "core.person.consent_"),
)
WITH: Final = {
    "core.client.capital_minor": "core.client.capital",
    "core.client.capital_currency": "core.client.capital",
    "core.client.capital_is_variable": "core.client.capital",
    "core.client.headcount_year": "core.client.headcount",
    "core.client.naf_nomenclature": "core.client.naf",
    "core.address.line2": "core.address.line1",
    "core.address.line3": "core.address.line1",
    "core.address.line4": "core.address.line1",
    "core.address.latitude": "core.address.line1",
    "core.address.longitude": "core.address.line1",
    "core.address.source": "core.address.line1",
    "core.address.commune_code": "core.address.town",
}
"""Values that go with another one: whoever may not see that one may not see these."""
TOWN: Final = f"{ADDRESS}town"
SUBJECTS: Final = {"core.person": CONTACT, "core.address": ADDRESS}


def key_of(key: str) -> str:
    """Give the key among the limits of a profile of a value of the form.

    >>> key_of("phone"), key_of("contact.phone"), key_of("address.line3"), key_of("consent.sms")
    ('core.client.phone', 'core.person.phone', 'core.address.line1', 'core.person.consent_sms')
    """
    prefix, start = next(
        (pair for pair in OBJECTS if key.startswith(pair[0])), ("", "core.client.")
    )
    found = start + key.removeprefix(prefix)
    return WITH.get(found, found)


def level(ask: Ask, key: str) -> FieldLevel:
    """Say how much of a value the actor gets."""
    if key.startswith(CUSTOM):
        return field_level(ask, CLIENT, key.removeprefix(CUSTOM))
    return level_of(ask, key_of(key))


def readable(ask: Ask, key: str) -> bool:
    """Tell whether the actor reads a value whole."""
    return level(ask, key).is_readable


def said(ask: Ask, key: str, text: str) -> str:
    """Give a text as the actor may read it: whole, masked, or nothing."""
    found = level(ask, key)
    if found.is_readable:
        return text
    return masked(text) if found.is_shown else ""


def shown_way(ask: Ask, key: str, value: Any, values: Mapping[str, Any]) -> tuple[str, str]:
    """Give a value as the actor may read it, and where it leads: nowhere when it is not whole."""
    text = display(key, value, values)
    return (text, href_of(key, value)) if readable(ask, key) else (said(ask, key, text), "")


def closed_texts(ask: Ask, values: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Give what forms show of the values that the actor may not change, as far as they read."""
    return {
        key: shown_way(ask, prefix + key, value, values)[0]
        for key, value in values.items()
        if is_closed(ask, prefix + key) and level(ask, prefix + key).is_shown
    }


def hidden(ask: Ask, keys: Iterable[str], prefix: str = "") -> frozenset[str]:
    """Give those of the keys that the actor does not know of."""
    return frozenset(key for key in keys if not level(ask, prefix + key).is_shown)


def told(ask: Ask, message: str, form: Form, names: Iterable[str], prefix: str = "") -> str:
    """Give the message of a save, and which fields it left alone although they were sent."""
    sent = form.plain()
    shut = closed(ask, (name for name in names if name in sent), prefix)
    return f"{message} {left_alone(prefix + name for name in shut)}" if shut else message


def left_alone(keys: Iterable[str]) -> str:
    """Say which fields a save left as they were."""
    return _(
        "Left as they were, because your profile closes them: %(fields)s.",
        fields=", ".join(_(label_of(key)) for key in keys),
    )


def readable_values(ask: Ask, values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give values by key, those that the actor does not read whole emptied."""
    return {
        key: value if readable(ask, prefix + key) else emptied(value)
        for key, value in values.items()
    }


def emptied(value: Any) -> Any:
    """Give the empty value of the same sort."""
    if isinstance(value, bool):
        return False
    return "" if isinstance(value, str) else None


def is_closed(ask: Ask, key: str) -> bool:
    """Tell whether a save leaves a value alone, whatever is given for it.

    A custom field that the actor reads has its own check, which refuses with a sentence.
    """
    found = level(ask, key)
    return not (found.is_readable if key.startswith(CUSTOM) else found.is_open)


def closed(ask: Ask, keys: Iterable[str], prefix: str = "") -> tuple[str, ...]:
    """Give those of the keys whose values the actor may not change."""
    return tuple(key for key in keys if is_closed(ask, prefix + key))


def opened(ask: Ask, values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give those of the values that the actor may change, by key."""
    return {key: value for key, value in values.items() if not is_closed(ask, prefix + key)}


def history_level(ask: Ask, subject: str, field: str) -> FieldLevel:
    """Say how much the actor gets of a value in the history of a client.

    An address that was taken off is told whole: with one part hidden nothing of it is.
    """
    if subject == "core.address" and field == "address":
        parts = ("line1", "postcode", "town", "country")
        whole = all(readable(ask, ADDRESS + part) for part in parts)
        return FieldLevel.READ if whole else FieldLevel.HIDDEN
    if subject != "core.client" and subject not in SUBJECTS:
        return FieldLevel.READ
    return level(ask, SUBJECTS.get(subject, "") + field)
