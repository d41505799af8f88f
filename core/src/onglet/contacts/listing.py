"""The list of contacts: rows of one page, by keyset, for what the address asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from sqlalchemy import func, select

from onglet.clients.limits import shown_way
from onglet.clients.listing_reach import reaches_few
from onglet.clients.matching import counts_up_to, matches, sorts_hits, sought
from onglet.clients.search_limits import limits_persons, persons_read
from onglet.clients.tidying import CONTACT
from onglet.contacts.models import Person
from onglet.contacts.places import WorkPlace, places_of
from onglet.contacts.queries import name_of
from onglet.contacts.reach import persons_among
from onglet.contacts.search import PERSONS
from onglet.db.keyset import Order, read_slice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask

HREF: Final = "/contacts"
PAGE: Final = 50
COUNT_UP_TO: Final = 1_000
LONGEST: Final = 200
SORTS: Final[Mapping[str, Any]] = {"name": Person.name_sort, "created": Person.created_at}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsView:
    """What the list shows, as its address says."""

    typed: str = ""
    sort: str = "name"
    is_descending: bool = False
    after: str = ""
    before: str = ""

    @property
    def sort_text(self) -> str:
        """The order as an address says it, nothing for the usual one."""
        text = f"-{self.sort}" if self.is_descending else self.sort
        return "" if text == "name" else text

    def href(self, **changed: str) -> str:
        """Give the address of this view with some parameters changed, at its first page."""
        known = {"q": self.typed, "sort": self.sort_text, **changed}
        query = urlencode({key: value for key, value in known.items() if value})
        return f"{HREF}?{query}" if query else HREF

    def turned(self, sort: str) -> str:
        """Give the order that a click on a column's head asks for; dates begin with the latest."""
        down = not self.is_descending if sort == self.sort else sort == "created"
        return f"-{sort}" if down else "" if sort == "name" else sort


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A line of the list: a person, and where they work as far as the reader sees it."""

    key: str
    name: str
    email: str
    phone: str
    email_href: str
    phone_href: str
    places: Sequence[WorkPlace]

    @property
    def href(self) -> str:
        """Address of the person."""
        return f"/people/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsPage:
    """One page with the places of its neighbours; `count` may stop above 1,000."""

    rows: Sequence[PersonRow]
    previous: str
    following: str
    count: int


def read_view(query: Mapping[str, str]) -> PersonsView:
    """Read the view from the parameters of an address. What it does not know is left out."""
    sort = query.get("sort", "")
    name = sort.removeprefix("-")
    return PersonsView(
        typed=query.get("q", "").strip()[:LONGEST],
        sort=name if name in SORTS else "name",
        is_descending=sort.startswith("-") and name in SORTS,
        after=query.get("after", ""),
        before=query.get("before", ""),
    )


def read_persons(ask: Ask, view: PersonsView) -> PersonsPage:
    """Read a page, where its persons work, and the capped count.

    Two statements; three for what is typed, whose order depends on how many there are.
    """
    few = reaches_few(ask)
    where: list[ColumnElement[bool]] = [persons_among(ask)] if few else []
    if view.typed:
        where.append(matches(ask.session, PERSONS, view.typed, row_by_row=few))
        query = sought(view.typed)
        if query.long and limits_persons(ask):
            where.append(persons_read(ask, query, *where))
    most = counts_up_to(ask.session, view.typed, COUNT_UP_TO)
    counted = select(Person.id).where(*where).limit(most + 1).subquery()
    counting = select(func.count(counted.c.id)).select_from(counted)
    count = (ask.session.scalar(counting) or 0) if view.typed else 0
    order = Order(
        key=view.sort,
        model=Person,
        by=sorts_hits(ask.session, SORTS[view.sort], view.typed, count),
        is_descending=view.is_descending,
    )
    statement = select(
        Person.id,
        Person.public_id,
        Person.given_name,
        Person.family_name,
        Person.email,
        Person.phone,
        Person.mobile,
    ).where(*where)
    if not view.typed:
        statement = statement.add_columns(counting.scalar_subquery().label("counted"))
    found = read_slice(
        ask.session, statement, order, after=view.after, before=view.before, size=PAGE
    )
    if not view.typed:
        first = next(iter(found.rows), None)
        count = first.counted if first else ask.session.scalar(counting) or 0
    places = places_of(ask, [row.id for row in found.rows])
    return PersonsPage(
        rows=[_row(ask, row, places.get(row.id, ())) for row in found.rows],
        previous=found.previous,
        following=found.following,
        count=count,
    )


def _row(ask: Ask, row: Any, places: Sequence[WorkPlace]) -> PersonRow:
    email, email_href = shown_way(ask, f"{CONTACT}email", row.email, {})
    phone, phone_href = shown_way(ask, f"{CONTACT}phone", row.phone, {})
    if not phone:
        phone, phone_href = shown_way(ask, f"{CONTACT}mobile", row.mobile, {})
    return PersonRow(
        key=row.public_id,
        name=name_of(ask, row),
        email=email,
        phone=phone,
        email_href=email_href,
        phone_href=phone_href,
        places=places,
    )
