"""Addresses of the list of contacts, and of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request

from onglet.contacts.listing import COUNT_UP_TO, PersonsPage, PersonsView, read_persons, read_view
from onglet.contacts.person import person_view
from onglet.contacts.tabs import role_labels
from onglet.ui import formats
from onglet.ui.i18n import gettext as _
from onglet.ui.pages import wants_partial
from onglet.ui.views import Column, Crumb, Pager
from onglet.web import CurrentAsk, NotFound, UnitRoute, needs, show

if TYPE_CHECKING:
    from typing import Literal

    from starlette.responses import Response

router = APIRouter(route_class=UnitRoute)
READ = needs("core.person.read")
WAYS: Final = (("email", "mail"), ("phone", "phone"), ("mobile", "device-mobile"))


@router.get("/contacts", dependencies=[READ])
def list_contacts(request: Request, ask: CurrentAsk) -> Response:
    """Show one page of the contacts that the address describes."""
    view = read_view(request.query_params)
    page = read_persons(ask, view)
    template = "list_answer" if wants_partial(request) else "list"
    return show(
        request,
        ask,
        f"onglet/contacts/{template}.html",
        title=_("Contacts"),
        view=view,
        rows=page.rows,
        role_labels=role_labels(),
        count_text=_count(page),
        columns=[
            _sortable(view, "name", _("Name")),
            Column(key="clients", label=_("Clients")),
            Column(key="phone", label=_("Phone")),
            Column(key="email", label=_("Email")),
        ],
        kept=[("sort", view.sort_text)] if view.sort_text else [],
        pager=Pager(
            previous_href=view.href(before=page.previous) if page.previous else "",
            next_href=view.href(after=page.following) if page.following else "",
            shown=str(len(page.rows)) if page.rows else "",
            total=_count(page),
        ),
    )


@router.get("/people/{person_id}", dependencies=[READ])
def show_person(request: Request, ask: CurrentAsk, person_id: str) -> Response:
    """Show a person: how to reach them, and where they work."""
    person = person_view(ask, person_id)
    if person is None:
        raise NotFound
    ways = [
        (icon, person.values[key], person.hrefs[key]) for key, icon in WAYS if person.values[key]
    ]
    return show(
        request,
        ask,
        "onglet/contacts/person.html",
        title=person.name,
        crumbs=[Crumb(label=_("Contacts"), href="/contacts"), Crumb(label=person.name)],
        person=person,
        ways=ways,
        role_labels=role_labels(),
    )


def _sortable(view: PersonsView, key: str, label: str) -> Column:
    state: Literal["", "ascending", "descending"] = ""
    if view.sort == key:
        state = "descending" if view.is_descending else "ascending"
    return Column(key=key, label=label, sort_href=view.href(sort=view.turned(key)), sorted=state)


def _count(page: PersonsPage) -> str:
    told = formats.html_spaces(formats.num(min(page.count, COUNT_UP_TO)))
    return f"{told}+" if page.count > COUNT_UP_TO else told
