"""Writes on shares: given, changed, ended, taken back. Each takes `Work` and leaves history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from onglet.clients.models import Client
from onglet.contributions import Level, Reach
from onglet.rights.access import Access
from onglet.rights.evaluate import Reason, Why, ways
from onglet.rights.granters import SHARE
from onglet.rights.grants import share
from onglet.rights.models import Grant
from onglet.sharing import rules
from onglet.sharing.queries import ShareView, find_share, shares_of
from onglet.sharing.telling import tell_shared
from onglet.sharing.terms import SUBJECT, Terms, share_changes

if TYPE_CHECKING:
    from onglet.contributions import Ask, ClientView, Work
    from onglet.sharing.queries import Subject
    from onglet.sharing.rules import Bounds


class ShareClashError(Exception):
    """Somebody else changed the same share meanwhile; `theirs` is None when it is gone."""

    def __init__(self, subject: Subject, theirs: ShareView | None, mine: Terms | None) -> None:
        self.subject = subject
        self.theirs = theirs
        self.mine = mine
        super().__init__(f"share with {subject.key}")


def my_bounds(ask: Ask, client_id: int) -> Bounds:
    """Give how far the actor, who may share this client, may do so."""
    access = ask.access
    if not isinstance(access, Access):
        raise TypeError("a unit of work gives Access")
    reason = access.reason(SHARE, client_id)
    if reason.why is Why.EVERY:
        return rules.bounds_of([reason])
    found = ways(access.ties(client_id), reason.reach, reason.needed, ask.now)
    return rules.bounds_of(found or [Reason(why=Why.UNTIED, reach=Reach.NONE, needed=Level.VIEW)])


def add_share(work: Work, client: ClientView, subject: Subject | None, terms: Terms) -> ShareView:
    """Share a client with a colleague or a group, and tell them.

    A share that has ended is given anew.

    Raises:
        Rejected: a subject or terms that cannot be.
        ShareClashError: it is shared with them already, on other terms.
    """
    checked = rules.check_subject(subject, owner_id=client.owner_id, actor_id=work.actor.user_id)
    rules.check_terms(terms, my_bounds(work, client.id), work.now)
    lock(work, client.id)
    before = find_share(work, client.id, checked.key)
    if before is not None and not before.has_ended(work.now):
        if before.terms == terms:
            return before
        raise ShareClashError(checked, before, terms)
    return _put(work, client, checked, terms, before, action="share")


def grant_share(work: Work, client: ClientView, subject: Subject | None, terms: Terms) -> ShareView:
    """Share a client at least on these terms: what is given already is never lessened.

    Raises:
        Rejected: a subject or terms that cannot be.
    """
    checked = rules.check_subject(subject, owner_id=client.owner_id, actor_id=work.actor.user_id)
    lock(work, client.id)
    before = find_share(work, client.id, checked.key)
    runs = before is not None and not before.has_ended(work.now)
    if before is not None and runs:
        ends = (before.terms.valid_until, terms.valid_until)
        terms = Terms(
            level=max(before.terms.level, terms.level),
            valid_until=None if None in ends else max(end for end in ends if end),
            note=before.terms.note,
        )
        if terms == before.terms:
            return before
    rules.check_terms(terms, my_bounds(work, client.id), work.now)
    return _put(work, client, checked, terms, before, action="change" if runs else "share")


def change_share(
    work: Work, client: ClientView, held: ShareView, terms: Terms, *, seen: str
) -> ShareView:
    """Give a share other terms, and tell its receiver.

    Raises:
        Rejected: terms that cannot be.
        ShareClashError: it was changed or taken back since the form was drawn.
    """
    # What was given before may be more than the actor may give: they may keep or lessen it.
    bounds = my_bounds(work, client.id)
    if terms.valid_until != held.terms.valid_until or terms.level > held.terms.level:
        rules.check_terms(terms, bounds, work.now)
    lock(work, client.id)
    now_held = find_share(work, client.id, held.subject.key)
    if now_held is None:
        raise ShareClashError(held.subject, None, terms)
    if now_held.terms == terms:
        return now_held
    if seen and now_held.terms.seen() != seen:
        raise ShareClashError(held.subject, now_held, terms)
    return _put(work, client, held.subject, terms, now_held, action="change")


def end_share(work: Work, client: ClientView, held: ShareView, *, seen: str) -> None:
    """End a share now; it stays in view among those that have ended.

    Raises:
        ShareClashError: it was changed since the list was drawn.
    """
    now_held = _as_seen(work, client, held, seen)
    if now_held is None or now_held.has_ended(work.now):
        return
    work.session.execute(
        update(Grant)
        .where(Grant.id == now_held.grant_id)
        .values(valid_until=work.now)
        .execution_options(synchronize_session=False)
    )
    terms = Terms(level=now_held.terms.level, valid_until=work.now, note=now_held.terms.note)
    _record(work, client.id, now_held, "end", now_held.terms, terms)


def remove_share(work: Work, client: ClientView, held: ShareView, *, seen: str) -> None:
    """Take a share back; the log keeps it.

    Raises:
        ShareClashError: it was changed since the list was drawn.
    """
    now_held = _as_seen(work, client, held, seen)
    if now_held is None:
        return
    work.session.execute(
        delete(Grant)
        .where(Grant.id == now_held.grant_id)
        .execution_options(synchronize_session=False)
    )
    _record(work, client.id, now_held, "remove", now_held.terms, None)


def lock(work: Work, client_id: int) -> None:
    """Let one transaction change the shares of a client at a time."""
    work.session.execute(select(Client.id).where(Client.id == client_id).with_for_update())


def _as_seen(work: Work, client: ClientView, held: ShareView, seen: str) -> ShareView | None:
    lock(work, client.id)
    now_held = find_share(work, client.id, held.subject.key)
    if now_held is not None and seen and now_held.terms.seen() != seen:
        raise ShareClashError(held.subject, now_held, None)
    return now_held


def _put(
    work: Work,
    client: ClientView,
    subject: Subject,
    terms: Terms,
    before: ShareView | None,
    *,
    action: str,
) -> ShareView:
    grant = share(
        work.session,
        client_id=client.id,
        kind=subject.kind,
        subject_id=subject.id,
        level=terms.level,
        granted_by_id=work.actor.user_id,
        granted_at=work.now,
        valid_until=terms.valid_until,
        note=terms.note,
    )
    work.session.flush()
    made = shares_of(work, client.id, grant.id)[0]
    _record(work, client.id, made, action, before.terms if before else None, terms)
    tell_shared(work, client, made, is_new=action == "share")
    return made


def _record(
    work: Work,
    client_id: int,
    held: ShareView,
    action: str,
    before: Terms | None,
    after: Terms | None,
) -> None:
    work.record_change(
        client_id=client_id,
        subject=SUBJECT,
        subject_id=held.grant_id,
        action=action,
        changes=share_changes(held.subject.name, before, after, is_group=held.subject.is_group),
    )
