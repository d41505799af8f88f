"""A stand-in for both services on the loopback, with their manners and their bad days.

`with StandIn() as server:` serves `FIRMS` on `server.public_url` and `server.insee_url`. A bad day
is queued with `server.misbehave(Bad.THROTTLE, retry_after="7")` and lasts one question.
`server.questions` lists what was asked.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from onglet_directory.testing.fiction import FIRMS
from onglet_directory.testing.manners import Reply, insee_reply, public_reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from onglet_directory.testing.fiction import Firm


class Bad(StrEnum):
    """What a service may do instead of answering."""

    THROTTLE = "throttle"
    BUSY = "busy"
    UPKEEP = "upkeep"
    MALFORMED = "malformed"
    HTML = "html"
    HUGE = "huge"
    CUT = "cut"
    SILENT = "silent"
    REDIRECT = "redirect"
    ODD = "odd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request as the service saw it."""

    method: str
    path: str
    values: dict[str, str]
    headers: dict[str, str]


@dataclass(slots=True)
class StandIn:
    """Both services on one port of 127.0.0.1."""

    firms: Sequence[Firm] = FIRMS
    key: str = "right-key"
    longest_url: int = 2000
    questions: list[Question] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    _bad: deque[tuple[Bad, str | None]] = field(default_factory=deque)
    _server: ThreadingHTTPServer | None = None

    def misbehave(self, how: Bad, *, retry_after: str | None = None, times: int = 1) -> None:
        """Queue a bad day for the next questions."""
        self._bad.extend([(how, retry_after)] * times)

    def next_bad(self) -> tuple[Bad, str | None] | None:
        """Take the next bad day, if one is queued."""
        return self._bad.popleft() if self._bad else None

    @property
    def url(self) -> str:
        """The address of the server."""
        if self._server is None:
            raise RuntimeError("The stand-in is not started.")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def public_url(self) -> str:
        """The base address of the public search."""
        return f"{self.url}/public"

    @property
    def insee_url(self) -> str:
        """The base address of the Sirene API."""
        return f"{self.url}/insee"

    def __enter__(self) -> StandIn:
        stand_in = self

        class Handler(_Handler):
            owner = stand_in

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.released.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Handler(BaseHTTPRequestHandler):
    owner: StandIn
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a question in the address."""
        self._handle(self.path, "")

    def do_POST(self) -> None:
        """Answer a question in the body."""
        length = int(self.headers.get("Content-Length") or 0)
        self._handle(self.path, self.rfile.read(length).decode())

    def _handle(self, address: str, body: str) -> None:
        parts = urlsplit(address)
        values = dict(parse_qsl(parts.query or body))
        headers = {name.lower(): value for name, value in self.headers.items()}
        question = Question(method=self.command, path=parts.path, values=values, headers=headers)
        self.owner.questions.append(question)
        bad = self.owner.next_bad()
        if bad is not None:
            self._misbehave(*bad)
            return
        if self.command == "GET" and len(address) > self.owner.longest_url:
            self._send(Reply(414, None))
            return
        service, _, path = parts.path.lstrip("/").partition("/")
        if service == "public":
            self._send(public_reply(self.owner.firms, path, values))
        else:
            key = headers.get("x-insee-api-key-integration")
            known = key == self.owner.key
            self._send(insee_reply(self.owner.firms, path, values) if known else Reply(401, None))

    def _send(self, reply: Reply, *, more: dict[str, str] | None = None) -> None:
        body = b"" if reply.content is None else json.dumps(reply.content).encode()
        self._write(reply.status, body, "application/json", more)

    def _write(
        self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _misbehave(self, how: Bad, retry_after: str | None) -> None:
        waiting = {"Retry-After": retry_after} if retry_after else None
        if how is Bad.SILENT:
            self.owner.released.wait(30)
            self.close_connection = True
        elif how is Bad.CUT:
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b'{"results": [')
            self.close_connection = True
        elif how is Bad.HUGE:
            self._huge()
        elif how is Bad.MALFORMED:
            self._write(200, b'{"results": [{"siren": ', "application/json")
        elif how is Bad.HTML:
            self._write(200, b"<html>Maintenance</html>", "text/html")
        elif how is Bad.ODD:
            self._write(200, b'["not", "an", "object"]', "application/json")
        elif how is Bad.REDIRECT:
            self._write(302, b"", "text/html", {"Location": "http://127.0.0.1:1/elsewhere"})
        else:
            status = {Bad.THROTTLE: 429, Bad.UPKEEP: 503, Bad.BUSY: 500}[how]
            self._send(Reply(status, {"erreur": "later"}), more=waiting)

    def _huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        block = b'"' + b"x" * 1_000_000
        try:
            for _ in range(200):
                self.wfile.write(block)
        except OSError:
            return  # the reader had enough, as it should
