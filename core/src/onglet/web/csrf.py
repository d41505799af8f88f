"""Whether a request that changes something was sent by a page of ours.

Two signs: where the browser says the request comes from, and the token of the session. A form
without a session (signing in) has the first sign only.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from onglet.accounts_gate import accepts_origin
from onglet.ui.csrf import FIELD, HEADER
from onglet.web.errors import Forged

if TYPE_CHECKING:
    from starlette.requests import Request


async def check_origin(request: Request) -> None:
    """Let a request through that a page of ours sent.

    Raises:
        Forged: when it comes from elsewhere, or without the session's token.
    """
    host = request.app.state.host
    if not accepts_origin(request.headers, public_url=host.config.public_url):
        raise Forged
    visitor = request.state.visitor
    if visitor is None:
        return
    presented = request.headers.get(HEADER, "")
    if not presented:
        kind = request.headers.get("content-type", "")
        if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
            form = await request.form()
            presented = str(form.get(FIELD, ""))
    if not hmac.compare_digest(presented.encode(), visitor.csrf.encode()):
        raise Forged
