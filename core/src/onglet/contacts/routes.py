"""Addresses of the contacts tab: add, link, edit, roles, unlink. Each works without JavaScript."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.clients.limits import closed, closed_texts, hidden, opened, told
from onglet.clients.tidying import CONTACT, FieldRefusedError, tidy_all
from onglet.contacts import queries
from onglet.contacts.entry import Role
from onglet.contacts.forms import ContactForm
from onglet.contacts.save import add_contact, change_contact, record_link, record_role
from onglet.contacts.service import give_role, link_person, take_role, unlink_person
from onglet.contributions import Ask
from onglet.fields.access import open_to
from onglet.fields.catalogue import field_set
from onglet.fields.checking import facts_of
from onglet.fields.objects import CONTACT as CONTACT_FIELDS
from onglet.fields.reading import at_of, first_values, read_into
from onglet.fields.service import FieldsRefusedError, read_values
from onglet.fields.views import InputGroup, form_data, input_groups
from onglet.identity import civility
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

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/contacts")
EDIT = needs("core.client.edit")
PERSON = needs("core.person.edit")
FORM = "onglet/contacts/form.html"
NAMES = tuple(ContactForm.model_fields)


@router.get("/new", dependencies=[EDIT])
def new(request: Request, record: CurrentRecord) -> Response:
    """Show the form of a new contact."""
    fields = field_set(record, CONTACT_FIELDS).live
    data = form_data(fields, first_values(record, fields), at_of(record))
    return _form(request, record, FormState(data=data), post=record.href("contacts", "new"))


@router.post("/new", dependencies=[EDIT])
def create(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Create a person and link them to the client."""
    post = record.href("contacts", "new")
    read, state = _read(work, form)
    state, custom = read_into(work, form, state, field_set(work, CONTACT_FIELDS), {})
    if read is None or custom is None:
        return _form(request, record, state, post=post, status=422)
    try:
        with work.session.begin_nested():
            add_contact(work, record.client.id, replace(read.person(), fields=custom))
    except FieldsRefusedError as refused:
        return _form(request, record, _refused(state, refused), post=post, status=422)
    message = told(work, _("The contact was added."), form, NAMES, CONTACT)
    return see_other(request, record.href("contacts"), message=message)


@router.get("/link", dependencies=[EDIT])
def find(request: Request, record: CurrentRecord, q: str = "") -> Response:
    """Find somebody who is known already, to link them."""
    return show(
        request,
        record,
        "onglet/contacts/link.html",
        title=_("Link a contact"),
        crumbs=_crumbs(record, _("Link a contact")),
        record=record,
        q=q,
        found=queries.find_persons(record, q, but_of=record.client.id),
    )


@router.post("/link", dependencies=[EDIT])
def link(request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm) -> Response:
    """Link somebody who is known already."""
    person_id = queries.person_id_of(work, form.get("person"))
    if person_id is None:
        raise NotFound
    link_person(work, record.client.id, person_id)
    record_link(work, record.client.id, person_id, linked=True)
    return see_other(request, record.href("contacts"), message=_("The contact was linked."))


@router.get("/{key}/edit", dependencies=[PERSON])
def edit(request: Request, record: CurrentRecord, key: str) -> Response:
    """Show the form of a contact."""
    contact = _contact(record, key)
    fields = field_set(record, CONTACT_FIELDS)
    custom = form_data(
        open_to(record, fields.live),
        read_values(record, CONTACT_FIELDS, contact.person_id),
        at_of(record),
    )
    own = opened(record, {**contact.values, "job": contact.job}, CONTACT)
    state = FormState(data={**own, **custom})
    return _form(request, record, state, post=record.href("contacts", key, "edit"), contact=contact)


