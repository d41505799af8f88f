"""What a company directory says of a French firm: plain values, each with its source and date.

Nothing here knows where a value comes from (a web service, a stock file) nor where it goes (the
client record): adapters build these values, `comparison` sets them beside a record.

Annotations are read at run time by the answer cache, hence no postponed evaluation.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """Whether a firm or one of its establishments is still there (SIRENE: A; C or F)."""

    ACTIVE = "active"
    CLOSED = "closed"


class Diffusion(StrEnum):
    """Whether the register may be shown in full.

    Article A123-96 of the commercial code lets natural persons, and since 2023 firms that ask for
    it, keep their name and address out of the published register: the rest stays public, and the
    data may not be used for prospecting.
    """

    FULL = "full"
    PARTIAL = "partial"


class Field(StrEnum):
    """The facts that can be set beside a field of a client record."""

    NAME = "name"
    SIGLE = "sigle"
    SIREN = "siren"
    SIRET = "siret"
    ACTIVITY = "activity"
    LEGAL_FORM = "legal_form"
    HEADCOUNT = "headcount"
    VAT_NUMBER = "vat_number"
    CREATED_ON = "created_on"
    STATE = "state"
    ADDRESS_LINES = "address_lines"
    POSTCODE = "postcode"
    TOWN = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value was read and when.

    Attributes:
        source: key of the source, as in `sources.LABELS` ("insee", "offline"...).
        fetched_at: the instant of the reading, UTC.
        updated_on: the day the source itself gives for its value, where it does.
    """

    source: str
    fetched_at: datetime
    updated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An activity code with the nomenclature it belongs to.

    NAF 2025 takes the place of NAF rev. 2 on 1 January 2027 and shares its shape (`62.01Z`), so a
    code alone says nothing.
    """

    code: str
    nomenclature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """A band of employees (an INSEE code, not a number) and the year it was observed."""

    band: str
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """An address as the register writes it. Latitude and longitude are WGS84, or None.

    `country` is `FR` or None when the address is abroad: then `country_label` names the country.
    """

    lines: tuple[str, ...] = ()
    postcode: str | None = None
    town: str | None = None
    commune_code: str | None = None
    country: str | None = "FR"
    country_label: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """One place where the firm works. `head_office` is None when the source does not say."""

    siret: str
    address: PostalAddress
    sign: str | None = None
    state: State | None = None
    head_office: bool | None = None
    activities: tuple[Activity, ...] = ()
    created_on: date | None = None
    diffusion: Diffusion = Diffusion.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """The person behind a sole trader."""

    first_name: str | None
    last_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyFigures:
    """Turnover and net result of one year in euros; None is unknown, and unknown is not zero."""

    year: int
    turnover: Decimal | None
    result: Decimal | None
    origin: Origin
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterState:
    """What one register says of the life of the firm, so that disagreement can be shown."""

    register: str
    state: State
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One line of a search answer: enough to recognise the firm, no more."""

    siren: str
    siret: str | None
    name: str | None
    sigle: str | None = None
    postcode: str | None = None
    town: str | None = None
    activities: tuple[Activity, ...] = ()
    legal_form: str | None = None
    state: State | None = None
    head_office: bool | None = None
    diffusion: Diffusion = Diffusion.FULL

    @property
    def partial(self) -> bool:
        """Whether the firm keeps its name and address out of the published register."""
        return self.diffusion is Diffusion.PARTIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """All that a source says of one firm.

    Attributes:
        covers: the fields on which the source speaks. A field out of it is not known to be empty,
            it is simply not said: a comparison passes it over. Masked values are out of it too.
        origins: the origin of a field when it is not `origin`.
    """

    siren: str
    origin: Origin
    name: str | None = None
    usual_names: tuple[str, ...] = ()
    sigle: str | None = None
    person: PersonName | None = None
    legal_form: str | None = None
    activities: tuple[Activity, ...] = ()
    headcount: Headcount | None = None
    state: State | None = None
    created_on: date | None = None
    closed_on: date | None = None
    diffusion: Diffusion = Diffusion.FULL
    head_office_siret: str | None = None
    establishments: tuple[Establishment, ...] = ()
    establishments_total: int | None = None
    vat_numbers: tuple[str, ...] = ()
    finances: tuple[YearlyFigures, ...] = ()
    registers: tuple[RegisterState, ...] = ()
    covers: frozenset[Field] = frozenset()
    origins: dict[Field, Origin] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        """Whether the firm, or the place asked for, keeps its name and address unpublished."""
        return self.diffusion is Diffusion.PARTIAL

    @property
    def head_office(self) -> Establishment | None:
        """The head office, when it is among the establishments that the source gave."""
        for place in self.establishments:
            if place.head_office or place.siret == self.head_office_siret:
                return place
        return None

    @property
    def registers_disagree(self) -> bool:
        """Whether two registers differ on the life of the firm."""
        return len({register.state for register in self.registers}) > 1

    def origin_of(self, fact: Field) -> Origin:
        """The source and date of one fact."""
        return self.origins.get(fact, self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """One page of candidates.

    Attributes:
        total: how many the source counts, at most what it is willing to count.
        stale: the source did not answer, and this is what it said at `origin.fetched_at`.
    """

    candidates: tuple[Candidate, ...]
    total: int
    page: int
    pages: int
    origin: Origin
    stale: bool = False
