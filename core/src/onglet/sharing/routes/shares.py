"""The shares of a record: the list, a new one, another level or end, the end of one."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts.rejected import Rejected
from onglet.contributions import Record
from onglet.rights.explain import sentence
from onglet.rights.granters import SHARE
from onglet.rights.models import GrantKind
from onglet.sharing import queries, requesting, service
from onglet.sharing.ends import end_of, last_day_of
from onglet.sharing.forms import ShareForm, TermsForm
from onglet.sharing.levels import level_name, level_options
from onglet.sharing.pages import REASSIGN, ROOM, crumbs, parts
from onglet.sharing.queries import ShareView
from onglet.sharing.service import ShareClashError
from onglet.sharing.terms import Terms
from onglet.ui import pages
from onglet.ui.forms import FormState, check
from onglet.ui.i18n import gettext as _
from onglet.ui.reading import clean_text
from onglet.ui.views import Confirm, MenuItem
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

router = APIRouter(route_class=UnitRoute, prefix="/clients/{client_id}/-/sharing")
READ, MAY_SHARE = needs("core.client.read"), needs(SHARE)


@router.get("", dependencies=[READ])
def open_dialog(request: Request, record: CurrentRecord) -> Response:
    """Show who owns the client and whom it is shared with; to others why they cannot share it."""
    return _dialog(request, record)


@router.get("/new", dependencies=[MAY_SHARE])
def new(request: Request, record: CurrentRecord) -> Response:
    """Show where to share with a colleague or with a group."""
    asked = request.query_params
    kept = {
        name: clean_text(asked.get(name, "")[:300]) for name in ("q", "until", "note", "subject")
    }
    kept["level"] = asked.get("level", "")[:10] or "view"
    return _form(request, record, FormState(data=kept), groups="groups" in asked)


@router.get("/find", dependencies=[MAY_SHARE])
def find(request: Request, record: CurrentRecord) -> Response:
    """Give the colleagues or the groups that a search finds."""
    asked = request.query_params
    return pages.fragment(
        "onglet/sharing/found.html",
        **_found(record, clean_text(asked.get("q", "")[:200]), groups="groups" in asked),
        **picked(record, asked.get("subject", "")),
    )


@router.post("/new", dependencies=[MAY_SHARE])
def create(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Share the client."""
    groups = bool(form.get("groups"))
    wanted, state = check(ShareForm, form)
    if wanted is None:
        return _form(request, record, state, groups=groups, status=422)
    terms = _terms(record, wanted)
    subject = queries.find_subject(work, wanted.subject)
    try:
        with work.session.begin_nested():
            made = service.add_share(work, record.client, subject, terms)
    except Rejected as fault:
        return _form(request, record, fault.on(state), groups=groups, status=422)
    except ShareClashError as clash:
        return _clash(request, record, clash)
    message = _("The client is shared with %(name)s.", name=made.subject.name)
    return _done(request, record, message)


@router.get("/{key}/edit", dependencies=[MAY_SHARE])
def edit(request: Request, record: CurrentRecord, key: str) -> Response:
    """Show the terms of a share."""
    held = _share(record, key)
    return _edit(request, record, held, FormState(data=_typed(record, held.terms)))