@router.post("/{key}/edit", dependencies=[PERSON])
def save(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """Save a contact."""
    contact = _contact(work, key, record.client.id)
    read, state = _read(work, form)
    held = read_values(work, CONTACT_FIELDS, contact.person_id)
    state, custom = read_into(work, form, state, field_set(work, CONTACT_FIELDS), held)
    post = record.href("contacts", key, "edit")
    if read is None or custom is None:
        return _form(request, record, state, post=post, contact=contact, status=422)
    try:
        with work.session.begin_nested():
            change_contact(work, record.client.id, contact, read.fields(), read.job, custom)
    except FieldsRefusedError as refused:
        state = _refused(state, refused)
        return _form(request, record, state, post=post, contact=contact, status=422)
    message = told(work, _("The contact was saved."), form, NAMES, CONTACT)
    return see_other(request, record.href("contacts"), message=message)


@router.post("/{key}/role", dependencies=[EDIT])
def role(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """Give a contact a role of the client, or take it back."""
    contact = _contact(work, key, record.client.id)
    try:
        wanted = Role(form.get("role"))
    except ValueError as error:
        raise NotFound from error
    if wanted in contact.roles:
        take_role(work, record.client.id, contact.link_id, wanted)
        message = _("%(name)s has this role no more.", name=contact.name)
    else:
        give_role(work, record.client.id, contact.link_id, wanted)
        message = _("%(name)s has this role now.", name=contact.name)
    record_role(work, record.client.id, contact, wanted)
    return see_other(request, record.href("contacts"), message=message)


@router.post("/{key}/unlink", dependencies=[EDIT])
def unlink(request: Request, work: CurrentWork, record: CurrentRecord, key: str) -> Response:
    """End the link of a contact; the person stays."""
    contact = _contact(work, key, record.client.id)
    unlink_person(work, record.client.id, contact.link_id)
    record_link(work, record.client.id, contact.person_id, linked=False)
    message = _("%(name)s is not a contact of this client any more.", name=contact.name)
    return see_other(request, record.href("contacts"), message=message)


def _contact(ask: Any, key: str, client_id: int | None = None) -> queries.LinkedContact:
    contact = queries.contact_of(ask, ask.client.id if client_id is None else client_id, key)
    if contact is None:
        raise NotFound
    return contact


def _read(ask: Ask, form: CurrentForm) -> tuple[ContactForm | None, FormState]:
    read, state = check(ContactForm, form)
    if read is None:
        return None, state
    if read.person().is_empty and not closed(ask, NAMES, CONTACT):
        message = _("Give a name, or a way to reach this person.")
        return None, state.with_error("family_name", message)
    try:
        tidy_all({CONTACT + k: v for k, v in read.fields().items()}, country="FR", zip_code="")
    except FieldRefusedError as refusal:
        return None, state.with_error(refusal.field.removeprefix(CONTACT), refusal.message)
    return read, state


def _form(
    request: Request,
    record: CurrentRecord,
    state: FormState,
    *,
    post: str,
    contact: queries.LinkedContact | None = None,
    status: int = 200,
) -> Response:
    title = _("Edit %(name)s", name=contact.name) if contact else _("New contact")
    return show(
        request,
        record,
        FORM,
        title=title,
        crumbs=_crumbs(record, title),
        status=status,
        record=record,
        heading=title,
        post=post,
        f=state,
        custom=_custom(record, contact),
        closed=closed_texts(record, {**contact.values, "job": contact.job}, CONTACT)
        if contact
        else {},
        hidden=hidden(record, NAMES, CONTACT) if contact else closed(record, NAMES, CONTACT),
        civilities=[
            Option(value=one.value, label=civility.format(one, voice().locale))
            for one in (civility.Civility.MRS, civility.Civility.MR)
        ],
    )


def _custom(record: CurrentRecord, contact: queries.LinkedContact | None) -> list[InputGroup]:
    """Give the inputs of the custom fields of contacts."""
    fields = field_set(record, CONTACT_FIELDS)
    if not fields.live:
        return []
    if contact is None:
        values = first_values(record, fields.live)
    else:
        values = read_values(record, CONTACT_FIELDS, contact.person_id)
    return input_groups(
        record,
        fields.grouped(fields.live),
        values,
        facts_of(fields, values),
        is_new=contact is None,
    )


def _refused(state: FormState, refused: FieldsRefusedError) -> FormState:
    for name, message in refused.errors.items():
        state = state.with_error(name, message)
    return state


def _crumbs(record: CurrentRecord, label: str) -> list[Crumb]:
    return [
        Crumb(label=_("Clients"), href="/clients"),
        Crumb(label=record.client.name, href=record.href("contacts")),
        Crumb(label=label),
    ]
