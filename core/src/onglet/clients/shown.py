"""Values of a client as people read them: in the inputs of the form, and on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from babel.numbers import get_currency_precision

from onglet.clients import legal_form
from onglet.db.types import from_minor
from onglet.identity import (
    capital,
    civility,
    naf,
    phone,
    rcs,
    siren,
    siret,
    social,
    vat,
    website,
)
from onglet.nomenclature import countries, headcounts, legal_forms, naf_rev2, sectors
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NETWORKS: Final = {
    "twitter": social.Network.X,
    "facebook": social.Network.FACEBOOK,
    "linkedin": social.Network.LINKEDIN,
    "viadeo": social.Network.VIADEO,
}


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as their inputs show them, by key."""
    shown: dict[str, Any] = {key: value for key, value in values.items() if value is not None}
    for key in values:
        field = key.rpartition(".")[2]
        if field in _IN_INPUTS and shown.get(key):
            shown[key] = _IN_INPUTS[field](str(shown[key]))
    shown["capital"] = capital_text(values).replace("\u00a0", " ")
    return shown


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


_IN_INPUTS: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": lambda text: _plain(phone.format(text)),
    "mobile": lambda text: _plain(phone.format(text)),
    "fax": lambda text: _plain(phone.format(text)),
    "siren": lambda text: _plain(siren.format(text)),
    "siret": lambda text: _plain(siret.format(text)),
    "vat_number": lambda text: _plain(vat.format(text)),
    "legal_form": lambda text: legal_form.shown(text, voice().locale),
}


def capital_text(values: Mapping[str, Any]) -> str:
    """Give the capital with its currency, nothing when it is unknown."""
    minor = values.get("capital_minor")
    if minor is None:
        return ""
    currency = str(values.get("capital_currency") or "EUR")
    amount = from_minor(int(minor), get_currency_precision(currency))
    written = capital.format(capital.Capital(amount, currency), voice().locale)
    # A narrow space is hardly seen on a screen.
    return written.replace("\u202f", "\u00a0")


def display(key: str, value: Any, values: Mapping[str, Any]) -> str:
    """Give one value as the record shows it; empty when nothing is known.

    `values` are the others of the client, for what is written with several.
    """
    field = key.rpartition(".")[2]
    if key in {"capital", "capital_minor"}:
        return capital_text(values)
    if value is None or value == "":
        return ""
    if value is True:
        return _("Signed up")
    if value is False:
        return ""
    reader = _DISPLAYED.get(field)
    return reader(str(value)) if reader else str(value)


def _activity(code: str) -> str:
    entry = naf_rev2.get(code)
    return f"{code} · {entry.label(voice().locale)}" if entry else naf.format(code)


def _form(code: str) -> str:
    return legal_forms.label(code, voice().locale)


def _civility(text: str) -> str:
    return civility.format(civility.validate(text), voice().locale) if text else ""


_DISPLAYED: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": phone.format,
    "mobile": phone.format,
    "fax": phone.format,
    "siren": siren.format,
    "siret": siret.format,
    "vat_number": vat.format,
    "rcs": rcs.format,
    "website": website.format,
    "legal_form": _form,
    "naf": _activity,
    "civility": _civility,
    "country": lambda code: countries.label(code, voice().locale),
    "sector": lambda code: sectors.label(code, voice().locale),
    "headcount_band": lambda code: headcounts.label(code, voice().locale),
    "twitter": lambda text: social.format(text, _NETWORKS["twitter"]),
    "facebook": lambda text: social.format(text, _NETWORKS["facebook"]),
    "linkedin": lambda text: social.format(text, _NETWORKS["linkedin"]),
    "viadeo": lambda text: social.format(text, _NETWORKS["viadeo"]),
}


def href_of(key: str, value: Any) -> str:
    """Give where a value leads: a call, a mail, a page. Empty where it leads nowhere safe."""
    field, text = key.rpartition(".")[2], str(value or "")
    if not text:
        return ""
    if field in {"phone", "mobile"} and phone.is_valid(text):
        return f"tel:{text}"
    if field == "email" and "@" in text and not set(text) & set(" \"'<>?&"):
        return f"mailto:{text}"
    if (field == "website" or field in _NETWORKS) and website.is_valid(text):
        return website.validate(text)
    return ""
