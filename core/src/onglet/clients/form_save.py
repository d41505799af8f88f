"""Saving what the form sent: all of it, its plugins' blocks included, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from onglet.clients import sections
from onglet.clients.catalogue import BY_KEY
from onglet.clients.editing import ClashError, edit_client
from onglet.clients.form_page import ClashChoice, clash_choices, seen_text, sources_in
from onglet.clients.forms import FORM_SOURCE, ClientForm, new_client, values_of
from onglet.clients.limits import closed, is_closed, opened
from onglet.clients.references import ReferenceTakenError
from onglet.clients.service import create_client
from onglet.clients.shown import typed
from onglet.clients.snapshot import snapshot
from onglet.clients.tidying import FieldRefusedError
from onglet.clients.two_editors import Seen, meet
from onglet.clients.view import client_view_by_id
from onglet.contributions import ClientKind
from onglet.fields.catalogue import field_set
from onglet.fields.objects import CLIENT
from onglet.fields.reading import MARK, PREFIX, read_into
from onglet.fields.service import FieldsRefusedError
from onglet.ui.forms import check
from onglet.ui.i18n import gettext as _
from onglet.web import NotFound
from onglet.work.unit import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import ClientView, Record, Work
    from onglet.host.host import Host
    from onglet.ui.forms import FormState
    from onglet.ui.reading import Form

THEIRS = "theirs"
REFUSALS = (
    FieldRefusedError,
    FieldsRefusedError,
    ReferenceTakenError,
    sections.SectionFailedError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a form: the client that was saved, or the form to show again."""

    state: FormState
    client: ClientView | None = None
    changed: bool = False
    met: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    clashes: list[ClashChoice] = field(default_factory=list)
    seen: str = ""
    section_errors: Mapping[str, str] = field(default_factory=dict)


def create_from(host: Host, work: Work, form: Form) -> Saved:
    """Create the client that the form describes, once however often it is sent."""
    read, state = _read(form)
    state, custom = read_into(work, form, state, field_set(work, CLIENT), {})
    wrong = sections.check(host, work, None, form)
    if read is None or custom is None or wrong:
        return Saved(state=state, section_errors=wrong)
    shut, tried = closed(work, values_of(read)), _tried(work, form)
    new = new_client(read, owner_id=work.actor.user_id, public_id=form.get("token"), closed=shut)
    sources = {key: said for key, said in sources_in(form).items() if not is_closed(work, key)}
    kept = {code: value for code, value in custom.items() if not is_closed(work, PREFIX + code)}
    new = replace(new, sources=sources, fields=kept)
    try:
        with work.session.begin_nested():
            made = create_client(work, new)
            client = client_view_by_id(work, made.id)
            if client is None:
                raise NotFound
            if made.is_new:
                sections.save(host, work, record_of(work, client), form)
    except REFUSALS as refusal:
        return Saved(state=_refused(state, refusal))
    return Saved(state=state, client=client, changed=True, withheld=tried)


def edit_from(host: Host, work: Work, record: Record, form: Form) -> Saved:
    """Save the form of a client, asking when another editor changed the same fields."""
    read, state = _read(form)
    held = snapshot(work, record.client.id)
    state, custom = read_into(
        work, form, state, field_set(work, CLIENT), held.fields if held else {}
    )
    wrong = sections.check(host, work, record, form)
    if read is None or custom is None or wrong:
        return Saved(state=state, section_errors=wrong)
    values = {**values_of(read), **{PREFIX + code: value for code, value in custom.items()}}
    theirs = {key for key in values if form.get(f"choice.{key}") == THEIRS}
    values = opened(work, {key: value for key, value in values.items() if key not in theirs})
    seen = Seen.load(form.get("seen"))
    try:
        with work.session.begin_nested():
            done = edit_client(
                work, record.client.id, values, seen=seen, consent_source=FORM_SOURCE
            )
            sections.save(host, work, record, form)
    except ClashError as clash:
        return _clashed(work, record, state, values, seen, clash)
    except REFUSALS as refusal:
        return Saved(state=_refused(state, refusal))
    client = client_view_by_id(work, record.client.id)
    sent = bool(form.all(sections.MARK))
    return Saved(
        state=state,
        client=client,
        changed=bool(done.changes) or sent,
        met=done.met,
        withheld=_tried(work, form),
    )


def _tried(work: Work, form: Form) -> tuple[str, ...]:
    """Give the fields that were sent although the form does not offer them."""
    sent = form.plain()
    custom = (PREFIX + code for code in form.all(MARK))
    return closed(work, [*(key for key in BY_KEY if key in sent), *custom])


def _read(form: Form) -> tuple[ClientForm | None, FormState]:
    """Give the form that was sent, or None and what is wrong with it."""
    read, state = check(ClientForm, form)
    if read is None:
        return None, state
    if read.kind is ClientKind.COMPANY and not read.name:
        return None, state.with_error("name", _("Give a name: the rest can wait."))
    contact = read.contact
    is_named = contact.given_name or contact.family_name or contact.email
    if read.kind is ClientKind.PERSON and not (is_named or read.name):
        message = _("Give the person's name: the rest can wait.")
        return None, state.with_error("contact.family_name", message)
    consent = read.consent
    wanted = consent.email or consent.sms or consent.phone or consent.post
    if wanted and not (
        is_named or contact.phone or contact.mobile or read.kind is ClientKind.PERSON
    ):
        message = _("Name the main contact: signing up for campaigns is a person's choice.")
        return None, state.with_error("contact.family_name", message)
    return read, state


def _refused(state: FormState, refusal: Exception) -> FormState:
    if isinstance(refusal, FieldRefusedError):
        return state.with_error(refusal.field, refusal.message)
    if isinstance(refusal, FieldsRefusedError):
        for name, message in refusal.errors.items():
            state = state.with_error(name, message)
        return state
    if isinstance(refusal, ReferenceTakenError):
        message = _("Another client has this reference: choose another one, or leave it empty.")
        return state.with_error("reference", message)
    if isinstance(refusal, sections.SectionFailedError):
        message = _(
            "“%(block)s” could not be saved, so nothing was. What you typed is still here: try "
            "again, or tell your administrator this reference: %(reference)s.",
            block=refusal.label,
            reference=refusal.reference,
        )
        return state.with_error("", message)
    raise refusal


def _clashed(
    work: Work,
    record: Record,
    state: FormState,
    values: Mapping[str, Any],
    seen: Seen | None,
    clash: ClashError,
) -> Saved:
    """Give the form with both values of each clash, and the others' changes already in it."""
    held = snapshot(work, record.client.id)
    if held is None:
        raise NotFound
    met = meet(values, held.values, seen).met
    now = typed(held.values)
    fields = {"capital" if key.startswith("capital_") else key for key in met}
    data = {**state.data, **{key: now.get(key, "") for key in fields}}
    return Saved(
        state=replace(state, data=data),
        clashes=clash_choices(work, clash.clashes, values, held.values),
        seen=seen_text(work, held.version, held.values),
    )
