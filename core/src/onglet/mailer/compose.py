"""A `Message` written as the standards have it (RFC 5322, MIME), safe against injected headers."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from typing import TYPE_CHECKING

from onglet.mailer.message import InvalidMessage

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.mailer.message import Attachment, Message

# 7bit: a relay without 8BITMIME must not damage accents.
_POLICY = SMTP.clone(cte_type="7bit")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# RFC 5322 3.2.3 (dot-atom), with the letters that RFC 6531 adds; quoted local parts are not taken.
_ATOM = r"""[^\s\x00-\x1f\x7f-\x9f()<>\[\]:;@\\,."]+"""
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_CONTENT_TYPE = re.compile(r"([a-z0-9.+-]+)/([a-z0-9.+-]+)")
_OURS = frozenset(
    {
        *("from", "sender", "to", "cc", "bcc", "reply-to", "return-path"),
        *("subject", "date", "message-id", "mime-version"),
        *("content-type", "content-transfer-encoding", "content-disposition"),
    }
)


def compose(message: Message, *, sender: str, now: datetime) -> EmailMessage:
    """The mail, ready for a relay or a file; `sender` is the deployment's address.

    Line breaks and control characters in subject, names and file names become spaces: they come
    from what people type. In an address or a further header they are refused.

    Raises:
        InvalidMessage: no recipient, a wrong address, a header of ours among the further ones.
    """
    mail = EmailMessage(policy=_POLICY)
    author = address(message.sender or sender)
    mail["From"] = author
    if author.addr_spec != address(sender).addr_spec:
        mail["Sender"] = address(sender)
    if not message.to:
        raise InvalidMessage("The mail has no recipient.")
    mail["To"] = tuple(address(text) for text in message.to)
    if message.cc:
        mail["Cc"] = tuple(address(text) for text in message.cc)
    if message.reply_to:
        mail["Reply-To"] = address(message.reply_to)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(now)
    if not _MESSAGE_ID.fullmatch(message.message_id):
        raise InvalidMessage(f"{message.message_id!r} is not a Message-ID.")
    mail["Message-ID"] = message.message_id
    for name, value in message.headers.items():
        _add_header(mail, name, value)
    mail.set_content(_body(message.text))
    if message.html is not None:
        mail.add_alternative(_body(message.html), subtype="html")
    for attachment in message.attachments:
        _attach(mail, attachment)
    return mail


def address(text: str) -> Address:
    """The one address that the text holds, its domain as the mail system carries it.

    Raises:
        InvalidMessage: none, several, or one that no relay would take.
    """
    refusal = InvalidMessage(f"{text!r:.120} is not an e-mail address.")
    found = getaddresses([text])
    if len(found) != 1 or not _is_printed(text):
        raise refusal
    name, spec = found[0]
    local, _, domain = spec.rpartition("@")
    try:
        host = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise refusal from None
    if not (_LOCAL.fullmatch(local) and _HOST.fullmatch(host)) or len(local) + len(host) > 253:
        raise refusal
    return Address(display_name=one_line(name), username=local, domain=host)


def one_line(text: str) -> str:
    """The text without line breaks, control characters and halves of characters."""
    clean = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} else c for c in text)
    return " ".join("".join(clean).split(" ")).strip()


def _is_printed(text: str) -> bool:
    """Whether the text has no character that could end a header."""
    return one_line(text) == text.strip()


def _body(text: str) -> str:
    """The text with what no mail can carry replaced."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _add_header(mail: EmailMessage, name: str, value: str) -> None:
    """One of the further headers, which may neither be ours nor hold more than itself."""
    if not _HEADER.fullmatch(name) or name.lower() in _OURS:
        raise InvalidMessage(f"{name!r:.80} cannot be set as a further header.")
    if not _is_printed(value):
        raise InvalidMessage(f"The header {name} holds a line break or a control character.")
    mail[name] = value


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    """A file, under a name without folders."""
    kind = _CONTENT_TYPE.fullmatch(attachment.content_type.lower())
    maintype, subtype = kind.groups() if kind else ("application", "octet-stream")
    if maintype in {"multipart", "message"}:  # they would need to be parsed to be carried
        maintype, subtype = "application", "octet-stream"
    name = one_line(attachment.name.replace("\\", "/").rpartition("/")[2]) or "file"
    mail.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=name)
