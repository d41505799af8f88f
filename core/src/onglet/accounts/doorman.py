"""The doorman of the web layer: who sends a request, by a session's cookie or a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.accounts import tokens
from onglet.accounts.authenticate import authenticate, is_touch_due, touch
from onglet.web.language import asked_locale
from onglet.web.visitor import Visitor

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.requests import Request

    from onglet.host.host import Host

API = "/api/"


def doorman(request: Request, connection: Connection) -> Visitor | None:
    """Give who sends a request, None when nobody is signed in.

    A token counts for the API only, where it is the only thing that counts once it is shown: the
    pages of people never answer to one.
    """
    secret = tokens.read_secret(request.headers) if request.url.path.startswith(API) else None
    if secret is not None:
        return _program(request.app.state.host, secret, connection)
    return _person(request, connection)


def _program(host: Host, secret: str, connection: Connection) -> Visitor | None:
    now = host.clock()
    shown = tokens.authenticate_token(
        connection,
        secret,
        now,
        rights=host.profile_rights,
        locale=host.config.locale,
        zone=str(host.config.zone),
    )
    if shown is None:
        return None
    due = tokens.is_touch_due(shown, now)
    return Visitor(
        actor=shown.actor,
        session_id=None,
        csrf="",
        generation=shown.generation,
        shows_token=True,
        after=(lambda: tokens.touch(host.units, shown, now)) if due else None,
    )


def _person(request: Request, connection: Connection) -> Visitor | None:
    host: Host = request.app.state.host
    now = host.clock()
    signed_in = authenticate(
        connection,
        request.cookies,
        now,
        rights=host.profile_rights,
        secure=host.config.on_https,
        asked_locale=asked_locale(request),
        locale=host.config.locale,
        zone=str(host.config.zone),
    )
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
        after=(lambda: touch(host.units, signed_in, now)) if due else None,
    )
