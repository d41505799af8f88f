"""The fields of a client as people see them: label, block, sort of input, in the form's order.

The form, the tab of general information, history and the pinned values all read this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onglet.ui.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBlock:
    """A block of the form. Optional ones are folded while they hold nothing."""

    key: str
    label: str
    icon: str
    optional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of the form.

    `key` names the value (`contact.` and `address.` before those of a person or a place). `kind`
    is the sort of input. `fact` is the attribute of the live checks that looks at it. `company`
    fields make no sense for a private person and are put away then.
    """

    key: str
    label: str
    block: str
    kind: str = "text"
    span: str = ""
    placeholder: str = ""
    autocomplete: str = "off"
    fact: str = ""
    company: bool = False
    pin: str = ""


BLOCKS: Final = (
    FormBlock(key="general", label=N_("General information"), icon="building", optional=False),
    FormBlock(key="company", label=N_("Contact details"), icon="phone", optional=False),
    FormBlock(key="contact", label=N_("Main contact"), icon="user", optional=False),
    FormBlock(key="address", label=N_("Main address"), icon="map-pin", optional=False),
    FormBlock(key="marketing", label=N_("Marketing campaigns"), icon="speakerphone"),
    FormBlock(key="other", label=N_("Other information"), icon="id"),
    FormBlock(key="social", label=N_("Social networks"), icon="share"),
    FormBlock(key="accounting", label=N_("Accounting data"), icon="calculator"),
    FormBlock(key="note", label=N_("Note"), icon="note"),
)
"""The nine blocks, in their order."""

