"""The company directory as people use it: while creating, to complete a record, for figures.

The demo's made-up directory answers; nothing leaves the machine.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from onglet.rights.actors import system_actor
from onglet.settings.models import SettingRow
from onglet.shell.start import open_host
from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.serving import environment
from tests.browser.signing_in import let_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.serving import AppServer

pytestmark = pytest.mark.browser
RECORD = re.compile(r"/clients/[0-9a-z]{16}/[\w-]+$")
SIREN = re.compile(r"000\d{6}")


@pytest.fixture(scope="module")
def offline(app_server: AppServer) -> AppServer:
    """The demo with its own directory only."""
    host = open_host(environment(app_server.data))
    with host.units.writing(system_actor("browser tests")) as work:
        work.session.merge(SettingRow(key="directory.order", value="offline"))
    host.close()
    return app_server


@pytest.fixture(params=["page_desktop", "page_mobile"])
def page(request: pytest.FixtureRequest, offline: AppServer) -> Page:
    """A page of somebody signed in, on each screen."""
    found: Page = request.getfixturevalue(request.param)
    let_in(found, offline)
    return found


@pytest.fixture(scope="module")
def changed(offline: AppServer) -> dict[str, str]:
    """Public identifiers of clients whose street is another in the directory, by SIREN."""
    listed = offline.data / "plugins" / "directory" / "sirene.sqlite"
    with (
        closing(sqlite3.connect(listed)) as directory,
        closing(sqlite3.connect(offline.data / "onglet.db")) as database,
    ):
        streets = dict(directory.execute("SELECT siren, upper(lines) FROM place"))
        clients = database.execute(
            "SELECT c.siren, c.public_id, upper(a.line1) FROM core_client c "
            "JOIN core_address a ON a.client_id = c.id AND a.is_main "
            "WHERE c.deleted_at IS NULL AND c.archived_at IS NULL AND c.kind = 'company'"
        ).fetchall()
    return {
        siren: public_id
        for siren, public_id, street in clients
        if siren in streets and streets[siren] and street.split()[-1] not in streets[siren]
    }


def search(page: Page, server: AppServer, text: str) -> Locator:
    """Search from the form of a new client, and give the cards."""
    page.goto(f"{server.url}/clients/new")
    page.get_by_label("Nom, SIREN ou SIRET").fill(text)
    page.get_by_role("button", name="Rechercher", exact=True).click()
    cards = page.locator(".directory-hit")
    expect(cards.first).to_be_visible()
    return cards


@pytest.mark.seed("C-03")
def test_a_client_starts_from_the_directory(page: Page, offline: AppServer) -> None:
    cards = search(page, offline, "menuiserie")
    expect(cards.first).to_contain_text("Travaux de menuiserie")
    expect(cards.first).to_contain_text("En activité")
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    page.get_by_label("Téléphone").first.fill("01 99 00 12 34")
    name = cards.first.locator(".directory-hit-name").inner_text()
    cards.first.get_by_role("link", name="Choisir").click()

    expect(page.get_by_label("Nom de la société")).to_have_value(name)
    expect(page.locator("[name=siren]")).to_have_value(SIREN)
    expect(page.locator("[name=phone]").first).to_have_value("01 99 00 12 34")
    expect(page.get_by_text("Le formulaire a été rempli depuis l’annuaire")).to_be_visible()

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(RECORD)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


@pytest.mark.seed("C-03")
def test_a_typing_error_is_forgiven_and_nothing_found_is_said(
    page: Page, offline: AppServer
) -> None:
    expect(search(page, offline, "menusierie clair").first).to_contain_text("MENUISERIE")
    page.get_by_label("Nom, SIREN ou SIRET").fill("zzzzzzzz")
    page.get_by_role("button", name="Rechercher", exact=True).click()
    expect(page.get_by_text("Aucune entreprise trouvée")).to_be_visible()


@pytest.mark.seed("A-03")
def test_a_record_is_completed_field_by_field(
    page: Page, offline: AppServer, changed: dict[str, str]
) -> None:
    public_id = changed[sorted(changed)[0 if page.viewport_size["width"] > 720 else 1]]
    page.goto(f"{offline.url}/clients/{public_id}/information")
    page.get_by_role("button", name="Actions").click()
    page.get_by_text("Compléter les informations via l’annuaire des sociétés").click()

    row = page.get_by_role("row").filter(has_text="Adresse")
    tick = row.get_by_role("checkbox")
    expect(tick).not_to_be_checked()
    expect(row).to_contain_text("Données de démonstration, lu le")
    street = row.locator(".directory-new").inner_text().split("\n")[0]
    assert_accessible(page)
    assert_no_horizontal_scroll(page)
    tick.check()
    page.get_by_role("button", name="Reprendre ce qui est coché").click()

    expect(page.get_by_text("champ complété")).to_be_visible()
    page.goto(f"{offline.url}/clients/{public_id}/information")
    expect(page.get_by_text(street).first).to_be_visible()


@pytest.mark.seed("F-01")
def test_figures_by_year_with_source_and_date(
    page: Page, offline: AppServer, changed: dict[str, str]
) -> None:
    public_id = changed[sorted(changed)[2]]
    page.goto(f"{offline.url}/clients/{public_id}/directory-finances")
    expect(page.get_by_role("heading", name="Informations financières")).to_be_visible()
    page.get_by_role("link", name="Ajouter un exercice").first.click()
    dialog = page.get_by_role("dialog", name="Ajouter un exercice")
    dialog.get_by_role("spinbutton", name="Exercice").fill("2019")
    dialog.get_by_role("textbox", name="Chiffre d’affaires").fill("1 234 500")
    dialog.get_by_role("button", name="Enregistrer", exact=True).click()

    row = page.get_by_role("row").filter(has_text="2019")
    expect(row.first).to_contain_text("1 234 500 €")
    expect(row.first).to_contain_text("inconnu")
    expect(row.first).to_contain_text("Saisi à la main, lu le")
    assert_no_horizontal_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Supprimer les chiffres saisis de 2019").click()
    page.get_by_role("dialog").get_by_role("button", name="Supprimer", exact=True).click()
    expect(page.get_by_text("Chiffres saisis de 2019 supprimés")).to_be_visible()
