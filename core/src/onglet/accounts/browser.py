"""What a request says of the browser that sent it, and where it may be sent next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.accounts.cookies import read_token, set_session_cookie
from onglet.ui.cookies import set_theme
from onglet.ui.pages import is_local

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from onglet.accounts.sessions import OpenedSession
    from onglet.host.host import Host

HOME = "/"
LONGEST_TARGET = 2000


def address_of(request: Request) -> str:
    """Give the network address of the sender, as the server knows it."""
    return request.client.host if request.client else ""


def name_of(request: Request) -> str:
    """Give what the browser calls itself."""
    return request.headers.get("user-agent", "")


def token_of(request: Request, host: Host) -> str:
    """Give the secret of the session that the browser holds, alive or not."""
    return read_token(request.cookies, secure=host.config.on_https)


def give_session(
    request: Request,
    response: Response,
    opened: OpenedSession,
    *,
    host: Host,
    now: datetime,
    theme: str = "",
) -> Response:
    """Give the answer that puts a session in the browser, and the user's theme with it."""
    set_session_cookie(
        response,
        opened.token,
        expires_at=opened.expires_at,
        now=now,
        secure=host.config.on_https,
    )
    return set_theme(request, response, theme) if theme else response


def safe_target(asked: str) -> str:
    """Give where to go after signing in: a path of this site, or home.

    Signing in again or out is no place to go to.
    """
    short = 0 < len(asked) <= LONGEST_TARGET
    if not short or not is_local(asked) or asked.startswith(("/sign-in", "/sign-out")):
        return HOME
    return asked
