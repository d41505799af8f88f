"""Stopping requests that change something and were not sent by a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.ui.csrf import FIELD, HEADER
from onglet.web.errors import Forged
from onglet.web.origin import accepts

if TYPE_CHECKING:
    from starlette.requests import Request

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def check_origin(request: Request) -> None:
    """Let a request through that a page of ours sent.

    Raises:
        Forged: when it comes from elsewhere, or without the session's token.
    """
    visitor = request.state.visitor
    presented = request.headers.get(HEADER, "")
    if not presented and request.headers.get("content-type", "").startswith(FORMS):
        form = await request.form()
        presented = str(form.get(FIELD, ""))
    config = request.app.state.host.config
    if not accepts(
        request.method,
        request.headers,
        presented=presented,
        expected=visitor.csrf if visitor else None,
        public_url=config.public_url,
    ):
        raise Forged
