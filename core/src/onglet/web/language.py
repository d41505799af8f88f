"""Which language to speak: the user's, then the cookie, then the browser's, then the firm's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.ui.i18n import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request

    from onglet.host.host import Host

COOKIE: Final = "onglet_locale"


def asked_locale(request: Request) -> str:
    """Give the language that the cookie or the browser asks for, nothing when neither does."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for part in request.headers.get("accept-language", "").split(","):
        code = part.partition(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return ""


def strangers_locale(request: Request) -> str:
    """Give the language for somebody not signed in; the firm's is read only if it decides."""
    host: Host = request.app.state.host
    return asked_locale(request) or host.habits()[0]
