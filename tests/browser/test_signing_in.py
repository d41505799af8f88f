"""The door: who signs in lands on the clients, who cannot is told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.signing_in import fill_sign_in, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import AppServer


@pytest.mark.parametrize("screen", ["page_desktop", "page_mobile"])
def test_the_door_is_accessible_and_fits(
    request: pytest.FixtureRequest, screen: str, theme: str, app_server: AppServer
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto(f"{app_server.url}/")

    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


def test_a_wrong_password_is_told_and_the_address_kept(
    page_mobile: Page, app_server: AppServer
) -> None:
    email, _ = app_server.demo_user
    page_mobile.goto(f"{app_server.url}/sign-in")
    fill_sign_in(page_mobile, email, "une autre phrase de passe")

    expect(page_mobile.get_by_label("Adresse e-mail")).to_have_value(email)
    expect(page_mobile.get_by_role("alert")).to_be_visible()
    assert_accessible(page_mobile)


def test_who_signs_in_lands_on_the_clients(page_desktop: Page, app_server: AppServer) -> None:
    sign_in(page_desktop, app_server)

    expect(page_desktop.get_by_role("heading", level=1)).to_contain_text("Clients")


def test_a_visitor_who_was_signed_in_before_goes_straight_in(user_mobile: Page) -> None:
    user_mobile.goto("/")

    expect(user_mobile.get_by_role("heading", level=1)).to_contain_text("Clients")
    assert_no_horizontal_scroll(user_mobile)
