"""Addresses of the tab of custom fields: edit as a whole, edit one, its files, links to find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from onglet.clients.editing import ClashError, edit_client
from onglet.clients.form_page import seen_text
from onglet.clients.snapshot import snapshot
from onglet.clients.two_editors import Seen
from onglet.fields.access import field_level, open_to
from onglet.fields.catalogue import Definition, field_set
from onglet.fields.checking import facts_of
from onglet.fields.files import IMAGE_TYPE
from onglet.fields.kinds.attached import files_of
from onglet.fields.objects import CLIENT, links_found
from onglet.fields.reading import PREFIX, at_of, read_form
from onglet.fields.service import FieldsRefusedError
from onglet.fields.tab import held_by
from onglet.fields.views import (
    InputGroup,
    field_input,
    form_data,
    input_groups,
    record_facts,
    shown_value,
)
from onglet.storage import InvalidKey, ObjectMissing
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.pages import fragment
from onglet.ui.reading import Form, form_with_files
from onglet.ui.templating import interface
from onglet.ui.views import Crumb
from onglet.web import (
    CurrentAsk,
    CurrentHost,
    CurrentRecord,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
    signed_in,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onglet.clients.snapshot import Snapshot
    from onglet.contributions import Record

router = APIRouter(route_class=UnitRoute)
EDIT = [needs("core.client.edit")]
READ = [needs("core.client.read")]
WITH_FILES = Depends(form_with_files(10, 30_000_000))
AT = "/clients/{client_id}/fields"


@router.get(f"{AT}/edit", dependencies=EDIT)
def edit(request: Request, record: CurrentRecord) -> Response:
    """Show every field in one form."""
    return _form(request, record, _held(record))


@router.post(f"{AT}/edit", dependencies=EDIT)
def save(
    request: Request,
    host: CurrentHost,
    work: CurrentWork,
    record: CurrentRecord,
    form: Form = WITH_FILES,
) -> Response:
    """Save every field at once."""
    return _save(request, host, work, record, form, None)


@router.get(f"{AT}/{{code}}/edit", dependencies=EDIT)
def edit_one(request: Request, record: CurrentRecord, code: str) -> Response:
    """Show one field in a form of its own."""
    return _form(request, record, _held(record), only=_field(record, code))


@router.post(f"{AT}/{{code}}/edit", dependencies=EDIT)
def save_one(
    request: Request,
    host: CurrentHost,
    work: CurrentWork,
    record: CurrentRecord,
    code: str,
    form: Form = WITH_FILES,
) -> Response:
    """Save one field."""
    return _save(request, host, work, record, form, _field(record, code))


@router.get(f"{AT}/{{code}}/files/{{key}}", dependencies=READ)
def file(host: CurrentHost, record: CurrentRecord, code: str, key: str) -> Response:
    """Give a file of a field: nothing but an image that we drew is shown in the page."""
    one = _field(record, code)
    held = [found for found in files_of(held_by(record).get(code)) if found["key"] == key]
    if not held or not field_level(record, CLIENT, code).is_readable:
        raise NotFound
    try:
        with host.storage.open(key) as stream:
            data = stream.read()
    except (ObjectMissing, InvalidKey):
        raise NotFound from None
    is_image = one.kind.key == "image"
    how = "inline" if is_image else "attachment"
    return Response(
        data,
        media_type=IMAGE_TYPE if is_image else "application/octet-stream",
        headers={
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(str(held[0]['name']))}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )


@router.get("/fields/find/{target}", dependencies=[signed_in])
def find(request: Request, ask: CurrentAsk, target: str) -> Response:
    """Give records to link that fit what is typed, as choices of an input."""
    typed = next(
        (text for name, text in request.query_params.items() if name.endswith(".find")), ""
    )
    found = links_found(ask, target, typed.strip()[:100]) if typed.strip() else []
    return fragment("onglet/fields/found.html", found=found)


def _field(record: Record, code: str) -> Definition:
    one = field_set(record, CLIENT).by_code.get(code)
    if one is None or not one.kind.is_typed or not field_level(record, CLIENT, code).is_shown:
        raise NotFound
    return one


def _held(record: Record) -> Snapshot:
    held = snapshot(record, record.client.id)
    if held is None:
        raise NotFound
    return held


def _save(
    request: Request,
    host: Any,
    work: Any,
    record: Record,
    form: Form,
    only: Definition | None,
) -> Response:
    held = _held(record)
    fields = [only] if only else list(field_set(work, CLIENT).live)
    read = read_form(form, fields, held.fields, at_of(work, storage=host.storage))
    state = FormState(data=form.plain(), labels={one.name: one.label for one in fields})
    errors = dict(read.errors)
    if not errors:
        values = {PREFIX + code: value for code, value in read.values.items()}
        try:
            with work.session.begin_nested():
                done = edit_client(work, record.client.id, values, seen=Seen.load(form.get("seen")))
        except FieldsRefusedError as refused:
            errors = refused.errors
        except ClashError as clash:
            errors = _clashes(record, clash, fields)
            state = state.with_error(
                "", _("A colleague changed the same fields meanwhile. Save again to keep yours.")
            )
        else:
            message = _("The fields were saved.") if done.changes else _("Nothing had changed.")
            return see_other(request, record.href("fields"), message=message)
    for name, message in errors.items():
        state = state.with_error(name, message)
    return _form(request, record, _held(record), only=only, state=state, status=422)


def _clashes(record: Record, clash: ClashError, fields: Sequence[Definition]) -> dict[str, str]:
    by_name = {one.name: one for one in fields}
    at = at_of(record)
    return {
        found.key: _(
            "A colleague wrote “%(theirs)s” here meanwhile.",
            theirs=shown_value(by_name[found.key], found.theirs, at) or _("nothing"),
        )
        for found in clash.clashes
        if found.key in by_name
    }


def _form(
    request: Request,
    record: Record,
    held: Snapshot,
    *,
    only: Definition | None = None,
    state: FormState | None = None,
    status: int = 200,
) -> Response:
    fields = field_set(record, CLIENT)
    facts = {
        **record_facts(record.client.kind.value, record.client.stage.value),
        **facts_of(fields, held.fields),
    }
    at = at_of(record, file_href=record.href("fields", only.code, "files") if only else "")
    if only is None:
        groups = input_groups(record, fields.grouped(fields.live), held.fields, facts)
    else:
        one = field_input(record, only, held.fields.get(only.code), facts, at, alone=True)
        groups = [InputGroup(label="", is_open=True, inputs=[one])]
    shown = [only] if only else fields.live
    data = form_data(open_to(record, shown), held.fields, at)
    title = _("Edit %(name)s", name=only.label if only else _("Custom fields"))
    return show(
        request,
        record,
        "onglet/fields/one.html" if only else "onglet/fields/form.html",
        title=title,
        crumbs=[
            Crumb(label=_("Clients"), href="/clients"),
            Crumb(label=record.client.name, href=record.href("fields")),
            Crumb(label=title),
        ],
        modules=[interface().assets.url("fields.js")],
        status=status,
        record=record,
        heading=title,
        post=record.href("fields", only.code, "edit") if only else record.href("fields", "edit"),
        f=state or FormState(data=data),
        groups=groups,
        files=files_of(held.fields.get(only.code)) if only else [],
        seen=seen_text(
            record, held.version, {one.name: held.fields.get(one.code) for one in shown}
        ),
        facts=record_facts(record.client.kind.value, record.client.stage.value),
    )
