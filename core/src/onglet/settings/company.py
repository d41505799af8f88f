"""What the deployment's own firm is: the settings that its documents and pages name it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.clients.legal_form import code_of
from onglet.contributions import Setting
from onglet.identity import Invalid, email, phone, postcode, siren, siret, vat, website
from onglet.identity.characters import one_line
from onglet.nomenclature import countries
from onglet.ui.i18n import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LOGO: Final = "core.company_logo"
MASK: Final = "core.client_reference_mask"
LOCALE: Final = "core.default_locale"
ZONE: Final = "core.default_zone"
LANGUAGE_CHOICES = (("fr", "Français"), ("en", "English"))


def _rule(check: Callable[[str], str]) -> Callable[[Any], str]:
    """Give the check of a setting from a rule that raises."""

    def complain(value: Any) -> str:
        try:
            check(str(value))
        except Invalid as fault:
            return gettext(fault.message, **fault.params)
        return ""

    return complain


def _line(most: int) -> Callable[[Any], str]:
    def complain(value: Any) -> str:
        if len(one_line(str(value))) > most:
            return gettext("This is too long: %(most)s characters at most.", most=most)
        return ""

    return complain


def _legal_form(value: Any) -> str:
    if code_of(str(value)):
        return ""
    return gettext("Choose a legal form of the list, such as SARL or SAS.")


def _country(value: Any) -> str:
    known = countries.get(str(value)) is not None
    return "" if known else gettext("Choose one of the values of the list.")


def _zone(value: Any) -> str:
    from zoneinfo import available_timezones

    known = str(value) in available_timezones()
    return "" if known else gettext("Choose one of the values of the list.")


IDENTITY: Final = (
    Setting(key="core.company_name", label=N_("Company name"), default="", check=_line(250)),
    Setting(key="core.company_legal_form", label=N_("Legal form"), default="", check=_legal_form),
    Setting(key="core.company_siren", label="SIREN", default="", check=_rule(siren.validate)),
    Setting(key="core.company_siret", label="SIRET", default="", check=_rule(siret.validate)),
    Setting(
        key="core.company_vat_number",
        label=N_("EU VAT number"),
        default="",
        check=_rule(vat.validate),
    ),
)
PLACE: Final = (
    Setting(key="core.company_line1", label=N_("Address"), default="", check=_line(200)),
    Setting(
        key="core.company_line2", label=N_("Address, second line"), default="", check=_line(200)
    ),
    Setting(key="core.company_postcode", label=N_("Postcode"), default="", check=_line(20)),
    Setting(key="core.company_town", label=N_("Town"), default="", check=_line(120)),
    Setting(key="core.company_country", label=N_("Country"), default="FR", check=_country),
)
REACHED: Final = (
    Setting(key="core.company_email", label=N_("E-mail"), default="", check=_rule(email.validate)),
    Setting(key="core.company_phone", label=N_("Phone"), default="", check=_rule(phone.validate)),
    Setting(
        key="core.company_website", label=N_("Website"), default="", check=_rule(website.validate)
    ),
)
HABITS: Final = (
    Setting(
        key=LOCALE,
        label=N_("Language of the firm"),
        default="",
        kind="choice",
        choices=LANGUAGE_CHOICES,
        help=N_("For those who have chosen none, and whose browser asks for none."),
    ),
    Setting(
        key=ZONE,
        label=N_("Time zone of the firm"),
        default="",
        check=_zone,
        help=N_("For those who have chosen none."),
    ),
)
ALL: Final = (*IDENTITY, *PLACE, *REACHED, *HABITS)

KEPT_AS: Final[dict[str, Callable[[str], str]]] = {
    "core.company_legal_form": code_of,
    "core.company_siren": siren.validate,
    "core.company_siret": siret.validate,
    "core.company_vat_number": vat.validate,
    "core.company_email": email.validate,
    "core.company_phone": phone.validate,
    "core.company_website": website.validate,
}
"""How a value that passed its check is written down; the others stay on one line."""


def kept_as(key: str, value: str) -> str:
    """Give a checked value as it is written down."""
    return KEPT_AS.get(key, one_line)(value)


_SHOWN_AS: Final[dict[str, Callable[[str], str]]] = {
    "core.company_siren": siren.format,
    "core.company_siret": siret.format,
    "core.company_vat_number": vat.format,
    "core.company_phone": phone.format,
}


def shown_as(key: str, value: Any) -> Any:
    """Give a kept value as its input shows it: numbers in groups, as on documents."""
    shown = _SHOWN_AS.get(key)
    return shown(value).replace("\u00a0", " ") if shown and isinstance(value, str) else value


def contradictions(values: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Say what does not go together, as (key, sentence): numbers of two firms, a foreign postcode.

    Args:
        values: what will be kept, by key; empty where nothing is known.
    """
    number = values.get("core.company_siren", "")
    place = values.get("core.company_siret", "")
    if number and place and not place.startswith(number):
        yield "core.company_siret", gettext("This SIRET belongs to another SIREN.")
    tax = values.get("core.company_vat_number", "")
    if number and tax.startswith("FR") and vat.siren_of(tax) != number:
        yield "core.company_vat_number", gettext("This VAT number belongs to another SIREN.")
    code = values.get("core.company_postcode", "")
    if code:
        try:
            postcode.validate(code, values.get("core.company_country") or "FR")
        except Invalid as fault:
            yield "core.company_postcode", gettext(fault.message, **fault.params)
