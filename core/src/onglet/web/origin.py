"""Whether a request that changes something was sent by a page of ours.

Two signs must agree: where the browser says the request comes from, and the token that the
session gave to our pages. A form without a session (signing in) has the first sign only.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OWN_SITES = frozenset({"same-origin", "none"})


def is_safe(method: str) -> bool:
    """Tell whether a method never changes anything."""
    return method.upper() in SAFE_METHODS


def comes_from_here(headers: Mapping[str, str], *, public_url: str = "") -> bool:
    """Tell whether the browser says that the request comes from this site.

    `Sec-Fetch-Site` decides where it is sent; elsewhere (plain http, old browsers) `Origin` must
    be the host that was asked, or the deployment's public one. With neither, no browser sent it.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site.strip().lower() in OWN_SITES
    origin = headers.get("origin")
    if origin is None:
        return True
    return _place(origin) in {_place(f"//{headers.get('host', '')}"), _place(public_url)} - {""}


def is_right_token(presented: str, expected: str) -> bool:
    """Tell whether a token is the session's own."""
    return bool(expected) and hmac.compare_digest(
        presented.encode(errors="replace"), expected.encode(errors="replace")
    )


def accepts(
    method: str,
    headers: Mapping[str, str],
    *,
    presented: str,
    expected: str | None,
    public_url: str = "",
) -> bool:
    """Tell whether a request may change something.

    Args:
        method: the HTTP method; a safe one is always accepted.
        headers: with names in any case (Starlette's do).
        presented: the token of the form or of the header.
        expected: the session's token, None when nobody is signed in.
        public_url: the deployment's address, for requests that pass a proxy.
    """
    if is_safe(method):
        return True
    if not comes_from_here(headers, public_url=public_url):
        return False
    return expected is None or is_right_token(presented, expected)


def _place(address: str) -> str:
    """Give host and port of an address, in lower case and without a scheme's usual port."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    usual = port in {80, 443} and (not parts.scheme or port == _USUAL.get(parts.scheme))
    return f"{host}:{port}" if port and not usual else host


_USUAL = {"http": 80, "https": 443}
