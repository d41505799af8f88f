"""Signing in: by the form as a person does, or past it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from playwright.sync_api import expect
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


def fill_sign_in(page: Page, email: str, password: str) -> None:
    """Fill the form that is open, and send it."""
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=False).first.fill(password)
    page.get_by_role("button", name="Se connecter").click()


def sign_in(page: Page, server: AppServer) -> None:
    """Sign in as the demo's administrator, and land on the list of clients."""
    page.goto(f"{server.url}/sign-in?next=%2F")
    fill_sign_in(page, *server.demo_user)
    expect(page).to_have_url(f"{server.url}/")


def let_in(page: Page, server: AppServer) -> None:
    """Let the page be the demo administrator's without the form, for tests of something else."""
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


def let_user_in(page: Page, server: AppServer, user_id: int) -> None:
    """Let the page be a colleague's without the form; whoever had it before goes."""
    host = open_host(environment(server.data))
    try:
        with host.units.writing(system_actor("browser tests")) as work:
            opened = open_session(work.session, user_id=user_id, now=datetime.now(UTC))
    finally:
        host.close()
    page.context.clear_cookies()
    page.context.add_cookies([{"name": PLAIN_NAME, "value": opened.token, "url": server.url}])
