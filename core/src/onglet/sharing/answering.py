"""Saying yes to a request: a share that is at least what the right needs, and never takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.accounts.rejected import Rejected
from onglet.rights.access import Access
from onglet.rights.actors import ProfileRights, load_actor
from onglet.sharing import service
from onglet.sharing.queries import find_subject
from onglet.sharing.requesting import RequestView, close_request
from onglet.ui.i18n import N_
from onglet.work.session import scope_of

if TYPE_CHECKING:
    from onglet.contributions import Ask, ClientView, Work
    from onglet.rights.evaluate import Reason
    from onglet.sharing.terms import Terms


def reason_of(ask: Ask, request: RequestView) -> Reason | None:
    """Say why the asker now has the right on the client, or why not; None when they have left."""
    actor = load_actor(
        ask.session.connection(), request.asker_id, ProfileRights(), locale="fr", zone="UTC"
    )
    if actor is None:
        return None
    catalogue = scope_of(ask.session).catalogue
    return Access(ask.session, actor, catalogue, ask.now).reason(request.right, request.client_id)


def grant(work: Work, client: ClientView, request: RequestView, terms: Terms, word: str) -> None:
    """Share the client as asked, and close the request.

    A request that a share cannot fulfil is closed once the asker has the right by other means.

    Raises:
        Rejected: terms that cannot be; or the right is still missing.
    """
    reason = reason_of(work, request)
    if reason is None:
        raise Rejected("", N_("This colleague is deactivated and signs in no more."))
    if not reason.allowed:
        if not reason.share_helps:
            raise Rejected(
                "",
                N_(
                    "A share does not give this right, and their profile still lacks it: change "
                    "the profile first, or refuse."
                ),
            )
        if terms.level < reason.needed:
            raise Rejected("level", N_("This right needs a higher level."))
        service.grant_share(work, client, find_subject(work, request.asker_key), terms)
    close_request(work, request, granted=True, word=word)
