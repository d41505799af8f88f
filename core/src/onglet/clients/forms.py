"""The form of a client: what it accepts, and the values and the client that it makes.

Only a name is required. Numbers that look wrong are accepted: remarks explain, they never block.
"""

from collections.abc import Container, Mapping
from typing import Any, Literal

from babel.numbers import get_currency_precision
from pydantic import BaseModel, Field, field_validator

from onglet.addresses.entry import NewAddress
from onglet.clients.entry import CLIENT_FIELDS, NewClient
from onglet.clients.legal_form import code_of
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT, LONGEST_NOTE
from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.contacts.entry import NewPerson
from onglet.contributions import ClientKind, ClientStage
from onglet.db.types import to_minor
from onglet.identity import capital as capitals
from onglet.identity import headcount as headcounts
from onglet.identity import person_name
from onglet.identity.invalid import Invalid
from onglet.nomenclature import headcounts as bands
from onglet.ui.forms import Line, refusal
from onglet.ui.i18n import N_

FORM_SOURCE = "client form"


def _up_to(longest: int) -> Any:
    return Field(default="", max_length=longest)


class ContactPart(BaseModel):
    """The main contact."""

    civility: Literal["", "mr", "mrs"] = ""
    given_name: Line = _up_to(120)
    family_name: Line = _up_to(120)
    job: Line = _up_to(120)
    email: Line = _up_to(254)
    phone: Line = _up_to(40)
    mobile: Line = _up_to(40)
    fax: Line = _up_to(40)


class AddressPart(BaseModel):
    """The main address."""

    line1: Line = _up_to(200)
    line2: Line = _up_to(200)
    line3: Line = _up_to(200)
    postcode: Line = _up_to(20)
    town: Line = _up_to(120)
    country: str = Field(default="FR", pattern="^[A-Za-z]{2}$")


class ConsentPart(BaseModel):
    """The boxes of the campaigns that the contact signs up to."""

    email: bool = False
    sms: bool = False
    phone: bool = False
    post: bool = False


class ClientForm(BaseModel):
    """The whole form; blocks of fields in the order of the screen."""

    kind: ClientKind = ClientKind.COMPANY
    stage: ClientStage = ClientStage.CLIENT
    name: Line = _up_to(250)
    reference: Line = _up_to(40)
    website: Line = _up_to(300)
    phone: Line = _up_to(40)
    mobile: Line = _up_to(40)
    fax: Line = _up_to(40)
    email: Line = _up_to(254)
    contact: ContactPart = ContactPart()
    address: AddressPart = AddressPart()
    consent: ConsentPart = ConsentPart()
    legal_form: Line = ""
    siret: Line = _up_to(20)
    siren: Line = _up_to(20)
    naf: Line = _up_to(10)
    capital: Line = _up_to(60)
    rcs: Line = _up_to(120)
    vat_number: Line = _up_to(20)
    sector: Line = _up_to(120)
    headcount_band: Line = ""
    headcount: Line = _up_to(20)
    twitter: Line = _up_to(300)
    facebook: Line = _up_to(300)
    linkedin: Line = _up_to(300)
    viadeo: Line = _up_to(300)
    third_party_account: Line = _up_to(40)
    auxiliary_account: Line = _up_to(40)
    note: str = _up_to(LONGEST_NOTE)

    @field_validator("capital")
    @classmethod
    def _read_capital(cls, typed: str) -> str:
        """Refuse what is no amount: there is no place to keep it."""
        _checked(capitals.validate, typed)
        return typed

    @field_validator("headcount")
    @classmethod
    def _read_headcount(cls, typed: str) -> str:
        """Refuse what is no number: there is no place to keep it."""
        if typed:
            _checked(headcounts.number, typed)
        return typed

    @field_validator("headcount_band")
    @classmethod
    def _read_band(cls, typed: str) -> str:
        """Refuse what is not on the list."""
        if typed and typed not in bands:
            raise refusal(N_("Choose one of the values of the list."))
        return typed

    @field_validator("legal_form")
    @classmethod
    def _read_legal_form(cls, typed: str) -> str:
        """Give the code of the form that was chosen or named."""
        code = code_of(typed)
        if typed and not code:
            raise refusal(N_("Choose a legal form of the list, such as SARL or SAS."))
        return code


def _checked(check: Any, typed: str) -> None:
    try:
        check(typed)
    except Invalid as wrong:
        raise refusal(wrong.message, **wrong.params) from wrong


def values_of(form: ClientForm) -> dict[str, Any]:
    """Give the values of the form by their keys, as `edit_client` takes them.

    Values that the form does not show are not among them: an edit leaves them alone.
    """
    own = {"contact", "address", "consent", "capital", "headcount", "stage"}
    values: dict[str, Any] = {
        name: getattr(form, name) for name in ClientForm.model_fields if name not in own
    }
    values["kind"] = form.kind.value
    values["name"] = _name(form)
    values |= _capital(form.capital)
    values["headcount"] = headcounts.number(form.headcount) if form.headcount else None
    for prefix, part in (
        (CONTACT, form.contact),
        (ADDRESS, form.address),
        (CONSENT, form.consent),
    ):
        values |= {prefix + name: getattr(part, name) for name in type(part).model_fields}
    return values


def _name(form: ClientForm) -> str:
    """Give the client's name: a private person's follows the person's own."""
    if form.kind is ClientKind.PERSON:
        return person_name.format(form.contact.given_name, form.contact.family_name) or form.name
    return form.name


def _capital(typed: str) -> dict[str, Any]:
    amount = capitals.validate(typed) if typed else None
    if amount is None:
        return {"capital_minor": None, "capital_currency": "EUR"}
    places = get_currency_precision(amount.currency)
    return {
        "capital_minor": to_minor(amount.amount, places),
        "capital_currency": amount.currency,
    }


def new_client(
    form: ClientForm, *, owner_id: int | None, public_id: str, closed: Container[str] = ()
) -> NewClient:
    """Give the client that the form makes; values whose keys are closed are not taken from it."""
    values = {key: value for key, value in values_of(form).items() if key not in closed}
    consents = [
        NewConsent(channel=channel, action=ConsentAction.GIVEN, source=FORM_SOURCE)
        for channel in Channel
        if values.get(CONSENT + channel)
    ]
    own: dict[str, Any] = {name: values[name] for name in CLIENT_FIELDS if name in values}
    own["kind"] = form.kind
    return NewClient(
        **own,
        stage=form.stage,
        owner_id=owner_id,
        public_id=public_id,
        persons=[NewPerson(**_under(CONTACT, values), consents=consents)],
        addresses=[NewAddress(**_under(ADDRESS, values))],
    )


def _under(prefix: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)
    }
