"""The one way out: an HTTP client with timeouts, and answers read with a limit.

Whatever a remote side does (slow, huge, broken, absent), the caller gets JSON or an error of the
port, within `DEADLINE_SECONDS`.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx2

from onglet_directory.port import Throttled, Unreachable
from onglet_directory.sentences import BUSY, SILENT, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEADLINE_SECONDS = 8.0
LARGEST_ANSWER = 8 * 1024 * 1024
DEFAULT_RETRY_AFTER = 60.0
LONGEST_RETRY_AFTER = 6 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A JSON answer: its status and its content (None for an empty body)."""

    status: int
    content: object


def open_client(
    base_url: str,
    *,
    headers: Mapping[str, str] | None = None,
    trust_env: bool = True,
    read_seconds: float = 4.0,
) -> httpx2.Client:
    """A client for one service: short timeouts, no redirect, named as the services ask.

    It is safe to share between threads, and holds no connection between questions, which are rare.
    `trust_env` lets it use the proxy of the machine.
    """
    return httpx2.Client(
        base_url=base_url,
        headers={
            "Accept": "application/json",
            "User-Agent": "onglet-directory (client record; contact: see deployment)",
            **(headers or {}),
        },
        timeout=httpx2.Timeout(read_seconds, connect=3.0, pool=2.0),
        limits=httpx2.Limits(max_connections=4, max_keepalive_connections=0),
        follow_redirects=False,
        trust_env=trust_env,
    )


def ask(
    client: httpx2.Client,
    method: str,
    path: str,
    *,
    params: Mapping[str, str | int] | None = None,
    form: Mapping[str, str | int] | None = None,
    elapsed: Callable[[], float] = time.monotonic,
) -> Answer:
    """The answer of the service, whatever its status below 500 but 429.

    Raises:
        Throttled: status 429, or 503 with a `Retry-After`.
        Unreachable: no connection, timeout, status 5xx, redirect, more than `LARGEST_ANSWER`
            bytes, more than `DEADLINE_SECONDS`, or something that is not JSON.
    """
    limit = elapsed() + DEADLINE_SECONDS
    body = bytearray()
    data = {name: str(value) for name, value in form.items()} if form is not None else None
    try:
        with client.stream(method, path, params=params, data=data) as response:
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST_ANSWER:
                    raise Unreachable(UNREADABLE)
                if elapsed() > limit:
                    raise Unreachable(SILENT)
            status, headers = response.status_code, response.headers
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as failure:
        raise Unreachable(SILENT) from failure
    waiting = headers.get("Retry-After")
    if status == 429 or (status == 503 and waiting):
        raise Throttled(BUSY, retry_after=retry_after(waiting, now=datetime.now(UTC)))
    if status >= 500 or 300 <= status < 400:
        raise Unreachable(SILENT)
    return Answer(status=status, content=_decode(bytes(body)))


def retry_after(value: str | None, *, now: datetime) -> float:
    """Seconds to wait, from a `Retry-After` in seconds or as a date (RFC 9110, 10.2.3)."""
    if value is None:
        return DEFAULT_RETRY_AFTER
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return DEFAULT_RETRY_AFTER
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    if seconds != seconds:  # not a number  # noqa: PLR0124 - the test of NaN
        return DEFAULT_RETRY_AFTER
    return min(max(seconds, 1.0), LONGEST_RETRY_AFTER)


def _decode(body: bytes) -> object:
    if not body.strip():
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as failure:
        raise Unreachable(UNREADABLE) from failure
