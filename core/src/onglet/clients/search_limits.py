"""Finding by what the actor reads, and by nothing else: a hidden telephone finds nobody.

The text that rows are found by holds every field. Who may not read one of those is given the rows
that hold the words, and each of them is looked at again with the values that they do read.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.addresses.models import Address
from onglet.clients.limits import TOWN, emptied, readable
from onglet.clients.models import Client
from onglet.clients.searchable import (
    HELD,
    MOST_PERSONS,
    Whereabouts,
    client_text,
    custom_words,
    person_text,
)
from onglet.clients.tidying import ADDRESS, CONTACT
from onglet.contacts.models import ClientPerson, Person
from onglet.fields.access import field_level
from onglet.fields.catalogue import field_set
from onglet.fields.objects import CLIENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import ColumnElement

    from onglet.clients.matching import Sought
    from onglet.contributions import Ask

LOOKED_AT: Final = 5_000
"""Rows that are looked at again; those beyond are not found, rather than found wrongly."""
AT_ONCE: Final = 500
OWN: Final = ("reference", "email", "vat_number", "siren", "siret", "website", "phone", "mobile")
OF_PERSONS: Final = ("email", "phone", "mobile")
PLACE: Final = (f"{ADDRESS}postcode", TOWN)
PERSON_COLUMNS: Final = tuple(
    getattr(Person, name) for name in ("given_name", "family_name", *OF_PERSONS)
)


def limits_persons(ask: Ask) -> bool:
    """Tell whether persons are found by something that the actor may not read."""
    return bool(ask.actor.limits) and any(not readable(ask, CONTACT + key) for key in OF_PERSONS)


def limits_clients(ask: Ask) -> bool:
    """Tell whether clients are found by something that the actor may not read."""
    if not ask.actor.limits:
        return False
    return (
        limits_persons(ask)
        or any(not readable(ask, key) for key in (*OWN, *PLACE))
        or any(
            one.spec.is_searchable and not field_level(ask, CLIENT, one.code).is_readable
            for one in field_set(ask, CLIENT).live
        )
    )


def clients_read(ask: Ask, query: Sought, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition that a client is among those of `where` that answer by what is read."""
    columns = [getattr(Client, name) for name in ("id", "name", *OWN)]
    held = select(HELD.c.held).where(HELD.c.client_id == Client.id).scalar_subquery()
    rows = ask.session.execute(
        select(*columns, held.label("held")).where(*where).order_by(Client.id).limit(LOOKED_AT)
    ).all()
    kept, left = [], {}
    for row in rows:
        if answers(client_text(seen_row(ask, row), (), Whereabouts(), _custom(ask, row)), query):
            kept.append(row.id)
        else:
            left[row.id] = row
    ids = [*left]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        persons, places = _persons(ask, some), _places(ask, some)
        kept += [
            key
            for key in some
            if answers(
                client_text(
                    seen_row(ask, left[key]),
                    persons.get(key, ()),
                    places.get(key, Whereabouts()),
                    _custom(ask, left[key]),
                ),
                query,
            )
        ]
    return Client.id.in_(kept)


def persons_read(ask: Ask, query: Sought, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition that a person is among those of `where` that answer by what is read."""
    rows = ask.session.execute(
        select(Person.id, *PERSON_COLUMNS).where(*where).order_by(Person.id).limit(LOOKED_AT)
    )
    return Person.id.in_(
        [row.id for row in rows if answers(person_text(seen_person(ask, row)), query)]
    )


def answers(text: str, query: Sought) -> bool:
    """Tell whether a folded text holds a query, as the conditions in SQL do."""
    if query.other:
        holds = query.number in text or query.other in text
    else:
        holds = all(word in text for word in query.long)
    return holds and all(f" {word}" in f" {text}" for word in query.short)


def seen_row(ask: Ask, row: Any) -> Any:
    """Give a row of a client, emptied of what the actor may not read."""
    values: Mapping[str, Any] = row._mapping
    closed = {key for key in (*OWN, "town") if key in values and not _is_read(ask, key)}
    return SimpleNamespace(
        **{key: emptied(value) if key in closed else value for key, value in values.items()}
    )


def seen_person(ask: Ask, row: Any) -> Any:
    """Give a row of a person, emptied of what the actor may not read."""
    values: Mapping[str, Any] = row._mapping
    return SimpleNamespace(
        **{
            key: emptied(value) if key in OF_PERSONS and not readable(ask, CONTACT + key) else value
            for key, value in values.items()
        }
    )


def _is_read(ask: Ask, key: str) -> bool:
    return readable(ask, TOWN if key == "town" else key)


def _custom(ask: Ask, row: Any) -> Iterable[str]:
    held = {
        code: value
        for code, value in (row.held or {}).items()
        if field_level(ask, CLIENT, code).is_readable
    }
    return custom_words(ask, held)


def _persons(ask: Ask, ids: Collection[int]) -> dict[int, list[Any]]:
    rows = ask.session.execute(
        select(ClientPerson.client_id, *PERSON_COLUMNS)
        .join(Person, Person.id == ClientPerson.person_id)
        .where(ClientPerson.client_id.in_(ids), ClientPerson.until_on.is_(None))
        .order_by(ClientPerson.is_main.desc(), ClientPerson.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        of_client = found.setdefault(row.client_id, [])
        if len(of_client) < MOST_PERSONS:
            of_client.append(seen_person(ask, row))
    return found


def _places(ask: Ask, ids: Collection[int]) -> dict[int, Whereabouts]:
    rows = ask.session.execute(
        select(Address.client_id, Address.postcode, Address.town).where(
            Address.client_id.in_(ids), Address.is_main.is_(True), Address.until_on.is_(None)
        )
    )
    postcode, town = (readable(ask, key) for key in PLACE)
    return {
        key: Whereabouts(code if postcode else "", name if town else "") for key, code, name in rows
    }
