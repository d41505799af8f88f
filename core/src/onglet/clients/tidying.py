"""Values as they are stored: in their standard form when they are right, as typed when not.

Nothing that a person typed is thrown away because a check does not like it: it is put on one line
and kept. Only what no column can hold is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from onglet.addresses.entry import ADDRESS_FIELDS
from onglet.addresses.models import Address
from onglet.clients.entry import CLIENT_FIELDS, NewClient
from onglet.clients.models import Client
from onglet.contacts.entry import PERSON_FIELDS
from onglet.contacts.models import ClientPerson, Person
from onglet.identity import (
    auxiliary_code,
    civility,
    email,
    naf,
    phone,
    postcode,
    rcs,
    siren,
    siret,
    social,
    third_party_account,
    vat,
    website,
)
from onglet.identity.characters import one_line
from onglet.identity.invalid import Invalid
from onglet.ui.i18n import gettext as _
from onglet.ui.reading import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Validate = Callable[[str], object]
CONTACT: Final = "contact."
ADDRESS: Final = "address."
CONSENT: Final = "consent."
LONGEST_NOTE: Final = 100_000

_BY_FIELD: Final[Mapping[str, Validate]] = {
    "siren": siren.validate,
    "siret": siret.validate,
    "naf": naf.validate,
    "rcs": rcs.validate,
    "email": email.validate,
    "website": website.validate,
    "twitter": partial(social.validate, network=social.Network.X),
    "facebook": partial(social.validate, network=social.Network.FACEBOOK),
    "linkedin": partial(social.validate, network=social.Network.LINKEDIN),
    "viadeo": partial(social.validate, network=social.Network.VIADEO),
    "third_party_account": third_party_account.validate,
    "auxiliary_account": auxiliary_code.validate,
    "civility": civility.validate,
}
_PHONES: Final = frozenset({"phone", "mobile", "fax"})


class FieldRefusedError(ValueError):
    """A value that cannot be kept: in which field, and why, in a sentence for the reader."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


def _lengths() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for prefix, model, fields in (
        ("", Client, CLIENT_FIELDS),
        (CONTACT, Person, PERSON_FIELDS),
        (CONTACT, ClientPerson, ("job",)),
        (ADDRESS, Address, ADDRESS_FIELDS),
    ):
        for field in fields:
            length = getattr(model.__table__.c[field].type, "length", None)
            if length is not None:
                found[prefix + field] = length
    return found


LENGTHS: Final = _lengths()
"""The longest text of each field, in characters, by its key in the form."""


def tidy(key: str, value: Any, *, country: str = "FR", zip_code: str = "") -> Any:
    """Give the value of a field as it is stored.

    `key` is the field's name, with `contact.` or `address.` before those of a person or a place;
    `country` and `zip_code` are those of the address, which telephones are read by.

    Raises:
        FieldRefusedError: when it is longer than its column.
    """
    if type(value) is not str:  # an enum is a text too, and has its form already
        return value
    field = key.rpartition(".")[2]
    if field == "note":
        return _bounded(key, clean_text(value).strip(), LONGEST_NOTE)
    line = one_line(clean_text(value))
    if not line:
        return ""
    return _bounded(key, _standard(field, line, country, zip_code), LENGTHS.get(key, 0))


def _standard(field: str, line: str, country: str, zip_code: str) -> str:
    check = _BY_FIELD.get(field)
    if field in _PHONES:
        check = partial(phone.validate, region=phone.region_of(country, zip_code))
    elif field == "vat_number":
        check = partial(vat.validate, country=country)
    elif field == "postcode":
        check = partial(postcode.validate, country=country)
    elif field == "country":
        return line.upper()
    if check is None:
        return line
    try:
        return str(check(line))
    except Invalid:
        return line


def _bounded(key: str, text: str, longest: int) -> str:
    if longest and len(text) > longest:
        raise FieldRefusedError(
            key, _("This text is too long: %(longest)s characters at most.", longest=longest)
        )
    return text


def tidy_all(values: Mapping[str, Any], *, country: str, zip_code: str) -> dict[str, Any]:
    """Give values by their keys as they are stored, and the edition of the activity code.

    Raises:
        FieldRefusedError: at the first value that cannot be kept.
    """
    tidied = {
        key: tidy(key, value, country=country, zip_code=zip_code) for key, value in values.items()
    }
    if "naf" in tidied and "naf_nomenclature" not in values:
        tidied["naf_nomenclature"] = nomenclature_of(tidied["naf"])
    return tidied


def nomenclature_of(code: str) -> str:
    """Give the edition that an activity code belongs to; empty when that is not known."""
    try:
        return naf.activity(code).nomenclature.value if code else ""
    except Invalid:
        return ""


def tidied(new: NewClient) -> NewClient:
    """Give a client to create, each of its values as it is stored.

    Raises:
        FieldRefusedError: at the first value that cannot be kept.
    """
    place = new.addresses[0] if new.addresses else None
    country, zip_code = (place.country, place.postcode) if place else ("FR", "")
    values = tidy_all(_fields(new, CLIENT_FIELDS, ""), country=country, zip_code=zip_code)
    values["naf_nomenclature"] = new.naf_nomenclature or nomenclature_of(values["naf"])
    persons = [
        replace(
            person,
            **_bare(
                tidy_all(
                    _fields(person, (*PERSON_FIELDS, "job"), CONTACT),
                    country=country,
                    zip_code=zip_code,
                )
            ),
        )
        for person in new.persons
    ]
    addresses = [
        replace(
            address,
            **_bare(
                tidy_all(
                    _fields(address, ADDRESS_FIELDS, ADDRESS),
                    country=address.country,
                    zip_code=address.postcode,
                )
            ),
        )
        for address in new.addresses
    ]
    return replace(new, **values, persons=persons, addresses=addresses)


def _fields(new: object, names: Iterable[str], prefix: str) -> dict[str, Any]:
    return {prefix + name: getattr(new, name) for name in names}


def _bare(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key.rpartition(".")[2]: value for key, value in values.items()}
