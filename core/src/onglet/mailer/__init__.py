"""Mails that leave: what one is, how it is written, and the relay or folder that takes it.

Called from the outbox, after the commit of what asked for the mail. The message's identity comes
from its job, so that a mail sent twice by accident is one mail to those who receive it.
"""

from __future__ import annotations

from onglet.mailer.compose import compose
from onglet.mailer.factory import open_mailer
from onglet.mailer.folder import FolderMailer
from onglet.mailer.message import (
    Attachment,
    InvalidMessage,
    MailDeferred,
    Mailer,
    MailError,
    MailRefused,
    Message,
    Sent,
    message_id_for,
)
from onglet.mailer.smtp import SmtpMailer

__all__ = [
    "Attachment",
    "FolderMailer",
    "InvalidMessage",
    "MailDeferred",
    "MailError",
    "MailRefused",
    "Mailer",
    "Message",
    "Sent",
    "SmtpMailer",
    "compose",
    "message_id_for",
    "open_mailer",
]
