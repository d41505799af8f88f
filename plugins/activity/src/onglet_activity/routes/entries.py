"""Addresses under the record: adding entries, editing, ticking, putting off and deleting them."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.api import (
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    FormError,
    FormState,
    NotFound,
    Record,
    Refused,
    UnitRoute,
    _,
    fragment,
    is_htmx,
    needs,
    see_other,
    show,
    toast,
)
from onglet_activity import answers, calendar, composers, moments, panel, reading, service, timeline
from onglet_activity.filters import Filters
from onglet_activity.kinds import PEOPLE, Kind
from onglet_activity.queries import EntryRow, find

router = APIRouter(route_class=UnitRoute)
READ = needs("activity.entry.read")
CREATE = needs("activity.entry.create")
EDIT = needs("activity.entry.edit")
DELETE = needs("activity.entry.delete")
UNPROCESSABLE = 422


@router.post("/add", dependencies=[READ])
def add(request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm) -> Response:
    """Write what a composer sent, whichever plugin it belongs to."""
    key = form.get("composer")
    try:
        done = work.compose(record, key, form.plain())
    except LookupError:
        raise NotFound from None
    except PermissionError as error:
        raise Refused(record.may_here(str(error))) from None
    except FormError as error:
        return _composer_again(request, record, key, error.html)
    if not is_htmx(request):
        return see_other(request, done.href or record.href("activity"), message=done.message)
    if done.href:
        return see_other(request, done.href, message=done.message)
    work.session.flush()
    return toast(
        fragment(
            "activity/added.html",
            ask=record,
            composer=panel.composer(record, current=key),
            parts=answers.parts_of_tab(request, record),
        ),
        done.message,
    )


def _composer_again(request: Request, record: Record, key: str, html: str) -> Response:
    """Give the form back with what was typed: in its place, or in the whole page."""
    composer = panel.composer(record, current=key, html=html)
    if is_htmx(request):
        return fragment(
            "activity/composer.html", status=UNPROCESSABLE, ask=record, composer=composer
        )
    return show(
        request,
        record,
        "activity/tab.html",
        title=f"{_('Activity')} · {record.client.name}",
        status=UNPROCESSABLE,
        **{**panel.whole(record, Filters()), "composer": composer},
    )


@router.get("/new", dependencies=[CREATE])
def open_new(request: Request, record: CurrentRecord) -> Response:
    """Show the form of a new entry in a dialog."""
    kind = _kind(request.query_params.get("kind", ""))
    return _new(request, record, kind, reading.blank(record, kind, key="entry"))


@router.post("/new", dependencies=[CREATE])
def create(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Write the entry that the dialog holds."""
    kind = _kind(form.get("kind"))
    said = reading.read(record, kind, form.plain(), key="entry")
    if not said.drafts:
        return _new(request, record, kind, said.state, status=UNPROCESSABLE)
    service.write_entries(work, record.client.id, said.drafts)
    return answers.after_write(request, record, _(composers.WRITTEN[kind]))


@router.get("/entries/{public_id}/edit", dependencies=[EDIT])
def open_edit(request: Request, record: CurrentRecord, public_id: str) -> Response:
    """Show the form of an entry in a dialog."""
    row = _row(record, public_id)
    return _edit(request, record, row, reading.stored(record, row, key="entry"))


@router.post("/entries/{public_id}/edit", dependencies=[EDIT])
def edit(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, public_id: str
) -> Response:
    """Save what the dialog holds; what somebody else saved meanwhile is not written over."""
    row = _row(record, public_id)
    said = reading.read(record, Kind(row.kind), form.plain(), key="entry")
    if not said.drafts:
        return _edit(request, record, row, said.state, status=UNPROCESSABLE)
    version = int(form.get("version")) if form.get("version").isdecimal() else 0
    try:
        changed = service.edit_entry(
            work, record.client.id, public_id, said.drafts[0], version=version
        )
    except service.EntryChangedError:
        state = said.state.with_error(
            "",
            _(
                "Somebody changed this entry meanwhile. What you typed is still here: close this "
                "window to see theirs, or save again to replace it."
            ),
        )
        fresh = FormState(
            data={**state.data, "version": str(row.version)},
            errors=state.errors,
            form_errors=state.form_errors,
            labels=state.labels,
            key=state.key,
        )
        return _edit(request, record, row, fresh, status=UNPROCESSABLE)
    message = _("The entry is saved.") if changed else _("Nothing had changed.")
    return answers.after_write(request, record, message, back=form.get("back"))


