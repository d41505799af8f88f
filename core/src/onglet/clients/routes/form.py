"""The form of a client: creation, edit as a whole, and the live check of both."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.clients import form_page, sections
from onglet.clients.form_save import Saved, create_from, edit_from
from onglet.clients.limits import left_alone
from onglet.clients.references import next_reference
from onglet.clients.snapshot import Snapshot, snapshot
from onglet.clients.view import client_view
from onglet.db.identifiers import new_public_id
from onglet.fields.tab import held_by
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext
from onglet.ui.pages import partials, toast
from onglet.ui.templating import interface, render
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentRecord,
    CurrentWork,
    NotFound,
    OwnUnitsRoute,
    UnitRoute,
    needs,
    see_other,
    show,
    signed_in,
)

router = APIRouter(route_class=UnitRoute)
asking = APIRouter(route_class=OwnUnitsRoute)
"""What is sent while somebody types, and only read: it takes no lock."""
FORM = "onglet/clients/form.html"
MODULES = ("clients.js", "fields.js")
EDIT = needs("core.client.edit")
CREATE = needs("core.client.create")


@router.get("/clients/new", dependencies=[CREATE])
def new(request: Request, host: CurrentHost, ask: CurrentAsk) -> Response:
    """Show the form of a new client; its fields may come filled in by the link."""
    data = form_page.first_data(request.query_params) | form_page.first_custom(ask)
    state = FormState(data=data)
    drawn = sections.draw(host, ask, None)
    taken = form_page.taken_text(request.query_params)
    return _creation(request, ask, state, drawn, token=new_public_id(), taken=taken)


@router.post("/clients/new", dependencies=[CREATE])
def create(request: Request, host: CurrentHost, work: CurrentWork, form: CurrentForm) -> Response:
    """Create the client, or show the form again with everything that was typed."""
    saved = create_from(host, work, form)
    if saved.client is None:
        drawn = sections.draw(host, work, None, form=form, errors=saved.section_errors)
        token = form.get("token") or new_public_id()
        taken = form.get("taken")
        return _creation(request, work, saved.state, drawn, token=token, taken=taken, status=422)
    more = f" {left_alone(saved.withheld)}" if saved.withheld else ""
    if form.get("again"):
        message = _("%(name)s was created.", name=saved.client.name) + more
        return see_other(request, "/clients/new", message=message)
    return see_other(request, saved.client.href, message=_("The client was created.") + more)


@asking.post("/clients/check", dependencies=[signed_in])
def check(ask: CurrentAsk, form: CurrentForm) -> Response:
    """Draw the remarks beside the fields, and the clients alike, for what is typed so far."""
    view = client_view(ask, form.get("self"))
    state = FormState(data=form.plain())
    found = form_page.help_context(ask, state, but=view.id if view else None)
    parts = [
        (
            f"#remarks-{key.replace('.', '-')}",
            render(
                "onglet/clients/remarks.html",
                remarks=found["remarks"].get(key, ()),
                f=state,
                key=key,
            ),
        )
        for key in found["checked"]
    ]
    parts.append(("#likeness", render("onglet/clients/likeness.html", **found)))
    return partials(parts)


@router.get("/clients/{client_id}/-/edit", dependencies=[EDIT])
def edit(request: Request, host: CurrentHost, record: CurrentRecord) -> Response:
    """Show the form of a client as it is."""
    held = snapshot(record, record.client.id)
    if held is None:
        raise NotFound
    data = form_page.open_data(record, held.values) | form_page.held_custom(record, held.fields)
    state = FormState(data=data)
    drawn = sections.draw(host, record, record)
    seen = form_page.seen_text(record, held.version, held.values)
    return _edition(request, record, state, drawn, seen=seen, held=held)


@router.post("/clients/{client_id}/-/edit", dependencies=[EDIT])
def save(
    request: Request,
    host: CurrentHost,
    work: CurrentWork,
    record: CurrentRecord,
    form: CurrentForm,
) -> Response:
    """Save the client; a clash with another editor asks, nothing is lost either way."""
    saved = edit_from(host, work, record, form)
    if saved.client is not None:
        return see_other(request, f"{record.client.href}/information", message=_said(saved))
    drawn = sections.draw(host, record, record, form=form, errors=saved.section_errors)
    answer = _edition(
        request,
        record,
        saved.state,
        drawn,
        seen=saved.seen or form.get("seen"),
        clashes=saved.clashes,
        status=409 if saved.clashes else 422,
    )
    if saved.clashes:
        return toast(answer, _("Choose a value for each field that you both changed."), "warn")
    return answer


def _said(saved: Saved) -> str:
    if not saved.withheld:
        return _done(saved)
    return f"{_done(saved)} {left_alone(saved.withheld)}"


def _done(saved: Saved) -> str:
    if not saved.changed:
        return _("Nothing had changed.")
    if not saved.met:
        return _("The client was saved.")
    return ngettext(
        "Saved. A colleague changed %(num)s other field meanwhile: both changes were kept.",
        "Saved. A colleague changed %(num)s other fields meanwhile: all changes were kept.",
        len(saved.met),
    )


def _creation(
    request: Request,
    ask: CurrentAsk,
    state: FormState,
    drawn: list[sections.DrawnSection],
    *,
    token: str,
    taken: str,
    status: int = 200,
) -> Response:
    directory = ask.provider("company_directory")
    return show(
        request,
        ask,
        FORM,
        title=_("New client"),
        crumbs=_crumbs(Crumb(label=_("New client"))),
        modules=[interface().assets.url(name) for name in MODULES],
        status=status,
        record=None,
        post="/clients/new",
        heading=_("New client"),
        token=token,
        taken=taken,
        seen="",
        self_id="",
        draft="client-new",
        clashes=(),
        directory_href=getattr(directory, "search_href", "") if directory else "",
        next_reference=next_reference(ask)[0],
        cancel_href="/clients",
        **form_page.context(ask, state, drawn),
    )


def _edition(
    request: Request,
    record: CurrentRecord,
    state: FormState,
    drawn: list[sections.DrawnSection],
    *,
    seen: str,
    held: Snapshot | None = None,
    clashes: tuple[Any, ...] | list[Any] = (),
    status: int = 200,
) -> Response:
    client = record.client
    held = held or snapshot(record, client.id)
    return show(
        request,
        record,
        FORM,
        title=_("Edit %(name)s", name=client.name),
        crumbs=_crumbs(Crumb(label=client.name, href=client.href), Crumb(label=_("Edit"))),
        modules=[interface().assets.url(name) for name in MODULES],
        status=status,
        record=record,
        post=f"{client.href}/-/edit",
        heading=_("Edit %(name)s", name=client.name),
        token="",
        taken="",
        seen=seen,
        self_id=client.public_id,
        draft=f"client-{client.public_id}",
        clashes=clashes,
        directory_href="",
        next_reference="",
        cancel_href=f"{client.href}/information",
        **form_page.context(
            record,
            state,
            drawn,
            but=client.id,
            held=held_by(record),
            values=held.values if held else {},
        ),
    )


def _crumbs(*last: Crumb) -> list[Crumb]:
    return [
        Crumb(label=_("Contacts"), href="/contacts"),
        Crumb(label=_("Clients"), href="/clients"),
        *last,
    ]
