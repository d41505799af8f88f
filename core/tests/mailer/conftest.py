"""A relay on this machine that takes mails, or answers as a test asks it to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP as SMTP_POLICY
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path


@dataclass
class Relay:
    """What the relay has taken, and what it answers to whom."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    rcpt_answers: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, session: Session, envelope: Envelope, who: str, _options: list[str]
    ) -> str:
        if who in self.rcpt_answers:
            return self.rcpt_answers[who]
        self.names.append(session.host_name)
        envelope.rcpt_tos.append(who)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.data_answer.startswith("2"):
            self.taken.append(envelope)
        return self.data_answer

    def mail(self) -> EmailMessage:
        """The one mail that was taken."""
        (envelope,) = self.taken
        assert isinstance(envelope.content, bytes)
        return message_from_bytes(envelope.content, policy=SMTP_POLICY)


@contextmanager
def serving(
    relay: Relay, *, implicit: ssl.SSLContext | None = None, **options: Any
) -> Iterator[Relay]:
    """The relay, listening on a free port of this machine while the block runs."""
    ready, loop, done = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        server = await loop.create_server(
            lambda: SMTP(relay, hostname="relay.example", loop=loop, **options),
            "127.0.0.1",
            0,
            ssl=implicit,
        )
        async with server:
            relay.port = server.sockets[0].getsockname()[1]
            ready.set()
            await done.wait()

    def serve() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(run())

    thread = threading.Thread(target=serve)
    thread.start()
    ready.wait(30)
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@pytest.fixture
def relay() -> Iterator[Relay]:
    with serving(Relay()) as running:
        yield running


class Authority(AuthResult):
    """One user, one password."""

    def __init__(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _: str, given: Any
    ) -> None:
        assert isinstance(given, LoginPassword)
        super().__init__(success=given == LoginPassword(b"ana", b"hush-hush"), handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for this machine, signed by itself, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "relay.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def tls(certificate: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the relay shows, and what a mailer that trusts it asks."""
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(certificate)
    return shown, ssl.create_default_context(cafile=str(certificate))
