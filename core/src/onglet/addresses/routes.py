"""Addresses of the addresses tab: add, edit, roles, remove. Each works without JavaScript."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.addresses import queries
from onglet.addresses.entry import Place
from onglet.addresses.forms import AddressForm
from onglet.addresses.save import change_address, new_address, record_end, record_place
from onglet.addresses.service import delete_address, give_place
from onglet.addresses.tabs import place_labels
from onglet.clients.limits import closed, closed_texts, hidden, opened, told
from onglet.clients.tidying import ADDRESS
from onglet.contributions import Ask
from onglet.nomenclature import countries
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import voice
from onglet.ui.views import Crumb, Option
from onglet.web import (
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/addresses")
EDIT = needs("core.client.edit")
NAMES = ("label", "line1", "line2", "line3", "postcode", "town", "country")


@router.get("/new", dependencies=[EDIT])
def new(request: Request, record: CurrentRecord) -> Response:
    """Show the form of a new address."""
    state = FormState(data={"country": "FR"})
    return _form(request, record, state, post=record.href("addresses", "new"))


@router.post("/new", dependencies=[EDIT])
def create(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Add an address to the client."""
    read, state = _read(work, form)
    if read is None:
        post = record.href("addresses", "new")
        return _form(request, record, state, post=post, status=422)
    new_address(work, record.client.id, read.address())
    message = told(work, _("The address was added."), form, NAMES, ADDRESS)
    return see_other(request, record.href("addresses"), message=message)


@router.get("/{key}/edit", dependencies=[EDIT])
def edit(request: Request, record: CurrentRecord, key: str) -> Response:
    """Show the form of an address."""
    address = _address(record, record.client.id, key)
    state = FormState(data=opened(record, address.values, ADDRESS))
    post = record.href("addresses", key, "edit")
    return _form(request, record, state, post=post, address=address)


@router.post("/{key}/edit", dependencies=[EDIT])
def save(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """Save an address."""
    address = _address(work, record.client.id, key)
    read, state = _read(work, form)
    if read is None:
        post = record.href("addresses", key, "edit")
        return _form(request, record, state, post=post, address=address, status=422)
    change_address(work, record.client.id, address, read.fields())
    message = told(work, _("The address was saved."), form, NAMES, ADDRESS)
    return see_other(request, record.href("addresses"), message=message)


@router.post("/{key}/place", dependencies=[EDIT])
def place(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """Make an address the main, the billing or the delivery one."""
    address = _address(work, record.client.id, key)
    try:
        wanted = Place(form.get("place"))
    except ValueError as error:
        raise NotFound from error
    give_place(work, record.client.id, address.address_id, wanted)
    record_place(work, record.client.id, address, wanted)
    message = _("This address has the role now.")
    return see_other(request, record.href("addresses"), message=message)


@router.post("/{key}/delete", dependencies=[EDIT])
def delete(request: Request, work: CurrentWork, record: CurrentRecord, key: str) -> Response:
    """Take an address off the client; its roles go to another one."""
    address = _address(work, record.client.id, key)
    moved = delete_address(work, record.client.id, address.address_id)
    record_end(work, record.client.id, address)
    message = _("The address was removed.")
    if moved:
        message = _("The address was removed; the oldest of the others has its roles now.")
    return see_other(request, record.href("addresses"), message=message)


def _address(ask: Ask, client_id: int, key: str) -> queries.AddressView:
    address = queries.address_of(ask, client_id, key)
    if address is None:
        raise NotFound
    return address


def _read(ask: Ask, form: CurrentForm) -> tuple[AddressForm | None, FormState]:
    read, state = check(AddressForm, form)
    if read is not None and read.address().is_empty and not closed(ask, NAMES, ADDRESS):
        return None, state.with_error("line1", _("Give a street, a postcode or a town."))
    return read, state


def _form(
    request: Request,
    record: CurrentRecord,
    state: FormState,
    *,
    post: str,
    address: queries.AddressView | None = None,
    status: int = 200,
) -> Response:
    title = _("New address") if address is None else _("Edit the address")
    return show(
        request,
        record,
        "onglet/addresses/form.html",
        title=title,
        crumbs=[
            Crumb(label=_("Clients"), href="/clients"),
            Crumb(label=record.client.name, href=record.href("addresses")),
            Crumb(label=title),
        ],
        status=status,
        record=record,
        heading=title,
        post=post,
        f=state,
        is_new=address is None,
        closed=closed_texts(record, address.values, ADDRESS) if address else {},
        hidden=hidden(record, NAMES, ADDRESS) if address else closed(record, NAMES, ADDRESS),
        countries=[
            Option(value=code, label=label) for code, label in countries.choices(voice().locale)
        ],
        places=[Option(value=one.value, label=label) for one, label in place_labels().items()],
    )
