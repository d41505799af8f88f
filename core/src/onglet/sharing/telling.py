"""Notifications about shares, owners and requests, each in the language of its receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.rights.explain import sentence
from onglet.rights.explain import terms as said_terms
from onglet.rights.models import User
from onglet.sharing.queries import receivers
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext, speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.contributions import ClientView, Work
    from onglet.sharing.queries import ShareView


def tell_shared(work: Work, client: ClientView, made: ShareView, *, is_new: bool) -> None:
    """Tell whoever a client is shared with."""

    def title() -> str:
        if is_new:
            return _(
                "%(name)s shared %(client)s with you", name=work.actor.name, client=client.name
            )
        return _(
            "%(name)s changed how %(client)s is shared with you",
            name=work.actor.name,
            client=client.name,
        )

    def body() -> str:
        return " ".join(part for part in (sentence(said_terms(made.tie)), made.terms.note) if part)

    for user in receivers(work, made.subject):
        tell(work, user, client, title=title, body=body)


def tell_given(work: Work, user_id: int, number: int) -> None:
    """Tell a colleague that several clients are theirs now."""
    user = work.session.get(User, user_id)
    if user is None or user.id == work.actor.user_id:
        return
    with speaking(locale=user.locale or work.actor.locale, zone=user.zone or work.actor.zone):
        title = ngettext(
            "%(name)s gave you %(num)s client: you own it now",
            "%(name)s gave you %(num)s clients: you own them now",
            number,
            name=work.actor.name,
        )
        work.notify(user.id, title, href="/clients")


def tell(
    work: Work,
    user: User,
    client: ClientView,
    *,
    title: Callable[[], str],
    body: Callable[[], str] = str,
    href: str = "",
) -> None:
    """Tell one colleague, unless it is the actor themselves."""
    if user.id == work.actor.user_id:
        return
    with speaking(locale=user.locale or work.actor.locale, zone=user.zone or work.actor.zone):
        work.notify(user.id, title(), body=body(), href=href or client.href, client_id=client.id)
