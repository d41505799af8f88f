"""A mail as the product knows it, and what a mailer promises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class MailError(Exception):
    """The mail did not leave."""


class InvalidMessage(MailError, ValueError):
    """The mail cannot be written as it is: an address or a header that no relay would take."""


class MailRefused(MailError):
    """The relay will never take this mail: trying again is of no use."""


class MailDeferred(MailError):
    """The relay did not take the mail now; the same mail may be tried again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail; `content_type` as in `application/pdf`."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail. Addresses are bare or as in `Ana Morel <ana@firm.example>`.

    `message_id` comes from `message_id_for`. `sender` stands in From in place of the deployment's
    own address, which stays the one that bounces go to. `headers` are further ones, as
    List-Unsubscribe.
    """

    to: tuple[str, ...]
    subject: str
    text: str = field(repr=False)
    message_id: str
    html: str | None = field(default=None, repr=False)
    cc: tuple[str, ...] = ()
    sender: str | None = None
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What is known when a mail has left: a relay took it, which is not yet a delivery.

    `refused` has the addresses that the relay did not take while it took others.
    """

    message_id: str
    refused: tuple[str, ...] = ()


class Mailer(Protocol):
    """What takes mails."""

    def send(self, message: Message, *, now: datetime) -> Sent:
        """Hand the mail over, dated `now` (aware).

        Raises:
            InvalidMessage: it cannot be written.
            MailRefused: it will never be taken.
            MailDeferred: it was not taken now.
        """
        ...


def message_id_for(job_id: str | int, sender: str) -> str:
    """The Message-ID of the mail that this job sends: the same at each try.

    Give a job id that no other deployment of the same domain has had: a random one, not a count.

    Raises:
        InvalidMessage: the job id has other characters than letters, digits, `.`, `_` and `-`.
    """
    domain = parseaddr(sender)[1].rpartition("@")[2]
    if not re.fullmatch(r"[A-Za-z0-9._-]+", str(job_id)):
        raise InvalidMessage(f"{job_id!r} cannot be part of a Message-ID.")
    return f"<onglet.{job_id}@{_ascii(domain) or 'localhost'}>"


def _ascii(domain: str) -> str:
    """The domain as the mail system carries it."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise InvalidMessage(f"{domain!r} is not the name of a domain.") from None
