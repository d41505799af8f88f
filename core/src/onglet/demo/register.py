"""Companies as the public register has them, and what looked odd in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Oddity(StrEnum):
    """Something in an extract that a reader would stumble over."""

    # The row, or the whole company, is left out.
    BROKEN_ROW = "broken_row"
    WRONG_NUMBER = "wrong_number"
    REPEATED = "repeated"
    MASKED = "masked"
    CLOSED = "closed"
    # The value is left out: it is unknown, which is not zero.
    NO_COORDINATES = "no_coordinates"
    NO_STREET = "no_street"
    NO_TOWN = "no_town"
    NO_HEADCOUNT = "no_headcount"
    UNKNOWN_HEADCOUNT = "unknown_headcount"
    OTHER_NAF = "other_naf"
    NO_NAME = "no_name"
    # The value is put right.
    NAF_WITHOUT_DOT = "naf_without_dot"
    NAME_QUOTED = "name_quoted"
    NAME_PADDED = "name_padded"
    # The company is kept, and told apart.
    CO_OWNERSHIP = "co_ownership"
    SOLE_TRADER = "sole_trader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """How often an oddity was met, with the first SIRET, SIREN or line that had it."""

    oddity: Oddity
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """A place of a company. Coordinates are WGS 84; None is unknown, and so is empty text."""

    siret: str
    sign: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    town: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    naf: str = ""
    headcount_band: str = ""
    is_head_office: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCompany:
    """A company with its establishments, the head office first when the extract tells it.

    `headcount_band` is that of the company, or of its only establishment. In a layout without
    legal forms, co-ownerships and sole traders are told by their name: a guess.
    """

    siren: str
    name: str
    establishments: tuple[Establishment, ...]
    legal_form: str = ""
    naf: str = ""
    headcount_band: str = ""
    headcount_year: int | None = None
    created_on: date | None = None
    is_co_ownership: bool = False
    is_sole_trader: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What the files held, in their order, and what looked odd, most frequent first."""

    companies: tuple[RegisterCompany, ...]
    rows: int
    oddities: tuple[Observation, ...]
