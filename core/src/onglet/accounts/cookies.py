"""The cookie of a session: its name, and how long the browser keeps it.

On https the name begins with `__Host-`: a browser then takes it from this very host only, over
TLS only. On plain http (a first sign-in on a local network) that prefix would be refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from starlette.responses import Response

SECURE_NAME = "__Host-onglet"
PLAIN_NAME = "onglet_session"


def cookie_name(*, secure: bool) -> str:
    """Give the name of the session's cookie."""
    return SECURE_NAME if secure else PLAIN_NAME


def read_token(cookies: Mapping[str, str], *, secure: bool) -> str:
    """Give the session's secret that the browser sent, empty when there is none."""
    return cookies.get(cookie_name(secure=secure), "")


def set_session_cookie(
    response: Response, token: str, *, expires_at: datetime, now: datetime, secure: bool
) -> None:
    """Put the session's secret in the browser, out of reach of scripts and of other sites."""
    response.set_cookie(
        cookie_name(secure=secure),
        token,
        max_age=max(0, int((expires_at - now).total_seconds())),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(response: Response, *, secure: bool) -> None:
    """Take the session's secret out of the browser."""
    response.delete_cookie(
        cookie_name(secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )


def side_name(kind: str, *, secure: bool) -> str:
    """Give the name of a cookie beside the session's, for a way in that is under way."""
    return f"{SECURE_NAME}-{kind}" if secure else f"onglet_{kind}"


def read_side(cookies: Mapping[str, str], kind: str, *, secure: bool) -> str:
    """Give what the browser keeps of a way in that is under way, empty when there is nothing."""
    return cookies.get(side_name(kind, secure=secure), "")


def set_side_cookie(
    response: Response, kind: str, value: str, *, seconds: int, secure: bool
) -> None:
    """Let the browser keep something of a way in, for as long as that may take."""
    response.set_cookie(
        side_name(kind, secure=secure),
        value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_side_cookie(response: Response, kind: str, *, secure: bool) -> None:
    """Take it out of the browser."""
    response.delete_cookie(
        side_name(kind, secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )
