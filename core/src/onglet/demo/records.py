"""What the demo generator gives: plain records, for someone else to write into a database.

Empty text is "unknown", as in the tables. Instants are aware UTC. A user and a group are named by
their `key` in the demo firm, not by anything of a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAddress:
    """A place: the town is real, the street is not. Coordinates are WGS 84, at the town."""

    label: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    town: str = ""
    commune_code: str = ""
    country: str = "FR"
    latitude: float | None = None
    longitude: float | None = None
    siret: str = ""
    is_main: bool = False
    is_billing: bool = False
    is_delivery: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoConsent:
    """One line of the ledger; `channel` is email or sms, `action` given, refused or withdrawn."""

    channel: str
    action: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A person, with what they said about being contacted, oldest first.

    `civility` is `mr`, `mrs` or empty. The same `key` again is the same person: it comes back in
    the client that follows and never later, so that a writer remembers one client only.
    """

    key: int
    civility: str
    given_name: str
    family_name: str
    email: str = ""
    phone: str = ""
    mobile: str = ""
    consents: tuple[DemoConsent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoContact:
    """A person's place at a client; one main, one billing and one dunning contact at most."""

    person: DemoPerson
    job: str
    is_main: bool = False
    is_billing: bool = False
    is_dunning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoShare:
    """A client shared with a user or a group (the other is None).

    `level` is view, edit or manage.
    """

    user: str | None = None
    group: str | None = None
    level: str = "view"
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClient:
    """A client or prospect. `kind` is company or person, `stage` client or prospect.

    When `kind` is person, the first contact is that person. `capital_minor` is in cents. Numbers
    and codes are in the form that is stored. Pages on social networks are left out: whatever the
    name, one could be somebody's.
    """

    kind: str
    stage: str
    name: str
    reference: str
    created_at: datetime
    owner: str
    archived_at: datetime | None = None
    website: str = ""
    phone: str = ""
    mobile: str = ""
    fax: str = ""
    email: str = ""
    price_category: str = ""
    legal_form: str = ""
    siren: str = ""
    siret: str = ""
    naf: str = ""
    capital_minor: int | None = None
    rcs: str = ""
    vat_number: str = ""
    sector: str = ""
    headcount_band: str = ""
    headcount_year: int | None = None
    third_party_account: str = ""
    auxiliary_account: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    addresses: tuple[DemoAddress, ...] = ()
    contacts: tuple[DemoContact, ...] = ()
    shares: tuple[DemoShare, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoGroup:
    """A group of colleagues; `area` is the part of France that it serves."""

    key: str
    name: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """A colleague. `profile` is administrator, sales, accountant or read_only.

    `left_days_ago` is for who left the firm, and signs in no more since.
    """

    key: str
    email: str
    given_name: str
    family_name: str
    job: str
    profile: str
    groups: tuple[str, ...]
    left_days_ago: int | None = None

    @property
    def is_active(self) -> bool:
        """Whether they still work in the firm."""
        return self.left_days_ago is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFirm:
    """The firm that uses the product: its identity, its people."""

    name: str
    legal_form: str
    siren: str
    siret: str
    vat_number: str
    naf: str
    rcs: str
    capital_minor: int
    email: str
    phone: str
    website: str
    address: DemoAddress
    founded_on: date
    groups: tuple[DemoGroup, ...]
    users: tuple[DemoUser, ...]
