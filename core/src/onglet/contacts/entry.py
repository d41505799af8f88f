"""A person as others hand it in: who they are, and their place at a client."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.consent.entry import NewConsent


class Role(StrEnum):
    """A role that one contact of a client holds at a time."""

    MAIN = "main"
    BILLING = "billing"
    DUNNING = "dunning"


PERSON_FIELDS = (
    "civility",
    "given_name",
    "family_name",
    "title",
    "email",
    "phone",
    "mobile",
    "fax",
    "note",
)
"""Columns of a person that people fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person to create. `job`, `roles` are their place at the client they come with.

    `fields` holds custom fields by code, as they are stored.
    """

    given_name: str = ""
    family_name: str = ""
    civility: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    fax: str = ""
    note: str = ""
    job: str = ""
    roles: frozenset[Role] = frozenset()
    consents: Sequence[NewConsent] = field(default=())
    public_id: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is known that makes a person: no name, no way to reach them."""
        return not any(
            (self.given_name, self.family_name, self.email, self.phone, self.mobile, self.fax)
        )
