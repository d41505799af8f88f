"""The score of a client: points given from the Actions menu, explained, pinned, taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.signing_in import let_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import AppServer

pytestmark = pytest.mark.browser


@pytest.fixture(params=["page_desktop", "page_mobile"])
def page(request: pytest.FixtureRequest, app_server: AppServer) -> Page:
    """A page of somebody signed in, on each screen."""
    found: Page = request.getfixturevalue(request.param)
    let_in(found, app_server)
    return found


def _open_form(page: Page) -> None:
    page.get_by_role("button", name="Actions", exact=True).click()
    page.locator("#actions").get_by_text("Ajouter du score", exact=True).click()
    expect(page.get_by_role("heading", name="Ajouter du score")).to_be_visible()


@pytest.mark.seed("A-07")
def test_points_are_added_explained_and_taken_away(
    page: Page, app_server: AppServer, theme: str
) -> None:
    page.goto(f"{app_server.url}/clients/new")
    page.get_by_label("Nom de la société").fill(f"Essai {uuid4().hex[:8]}")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="Actions", exact=True).wait_for()

    _open_form(page)
    page.get_by_label("Points").fill("0")
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date()
    page.get_by_label("Jusqu’au").fill(yesterday.isoformat())
    page.get_by_role("button", name="Ajouter les points").click()
    expect(page.locator("#f-points-error")).to_contain_text("zéro ne change rien")
    expect(page.locator("#f-reason-error")).to_contain_text("obligatoire")
    assert_accessible(page)

    page.get_by_label("Points").fill("12")
    page.get_by_label("Raison").fill("Nous recommande à ses voisins")
    page.get_by_role("button", name="Ajouter les points").click()
    expect(page.locator("#f-ends_on-error")).to_contain_text("passé")
    page.get_by_label("Jusqu’au").fill((yesterday + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Ajouter les points").click()

    card = page.locator("#score")
    line = card.locator(".line", has_text="Nous recommande à ses voisins")
    expect(line).to_contain_text("12 points")
    expect(card.locator(".score-total")).to_contain_text("12")
    assert_accessible(page)
    assert_no_horizontal_scroll(page)

    strip = page.locator("#strip-host")
    star = card.locator(".star")
    was_pinned = star.get_attribute("aria-pressed") == "true"
    if not was_pinned:
        star.click()
    expect(strip.locator(".pin", has_text="Score")).to_contain_text("12")
    star.click()
    expect(strip.locator(".pin", has_text="Score")).to_have_count(0)

    line.get_by_role("button", name="Retirer").click()
    page.locator("dialog").get_by_role("button", name="Retirer").click()
    expect(card.locator(".score-total")).to_contain_text("0")
    expect(line).to_have_count(0)


def test_the_points_of_an_extension_lead_to_what_they_rest_on(
    page: Page, app_server: AppServer
) -> None:
    page.goto(f"{app_server.url}/clients?sort=-activity")
    page.locator("#rows a[href^='/clients/']").first.click()
    page.get_by_role("button", name="Actions", exact=True).wait_for()
    record = page.url.rpartition("/")[0]
    page.goto(f"{record}/statistics")

    part = page.locator("#score .score-part", has_text="Activité récente")
    expect(part).to_contain_text("poids 1 · réduit de moitié tous les 30 jours")
    assert_accessible(page)
    assert_no_horizontal_scroll(page)
    part.get_by_role("link").first.click()
    page.wait_for_url(f"{record}/activity")
