"""What the live checks of a client form look at, and what they answer."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Party(StrEnum):
    """What the client is: it decides which fields make sense."""

    COMPANY = "company"
    PERSON = "person"
    ADMINISTRATION = "administration"


class Level(StrEnum):
    """How much an advice matters. None blocks: the person at the keyboard knows more."""

    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fields of a client form as typed; an empty text is a field left empty.

    `country` (ISO code) and `postcode` are those of the main address. `headcount` is the code of
    a band, or a number.
    """

    party: Party = Party.COMPANY
    country: str = "FR"
    postcode: str = ""
    town: str = ""
    siren: str = ""
    siret: str = ""
    vat: str = ""
    naf: str = ""
    legal_form: str = ""
    rcs: str = ""
    capital: str = ""
    headcount: str = ""
    account: str = ""
    auxiliary: str = ""
    phone: str = ""
    mobile: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    x: str = ""
    facebook: str = ""
    linkedin: str = ""
    viadeo: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """One remark on one field.

    Attributes:
        field: the attribute of `Facts` it is about.
        level: how much it matters.
        code: `field.reason`, stable, for programs and tests.
        msgid: message id (English) with `%(name)s` parameters; who shows it translates it.
        params: the parameters; `value`, when there, is what to put in the field on a click.
    """

    field: str
    level: Level
    code: str
    msgid: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
