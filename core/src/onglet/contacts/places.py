"""Where persons work: the clients that the reader sees, with job and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.clients.limits import TOWN, said
from onglet.clients.models import Client
from onglet.clients.tidying import CONTACT
from onglet.contacts.entry import Role
from onglet.contacts.models import ClientPerson

if TYPE_CHECKING:
    from collections.abc import Collection

    from onglet.contributions import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlace:
    """A client where a person works, what they do there, and the roles they hold."""

    client: str
    client_key: str
    town: str
    job: str
    roles: tuple[Role, ...]

    @property
    def href(self) -> str:
        """Address of the client."""
        return f"/clients/{self.client_key}"


def places_of(ask: Ask, person_ids: Collection[int]) -> dict[int, list[WorkPlace]]:
    """Give where these persons work now, by person: one statement.

    A person whose clients the actor does not see has no key in the answer.
    """
    if not person_ids:
        return {}
    rows = ask.session.execute(
        select(
            ClientPerson.person_id,
            ClientPerson.job,
            ClientPerson.is_main,
            ClientPerson.is_billing,
            ClientPerson.is_dunning,
            Client.name,
            Client.public_id,
            Client.town,
        )
        .join(Client, Client.id == ClientPerson.client_id)
        .where(ClientPerson.person_id.in_(person_ids), ClientPerson.until_on.is_(None))
        .order_by(Client.name_sort, Client.id)
    )
    places: dict[int, list[WorkPlace]] = {}
    for row in rows:
        held = (
            (Role.MAIN, row.is_main),
            (Role.BILLING, row.is_billing),
            (Role.DUNNING, row.is_dunning),
        )
        place = WorkPlace(
            client=row.name,
            client_key=row.public_id,
            town=said(ask, TOWN, row.town),
            job=said(ask, f"{CONTACT}job", row.job),
            roles=tuple(role for role, holds in held if holds),
        )
        places.setdefault(row.person_id, []).append(place)
    return places
