"""The mailer that a deployment has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.mailer.folder import FolderMailer
from onglet.mailer.smtp import SmtpMailer

if TYPE_CHECKING:
    from onglet.config import Config
    from onglet.mailer.message import Mailer


def open_mailer(config: Config) -> Mailer:
    """The relay of `ONGLET_SMTP_URL`, or the folder `mails` of the data folder when unset."""
    if config.smtp is None:
        return FolderMailer(config.mails, sender=config.mail_from)
    return SmtpMailer(config.smtp, sender=config.mail_from)
