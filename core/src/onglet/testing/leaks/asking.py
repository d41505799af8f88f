"""Asking the application without a network: one loop for all requests, answers byte for byte."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from anyio.from_thread import start_blocking_portal

from onglet.shell.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from anyio.from_thread import BlockingPortal

    from onglet.host.host import Host

HOST: Final = "testserver"
FORM: Final = "application/x-www-form-urlencoded"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request to send. `route` is the address as the application declares it."""

    route: str
    path: str
    method: str = "GET"
    query: Pairs = ()
    form: Pairs = ()
    json: bytes = b""
    is_htmx: bool = False

    @property
    def href(self) -> str:
        """Give the address with what follows the `?`."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    @property
    def words(self) -> str:
        """Give what the request itself says, as it was typed."""
        typed = (text for pairs in (self.query, self.form) for _, text in pairs)
        return "\n".join((self.path, *typed, self.json.decode()))

    def __str__(self) -> str:
        sent = f" {urlencode(self.form)}" if self.form else ""
        return f"{self.method} {self.href}{sent}{' (htmx)' if self.is_htmx else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    @property
    def whole(self) -> str:
        """Give headers and body as one text, to be searched."""
        return "\n".join((*(f"{name}: {value}" for name, value in self.headers), self.body))

    def header(self, name: str) -> str:
        """Give a header, empty when there is none."""
        return dict(self.headers).get(name, "")


@dataclass(slots=True, kw_only=True)
class Asker:
    """Sends requests to an application of its own, and counts them."""

    portal: BlockingPortal
    app: Any
    count: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, ask: Ask, headers: Mapping[str, str]) -> Answer:
        """Send one request and give its answer, after what follows it has run."""
        self.count += 1
        return self.portal.call(self._send, ask, headers)

    async def _send(self, ask: Ask, headers: Mapping[str, str]) -> Answer:
        body = ask.json or urlencode(ask.form).encode()
        sent = {"host": HOST, "sec-fetch-site": "same-origin", **headers}
        if ask.method != "GET":
            sent["content-type"] = "application/json" if ask.json else FORM
            sent["content-length"] = str(len(body))
            sent["origin"] = f"http://{HOST}"
        if ask.is_htmx:
            sent["hx-request"] = "true"
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": ask.method,
            "scheme": "http",
            "path": ask.path,
            "raw_path": quote(ask.path, safe="/-._~").encode(),
            "query_string": urlencode(ask.query).encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), text.encode()) for name, text in sent.items()],
            "client": ("127.0.0.1", 50_000),
            "server": (HOST, 80),
            "state": {},
        }
        got = _Got(body)
        try:
            await self.app(scope, got.receive, got.send)
        except Exception as error:  # noqa: BLE001 - the server would answer 500; so do we
            return Answer(status=500, body=f"{type(error).__name__}: {error}")
        return got.answer()


class _Got:
    """Both ends of one exchange."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._is_sent = False
        self._start: dict[str, Any] = {"status": 500, "headers": []}
        self._parts: list[bytes] = []

    async def receive(self) -> dict[str, Any]:
        if self._is_sent:
            return {"type": "http.disconnect"}
        self._is_sent = True
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))

    def answer(self) -> Answer:
        return Answer(
            status=self._start["status"],
            headers=_pairs(self._start["headers"]),
            body=b"".join(self._parts).decode(errors="replace"),
        )


def _pairs(headers: Sequence[tuple[bytes, bytes]]) -> Pairs:
    return tuple((name.decode("latin-1").lower(), text.decode("latin-1")) for name, text in headers)


@contextmanager
def asking(host: Host) -> Iterator[Asker]:
    """Give what asks an application over the host."""
    with start_blocking_portal() as portal:
        yield Asker(portal=portal, app=create_app(host))
