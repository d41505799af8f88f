"""The contacts of clients as plugins get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.clients.limits import readable
from onglet.clients.tidying import CONTACT
from onglet.contacts.models import ClientPerson, Person
from onglet.contacts.queries import name_of
from onglet.contributions import ContactView

if TYPE_CHECKING:
    from collections.abc import Collection

    from onglet.contributions import Ask


def contacts_of(ask: Ask, client_ids: Collection[int]) -> dict[int, list[ContactView]]:
    """Give the present contacts of these clients that the actor may see, the main one first.

    What the actor may not read whole is left out. One statement; a client without contacts has no
    key in the answer.
    """
    if not client_ids:
        return {}
    rows = ask.session.execute(
        select(
            ClientPerson.client_id,
            Person.id,
            Person.public_id,
            Person.given_name,
            Person.family_name,
            Person.email,
            Person.phone,
            Person.mobile,
            ClientPerson.job,
            ClientPerson.is_main,
            ClientPerson.is_billing,
        )
        .join(Person, Person.id == ClientPerson.person_id)
        .where(ClientPerson.client_id.in_(client_ids), ClientPerson.until_on.is_(None))
        .order_by(ClientPerson.is_main.desc(), Person.name_sort, Person.id)
    )

    def seen(name: str, value: str) -> str:
        return value if readable(ask, CONTACT + name) else ""

    found: dict[int, list[ContactView]] = {}
    for row in rows:
        found.setdefault(row.client_id, []).append(
            ContactView(
                id=row.id,
                public_id=row.public_id,
                name=name_of(ask, row),
                job=seen("job", row.job),
                email=seen("email", row.email),
                phone=seen("phone", row.phone) or seen("mobile", row.mobile),
                is_main=row.is_main,
                is_billing=row.is_billing,
            )
        )
    return found
