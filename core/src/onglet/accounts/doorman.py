"""The doorman of the web layer: who sends a request, by the session's cookie or by a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.accounts.authenticate import (
    Ways,
    authenticate,
    authenticate_token,
    is_touch_due,
    is_use_due,
    note_use,
    touch,
)
from onglet.web.bearer import token_in
from onglet.web.errors import UnknownToken
from onglet.web.language import asked_locale
from onglet.web.visitor import Visitor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection
    from starlette.requests import Request

    from onglet.host.host import Host


def doorman(request: Request, connection: Connection) -> Visitor | None:
    """Give who sends a request, None when nobody is signed in.

    A request with a token is its owner's and nobody else's: its cookies are not looked at.

    Raises:
        UnknownToken: it carries a token that opens nothing.
    """
    host: Host = request.app.state.host
    now = host.clock()
    ways = Ways(
        rights=host.profile_rights,
        secure=host.config.on_https,
        asked_locale=asked_locale(request),
        locale=host.config.locale,
        zone=str(host.config.zone),
    )
    secret = token_in(request)
    if secret is not None:
        return _bearer(host, connection, secret, now, ways)
    signed_in = authenticate(connection, request.cookies, now, ways)
    if signed_in is None:
        return None
    due = is_touch_due(signed_in, now)
    return Visitor(
        actor=signed_in.actor,
        session_id=signed_in.session_id,
        csrf=signed_in.csrf,
        generation=signed_in.generation,
        theme=signed_in.theme,
        public_id=signed_in.public_id,
        looking=signed_in.looking,
        after=(lambda: touch(host.units, signed_in, now)) if due else None,
    )


def _bearer(host: Host, connection: Connection, secret: str, now: datetime, ways: Ways) -> Visitor:
    bearer = authenticate_token(connection, secret, now, ways, host.loaded.catalogue)
    if bearer is None:
        raise UnknownToken
    due = is_use_due(bearer, now)
    return Visitor(
        actor=bearer.actor,
        session_id=None,
        csrf="",
        generation=bearer.generation,
        public_id=bearer.public_id,
        token_id=bearer.token_id,
        after=(lambda: note_use(host.units, bearer, now)) if due else None,
    )