@router.post("/{key}/edit", dependencies=[MAY_SHARE])
def save(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """Give a share other terms."""
    wanted, state = check(TermsForm, form)
    held = queries.find_share(work, record.client.id, key)
    if held is None:
        return _gone(request, record, key, wanted)
    if wanted is None:
        return _edit(request, record, held, state, status=422)
    terms = _terms(record, wanted, held)
    try:
        with work.session.begin_nested():
            service.change_share(work, record.client, held, terms, seen=wanted.seen)
    except Rejected as fault:
        return _edit(request, record, held, fault.on(state), status=422)
    except ShareClashError as clash:
        return _clash(request, record, clash)
    return _done(request, record, _("The share with %(name)s is changed.", name=held.subject.name))


@router.post("/{key}/end", dependencies=[MAY_SHARE])
def end(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """End a share now."""
    held = queries.find_share(work, record.client.id, key)
    if held is None:
        return _done(request, record, _("This share was taken back already."))
    try:
        service.end_share(work, record.client, held, seen=form.get("seen")[:40])
    except ShareClashError as clash:
        return _clash(request, record, clash)
    return _done(request, record, _("The share with %(name)s has ended.", name=held.subject.name))


@router.post("/{key}/remove", dependencies=[MAY_SHARE])
def remove(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm, key: str
) -> Response:
    """Take a share back."""
    held = queries.find_share(work, record.client.id, key)
    if held is None:
        return _done(request, record, _("This share was taken back already."))
    try:
        service.remove_share(work, record.client, held, seen=form.get("seen")[:40])
    except ShareClashError as clash:
        return _clash(request, record, clash)
    message = _("The share with %(name)s is taken back.", name=held.subject.name)
    return _done(request, record, message)


def picked(record: Record, key: str) -> dict[str, Any]:
    """Give what was chosen before the search, so that it stays chosen."""
    chosen = queries.find_subject(record, key[:40])
    return {"f": FormState(data={"subject": chosen.key if chosen else ""}), "chosen": chosen}


def _share(record: Record, key: str) -> ShareView:
    held = queries.find_share(record, record.client.id, key)
    if held is None:
        raise NotFound
    return held


def _terms(record: Record, wanted: TermsForm, held: ShareView | None = None) -> Terms:
    end = None
    if wanted.until is not None:
        # An untouched day keeps the instant that another zone gave it.
        kept = held.terms.valid_until if held is not None else None
        same = kept is not None and last_day_of(kept, record.actor.zone) == wanted.until
        end = kept if same else end_of(wanted.until, record.actor.zone)
    return Terms(level=wanted.wanted, valid_until=end, note=wanted.note)


def _typed(record: Record, terms: Terms) -> dict[str, Any]:
    return {
        "level": terms.level.name.lower(),
        "until": last_day_of(terms.valid_until, record.actor.zone),
        "note": terms.note,
        "seen": terms.seen(),
    }


def _done(request: Request, record: Record, message: str) -> Response:
    """Show the list again: in the open dialog with a message over it, or as a page."""
    if not pages.wants_partial(request):
        return see_other(request, record.href("-", ROOM), message=message)
    return pages.toast(_in_dialog(request, _dialog(request, record)), message)


def _in_dialog(request: Request, answer: Response) -> Response:
    """Put the answer to an entry of a menu, which swaps nothing itself, in the dialog."""
    where = request.headers.get("HX-Target", "")
    if pages.wants_partial(request) and not where.startswith(("dialog", "main")):
        answer.headers["HX-Retarget"] = "#dialog"
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _dialog(request: Request, record: Record) -> Response:
    may_share, may_give = record.may_here(SHARE), record.may_here(REASSIGN)
    shares = queries.shares_of(record, record.client.id) if may_share.allowed else []
    return show(
        request,
        record,
        "onglet/sharing/dialog.html",
        title=_("Sharing"),
        crumbs=list(crumbs(record, _("Sharing"))),
        record=record,
        parts=parts(record, ""),
        may_share=may_share,
        because=sentence(may_share.because),
        may_give=may_give,
        running=[one for one in shares if not one.has_ended(record.now)],
        ended=[one for one in shares if one.has_ended(record.now)],
        menus={one.subject.key: _menu(record, one) for one in shares},
        level_name=level_name,
        last_day=lambda one: last_day_of(one.terms.valid_until, record.actor.zone),
        waiting=requesting.waiting_on(record) if may_share.allowed else [],
    )


def _menu(record: Record, one: ShareView) -> list[MenuItem]:
    def at(what: str) -> str:
        return record.href("-", ROOM, one.subject.key, what)

    seen = (("seen", one.terms.seen()),)
    items = []
    if not one.has_ended(record.now):
        items.append(
            MenuItem(
                label=_("End it now"),
                icon="clock-pause",
                post=at("end"),
                values=seen,
                confirm=Confirm(
                    title=_("End the share with %(name)s?", name=one.subject.name),
                    text=_("It stays in view among those that have ended."),
                    button=_("End it now"),
                ),
            )
        )
    return [
        MenuItem(label=_("Change the share"), icon="pencil", href=at("edit"), dialog=True),
        *items,
        MenuItem(
            label=_("Take the share back"),
            icon="trash",
            danger=True,
            post=at("remove"),
            values=seen,
            confirm=Confirm(
                title=_("Take back the share with %(name)s?", name=one.subject.name),
                text=_("The log keeps a line of it."),
                button=_("Take the share back"),
            ),
        ),
    ]


def _found(record: Record, search: str, *, groups: bool) -> dict[str, Any]:
    if groups:
        pairs = queries.find_groups(record, search)
        return {"subjects": [], "groups": pairs, "search": search}
    hidden = [key for key in (record.client.owner_id, record.actor.user_id) if key]
    return {
        "subjects": queries.find_colleagues(record, search, but=hidden),
        "groups": [],
        "search": search,
    }


def _form(
    request: Request, record: Record, state: FormState, *, groups: bool, status: int = 200
) -> Response:
    title = _("Share with a group") if groups else _("Share with a colleague")
    bounds = service.my_bounds(record, record.client.id)
    found = _found(record, state.value("q")[:200], groups=groups)
    return show(
        request,
        record,
        "onglet/sharing/new.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        status=status,
        record=record,
        heading=title,
        f=state,
        with_groups=groups,
        levels=level_options(bounds.level),
        longest=last_day_of(bounds.until, record.actor.zone),
        today=record.today,
        chosen=queries.find_subject(record, state.value("subject")),
        **found,
    )


def _edit(
    request: Request, record: Record, held: ShareView, state: FormState, *, status: int = 200
) -> Response:
    title = _("Share with %(name)s", name=held.subject.name)
    bounds = service.my_bounds(record, record.client.id)
    return show(
        request,
        record,
        "onglet/sharing/edit.html",
        title=title,
        crumbs=list(crumbs(record, title)),
        status=status,
        record=record,
        heading=title,
        held=held,
        f=state,
        levels=level_options(max(bounds.level, held.terms.level)),
        longest=last_day_of(bounds.until, record.actor.zone),
        today=record.today,
    )


def _gone(request: Request, record: Record, key: str, wanted: TermsForm | None) -> Response:
    """Show the terms that were typed for a share that somebody took back meanwhile."""
    subject = queries.find_subject(record, key)
    if subject is None or subject.kind not in (GrantKind.SHARE_USER, GrantKind.SHARE_GROUP):
        raise NotFound
    mine = _terms(record, wanted) if wanted is not None else None
    return _clash(request, record, ShareClashError(subject, None, mine))


def _clash(request: Request, record: Record, clash: ShareClashError) -> Response:
    """Show both: what somebody else saved meanwhile, and what was typed here."""
    answer = show(
        request,
        record,
        "onglet/sharing/clash.html",
        title=_("Somebody changed this share meanwhile"),
        crumbs=list(crumbs(record, _("Sharing"))),
        status=409,
        record=record,
        clash=clash,
        mine=_typed(record, clash.mine) if clash.mine else None,
        level_name=level_name,
        last_day=lambda terms: last_day_of(terms.valid_until, record.actor.zone),
        seen=clash.theirs.terms.seen() if clash.theirs else "",
    )
    return _in_dialog(request, answer)
