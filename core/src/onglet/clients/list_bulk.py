"""What is done to several clients at once: each asks for its right on each client."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onglet.clients.life import archive_client, unarchive_client
from onglet.clients.models import Client
from onglet.clients.service import set_owner
from onglet.contributions import Selection
from onglet.db.engine import is_conflict
from onglet.db.identifiers import is_public_id
from onglet.host.failures import failure_of
from onglet.rights.models import User
from onglet.sharing.telling import tell_given
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext, speaking_as
from onglet.work.events import after_end

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onglet.contributions import Action, Work
    from onglet.host.host import Host
    from onglet.host.registry import Placed

MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it, in a sentence, and whether something was left undone."""

    message: str
    is_partial: bool = False
    href: str = ""


def archive_many(work: Work, keys: Sequence[str], *, undo: bool = False) -> Outcome:
    """Archive, or bring back, the clients of these public keys that the actor may archive."""
    change = unarchive_client if undo else archive_client
    return _each(work, keys, "core.client.archive", lambda client_id: change(work, client_id))


def give_many(work: Work, keys: Sequence[str], owner_key: str) -> Outcome:
    """Give clients to a colleague, and tell them how many are theirs now."""
    found = None
    if is_public_id(owner_key):
        found = work.session.scalar(
            select(User.id).where(User.public_id == owner_key, User.is_active.is_(True))
        )
    if found is None:
        return Outcome(
            message=_("This colleague is no longer there: nothing was changed."), is_partial=True
        )
    ids, refused = _allowed(work, keys, "core.client.reassign")
    given = sum(set_owner(work, client_id, found) for client_id in ids)
    if given:
        tell_given(work, found, given)
    return _told(given, refused)


def run_many(host: Host, work: Work, placed: Placed[Action], keys: Sequence[str]) -> Outcome:
    """Do what a plugin's action does to several clients; what it wrote goes if it fails."""
    ids, refused = _allowed(work, keys, placed.item.right)
    bulk = placed.item.bulk
    if bulk is None or not ids:
        return _told(0, refused)
    own = replace(work, plugin=placed.plugin)
    try:
        with speaking_as(placed.plugin), work.session.begin_nested():
            done = bulk(own, Selection(client_ids=ids))
            work.session.flush()
        message, href = done.message, done.href
    except Exception as error:
        if is_conflict(error):
            raise
        failure = failure_of(
            placed.plugin, f"bulk action {placed.item.key}", error, host.clock(), 0
        )
        after_end(work.session, partial(host.note, failure))
        return Outcome(
            message=_(
                "It could not be done, and nothing was changed. Reference: %(reference)s.",
                reference=failure.reference,
            ),
            is_partial=True,
        )
    told = _told(len(ids), refused)
    return Outcome(
        message=message or told.message,
        is_partial=bool(refused),
        href=href,
    )


def _each(work: Work, keys: Sequence[str], right: str, change: Callable[[int], bool]) -> Outcome:
    ids, refused = _allowed(work, keys, right)
    return _told(sum(change(client_id) for client_id in ids), refused)


def _allowed(work: Work, keys: Sequence[str], right: str) -> tuple[list[int], int]:
    """Give the clients on which the actor holds the right, and how many others there are."""
    seen = work.session.scalars(
        select(Client.id).where(Client.public_id.in_(keys[:MOST])).order_by(Client.id)
    ).all()
    holding = work.may_among(right, seen)
    allowed = [one for one in seen if one in holding]
    return allowed, len(seen) - len(allowed)


def _told(done: int, refused: int) -> Outcome:
    message = ngettext("%(num)s client changed.", "%(num)s clients changed.", done)
    if refused:
        message += " " + ngettext(
            "%(num)s was left as it is: your rights do not reach it.",
            "%(num)s were left as they are: your rights do not reach them.",
            refused,
        )
    return Outcome(message=message, is_partial=bool(refused))
