"""Fields and tabs of a profile: an administrator sets them, a colleague meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from onglet.accounts.service import UserData, create_profile, create_user
from onglet.clients.entry import NewClient
from onglet.clients.service import create_client
from onglet.contributions import Reach
from onglet.rights.actors import system_actor
from onglet.rights.models import Profile
from onglet.shell.start import open_host
from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.serving import environment
from tests.browser.signing_in import let_in, let_user_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import AppServer

pytestmark = pytest.mark.browser

SELLS = {"core.client.read": Reach.OWN, "core.client.edit": Reach.OWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A client with a telephone, its owner, and the page of their profile's fields and tabs."""

    client: str
    owner: int
    fields: str
    profile: str


@pytest.fixture(params=["page_desktop", "page_mobile"])
def page(request: pytest.FixtureRequest) -> Page:
    """A page on each screen."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def desk(app_server: AppServer) -> Desk:
    """A colleague who owns one client."""
    tag = uuid4().hex[:6]
    host = open_host(environment(app_server.data))
    try:
        with host.units.writing(system_actor("browser tests")) as work:
            profile = create_profile(work, f"Vente {tag}", reaches=SELLS)
            key = work.session.scalars(select(Profile.public_id).where(Profile.id == profile)).one()
            owner = create_user(
                work,
                UserData(
                    email=f"nora-{tag}@firm.example",
                    given_name="Nora",
                    family_name=tag,
                    profile_id=profile,
                ),
            )
            made = create_client(
                work,
                NewClient(name=f"Atelier {tag}", owner_id=owner, phone="+33145678901"),
            )
    finally:
        host.close()
    return Desk(
        client=f"{app_server.url}/clients/{made.public_id}",
        owner=owner,
        fields=f"{app_server.url}/settings/profiles/{key}/fields",
        profile=f"Vente {tag}",
    )


def test_a_profile_masks_a_field_and_locks_a_tab(
    page: Page, app_server: AppServer, desk: Desk
) -> None:
    let_in(page, app_server)
    page.goto(f"{desk.fields}?q=t")
    page.locator('select[name="level.core.client.phone"]').select_option("masked")
    page.locator('select[name="level.core.client.website"]').select_option("hidden")
    page.locator('select[name="level.tab.contacts"]').select_option("locked")
    page.locator('select[name="level.tab.addresses"]').select_option("hidden")
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    page.locator("form.matrix-form button[type=submit]").first.click()
    expect(page.get_by_text("4 changements enregistrés.")).to_be_visible()

    let_user_in(page, app_server, desk.owner)
    page.goto(f"{desk.client}/information")
    expect(page.locator("#strip-host")).to_contain_text("•••• 8901")
    expect(page.locator("#information-company")).to_contain_text("•••• 8901")
    expect(page.locator("#information-general")).not_to_contain_text("Site web")
    expect(page.locator('#tabs [data-tab="addresses"]')).to_have_count(0)
    assert "45 67 89 01" not in page.content().replace("\u00a0", " ")

    page.goto(f"{desk.client}/contacts")
    expect(page.get_by_role("heading", name="est verrouillé")).to_be_visible()
    expect(page.locator("#panel")).to_contain_text(desk.profile)
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    answer = page.goto(f"{desk.client}/addresses")
    assert answer is not None
    assert answer.status == 404

    page.goto(f"{desk.client}/-/edit")
    expect(page.locator('[name="phone"]')).to_have_count(0)
    expect(page.locator("#block-company")).to_contain_text("•••• 8901")
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
