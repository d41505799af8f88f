"""The doorman of the web layer: who sends a request, by the session's cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.accounts.authenticate import authenticate, is_touch_due, touch
from onglet.web.language import spoken_locale
from onglet.web.visitor import Visitor

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.requests import Request

    from onglet.host.host import Host


def doorman(request: Request, connection: Connection) -> Visitor | None:
    """Give who sends a request, None when nobody is signed in."""
    host: Host = request.app.state.host
    now = host.clock()
    signed_in = authenticate(
        connection,
        request.cookies,
        now,
        rights=host.profile_rights,
        secure=host.config.on_https,
        asked_locale=spoken_locale(request, ""),
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
