"""Mails with a link to choose a password: put in the outbox now, written and sent by a job.

The job's arguments are kept in the database, and a link is as good as a password: so they hold a
number drawn at random, from which only this deployment can make the link's secret.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.accounts.invitations import LIVES, Purpose, make_link
from onglet.mailer import InvalidMessage, MailRefused
from onglet.rights.models import User
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import ngettext, speaking
from onglet.work.running import GiveUp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work

KIND = "core.mail_link"
SIGNED = "password link"


def mail_link(work: Work, user_id: int, *, public_url: str) -> None:
    """Let a colleague have a link by mail, after the commit.

    Args:
        work: the write.
        user_id: an active colleague.
        public_url: the deployment's address. Never the one that the browser says.

    Raises:
        LookupError: there is no active user of that key.
    """
    user = work.session.execute(
        select(User.email, User.given_name, User.locale, User.password_hash).where(
            User.id == user_id, User.is_active.is_(True)
        )
    ).one_or_none()
    if user is None:
        raise LookupError(f"no active user {user_id}")
    purpose = Purpose.RESET if user.password_hash else Purpose.INVITATION
    number = secrets.token_urlsafe(18)
    make_link(work.session, user_id, purpose, work.now, token=token_of(work, number))
    work.enqueue(
        KIND,
        {
            "number": number,
            "purpose": purpose.value,
            "to": user.email,
            "name": user.given_name,
            "locale": user.locale or work.actor.locale,
            "from": work.actor.name if not work.actor.is_system else "",
            "public_url": public_url,
        },
    )


def token_of(work: Work, number: str) -> str:
    """Give the secret of a link from the number that a job keeps."""
    return work.outside.sign(SIGNED, number)


def send_link(work: Work, args: Mapping[str, Any]) -> None:
    """Write the mail and send it: the job. Reads nothing, so it holds no lock meanwhile.

    Raises:
        GiveUp: the relay will never take it.
    """
    purpose = Purpose(args["purpose"])
    href = f"{str(args['public_url']).rstrip('/')}/invitation/{token_of(work, args['number'])}"
    with speaking(locale=str(args["locale"])):
        subject, text = write_letter(
            purpose, name=str(args["name"]), sender=str(args["from"]), href=href
        )
    try:
        work.outside.send_mail(
            work, key=f"link-{args['number']}", to=str(args["to"]), subject=subject, text=text
        )
    except (InvalidMessage, MailRefused) as refusal:
        raise GiveUp(f"The mail to {args['to']} was refused: {refusal}") from refusal


def write_letter(purpose: Purpose, *, name: str, sender: str, href: str) -> tuple[str, str]:
    """Give subject and text of the mail, in the language that is spoken."""
    hello = _("Hello %(name)s,", name=name) if name else _("Hello,")
    if purpose is Purpose.INVITATION:
        subject = _("Your access to Onglet")
        said = (
            _("%(sender)s has opened an access to Onglet for you.", sender=sender)
            if sender
            else _("An access to Onglet has been opened for you.")
        )
        days = LIVES[purpose].days
        limit = ngettext(
            "Choose your password with this link, which works once, within a day:",
            "Choose your password with this link, which works once, within %(num)s days:",
            days,
        )
        end = _("You were not expecting this? Leave it: nothing happens without the link.")
    else:
        subject = _("Choose another password")
        said = _("Somebody asked for another password for your access to Onglet.")
        hours = int(LIVES[purpose].total_seconds()) // 3600
        limit = ngettext(
            "Choose it with this link, which works once, within an hour:",
            "Choose it with this link, which works once, within %(num)s hours:",
            hours,
        )
        end = _("It was not you? Leave this mail: your password stays as it is.")
    return subject, "\n\n".join((hello, f"{said} {limit}", href, end)) + "\n"
