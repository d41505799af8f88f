"""What the browser keeps between two pages: a message, and the theme."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, TypeVar

from starlette.responses import Response

from onglet.ui.views import Flash

if TYPE_CHECKING:
    from starlette.requests import Request

    from onglet.ui.views import Kind, Theme

FLASH_COOKIE = "onglet_flash"
THEME_COOKIE = "onglet_theme"
R = TypeVar("R", bound=Response)
_THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
_YEAR = 31_536_000


def flash(request: Request, response: Response, message: str, kind: Kind = "ok") -> None:
    """Keep a message for the next page, in a cookie of one minute."""
    told = base64.urlsafe_b64encode(json.dumps([message[:400], kind]).encode()).decode()
    response.set_cookie(
        FLASH_COOKIE,
        told,
        max_age=60,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def flashes_of(request: Request) -> tuple[Flash, ...]:
    """The messages that the last answer left; none when the cookie is not ours."""
    told = request.cookies.get(FLASH_COOKIE, "")
    try:
        message, kind = json.loads(base64.urlsafe_b64decode(told))
    except (ValueError, TypeError, binascii.Error):
        return ()
    if kind not in {"ok", "info", "warn", "bad"} or not isinstance(message, str):
        return ()
    return (Flash(message=message, kind=kind),)


def theme_of(request: Request) -> Theme:
    """The theme that the browser's cookie asks for."""
    asked = request.cookies.get(THEME_COOKIE, "auto")
    return next((theme for theme in _THEMES if theme == asked), "auto")


def set_theme(request: Request, response: R, theme: str) -> R:
    """The answer, which keeps a theme for a year; an unknown one is "auto"."""
    kept = theme if theme in _THEMES else "auto"
    response.set_cookie(
        THEME_COOKIE, kept, max_age=_YEAR, samesite="lax", secure=request.url.scheme == "https"
    )
    return response
