"""Asking an application for pages without a network and without a browser's library."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Asker:
    """Asks one application, as one signed-in person. What is timed is the server's own work."""

    def __init__(self, app: Any, cookie: str = "") -> None:
        self.app = app
        self._cookie = cookie
        self._loop = asyncio.new_event_loop()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        path, _, query = address.partition("?")
        sent = [(b"host", b"testserver"), (b"cookie", self._cookie.encode())]
        sent += [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": sent,
            "client": ("127.0.0.1", 50_000),
            "server": ("testserver", 80),
            "state": {},
        }
        return self._loop.run_until_complete(self._ask(scope))

    async def _ask(self, scope: dict[str, Any]) -> Answer:
        asked = False
        started: dict[str, Any] = {}
        body: list[bytes] = []

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:
                await asyncio.sleep(3600)
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            elif message["type"] == "http.response.body":
                body.append(message.get("body", b""))

        await self.app(scope, receive, send)
        return Answer(started["status"], dict(started["headers"]), b"".join(body))

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
