"""Changing the owner of a client, with both the old one and the new one told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.accounts.rejected import Rejected
from onglet.clients.models import Client
from onglet.clients.service import set_owner
from onglet.rights.models import User
from onglet.sharing.telling import tell
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from onglet.contributions import Ask, ClientView, Work
    from onglet.sharing.queries import Subject


def owner_key(ask: Ask, client_id: int) -> str:
    """Give the public key of the owner as it now stands, empty when there is none."""
    return (
        ask.session.scalar(
            select(User.public_id)
            .join(Client, Client.owner_id == User.id)
            .where(Client.id == client_id)
        )
        or ""
    )


def change_owner(work: Work, client: ClientView, subject: Subject | None) -> str:
    """Give a client to an active colleague; gives their name.

    Raises:
        Rejected: nobody, a group, a colleague who signs in no more, or the owner already.
    """
    if subject is None or subject.is_group:
        raise Rejected("subject", N_("Choose somebody of the list."))
    if not subject.is_active:
        raise Rejected(
            "subject",
            N_("%(name)s is deactivated and signs in no more: choose somebody else."),
            name=subject.name,
        )
    people = {
        user.id: user
        for user in work.session.scalars(
            select(User).where(User.id.in_([subject.id, client.owner_id or subject.id]))
        )
    }
    if not set_owner(work, client.id, subject.id):
        raise Rejected("subject", N_("%(name)s owns this client already."), name=subject.name)
    tell(
        work,
        people[subject.id],
        client,
        title=lambda: _(
            "%(name)s gave you %(client)s: you own it now", name=work.actor.name, client=client.name
        ),
    )
    before = people.get(client.owner_id or 0)
    if before is not None and before.is_active:
        tell(
            work,
            before,
            client,
            title=lambda: _(
                "%(client)s is %(owner)s’s now: %(name)s changed its owner",
                name=work.actor.name,
                client=client.name,
                owner=subject.name,
            ),
        )
    return subject.name
