"""A client from its form to the bin, as people do it, on both screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.signing_in import let_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

    from tests.browser.serving import AppServer

pytestmark = pytest.mark.browser
RECORD = re.compile(r"/clients/[0-9a-z]{16}/\w+$")


@pytest.fixture(params=["page_desktop", "page_mobile"])
def page(request: pytest.FixtureRequest, app_server: AppServer) -> Page:
    """A page of somebody signed in, on each screen."""
    found: Page = request.getfixturevalue(request.param)
    let_in(found, app_server)
    return found


def _form(page: Page, server: AppServer) -> str:
    """Open the form of a new client, name it, and give its name."""
    name = f"Essai {uuid4().hex[:8]}"
    page.goto(f"{server.url}/clients/new")
    page.get_by_label("Nom de la société").fill(name)
    return name


def _save(page: Page) -> str:
    """Save the form, look at the information that was kept, and give the address of the record."""
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(RECORD)
    record = page.url.rpartition("/")[0]
    tab = page.locator("#tabs .tabs-list").get_by_role("link", name="Informations générales")
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")
    return record


def _block(page: Page, key: str) -> Locator:
    """Give a block of the form, unfolded."""
    block = page.locator(f"#block-{key}")
    if block.evaluate("node => node.tagName === 'DETAILS' && !node.open"):
        block.locator("summary").click()
    return block


def _fill(page: Page, key: str, values: dict[str, str]) -> None:
    block = _block(page, key)
    for label, value in values.items():
        block.get_by_label(label, exact=True).fill(value)


def _shown(page: Page, card: str) -> Locator:
    return page.locator(f"#information-{card}")


def _act(page: Page, label: str) -> None:
    page.get_by_role("button", name="Actions").click()
    _act_open(page, label)


def _act_open(page: Page, label: str) -> None:
    page.locator("#actions").get_by_text(label, exact=True).click()


@pytest.mark.seed("C-01")
def test_the_form_is_reached_from_the_top(page: Page, app_server: AppServer) -> None:
    page.goto(f"{app_server.url}/clients")
    page.get_by_role("button", name="Ajout", exact=True).click()
    page.locator("#add-menu").get_by_role("link", name="Client", exact=True).click()
    expect(page.get_by_role("heading", name="Nouveau client")).to_be_visible()
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


@pytest.mark.seed("C-02")
def test_the_form_is_reached_from_the_left(page: Page, app_server: AppServer) -> None:
    page.goto(f"{app_server.url}/clients")
    if not page.locator("#side").is_visible():
        page.get_by_role("button", name="Menu principal").click()
    page.locator("#side").get_by_role("link", name="Ajouter un client").click()
    expect(page.get_by_role("heading", name="Nouveau client")).to_be_visible()


@pytest.mark.seed("C-04")
@pytest.mark.seed("C-14")
def test_the_general_block_lands_on_the_new_record(page: Page, app_server: AppServer) -> None:
    name = _form(page, app_server)
    reference = f"R-{uuid4().hex[:8]}"
    _fill(page, "general", {"Référence": reference, "Site web": "essai.example"})
    _save(page)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(_shown(page, "general")).to_contain_text(reference)
    expect(_shown(page, "general").get_by_role("link", name="essai.example")).to_have_attribute(
        "href", "https://essai.example"
    )
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


@pytest.mark.seed("C-05")
def test_the_company_is_reached_by_every_means(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    block = _block(page, "company")
    block.locator('[name="phone"]').fill("01 99 00 12 34")
    block.locator('[name="mobile"]').fill("06 39 98 12 34")
    block.locator('[name="fax"]').fill("01 99 00 12 35")
    block.locator('[name="email"]').fill("bonjour@essai.example")
    _save(page)
    card = _shown(page, "company")
    for text in ("01 99 00 12 34", "06 39 98 12 34", "01 99 00 12 35", "bonjour@essai.example"):
        expect(card).to_contain_text(text)


@pytest.mark.seed("C-06")
@pytest.mark.seed("C-08")
def test_a_main_contact_signs_up(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    contact = _block(page, "contact")
    contact.get_by_label("Civilité").select_option(label="Mme")
    _fill(page, "contact", {"Prénom": "Anne", "Nom": "Petit", "Fonction": "Gérante"})
    contact.locator('[name="contact.email"]').fill("anne@essai.example")
    contact.locator('[name="contact.phone"]').fill("01 99 00 12 36")
    contact.locator('[name="contact.mobile"]').fill("06 39 98 12 35")
    contact.locator('[name="contact.fax"]').fill("01 99 00 12 37")
    _block(page, "marketing").get_by_label("Campagnes par e-mail").check()
    _save(page)
    card = _shown(page, "contact")
    for text in ("Mme", "Anne", "Petit", "Gérante", "anne@essai.example", "06 39 98 12 35"):
        expect(card).to_contain_text(text)
    expect(_shown(page, "marketing")).to_contain_text("Inscrit")


@pytest.mark.seed("C-07")
def test_a_main_address_is_given(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    _fill(page, "address", {"Adresse": "1 quai du Port", "Code postal": "29200", "Ville": "Brest"})
    _save(page)
    expect(_shown(page, "address")).to_contain_text("1 quai du Port")
    expect(page.locator(".record-head")).to_contain_text("Brest")


@pytest.mark.seed("C-09")
def test_the_legal_identity_is_explained_while_it_is_typed(
    page: Page, app_server: AppServer
) -> None:
    _form(page, app_server)
    block = _block(page, "other")
    block.locator('[name="siren"]').fill("000000019")
    block.locator('[name="siren"]').press("Tab")
    expect(page.locator("#remarks-siren")).to_contain_text("fausse")
    block.locator('[name="siren"]').fill("000000018")
    block.locator('[name="vat_number"]').press("Tab")
    page.locator("#remarks-vat_number").get_by_role("button", name="Utiliser").click()
    expect(block.locator('[name="vat_number"]')).to_have_value(re.compile("^FR"))
    values = {
        "legal_form": "SARL",
        "siret": "00000001800007",
        "naf": "1071C",
        "capital": "10 000 €",
        "rcs": "RCS Brest 000 000 018",
        "sector": "Alimentation",
        "headcount": "12",
    }
    for name, value in values.items():
        block.locator(f'[name="{name}"]').fill(value)
    block.locator('[name="headcount_band"]').select_option(index=3)
    _save(page)
    card = _shown(page, "other")
    for text in ("responsabilité limitée", "000 000 018", "10.71C", "Alimentation", "€", "12"):
        expect(card).to_contain_text(text)


@pytest.mark.seed("C-10")
@pytest.mark.seed("C-11")
@pytest.mark.seed("C-12")
def test_networks_accounts_and_a_note_are_kept(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    social = {"Twitter (X)": "@essai", "Facebook": "essai", "LinkedIn": "company/essai"}
    _fill(page, "social", {**social, "Viadeo": "essai"})
    _fill(page, "accounting", {"Compte tiers": "411ESSAI", "Code compte auxiliaire": "ESSAI"})
    _block(page, "note").locator("textarea").fill("Livrer par la cour.\nSonner deux fois.")
    _save(page)
    expect(_shown(page, "social").locator("a")).to_have_count(4)
    expect(_shown(page, "accounting")).to_contain_text("411ESSAI")
    expect(_shown(page, "note")).to_contain_text("Sonner deux fois.")


def test_faults_are_marked_and_nothing_typed_is_lost(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    page.get_by_label("Nom de la société").fill("")
    _fill(page, "address", {"Ville": "Brest"})
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.locator('.block-list [href="#block-general"]')).to_contain_text("1")
    expect(_block(page, "address").get_by_label("Ville")).to_have_value("Brest")
    assert_accessible(page)


@pytest.mark.seed("G-01")
@pytest.mark.seed("G-09")
def test_a_star_puts_a_value_under_the_name(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    page.locator('[name="mobile"]').fill("06 39 98 12 34")
    _save(page)
    star = page.locator('form[action$="/-/pins/core.mobile"] button')
    was = star.get_attribute("aria-pressed")
    star.hover()
    star.click()
    strip = page.locator("#strip-host")
    if was == "true":
        expect(strip).not_to_contain_text("06 39 98 12 34")
        star.click()
    expect(strip).to_contain_text("06 39 98 12 34")


@pytest.mark.seed("G-02")
def test_the_tab_leads_to_the_form(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    _save(page)
    page.locator("#panel").get_by_role("link", name="Modifier").click()
    _fill(page, "address", {"Ville": "Quimper"})
    _save(page)
    expect(_shown(page, "address")).to_contain_text("Quimper")
    page.get_by_role("button", name="Historique").click()
    expect(page.locator("#client-history")).to_contain_text("Quimper")
    assert_accessible(page)


@pytest.mark.seed("A-01")
def test_the_record_is_edited_from_actions(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    _save(page)
    _act(page, "Modifier la fiche client")
    page.get_by_label("Nom de la société").fill("Un autre nom")
    _save(page)
    expect(page.get_by_role("heading", name="Un autre nom")).to_be_visible()


@pytest.mark.seed("A-02")
def test_a_record_goes_to_the_bin_and_comes_back(page: Page, app_server: AppServer) -> None:
    name = _form(page, app_server)
    record = _save(page)
    _act(page, "Supprimer la fiche client")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text(f"Supprimer {name}")
    assert_accessible(page)
    dialog.get_by_role("button", name="Supprimer").click()
    page.wait_for_url("**/clients")
    page.goto(f"{app_server.url}/clients/bin")
    assert_accessible(page)
    assert_no_horizontal_scroll(page)
    line = page.locator(".bin-list li", has_text=name)
    line.get_by_role("button", name="Restaurer").click()
    page.wait_for_url(RECORD)
    assert page.url.startswith(record)


@pytest.mark.seed("A-04")
def test_a_record_is_archived_and_comes_back(page: Page, app_server: AppServer) -> None:
    name = _form(page, app_server)
    record = _save(page)
    _act(page, "Archiver la fiche client")
    expect(page.locator(".record-head")).to_contain_text("Archivé")
    page.goto(f"{app_server.url}/clients?state=archived&q={name}")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url(RECORD)
    assert page.url.startswith(record)
    _act(page, "Désarchiver la fiche client")
    expect(page.locator(".record-head")).to_contain_text("Actif")


def test_a_menu_opened_at_once_stays_open_when_the_rest_of_the_page_arrives(
    page: Page, app_server: AppServer
) -> None:
    _form(page, app_server)
    _save(page)
    held: list[Route] = []
    page.route("**/-/extras", lambda route: held.append(route))  # noqa: PLW0108 (it marks it)
    page.reload()
    page.get_by_role("button", name="Actions").focus()
    page.keyboard.press("Enter")
    first = page.locator("#actions a, #actions button").first
    expect(first).to_be_focused()
    with page.expect_response("**/-/extras"):
        held[0].continue_()
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    expect(first).to_be_focused()
    page.unroute("**/-/extras")
    _act_open(page, "Archiver la fiche client")
    expect(page.locator(".record-head")).to_contain_text("Archivé")


def test_lines_of_a_menu_stay_under_the_pointer(page_desktop: Page, app_server: AppServer) -> None:
    page = page_desktop
    let_in(page, app_server)
    _form(page, app_server)
    _save(page)
    held: list[Route] = []
    page.route("**/-/extras", lambda route: held.append(route))  # noqa: PLW0108 (it marks it)
    page.reload()
    page.get_by_role("button", name="Actions").click()
    archive = page.locator("#actions").get_by_text("Archiver la fiche client", exact=True)
    archive.hover()
    before = archive.bounding_box()
    with page.expect_response("**/-/extras"):
        held[0].continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert archive.bounding_box() == before
    plan = page.locator("#actions").get_by_text("Programmer une tâche", exact=True)
    expect(plan).to_have_count(0)

    page.get_by_role("heading", level=1).hover(force=True)

    expect(plan).to_be_visible()


@pytest.mark.seed("A-05")
def test_a_client_becomes_a_prospect_and_back(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    _save(page)
    _act(page, "Transformer en fiche prospect")
    expect(page.locator(".record-head")).to_contain_text("Prospect")
    _act(page, "Transformer en fiche client")
    expect(page.locator(".record-head")).to_contain_text("Client")


@pytest.mark.seed("A-06")
@pytest.mark.seed("G-08")
def test_the_card_and_the_sign_ups_are_downloaded(page: Page, app_server: AppServer) -> None:
    name = _form(page, app_server)
    _fill(page, "contact", {"Nom": "Petit"})
    _block(page, "marketing").get_by_label("Campagnes par SMS").check()
    _save(page)
    with page.expect_download() as card:
        _act(page, "Télécharger la vCard")
    assert card.value.suggested_filename == f"{name}.vcf"
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Télécharger l’historique des inscriptions").click()
    assert ";sms;" in sheet.value.path().read_text(encoding="utf-8")


def _choose(card: Locator, label: str) -> None:
    """Choose an entry of a card's menu."""
    card.get_by_role("button").first.click()
    card.locator(".menu").get_by_text(label, exact=True).click()


