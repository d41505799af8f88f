"""The search over contacts: by name, address or telephone, each with where they work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.clients.listing_reach import reaches_few
from onglet.clients.matching import (
    Searched,
    Sought,
    begins,
    fts_expression,
    is_postgresql,
    matches,
    shorts,
    sought,
)
from onglet.clients.search_limits import limits_persons, persons_read, seen_person
from onglet.clients.search_rank import ELSEWHERE, name_rank
from onglet.contacts.models import Person
from onglet.contacts.places import places_of
from onglet.contacts.queries import name_of
from onglet.contacts.reach import persons_among
from onglet.contributions import Hit, SearchQuery, SearchSource
from onglet.identity.folding import fold
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.contributions import Ask

PERSONS: Final = Searched(Person, "core_person_search")
MOST: Final = 200
COLUMNS: Final = (
    Person.id,
    Person.public_id,
    Person.given_name,
    Person.family_name,
    Person.email,
    Person.phone,
    Person.mobile,
)


def find(query: SearchQuery) -> Iterator[Hit]:
    """Give the hits of the search box among contacts."""
    asked = sought(query.text)
    if not asked.words:
        return
    ranked = sorted(
        ((_rank(row, asked), row) for row in _candidates(query.ask, asked, query.text)),
        key=lambda pair: (pair[0], fold(name_of(query.ask, pair[1])), pair[1].id),
    )[: query.limit]
    places = places_of(query.ask, [row.id for _rank, row in ranked])
    for rank, row in ranked:
        at = places.get(row.id, [])
        first = [" · ".join(filter(None, (at[0].job, at[0].client)))] if at else []
        more = [f"+ {len(at) - 1}"] if len(at) > 1 else []
        yield Hit(
            title=name_of(query.ask, row),
            href=f"/people/{row.public_id}",
            icon="user",
            detail=" ".join(first + more),
            reason=_reason(row, asked) if rank == ELSEWHERE else "",
        )


def search_sources() -> Iterator[SearchSource]:
    """Contacts, after the clients."""
    yield SearchSource(
        key="core.persons", label=N_("Contacts"), right="core.person.read", find=find, order=20
    )


def _candidates(ask: Ask, query: Sought, typed: str) -> list[Any]:
    few = reaches_few(ask)
    statement = select(*COLUMNS)
    if few:
        statement = statement.where(persons_among(ask))
    if not query.long:
        named = statement.where(begins(PERSONS, query.folded)).order_by(Person.name_sort, Person.id)
        return [seen_person(ask, row) for row in ask.session.execute(named.limit(MOST))]
    if limits_persons(ask):
        start = [persons_among(ask)] if few else []
        holding = matches(ask.session, PERSONS, typed, row_by_row=few)
        read = statement.where(persons_read(ask, query, holding, *start))
        return [seen_person(ask, row) for row in ask.session.execute(read.limit(MOST))]
    if few or is_postgresql(ask.session):
        holds = statement.where(matches(ask.session, PERSONS, typed, row_by_row=few))
    else:
        index = PERSONS.index
        holds = (
            select(*COLUMNS)
            .join_from(index, Person, Person.id == index.c.rowid)
            .where(index.c.search_text.op("MATCH")(fts_expression(query)))
            .where(*shorts(PERSONS, query))
        )
    rows = list(ask.session.execute(holds.limit(MOST)))
    if len(rows) < MOST:
        return rows
    first = statement.where(begins(PERSONS, query.folded)).order_by(Person.name_sort, Person.id)
    return list({row.id: row for row in (*ask.session.execute(first.limit(MOST)), *rows)}.values())


def _rank(row: Any, query: Sought) -> int:
    names = (
        fold(f"{row.given_name} {row.family_name}"),
        fold(f"{row.family_name} {row.given_name}"),
    )
    if not all(word in names[0] for word in query.words):
        return ELSEWHERE
    return min(name_rank(name, query.folded) for name in names)


def _reason(row: Any, query: Sought) -> str:
    if query.number:
        return _("Phone")
    return _("Email") if row.email else ""
