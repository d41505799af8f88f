"""Stopping requests that change something and were not sent by a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.ui.csrf import FIELD, HEADER
from onglet.web.errors import Forged, Stale
from onglet.web.origin import accepts, comes_from_here

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_FIELDS = 10_000
LARGEST_PART = 32_000_000
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def check_origin(request: Request, *, asks_token: bool = True) -> None:
    """Let a request through that a page of ours sent, or a program that shows a token.

    Args:
        request: one that changes something.
        asks_token: False where the page is drawn without a session: its origin decides alone.

    Raises:
        Forged: when it comes from elsewhere, or without a token.
        Stale: when it comes from here, with the token of another session.
    """
    visitor = request.state.visitor
    if visitor is not None and visitor.shows_token:
        return
    presented = request.headers.get(HEADER, "")
    if not presented and request.headers.get("content-type", "").startswith(FORMS):
        # As wide as the body may be: the handler's own limits say better what is too large.
        form = await request.form(max_fields=MOST_FIELDS, max_part_size=LARGEST_PART)
        presented = str(form.get(FIELD, ""))
    config = request.app.state.host.config
    if accepts(
        request.method,
        request.headers,
        presented=presented,
        expected=visitor.csrf if visitor and asks_token else None,
        public_url=config.public_url,
    ):
        return
    if presented and comes_from_here(request.headers, public_url=config.public_url):
        raise Stale
    raise Forged
