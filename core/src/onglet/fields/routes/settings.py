"""Addresses of the settings of custom fields: list, order, make, change, archive, type, file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from onglet.fields.catalogue import KEY, Definition, contributed_kinds, field_set
from onglet.fields.definitions import (
    DefinitionRefusedError,
    archive_field,
    create_field,
    delete_group,
    edit_field,
    move_field,
    move_group,
    place_fields,
    restore_field,
    save_group,
)
from onglet.fields.kinds import KINDS, Kind
from onglet.fields.objects import FieldHolder, holder, holders
from onglet.fields.reading import at_of
from onglet.fields.retyping import change_type, try_type, undo_type
from onglet.fields.settings_form import (
    CONDITIONS,
    FLAGS,
    LANGUAGES,
    OPS,
    code_of,
    condition_rows,
    read_spec,
    spec_data,
)
from onglet.fields.spec import FieldSpec, GroupSpec
from onglet.fields.transfer import BadFileError, export_fields, import_fields
from onglet.fields.views import field_input
from onglet.host.names import package_of
from onglet.settings.crumbs import HOME, settings_crumbs
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of, ngettext
from onglet.ui.pages import fragment
from onglet.ui.reading import Form, form_with_files
from onglet.ui.templating import interface
from onglet.ui.views import Confirm, MenuItem, Option
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentWork,
    NotFound,
    UnitRoute,
    needs,
    see_other,
    show,
)

if TYPE_CHECKING:
    from onglet.contributions import Ask

router = APIRouter(route_class=UnitRoute, prefix=f"{HOME}/fields")
EDIT = [needs("core.settings.edit")]
WITH_FILE = Depends(form_with_files(1, 3_000_000))


@router.get("", dependencies=EDIT)
def show_first(request: Request, ask: CurrentAsk) -> Response:
    """Show the fields of clients."""
    return show_fields(request, ask, "client")


@router.get("/{object_key}", dependencies=EDIT)
def show_fields(request: Request, ask: CurrentAsk, object_key: str) -> Response:
    """Show the fields of an object by group, in their order."""
    return _list(request, ask, _holder(ask, object_key), FormState(key="g"))


@router.post("/{object_key}/order", dependencies=EDIT)
def order(request: Request, work: CurrentWork, form: CurrentForm, object_key: str) -> Response:
    """Put fields in the order that they were dragged to: `order` holds group and field each."""
    _holder(work, object_key)
    pairs = [text.partition(" ") for text in form.all("order")]
    place_fields(work, object_key, [(key, group) for group, _space, key in pairs])
    return see_other(request, _href(object_key), message=_("The order was kept."))


@router.post("/{object_key}/groups", dependencies=EDIT)
def add_group(request: Request, work: CurrentWork, form: CurrentForm, object_key: str) -> Response:
    """Add a group, or rename one."""
    of = _holder(work, object_key)
    label = {key: form.get(f"label.{key}").strip()[:100] for key in LANGUAGES}
    label = {key: text for key, text in label.items() if text}
    if not label:
        state = FormState(data=form.plain(), key="g")
        state = state.with_error("label.fr", _("Give the group a name."))
        return _list(request, work, of, state, status=422)
    taken = {group.code for group in field_set(work, object_key).groups}
    known = form.get("code")
    code = known if known in taken else code_of(next(iter(label.values())), taken)
    save_group(
        work, object_key, GroupSpec(code=code, label=label, is_open=bool(form.get("is_open")))
    )
    return see_other(request, _href(object_key), message=_("The group was saved."))


@router.post("/{object_key}/groups/{code}/move", dependencies=EDIT)
def step_group(
    request: Request, work: CurrentWork, form: CurrentForm, object_key: str, code: str
) -> Response:
    """Move a group up or down."""
    move_group(work, object_key, code, -1 if form.get("step") == "up" else 1)
    return see_other(request, _href(object_key))


@router.post("/{object_key}/groups/{code}/delete", dependencies=EDIT)
def drop_group(request: Request, work: CurrentWork, object_key: str, code: str) -> Response:
    """Take a group away; its fields stay."""
    delete_group(work, object_key, code)
    return see_other(request, _href(object_key), message=_("The group is gone, its fields stay."))


@router.get("/{object_key}/new", dependencies=EDIT)
def new(request: Request, ask: CurrentAsk, object_key: str, type: str = "") -> Response:
    """Choose a type, then describe the field."""
    of = _holder(ask, object_key)
    if not type:
        return show(
            request,
            ask,
            "onglet/fields/types.html",
            title=_("New field"),
            crumbs=_crumbs(of, _("New field")),
            of=of,
            kinds=_kinds(ask),
        )
    data = {"is_audited": True, "is_pinnable": True, "is_open": True, "option.places": 2}
    return _form(request, ask, of, _kind(ask, type), FormState(data=data, key="d"))


@router.post("/{object_key}/new", dependencies=EDIT)
def create(request: Request, work: CurrentWork, form: CurrentForm, object_key: str) -> Response:
    """Make the field."""
    of = _holder(work, object_key)
    kind = _kind(work, form.get("type"))
    spec, state = read_spec(work, form, kind, field_set(work, object_key))
    if spec is not None:
        try:
            with work.session.begin_nested():
                create_field(work, object_key, spec, group=form.get("group"))
        except DefinitionRefusedError as refused:
            state = _refused(state, refused)
        else:
            return see_other(request, _href(object_key), message=_("The field was created."))
    return _form(request, work, of, kind, state, status=422)


@router.post("/{object_key}/preview", dependencies=EDIT)
def preview(ask: CurrentAsk, form: CurrentForm, object_key: str) -> Response:
    """Draw the input that the field would have."""
    kind = _kind(ask, form.get("type"))
    spec, _state = read_spec(ask, form, kind, field_set(ask, object_key))
    return fragment(
        "onglet/fields/preview.html",
        f=FormState(key="p"),
        one=_previewed(ask, object_key, spec, kind),
    )


@router.get("/{object_key}/export", dependencies=EDIT)
def export(ask: CurrentAsk, object_key: str) -> Response:
    """Give the definitions as a file."""
    of = _holder(ask, object_key)
    name = f"onglet-fields-{of.key}.json"
    return Response(
        export_fields(ask, object_key),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/{object_key}/import", dependencies=EDIT)
def bring_in(
    request: Request, work: CurrentWork, object_key: str, form: Form = WITH_FILE
) -> Response:
    """Say what a file would change, then change it when asked to."""
    of = _holder(work, object_key)
    sent = form.files.get("file", ())
    text = form.get("content") or (sent[0].file.read().decode("utf-8", "replace") if sent else "")
    is_sure = bool(form.get("sure"))
    unit = work.session.begin_nested()
    try:
        steps = import_fields(work, text, object_key=object_key)
    except BadFileError as error:
        unit.rollback()
        work.session.info.pop(KEY, None)
        return _list(request, work, of, FormState(key="g").with_error("", str(error)), status=422)
    if is_sure:
        unit.commit()
        return see_other(request, _href(object_key), message=_("The fields were brought in."))
    unit.rollback()
    work.session.info.pop(KEY, None)
    return show(
        request,
        work,
        "onglet/fields/import.html",
        title=_("Bring fields in"),
        crumbs=_crumbs(of, _("Bring fields in")),
        of=of,
        steps=steps,
        content=text,
        words={
            "create": _("new"),
            "change": _("changed"),
            "same": _("as it is"),
            "refused": _("left alone"),
        },
    )


@router.get("/{object_key}/{key}", dependencies=EDIT)
def edit(request: Request, ask: CurrentAsk, object_key: str, key: str) -> Response:
    """Show the form of a field."""
    one = _one(ask, object_key, key)
    group = one.group.code if one.group else ""
    data = spec_data(ask, one.spec, one.kind, field_set(ask, object_key), group)
    return _form(
        request, ask, _holder(ask, object_key), one.kind, FormState(data=data, key="d"), one=one
    )


@router.post("/{object_key}/{key}", dependencies=EDIT)
def save(
    request: Request, work: CurrentWork, form: CurrentForm, object_key: str, key: str
) -> Response:
    """Change a field."""
    one = _one(work, object_key, key)
    fields = field_set(work, object_key)
    spec, state = read_spec(work, form, one.kind, fields, code=one.code)
    if spec is not None:
        try:
            with work.session.begin_nested():
                edit_field(work, key, spec, group=form.get("group"))
        except DefinitionRefusedError as refused:
            state = _refused(state, refused)
        else:
            return see_other(request, _href(object_key), message=_("The field was saved."))
    of = _holder(work, object_key)
    return _form(request, work, of, one.kind, state, one=one, status=422)


@router.post("/{object_key}/{key}/move", dependencies=EDIT)
def step(
    request: Request, work: CurrentWork, form: CurrentForm, object_key: str, key: str
) -> Response:
    """Move a field up or down, past its group at an end."""
    _one(work, object_key, key)
    move_field(work, key, -1 if form.get("step") == "up" else 1)
    return see_other(request, _href(object_key))


@router.post("/{object_key}/{key}/archive", dependencies=EDIT)
def archive(request: Request, work: CurrentWork, object_key: str, key: str) -> Response:
    """Take a field out of every screen."""
    _one(work, object_key, key)
    try:
        archive_field(work, key)
    except DefinitionRefusedError as refused:
        return see_other(request, _href(object_key), message=refused.message, kind="bad")
    message = _("The field is archived: its values are kept.")
    return see_other(request, _href(object_key), message=message)


@router.post("/{object_key}/{key}/restore", dependencies=EDIT)
def restore(request: Request, work: CurrentWork, object_key: str, key: str) -> Response:
    """Bring an archived field back."""
    _one(work, object_key, key)
    try:
        with work.session.begin_nested():
            restore_field(work, key)
    except DefinitionRefusedError as refused:
        work.session.info.pop(KEY, None)
        return see_other(request, _href(object_key), message=refused.message, kind="bad")
    return see_other(request, _href(object_key), message=_("The field is back."))


@router.get("/{object_key}/{key}/type", dependencies=EDIT)
def show_type(
    request: Request, ask: CurrentAsk, object_key: str, key: str, to: str = ""
) -> Response:
    """Choose another type; say what would become of the values."""
    one = _one(ask, object_key, key)
    spec = trial = None
    if to:
        spec = _with_type(one, _kind(ask, to))
        trial = try_type(ask, one, spec)
    return _type_page(request, ask, one, to, trial)


@router.post("/{object_key}/{key}/type", dependencies=EDIT)
def save_type(
    request: Request, work: CurrentWork, form: CurrentForm, object_key: str, key: str
) -> Response:
    """Give the field another type."""
    one = _one(work, object_key, key)
    try:
        with work.session.begin_nested():
            trial = change_type(work, key, _with_type(one, _kind(work, form.get("to"))))
    except DefinitionRefusedError as refused:
        work.session.info.pop(KEY, None)
        return _type_page(request, work, one, form.get("to"), None, refused.message, status=422)
    message = ngettext(
        "The type was changed: %(num)s value could not be kept.",
        "The type was changed: %(num)s values could not be kept.",
        trial.lost,
    )
    return see_other(request, f"{_href(object_key)}/{key}", message=message)


@router.post("/{object_key}/{key}/type/undo", dependencies=EDIT)
def take_back(request: Request, work: CurrentWork, object_key: str, key: str) -> Response:
    """Take the last change of type back."""
    _one(work, object_key, key)
    try:
        undo_type(work, key)
    except DefinitionRefusedError as refused:
        return see_other(request, f"{_href(object_key)}/{key}", message=refused.message, kind="bad")
    return see_other(request, f"{_href(object_key)}/{key}", message=_("The former type is back."))


def _href(object_key: str) -> str:
    return f"{HOME}/fields/{object_key}"


def _holder(ask: Ask, key: str) -> FieldHolder:
    found = holder(ask, key)
    if found is None or found.values is None:
        raise NotFound
    return found


def _one(ask: Ask, object_key: str, key: str) -> Definition:
    everything = field_set(ask, object_key).everything
    found = next((one for one in everything if one.public_id == key), None)
    if found is None:
        raise NotFound
    return found


def _kind(ask: Ask, key: str) -> Kind:
    found = KINDS.get(key) or contributed_kinds(ask).get(key)
    if found is None:
        raise NotFound
    return found


def _kinds(ask: Ask) -> list[Kind]:
    return [*KINDS.values(), *contributed_kinds(ask).values()]


def _with_type(one: Definition, kind: Kind) -> FieldSpec:
    """Give the field with another type: a list is made of nothing, so its choices stay."""
    return one.spec.model_copy(
        update={"type": kind.key, "least": None, "most": None, "default": None}
    )


def _crumbs(of: FieldHolder, *last: str) -> Any:
    return settings_crumbs((_("Custom fields"), _href(of.key)), *last)


def _refused(state: FormState, refused: DefinitionRefusedError) -> FormState:
    part = {"label": "label.fr", "choices": "choices"}.get(refused.part, refused.part)
    if part in {"unit", "places", "look", "target", "expression", "result", "statistic"}:
        part = f"option.{part}"
    return state.with_error(part, refused.message)


def _list(
    request: Request, ask: Ask, of: FieldHolder, f: FormState, *, status: int = 200
) -> Response:
    fields = field_set(ask, of.key)
    inside: dict[int | None, list[Definition]] = {}
    for one in fields.live:
        inside.setdefault(one.group.id if one.group else None, []).append(one)
    return show(
        request,
        ask,
        "onglet/fields/list.html",
        title=_("Custom fields"),
        crumbs=settings_crumbs(_("Custom fields")),
        modules=[interface().assets.url("fields_settings.js")],
        status=status,
        of=of,
        f=f,
        objects=[one for one in holders(ask) if one.values is not None],
        groups=[
            (group, inside.get(group.id if group else None, [])) for group in (None, *fields.groups)
        ],
        archived=[one for one in fields.everything if one.archived_at is not None],
        menus={one.public_id: _menu(of.key, one) for one in fields.live},
        href=_href(of.key),
    )


def _menu(object_key: str, one: Definition) -> list[MenuItem]:
    here = f"{_href(object_key)}/{one.public_id}"
    return [
        MenuItem(label=_("Edit"), icon="pencil", href=here),
        MenuItem(
            label=_("Move up"), icon="arrow-up", post=f"{here}/move", values=(("step", "up"),)
        ),
        MenuItem(
            label=_("Move down"), icon="arrow-down", post=f"{here}/move", values=(("step", "down"),)
        ),
        MenuItem(label=_("Change the type"), icon="transform", href=f"{here}/type"),
        MenuItem(
            label=_("Archive"),
            icon="archive",
            post=f"{here}/archive",
            confirm=Confirm(
                title=_("Archive this field?"),
                text=_("It leaves every screen. Its values are kept, and it can come back."),
                button=_("Archive"),
                danger=False,
            ),
        ),
    ]


def _form(
    request: Request,
    ask: Ask,
    of: FieldHolder,
    kind: Kind,
    f: FormState,
    *,
    one: Definition | None = None,
    status: int = 200,
) -> Response:
    fields = field_set(ask, of.key)
    title = one.label if one else _("New field")
    spec = one.spec if one else None
    choices = list(spec.options.choices) if spec else []
    others = [other for other in fields.live if other.code != (one.code if one else "")]
    return show(
        request,
        ask,
        "onglet/fields/edit.html",
        title=title,
        crumbs=_crumbs(of, title),
        modules=[interface().assets.url("fields_settings.js")],
        status=status,
        of=of,
        one=one,
        kind=kind,
        f=f,
        post=f"{_href(of.key)}/{one.public_id}" if one else f"{_href(of.key)}/new",
        href=_href(of.key),
        flags={key: _(label) for key, label in FLAGS.items() if _applies(kind, key)},
        groups=[Option(value=group.code, label=group.label) for group in fields.groups],
        choices=choices,
        conditions={
            name: condition_rows(ask, spec, name, fields)
            for name in CONDITIONS
            if kind.is_typed or name == "visible_if"
        },
        condition_words={
            "visible_if": _("Shown only if"),
            "required_if": _("Required if"),
            "read_only_if": _("Closed if"),
        },
        joins={name: _join(spec, name) for name in CONDITIONS},
        comparable=[
            Option(value="kind", label=_("Kind of client")),
            Option(value="stage", label=_("Stage")),
            *(Option(value=other.code, label=other.label) for other in others),
        ],
        ops=[Option(value=op.value, label=_(label)) for op, label in OPS.items()],
        targets=[Option(value=found.key, label=found.name) for found in holders(ask) if found.find],
        statistics=[
            Option(value=item.key, label=gettext_of(package_of(plugin), item.label))
            for plugin, item in ask.outside.contributed("statistics")
        ],
        codes=", ".join(other.code for other in others),
        preview=_previewed(ask, of.key, spec, kind),
    )


def _join(spec: FieldSpec | None, name: str) -> str:
    condition = getattr(spec, name) if spec else None
    return condition.join if condition else "all"


def _applies(kind: Kind, flag: str) -> bool:
    able = {
        "is_required": kind.is_typed and kind.in_big_form,
        "is_fixed": kind.is_typed,
        "is_unique": kind.may_be_unique,
        "is_searchable": kind.is_searchable,
        "is_filterable": kind.is_filterable,
        "is_sortable": kind.is_sortable,
        "is_totalled": kind.is_numeric,
    }
    return kind.key != "section" and able.get(flag, True)


def _previewed(ask: Ask, object_key: str, spec: FieldSpec | None, kind: Kind) -> Any:
    if spec is None:
        return None
    one = Definition(
        id=0,
        public_id="",
        object=object_key,
        spec=spec,
        kind=kind,
        group=None,
        position=0,
        is_used=False,
        archived_at=None,
        version=1,
    )
    return field_input(ask, one, None, {}, at_of(ask), is_new=True, alone=True)


def _type_page(
    request: Request,
    ask: Ask,
    one: Definition,
    to: str,
    trial: Any,
    refused: str = "",
    *,
    status: int = 200,
) -> Response:
    of = _holder(ask, one.object)
    able = [
        kind
        for kind in _kinds(ask)
        if kind.is_typed and kind.in_big_form and kind.key not in {"section", one.spec.type}
    ]
    return show(
        request,
        ask,
        "onglet/fields/type.html",
        title=_("Change the type of %(name)s", name=one.label),
        crumbs=_crumbs(of, one.label),
        status=status,
        of=of,
        one=one,
        to=to,
        trial=trial,
        refused=refused,
        href=f"{_href(of.key)}/{one.public_id}",
        kinds=[Option(value=kind.key, label=kind.name()) for kind in able],
        is_typed=one.kind.is_typed and one.kind.in_big_form,
    )
