"""Mails handed to a relay, with its answers sorted: never again, or later."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onglet.mailer.compose import address, compose
from onglet.mailer.message import MailDeferred, MailError, MailRefused, Message, Sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from onglet.config import SmtpServer


class SmtpMailer:
    """The adapter of `Mailer` for a relay; one connection a mail, safe for any thread.

    `tls` is for relays whose certificate a private authority has signed; by default the machine's
    own authorities are asked.
    """

    def __init__(
        self, server: SmtpServer, *, sender: str, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._tls = tls or ssl.create_default_context()

    def send(self, message: Message, *, now: datetime) -> Sent:
        """See `Mailer.send`. Bounces go to the deployment's address, whoever the author is."""
        mail = compose(message, sender=self._sender, now=now)
        envelope = address(self._sender).addr_spec
        with self._sorted():
            relay = self._connect(envelope.rpartition("@")[2])
            try:
                refused = relay.send_message(mail, from_addr=envelope)
            finally:
                _leave(relay)
        return Sent(message_id=message.message_id, refused=tuple(sorted(refused)))

    def _connect(self, own_name: str) -> smtplib.SMTP:
        """The relay, greeted, the line protected as set, the user known to it."""
        server = self._server
        # The name is given: looking up our own may take the resolver a minute.
        if server.tls == "implicit":
            relay: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=own_name,
                timeout=server.timeout_s,
                context=self._tls,
            )
        else:
            relay = smtplib.SMTP(
                server.host, server.port, local_hostname=own_name, timeout=server.timeout_s
            )
        try:
            if server.tls == "starttls":
                relay.starttls(context=self._tls)
            if server.user:
                relay.login(server.user, server.password or "")
        except BaseException:
            relay.close()
            raise
        return relay

    @contextmanager
    def _sorted(self) -> Iterator[None]:
        """Sort what goes wrong into errors of ours, which never hold the password."""
        try:
            yield
        except MailError:
            raise
        except (smtplib.SMTPException, OSError) as error:
            place = f"{self._server.host}:{self._server.port}"
            kind = MailRefused if _is_final(error) else MailDeferred
            raise kind(f"The relay {place} did not take the mail: {_reason(error)}.") from error


def _is_final(error: Exception) -> bool:
    """Whether the answer is about this mail and will be the same tomorrow (RFC 5321 4.2.1).

    A greeting, a password or an encryption that is refused is the deployment's matter: the mail
    waits until it is put right.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError) and "SMTPUTF8" in str(error)


def _reason(error: Exception) -> str:
    """What the relay said, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = (f"{who}: {code} {_told(text)}" for who, (code, text) in error.recipients.items())
        return "; ".join(answers)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_told(error.smtp_error)}"
    return _told(str(error)) or type(error).__name__


def _told(text: bytes | str) -> str:
    """An answer as a short line without its final dot."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(plain.split())[:200].rstrip(".")


def _leave(relay: smtplib.SMTP) -> None:
    """Say goodbye; what goes wrong now no longer matters to the mail."""
    try:
        relay.quit()
    except (smtplib.SMTPException, OSError):
        relay.close()
