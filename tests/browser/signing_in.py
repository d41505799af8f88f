"""Signing in as a person does: by the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

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
