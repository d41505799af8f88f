"""The list of contacts: persons with the clients where they work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import and_, or_, select
from starlette.responses import Response

from onglet.clients.matching import matches
from onglet.clients.models import Client
from onglet.contacts.models import ClientPerson, Person
from onglet.contacts.search import PERSONS
from onglet.db.identifiers import is_public_id
from onglet.ui.i18n import gettext as _
from onglet.ui.pages import wants_partial
from onglet.ui.views import Column, Crumb, Pager
from onglet.web import CurrentAsk, UnitRoute, needs, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onglet.contributions import Ask

router = APIRouter(route_class=UnitRoute)
PAGE = 50
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A line of the list: a person, and where they work."""

    id: int
    key: str
    name: str
    email: str
    phone: str
    places: tuple[tuple[str, str, str], ...]

    @property
    def href(self) -> str:
        """Address of the first client where they work, nothing when there is none to see."""
        return f"/clients/{self.places[0][1]}/contacts" if self.places else ""


@router.get("/contacts", dependencies=[needs("core.person.read")])
def list_contacts(request: Request, ask: CurrentAsk, q: str = "", after: str = "") -> Response:
    """Show one page of the contacts, by name."""
    typed = q.strip()[:LONGEST]
    rows, cursor = _page(ask, typed, after)
    query = {"q": typed} if typed else {}
    template = "rows" if wants_partial(request) else "list"
    return show(
        request,
        ask,
        f"onglet/contacts/{template}.html",
        title=_("Contacts"),
        crumbs=[Crumb(label=_("Contacts"))],
        typed=typed,
        rows=rows,
        columns=[
            Column(key="name", label=_("Name")),
            Column(key="clients", label=_("Clients")),
            Column(key="phone", label=_("Phone")),
            Column(key="email", label=_("Email")),
        ],
        pager=Pager(
            previous_href=f"/contacts?{urlencode(query)}" if after else "",
            next_href=f"/contacts?{urlencode({**query, 'after': cursor})}" if cursor else "",
            shown=str(len(rows)) if rows else "",
        ),
    )


def _page(ask: Ask, typed: str, after: str) -> tuple[list[PersonRow], str]:
    """Read a page in two statements: the persons, then the places of them all."""
    columns = (
        Person.id,
        Person.public_id,
        Person.given_name,
        Person.family_name,
        Person.email,
        Person.phone,
        Person.mobile,
        Person.name_sort,
    )
    statement = select(*columns).order_by(Person.name_sort, Person.id).limit(PAGE + 1)
    if typed:
        statement = statement.where(matches(ask.session, PERSONS, typed))
    start = _start(ask, after)
    if start is not None:
        statement = statement.where(
            or_(
                Person.name_sort > start.name_sort,
                and_(Person.name_sort == start.name_sort, Person.id > start.id),
            )
        )
    found = ask.session.execute(statement).all()
    page = found[:PAGE]
    places = _places(ask, [row.id for row in page])
    rows = [
        PersonRow(
            id=row.id,
            key=row.public_id,
            name=f"{row.given_name} {row.family_name}".strip() or row.email,
            email=row.email,
            phone=row.phone or row.mobile,
            places=tuple(places.get(row.id, ())),
        )
        for row in page
    ]
    return rows, rows[-1].key if len(found) > PAGE else ""


def _start(ask: Ask, after: str) -> Any:
    if not is_public_id(after):
        return None
    return ask.session.execute(
        select(Person.id, Person.name_sort).where(Person.public_id == after)
    ).one_or_none()


def _places(ask: Ask, ids: Sequence[int]) -> dict[int, list[tuple[str, str, str]]]:
    rows = ask.session.execute(
        select(ClientPerson.person_id, Client.name, Client.public_id, ClientPerson.job)
        .join(Client, Client.id == ClientPerson.client_id)
        .where(ClientPerson.person_id.in_(ids), ClientPerson.until_on.is_(None))
        .order_by(Client.name_sort, Client.id)
    )
    places: dict[int, list[tuple[str, str, str]]] = {}
    for person_id, name, public_id, job in rows:
        places.setdefault(person_id, []).append((name, public_id, job))
    return places
