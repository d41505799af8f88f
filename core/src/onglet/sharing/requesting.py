"""Requests for access: asked of whoever can say yes, answered by them, told to who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from onglet.accounts.rejected import Rejected
from onglet.clients.view import client_view_by_id
from onglet.db.identifiers import is_public_id
from onglet.host.names import package_of
from onglet.rights.granters import MAX_GRANTERS, SHARE
from onglet.rights.holders import holders
from onglet.rights.models import User
from onglet.sharing.models import AccessRequest
from onglet.sharing.telling import tell
from onglet.ui.i18n import N_, gettext_of
from onglet.ui.i18n import gettext as _
from onglet.work.session import scope_of, unrestricted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

    from onglet.contributions import Ask, Record, Work
    from onglet.rights.holders import Holder

SUBJECT: Final = "core.access_request"
MOST_A_DAY: Final = 20
DAY: Final = timedelta(days=1)
SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request as those who may see it see it."""

    id: int
    public_id: str
    client_id: int
    asker_id: int
    asker_key: str
    asker_name: str
    asker_is_active: bool
    right: str
    message: str
    times: int
    asked_at: datetime
    told_at: datetime
    answered_at: datetime | None
    answered_by: str
    granted: bool | None
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking: whether it is a new request, and who was asked."""

    is_new: bool
    names: tuple[str, ...]


def ask_access(work: Work, record: Record, right: str, message: str) -> Asked:
    """Ask for a right on a record that the actor may read; asked twice it stays one request.

    Raises:
        LookupError: nobody declares the right.
        Rejected: the actor has it already, or has asked for too much today.
    """
    if right not in scope_of(work.session).catalogue:
        raise LookupError(right)
    verdict = record.may_here(right)
    if verdict.allowed:
        raise Rejected("", N_("You have this right on this client already."))
    people = answerers(work, record, share_helps=verdict.share_helps)
    names = tuple(one.name for one in people)
    open_one = _open(work, record.client.id, right)
    is_new = False
    if open_one is None:
        _refuse_many(work)
        open_one = _insert(work, record.client.id, right, message)
        is_new = open_one is not None
    open_one = open_one or _open(work, record.client.id, right)
    if open_one is None:
        raise AssertionError("a request that could not be inserted is there")
    if not is_new:
        open_one.times = min(open_one.times + 1, 30_000)
        open_one.message = message or open_one.message
        if open_one.told_at > work.now - DAY:
            return Asked(is_new=False, names=names)
        open_one.told_at = work.now
    else:
        _record(work, open_one, "ask", {"right": (None, right)}, asker=work.actor.name)
    _tell_answerers(work, record, open_one, people)
    return Asked(is_new=is_new, names=names)


def answerers(ask: Ask, record: Record, *, share_helps: bool) -> list[Holder]:
    """List who can answer: the owner, else others who may share, else administrators.

    Where a share does not help, administrators alone can change a profile.
    """
    scope = scope_of(ask.session)
    able = [
        one
        for one in holders(ask.session, scope.catalogue, record.client.id, (SHARE,), ask.now)
        if one.may(SHARE) and one.user_id != ask.actor.user_id
    ]
    administrators = [one for one in able if one.is_administrator][:MAX_GRANTERS]
    if not share_helps:
        return administrators
    owners = [one for one in able if one.is_owner]
    others = [one for one in able if not one.is_administrator]
    return owners or others[:MAX_GRANTERS] or administrators


def pending_of(record: Record, right: str) -> RequestView | None:
    """Give the actor's own request that waits for an answer."""
    query = _views().where(
        AccessRequest.client_id == record.client.id,
        AccessRequest.asker_id == record.actor.user_id,
        AccessRequest.right == right,
        AccessRequest.answered_at.is_(None),
    )
    return _one(record, query)


def waiting_on(record: Record) -> list[RequestView]:
    """List the requests on a record that wait for an answer, the oldest first."""
    query = (
        _views()
        .where(AccessRequest.client_id == record.client.id, AccessRequest.answered_at.is_(None))
        .order_by(AccessRequest.id)
        .limit(SHOWN)
    )
    return [_view(row) for row in record.session.execute(query)]


def waiting_for(ask: Ask) -> list[RequestView]:
    """List the requests that the actor can answer, the oldest first."""
    query = (
        _views()
        .where(AccessRequest.answered_at.is_(None), AccessRequest.asker_id != ask.actor.user_id)
        .order_by(AccessRequest.id)
        .limit(4 * SHOWN)
    )
    found = [_view(row) for row in ask.session.execute(query)]
    return [one for one in found if ask.access.may_on(SHARE, one.client_id).allowed][:SHOWN]


def asked_by(ask: Ask) -> list[RequestView]:
    """List the actor's own requests on clients that they may still read, the latest first."""
    query = (
        _views()
        .where(AccessRequest.asker_id == ask.actor.user_id)
        .order_by(AccessRequest.id.desc())
        .limit(SHOWN)
    )
    return [_view(row) for row in ask.session.execute(query)]


def find_request(ask: Ask, public_id: str) -> RequestView | None:
    """Give a request that the actor made or may answer; None for any other."""
    if not is_public_id(public_id):
        return None
    found = _one(ask, _views().where(AccessRequest.public_id == public_id))
    if found is None:
        return None
    own = found.asker_id == ask.actor.user_id
    return found if own or ask.access.may_on(SHARE, found.client_id).allowed else None


