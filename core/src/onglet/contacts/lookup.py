"""The contacts of clients as plugins get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.contacts.models import ClientPerson, Person
from onglet.contributions import ContactView

if TYPE_CHECKING:
    from collections.abc import Collection

    from onglet.contributions import Ask


def contacts_of(ask: Ask, client_ids: Collection[int]) -> dict[int, list[ContactView]]:
    """Give the present contacts of these clients that the actor may see, the main one first.

    One statement; a client without contacts has no key in the answer.
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
    found: dict[int, list[ContactView]] = {}
    for row in rows:
        found.setdefault(row.client_id, []).append(
            ContactView(
                id=row.id,
                public_id=row.public_id,
                name=f"{row.given_name} {row.family_name}".strip() or row.email,
                job=row.job,
                email=row.email,
                phone=row.phone or row.mobile,
                is_main=row.is_main,
                is_billing=row.is_billing,
            )
        )
    return found
