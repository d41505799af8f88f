"""The main job on real input: companies of the public register, each record opened tab by tab."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from onglet import demo
from onglet.addresses.models import Address
from onglet.clients.models import Client
from onglet.shell import demo_data
from onglet.testing.kit import CSRF, MakeSite, Site

OPENED = 200
SEED = 7


@pytest.fixture(scope="module")
def extract() -> demo.Extract:
    """Real establishments of one town, grouped by company."""
    folder = os.environ.get("ONGLET_SAMPLES")
    if not folder:
        pytest.skip("NOT TRIED ON REAL COMPANIES: set ONGLET_SAMPLES to the folder of samples")
    return demo.read_companies(Path(folder) / "sirene" / "etablissements-moselle.csv")


def test_a_town_of_real_companies_is_imported_and_every_tab_opens(
    extract: demo.Extract, deployment: MakeSite
) -> None:
    site = deployment(installed=True, ONGLET_PLUGIN_BUDGET_MS="5000")
    today = site.clock().date()

    filled = demo_data.fill(
        site.host,
        demo.clients_of(extract.companies, SEED, today),
        count=len(extract.companies),
    )

    assert filled.clients == len(extract.companies)
    with site.reading() as ask:
        clients = ask.session.execute(select(Client.public_id, Client.siren)).all()
        places = ask.session.scalar(select(func.count(Address.id)))
    assert len({siren for _, siren in clients}) == len(clients), "one client per company"
    assert places == sum(len(company.establishments) for company in extract.companies)
    _open(site, [public_id for public_id, _ in clients])


def _open(site: Site, public_ids: list[str]) -> None:
    browser: TestClient = site.browser(site.user(all_rights=True))
    assert CSRF in browser.headers
    slugs = [placed.item.slug for placed in site.host.registry().tabs]
    failed: list[str] = []
    for public_id in random.Random(SEED).sample(sorted(public_ids), OPENED):  # noqa: S311 - a draw, not a secret
        for slug in slugs:
            page = browser.get(f"/clients/{public_id}/{slug}")
            if page.status_code != 200 or re.search(r"error-card|\?alone", page.text):
                failed.append(f"{page.status_code} {public_id}/{slug}")
        extras = browser.get(f"/clients/{public_id}/-/extras")
        if extras.status_code != 200:
            failed.append(f"{extras.status_code} {public_id} extras")
    assert not failed
    assert not site.host.failures.kept()