@pytest.mark.seed("N-01")
@pytest.mark.seed("N-02")
@pytest.mark.seed("N-05")
@pytest.mark.seed("N-06")
def test_contacts_are_added_edited_and_given_roles(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    record = _save(page)
    page.goto(f"{record}/contacts")
    page.get_by_role("link", name="Ajouter un contact").first.click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Nom", exact=True).fill("Martin")
    assert_accessible(page)
    dialog.get_by_role("button", name="Enregistrer").click()
    card = page.locator(".person-card", has_text="Martin")
    expect(card).to_contain_text("Contact principal")
    _choose(card, "Définir comme contact de facturation")
    expect(card.locator(".pills")).to_contain_text("Contact de facturation")
    _choose(card, "Définir comme contact de relance")
    expect(card.locator(".pills")).to_contain_text("Contact de relance")
    _choose(card, "Modifier")
    dialog.get_by_label("Fonction").fill("Directrice")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(card).to_contain_text("Directrice")
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


@pytest.mark.seed("N-03")
@pytest.mark.seed("N-07")
def test_somebody_known_is_linked_and_unlinked(page: Page, app_server: AppServer) -> None:
    _form(page, app_server)
    family = f"Petit{uuid4().hex[:8]}"
    _fill(page, "contact", {"Nom": family})
    _save(page)
    _form(page, app_server)
    record = _save(page)
    page.goto(f"{record}/contacts")
    page.get_by_role("link", name="Lier un contact").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Trouver une personne").fill(family)
    dialog.get_by_role("button", name="Chercher").click()
    dialog.locator("li", has_text=family).get_by_role("button", name="Lier").click()
    card = page.locator(".person-card", has_text=family)
    expect(card).to_be_visible()
    _choose(card, "Délier de la fiche client")
    page.get_by_role("dialog").get_by_role("button", name="Délier", exact=True).click()
    expect(page.get_by_text("Pas encore de contact")).to_be_visible()


@pytest.mark.seed("D-01")
@pytest.mark.seed("D-02")
@pytest.mark.seed("D-04")
@pytest.mark.seed("D-05")
@pytest.mark.seed("D-06")
def test_addresses_are_added_edited_given_roles_and_removed(
    page: Page, app_server: AppServer
) -> None:
    _form(page, app_server)
    record = _save(page)
    page.goto(f"{record}/addresses")
    dialog = page.locator("#dialog")
    for town in ("Quimper", "Brest"):
        page.get_by_role("link", name="Ajouter une adresse").first.click()
        dialog.get_by_label("Ville").fill(town)
        dialog.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".person-card", has_text=town)).to_be_visible()
    card = page.locator(".person-card", has_text="Brest")
    for label in ("facturation", "livraison"):
        _choose(card, f"Définir comme adresse de {label}")
        expect(card.locator(".pills")).to_contain_text(f"Adresse de {label}")
    _choose(card, "Modifier")
    dialog.get_by_label("Code postal").fill("29200")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(card).to_contain_text("29200 Brest")
    assert_accessible(page)
    assert_no_horizontal_scroll(page)
    _choose(card, "Supprimer")
    page.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
    expect(page.locator(".person-card")).to_have_count(1)
    expect(page.locator(".person-card")).to_contain_text("Adresse de livraison")


def test_two_editors_choose_where_they_clash(page: Page, app_server: AppServer) -> None:
    name = _form(page, app_server)
    record = _save(page)
    other = page.context.new_page()
    for editor in (page, other):
        editor.goto(f"{record}/-/edit")
    other.get_by_label("Nom de la société").fill(f"{name} bis")
    _save(other)
    page.get_by_label("Nom de la société").fill(f"{name} ter")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".clashes")).to_contain_text(f"{name} bis")
    assert_accessible(page)
    page.locator(".clashes").get_by_label(f"{name} bis").check()
    _save(page)
    expect(page.get_by_role("heading", name=f"{name} bis")).to_be_visible()