FIELDS: Final = (
    FormField(key="name", label=N_("Name"), block="general", span="full", autocomplete="off"),
    FormField(key="reference", label=N_("Reference"), block="general", pin="core.reference"),
    FormField(
        key="website",
        label=N_("Website"),
        block="general",
        kind="url",
        placeholder="https://",
        fact="website",
        pin="core.website",
    ),
    FormField(
        key="phone", label=N_("Phone"), block="company", kind="tel", fact="phone", pin="core.phone"
    ),
    FormField(
        key="mobile",
        label=N_("Mobile"),
        block="company",
        kind="tel",
        fact="mobile",
        pin="core.mobile",
    ),
    FormField(key="fax", label=N_("Fax"), block="company", kind="tel", fact="fax", pin="core.fax"),
    FormField(
        key="email",
        label=N_("E-mail"),
        block="company",
        kind="email",
        fact="email",
        pin="core.email",
    ),
    FormField(key="contact.civility", label=N_("Civility"), block="contact", kind="select"),
    FormField(key="contact.given_name", label=N_("First name"), block="contact"),
    FormField(key="contact.family_name", label=N_("Last name"), block="contact"),
    FormField(key="contact.job", label=N_("Job"), block="contact"),
    FormField(key="contact.email", label=N_("E-mail"), block="contact", kind="email", fact="email"),
    FormField(key="contact.phone", label=N_("Phone"), block="contact", kind="tel", fact="phone"),
    FormField(key="contact.mobile", label=N_("Mobile"), block="contact", kind="tel", fact="mobile"),
    FormField(key="contact.fax", label=N_("Fax"), block="contact", kind="tel", fact="fax"),
    FormField(key="address.line1", label=N_("Address"), block="address", span="full"),
    FormField(key="address.line2", label=N_("Address, second line"), block="address"),
    FormField(key="address.line3", label=N_("Address, third line"), block="address"),
    FormField(key="address.postcode", label=N_("Postcode"), block="address", fact="postcode"),
    FormField(key="address.town", label=N_("Town"), block="address"),
    FormField(key="address.country", label=N_("Country"), block="address", kind="select"),
    FormField(
        key="consent.email", label=N_("E-mail campaigns"), block="marketing", kind="checkbox"
    ),
    FormField(key="consent.sms", label=N_("SMS campaigns"), block="marketing", kind="checkbox"),
    FormField(key="consent.phone", label=N_("Phone campaigns"), block="marketing", kind="checkbox"),
    FormField(
        key="consent.post", label=N_("Campaigns by post"), block="marketing", kind="checkbox"
    ),
    FormField(
        key="legal_form",
        label=N_("Legal form"),
        block="other",
        kind="combobox",
        span="full",
        fact="legal_form",
        company=True,
        pin="core.legal_form",
    ),
    FormField(
        key="siret", label="SIRET", block="other", fact="siret", company=True, pin="core.siret"
    ),
    FormField(
        key="siren", label="SIREN", block="other", fact="siren", company=True, pin="core.siren"
    ),
    FormField(
        key="naf",
        label=N_("NAF code (APE)"),
        block="other",
        placeholder="62.01Z",
        fact="naf",
        company=True,
        pin="core.naf",
    ),
    FormField(
        key="capital",
        label=N_("Share capital"),
        block="other",
        placeholder="10 000 €",
        fact="capital",
        company=True,
        pin="core.capital",
    ),
    FormField(
        key="rcs",
        label="RCS",
        block="other",
        placeholder="Paris 732 829 320",
        fact="rcs",
        company=True,
        pin="core.rcs",
    ),
    FormField(
        key="vat_number",
        label=N_("EU VAT number"),
        block="other",
        fact="vat",
        company=True,
        pin="core.vat",
    ),
    FormField(key="sector", label=N_("Sector"), block="other", kind="combobox", pin="core.sector"),
    FormField(
        key="headcount_band",
        label=N_("Number of employees"),
        block="other",
        kind="select",
        company=True,
        pin="core.headcount",
    ),
    FormField(
        key="headcount",
        label=N_("Exact number of employees"),
        block="other",
        fact="headcount",
        company=True,
    ),
    FormField(key="twitter", label=N_("Twitter (X)"), block="social", fact="x"),
    FormField(key="facebook", label="Facebook", block="social", fact="facebook"),
    FormField(key="linkedin", label="LinkedIn", block="social", fact="linkedin"),
    FormField(key="viadeo", label="Viadeo", block="social", fact="viadeo"),
    FormField(
        key="third_party_account",
        label=N_("Third-party account"),
        block="accounting",
        placeholder="411DUPONT",
        fact="account",
        pin="core.third_party_account",
    ),
    FormField(
        key="auxiliary_account",
        label=N_("Auxiliary account code"),
        block="accounting",
        fact="auxiliary",
        pin="core.auxiliary_account",
    ),
    FormField(key="note", label=N_("Note"), block="note", kind="textarea", span="full"),
)
"""Every field, in the form's order."""

BY_KEY: Final = {field.key: field for field in FIELDS}

HIDDEN_LABELS: Final = {
    "kind": N_("Kind of client"),
    "stage": N_("Stage"),
    "naf_nomenclature": N_("Edition of the NAF"),
    "capital_minor": N_("Share capital"),
    "capital_currency": N_("Currency of the capital"),
    "capital_is_variable": N_("Variable capital"),
    "headcount_year": N_("Year of the headcount"),
    "owner_id": N_("Owner"),
    "archived_at": N_("Archived"),
    "contact.title": N_("Title"),
    "contact.note": N_("Note"),
    "address.label": N_("Name of the address"),
    "address.line4": N_("Address, fourth line"),
    "address.commune_code": N_("INSEE code of the commune"),
    "address.latitude": N_("Latitude"),
    "address.longitude": N_("Longitude"),
    "address.siret": "SIRET",
    "address.source": N_("Source"),
}
"""Labels of values that have no field of their own: history shows them."""


def fields_of(block: str) -> tuple[FormField, ...]:
    """Give the fields of a block, in their order."""
    return tuple(field for field in FIELDS if field.block == block)


def label_of(key: str) -> str:
    """Give the label of a value, its key when nobody named it."""
    field = BY_KEY.get(key)
    return field.label if field else HIDDEN_LABELS.get(key, key)
