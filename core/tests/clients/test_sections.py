"""Blocks of plugins in the form: saved with it, or nothing is."""

from __future__ import annotations

import pytest
from core.tests.clients.tier.plugin import SAVED, Tier
from sqlalchemy import func, select
from starlette.testclient import TestClient

from onglet.clients.models import Client
from onglet.testing.kit import MakeSite, Site


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    SAVED.clear()
    return deployment(Tier())


@pytest.fixture
def browser(site: Site) -> TestClient:
    return site.browser(site.user(all_rights=True))


def test_the_block_is_in_the_form_with_its_values(browser: TestClient) -> None:
    page = browser.get("/clients/new").text
    assert 'id="block-tier.form"' in page
    assert 'value="silver"' in page


def test_the_block_is_saved_with_the_client(browser: TestClient) -> None:
    answer = browser.post(
        "/clients/new", data={"name": "A", "section": "tier.form", "tier-level": "gold"}
    )
    assert answer.status_code == 303
    assert SAVED == [("A", {"tier-level": "gold", "plugin": "tier"})]


def test_a_block_that_was_not_in_the_form_is_left_alone(browser: TestClient) -> None:
    assert browser.post("/clients/new", data={"name": "A"}).status_code == 303
    assert SAVED == []


@pytest.mark.parametrize("level", ["lead", "broken"])
def test_a_block_at_fault_keeps_everything_in_the_form(
    browser: TestClient, site: Site, level: str
) -> None:
    answer = browser.post(
        "/clients/new", data={"name": "Maison", "section": "tier.form", "tier-level": level}
    )
    assert answer.status_code == 422
    assert 'value="Maison"' in answer.text
    assert f'value="{level}"' in answer.text
    with site.reading() as ask:
        assert ask.session.scalar(select(func.count(Client.id))) == 0