def close_request(work: Work, request: RequestView, *, granted: bool, word: str) -> None:
    """Write the answer down and tell who asked.

    Raises:
        Rejected: somebody answered meanwhile, or it is the actor's own request.
    """
    if request.asker_id == work.actor.user_id:
        raise Rejected("", N_("You cannot answer your own request."))
    row = work.session.scalars(
        select(AccessRequest).where(AccessRequest.id == request.id).with_for_update()
    ).one()
    if row.answered_at is not None:
        raise Rejected("", N_("Somebody answered this request meanwhile."))
    row.answered_at, row.answered_by_id = work.now, work.actor.user_id
    row.granted, row.word = granted, word
    work.session.flush()
    _record(
        work,
        row,
        "grant" if granted else "refuse",
        {"right": (None, request.right)},
        asker=request.asker_name,
        word=word,
    )
    _tell_asker(work, row, granted=granted, word=word)


def label_of(ask: Ask, right: str) -> str:
    """Give the name of a right as people know it."""
    declared = scope_of(ask.session).catalogue.get(right)
    if declared is None:
        return right
    return gettext_of(package_of(declared.plugin), declared.right.label)


def _open(work: Work, client_id: int, right: str) -> AccessRequest | None:
    return work.session.scalars(
        select(AccessRequest)
        .where(
            AccessRequest.client_id == client_id,
            AccessRequest.asker_id == work.actor.user_id,
            AccessRequest.right == right,
            AccessRequest.answered_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()


def _refuse_many(work: Work) -> None:
    with unrestricted(work.session, reason="requests of one's own are counted on every client"):
        asked = work.session.scalar(
            select(func.count(AccessRequest.id)).where(
                AccessRequest.asker_id == work.actor.user_id,
                AccessRequest.asked_at > work.now - DAY,
            )
        )
    if (asked or 0) >= MOST_A_DAY:
        raise Rejected(
            "",
            N_(
                "You have asked for access %(count)s times within a day: wait for the answers, "
                "or talk to an administrator."
            ),
            count=asked,
        )


def _insert(work: Work, client_id: int, right: str, message: str) -> AccessRequest | None:
    """Insert a request; None when the same one came in beside this one."""
    if work.actor.user_id is None:
        raise ValueError("the system asks nobody")
    row = AccessRequest(
        client_id=client_id,
        asker_id=work.actor.user_id,
        right=right,
        message=message,
        asked_at=work.now,
        told_at=work.now,
        times=1,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        return None
    return row


def _tell_answerers(work: Work, record: Record, row: AccessRequest, people: list[Holder]) -> None:
    ids = [one.user_id for one in people]
    for user in work.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id)):
        tell(
            work,
            user,
            record.client,
            title=lambda: _(
                "%(name)s asks for the right “%(right)s” on %(client)s",
                name=work.actor.name,
                right=label_of(work, row.right),
                client=record.client.name,
            ),
            body=lambda: row.message,
            href=f"/access-requests/{row.public_id}",
        )


def _tell_asker(work: Work, row: AccessRequest, *, granted: bool, word: str) -> None:
    client = client_view_by_id(work, row.client_id)
    user = work.session.get(User, row.asker_id)
    if client is None or user is None or not user.is_active:
        return

    def title() -> str:
        words = {
            "name": work.actor.name,
            "right": label_of(work, row.right),
            "client": client.name,
        }
        if granted:
            return _("%(name)s gave you the right “%(right)s” on %(client)s", **words)
        return _("%(name)s refused you the right “%(right)s” on %(client)s", **words)

    tell(work, user, client, title=title, body=lambda: word)


def _record(
    work: Work,
    row: AccessRequest,
    action: str,
    changes: dict[str, tuple[Any, Any]],
    *,
    asker: str,
    word: str = "",
) -> None:
    told = {**changes, "asker": (None, asker), "word": (None, word or None)}
    work.record_change(
        client_id=row.client_id,
        subject=SUBJECT,
        subject_id=row.id,
        action=action,
        changes={key: pair for key, pair in told.items() if pair != (None, None)},
    )


def _views() -> Select[*tuple[Any, ...]]:
    asker, answerer = aliased(User), aliased(User)
    return (
        select(
            AccessRequest.id,
            AccessRequest.public_id,
            AccessRequest.client_id,
            AccessRequest.asker_id,
            AccessRequest.right,
            AccessRequest.message,
            AccessRequest.times,
            AccessRequest.asked_at,
            AccessRequest.told_at,
            AccessRequest.answered_at,
            AccessRequest.granted,
            AccessRequest.word,
            asker.public_id.label("asker_key"),
            asker.given_name,
            asker.family_name,
            asker.email,
            asker.is_active,
            answerer.given_name.label("answerer_given"),
            answerer.family_name.label("answerer_family"),
            answerer.email.label("answerer_email"),
        )
        .join(asker, asker.id == AccessRequest.asker_id)
        .outerjoin(answerer, answerer.id == AccessRequest.answered_by_id)
    )


def _one(ask: Ask, query: Select[*tuple[Any, ...]]) -> RequestView | None:
    row = ask.session.execute(query).one_or_none()
    return None if row is None else _view(row)


def _view(row: Any) -> RequestView:
    answerer = f"{row.answerer_given or ''} {row.answerer_family or ''}".strip()
    return RequestView(
        id=row.id,
        public_id=row.public_id,
        client_id=row.client_id,
        asker_id=row.asker_id,
        asker_key=f"u-{row.asker_key}",
        asker_name=f"{row.given_name} {row.family_name}".strip() or row.email,
        asker_is_active=row.is_active,
        right=row.right,
        message=row.message,
        times=row.times,
        asked_at=row.asked_at,
        told_at=row.told_at,
        answered_at=row.answered_at,
        answered_by=answerer or row.answerer_email or "",
        granted=row.granted,
        word=row.word,
    )