@router.post("/entries/{public_id}/done", dependencies=[EDIT])
def complete(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, public_id: str
) -> Response:
    """Tick a task."""
    _there(service.complete_task, work, record, public_id)
    return answers.after_write(request, record, _("The task is done."), back=form.get("back"))


@router.post("/entries/{public_id}/open", dependencies=[EDIT])
def reopen(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, public_id: str
) -> Response:
    """Untick a task."""
    _there(service.reopen_task, work, record, public_id)
    return answers.after_write(
        request, record, _("The task is to do again."), back=form.get("back")
    )


@router.post("/entries/{public_id}/postpone", dependencies=[EDIT])
def postpone(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, public_id: str
) -> Response:
    """Put a task off to one of the days offered."""
    day = moments.postponed(record.today, form.get("to"))
    if day is None:
        raise NotFound
    try:
        service.postpone_task(work, record.client.id, public_id, day)
    except service.EntryGoneError:
        raise NotFound from None
    return answers.after_write(request, record, _("The task is put off."), back=form.get("back"))


@router.get("/entries/{public_id}/delete", dependencies=[DELETE])
def ask_delete(request: Request, record: CurrentRecord, public_id: str) -> Response:
    """Ask before an entry is deleted."""
    row = _row(record, public_id)
    return show(
        request,
        record,
        "activity/delete.html",
        title=_("Delete this entry"),
        row=row,
        delete_href=record.href("activity", "entries", public_id, "delete"),
        cancel_href=record.href("activity"),
    )


@router.post("/entries/{public_id}/delete", dependencies=[DELETE])
def delete(request: Request, work: CurrentWork, record: CurrentRecord, public_id: str) -> Response:
    """Delete an entry; the journal keeps that it was there."""
    _there(service.delete_entry, work, record, public_id)
    undo = timeline.restore_href(record, public_id)
    return answers.after_write(request, record, _("The entry is deleted."), undo=undo)


@router.post("/entries/{public_id}/restore", dependencies=[DELETE])
def restore(request: Request, work: CurrentWork, record: CurrentRecord, public_id: str) -> Response:
    """Bring a deleted entry back."""
    _there(service.restore_entry, work, record, public_id)
    return answers.after_write(request, record, _("The entry is back."))


@router.get("/entries/{public_id}/event.ics", dependencies=[READ])
def download(request: Request, record: CurrentRecord, public_id: str) -> Response:
    """Give an event as a file for a calendar."""
    row = _row(record, public_id)
    if row.kind != Kind.EVENT:
        raise NotFound
    home = f"{request.base_url}".rstrip("/")
    return Response(
        calendar.file_of(row, record, home),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{row.public_id}.ics"'},
    )


def _kind(name: str) -> Kind:
    found = next((kind for kind in PEOPLE if kind.value == name), None)
    if found is None:
        raise NotFound
    return found


def _row(record: Record, public_id: str) -> EntryRow:
    row = find(record, record.client.id, public_id)
    if row is None or row.level != 1:
        raise NotFound
    return row


def _there(change: Any, work: CurrentWork, record: Record, public_id: str) -> None:
    try:
        change(work, record.client.id, public_id)
    except service.EntryGoneError:
        raise NotFound from None


def _new(
    request: Request, record: Record, kind: Kind, state: FormState, *, status: int = 200
) -> Response:
    return _dialog(
        request,
        record,
        kind,
        state,
        title=_(composers.LABELS[kind]),
        save=_("Add"),
        save_href=record.href("activity", "new"),
        is_new=True,
        status=status,
    )


def _edit(
    request: Request, record: Record, row: EntryRow, state: FormState, *, status: int = 200
) -> Response:
    return _dialog(
        request,
        record,
        Kind(row.kind),
        state,
        title=_(composers.EDITED[Kind(row.kind)]),
        save=_("Save"),
        save_href=record.href("activity", "entries", row.public_id, "edit"),
        is_new=False,
        status=status,
    )


def _dialog(
    request: Request, record: Record, kind: Kind, state: FormState, **more: Any
) -> Response:
    return show(
        request,
        record,
        "activity/entry.html",
        kind=kind.value,
        f=state,
        cancel_href=record.href("activity"),
        note=record.client.name,
        **composers.options(record),
        **more,
    )
