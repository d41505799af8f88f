"""Which language to speak: the user's, then the cookie, then the browser's, then the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.ui.i18n import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE: Final = "onglet_locale"


def spoken_locale(request: Request, default: str) -> str:
    """Give the language for a visitor who has chosen none in their account."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for part in request.headers.get("accept-language", "").split(","):
        code = part.partition(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return default
