"""Being signed in without the form of signing in, for tests of something else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.accounts.cookies import PLAIN_NAME
from onglet.accounts.sessions import open_session
from onglet.rights.actors import system_actor
from onglet.rights.models import Profile, User
from onglet.shell.start import open_host
from tests.browser.serving import environment

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import AppServer


def sign_in(page: Page, server: AppServer) -> None:
    """Let the page be an administrator's of the demo firm."""
    host = open_host(environment(server.data))
    try:
        with host.units.writing(system_actor("browser tests")) as work:
            boss = work.session.scalars(
                select(User.id)
                .join(Profile, Profile.id == User.profile_id)
                .where(Profile.all_rights.is_(True))
                .order_by(User.id)
            ).first()
            assert boss is not None
            opened = open_session(work.session, user_id=boss, now=datetime.now(UTC))
    finally:
        host.close()
    page.context.add_cookies([{"name": PLAIN_NAME, "value": opened.token, "url": server.url}])
