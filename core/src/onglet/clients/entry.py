"""A client as others hand it in: screens, imports, directories, demo data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onglet.contributions import ClientKind, ClientStage, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from onglet.addresses.entry import NewAddress
    from onglet.contacts.entry import NewPerson
    from onglet.rights.models import GrantKind

CLIENT_FIELDS = (
    "kind",
    "stage",
    "name",
    "reference",
    "website",
    "phone",
    "mobile",
    "fax",
    "email",
    "legal_form",
    "siren",
    "siret",
    "naf",
    "naf_nomenclature",
    "capital_minor",
    "capital_currency",
    "capital_is_variable",
    "rcs",
    "vat_number",
    "sector",
    "headcount_band",
    "headcount",
    "headcount_year",
    "twitter",
    "facebook",
    "linkedin",
    "viadeo",
    "third_party_account",
    "auxiliary_account",
    "note",
)
"""Columns of a client that people fill; the rest is kept by the services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShare:
    """A share to write with a client: the key of a user or of a group, as `kind` says."""

    kind: GrantKind
    subject_id: int
    level: Level = Level.VIEW
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """A client to create, with its first persons, addresses and shares.

    An empty `reference` asks for the next one of the mask. `sources` names where values that
    were not typed come from, by field. `owner_id` None means whoever makes it. Where no person
    asks to be the main contact the first one is; for a private person the first one is the
    client. Where no address asks for a role the first one has it. `fields` holds custom fields by
    code, as they are stored (`fields.service.given_values` makes them of natural values); one that
    is left out begins with its default.
    """

    name: str
    kind: ClientKind = ClientKind.COMPANY
    stage: ClientStage = ClientStage.CLIENT
    reference: str = ""
    website: str = ""
    phone: str = ""
    mobile: str = ""
    fax: str = ""
    email: str = ""
    legal_form: str = ""
    siren: str = ""
    siret: str = ""
    naf: str = ""
    naf_nomenclature: str = ""
    capital_minor: int | None = None
    capital_currency: str = "EUR"
    capital_is_variable: bool = False
    rcs: str = ""
    vat_number: str = ""
    sector: str = ""
    headcount_band: str = ""
    headcount: int | None = None
    headcount_year: int | None = None
    twitter: str = ""
    facebook: str = ""
    linkedin: str = ""
    viadeo: str = ""
    third_party_account: str = ""
    auxiliary_account: str = ""
    note: str = ""
    owner_id: int | None = None
    persons: Sequence[NewPerson] = ()
    addresses: Sequence[NewAddress] = ()
    shares: Sequence[NewShare] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    public_id: str = ""
    created_at: datetime | None = None
    archived_at: datetime | None = None
