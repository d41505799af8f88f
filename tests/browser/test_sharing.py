"""Owner, shares, refusals and requests on a record, as people meet them, on both screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from onglet.accounts.service import UserData, create_group, create_profile, create_user
from onglet.clients.entry import NewClient
from onglet.clients.service import create_client
from onglet.contributions import Reach
from onglet.rights.actors import system_actor
from onglet.shell.start import open_host
from tests.browser.axe import assert_accessible
from tests.browser.layout import assert_no_horizontal_scroll
from tests.browser.serving import environment
from tests.browser.signing_in import let_user_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from onglet.contributions import Work
    from tests.browser.serving import AppServer

pytestmark = pytest.mark.browser

LEADS = {
    "core.client.read": Reach.GROUP,
    "core.client.edit": Reach.SHARED,
    "core.client.share": Reach.OWN,
    "core.client.reassign": Reach.OWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A client, its owner who may share it, and a mate of their group who only sees it."""

    href: str
    client: str
    owner: int
    owner_name: str
    mate: int
    mate_name: str
    other_name: str
    group: str


@pytest.fixture(params=["page_desktop", "page_mobile"])
def page(request: pytest.FixtureRequest) -> Page:
    """A page on each screen; each test says whose it is."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def desk(app_server: AppServer) -> Desk:
    """Three colleagues with names of this test alone, two of them in a group."""
    tag = uuid4().hex[:6]
    host = open_host(environment(app_server.data))
    try:
        with host.units.writing(system_actor("browser tests")) as work:
            profile = create_profile(work, f"Commerce {tag}", reaches=LEADS)
            owner = _hire(work, "Nora", tag, profile)
            mate = _hire(work, "Paul", tag, profile)
            _hire(work, "Zoé", tag, profile)
            create_group(work, f"Groupe {tag}", [owner, mate])
            made = create_client(work, NewClient(name=f"Atelier {tag}", owner_id=owner))
    finally:
        host.close()
    return Desk(
        href=f"{app_server.url}/clients/{made.public_id}",
        client=f"Atelier {tag}",
        owner=owner,
        owner_name=f"Nora {tag}",
        mate=mate,
        mate_name=f"Paul {tag}",
        other_name=f"Zoé {tag}",
        group=f"Groupe {tag}",
    )


def _hire(work: Work, name: str, tag: str, profile: int) -> int:
    return create_user(
        work,
        UserData(
            email=f"{name.lower()}.{tag}@onglet.example".replace("é", "e"),
            given_name=name,
            family_name=tag,
            profile_id=profile,
            locale="fr",
        ),
    )


def _open(page: Page, server: AppServer, desk: Desk, user_id: int) -> None:
    let_user_in(page, server, user_id)
    page.goto(f"{desk.href}/information")


def _act(page: Page, label: str) -> Locator:
    """Choose an entry of the Actions menu, and give the dialog that it opens."""
    page.get_by_role("button", name="Actions", exact=True).click()
    page.locator("#actions").get_by_text(label, exact=True).click()
    dialog = page.locator("#dialog")
    expect(dialog.locator("#sheet-title")).to_be_visible()
    return dialog


def _pick(dialog: Locator, search: str, name: str) -> None:
    dialog.get_by_role("searchbox").fill(search)
    found = dialog.locator("#share-found").get_by_role("radio")
    expect(found).to_have_count(1)
    dialog.locator("#share-found").get_by_label(name).check()


def _check(page: Page) -> None:
    assert_accessible(page)
    assert_no_horizontal_scroll(page)


@pytest.mark.seed("G-03")
def test_the_owner_is_changed_from_the_menu(page: Page, app_server: AppServer, desk: Desk) -> None:
    _open(page, app_server, desk, desk.owner)
    dialog = _act(page, "Modifier le propriétaire du client")
    _check(page)
    dialog.get_by_role("button", name="Changer le propriétaire").click()
    expect(dialog.get_by_text("Choisissez quelqu’un dans la liste.").first).to_be_visible()
    _check(page)
    _pick(dialog, desk.mate_name, desk.mate_name)
    dialog.get_by_role("button", name="Changer le propriétaire").click()
    expect(page.get_by_text(f"{desk.mate_name} est maintenant propriétaire")).to_be_visible()
    expect(page.locator(".record-meta, .record").first).to_contain_text(
        f"Suivi par {desk.mate_name}"
    )


@pytest.mark.seed("G-04")
def test_a_client_is_shared_with_a_colleague(page: Page, app_server: AppServer, desk: Desk) -> None:
    _open(page, app_server, desk, desk.owner)
    dialog = _act(page, "Partager le client à un collaborateur")
    _check(page)
    _pick(dialog, desk.other_name, desk.other_name)
    dialog.get_by_label("Modification").check()
    dialog.get_by_label("Dernier jour").fill((date.today() - timedelta(days=2)).isoformat())  # noqa: DTZ011
    dialog.get_by_label("Note").fill("Pendant les congés")
    dialog.get_by_role("button", name="Partager", exact=True).click()
    expect(dialog.locator(".field-error")).to_contain_text("Ce jour est passé")
    _check(page)
    dialog.get_by_label("Dernier jour").fill((date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011
    dialog.get_by_role("button", name="Partager", exact=True).click()
    share = dialog.locator(".share").filter(has_text=desk.other_name)
    expect(share).to_contain_text("Modification")
    expect(share).to_contain_text("Pendant les congés")
    _check(page)
    share.get_by_role("button", name="Actions sur le partage").click()
    page.locator(".menu:popover-open").get_by_text("Modifier le partage").click()
    dialog.get_by_label("Gestion").check()
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(share).to_contain_text("Gestion")
    share.get_by_role("button", name="Actions sur le partage").click()
    page.locator(".menu:popover-open").get_by_text("Le retirer").click()
    page.locator("#confirm").get_by_role("button", name="Le retirer").click()
    expect(share).to_have_count(0)


@pytest.mark.seed("G-05")
def test_a_client_is_shared_with_a_group_and_its_log_says_so(
    page: Page, app_server: AppServer, desk: Desk
) -> None:
    _open(page, app_server, desk, desk.owner)
    dialog = _act(page, "Partager le client à un groupe de collaborateurs")
    _check(page)
    _pick(dialog, desk.group, desk.group)
    dialog.get_by_role("button", name="Partager", exact=True).click()
    expect(dialog.locator(".share").filter(has_text=desk.group)).to_contain_text("Lecture")
    dialog.get_by_role("link", name="Qui le voit").click()
    mate = dialog.locator(".share").filter(has_text=desk.mate_name)
    expect(mate).to_contain_text(f"Membre du groupe {desk.group}, auquel il est partagé")
    expect(mate).to_contain_text("comme le propriétaire")
    _check(page)
    dialog.get_by_role("link", name="Journal").click()
    expect(dialog.locator(".history")).to_contain_text("a partagé le client")
    _check(page)


@pytest.mark.seed("G-06")
def test_without_the_right_the_entry_says_why_and_whom_to_ask(
    page: Page, app_server: AppServer, desk: Desk
) -> None:
    _open(page, app_server, desk, desk.mate)
    page.get_by_role("button", name="Actions", exact=True).click()
    entry = page.locator("#actions .is-refused").filter(has_text="Partager le client à un coll")
    expect(entry).to_contain_text("Il vous manque ici le droit « Partager les clients »")
    expect(entry).to_contain_text("vos propres clients")
    _check(page)
    entry.click()
    dialog = page.locator("#dialog")
    expect(dialog.locator("#sheet-title")).to_have_text("Pourquoi ne puis-je pas ?")
    expect(dialog).to_contain_text("Un partage ne peut pas le donner")
    expect(dialog.get_by_role("button", name="Demander ce droit")).to_be_visible()
    _check(page)


def test_who_was_chosen_stays_chosen_while_one_types_on(
    page: Page, app_server: AppServer, desk: Desk
) -> None:
    _open(page, app_server, desk, desk.owner)
    dialog = _act(page, "Partager le client à un collaborateur")
    _pick(dialog, desk.other_name, desk.other_name)
    dialog.get_by_role("searchbox").fill(desk.mate_name)
    found = dialog.locator("#share-found")
    expect(found.get_by_label(desk.mate_name)).to_be_visible()
    expect(found.get_by_label(desk.other_name)).to_be_checked()


def test_the_owner_in_the_header_opens_the_shares(
    page: Page, app_server: AppServer, desk: Desk
) -> None:
    _open(page, app_server, desk, desk.mate)
    page.get_by_role("link", name=f"Suivi par {desk.owner_name}").click()
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("Vous ne pouvez pas partager ce client")
    _check(page)


@pytest.mark.seed("A-10")
def test_a_refused_action_is_asked_for_and_granted_from_the_notification(
    page: Page, app_server: AppServer, desk: Desk
) -> None:
    let_user_in(page, app_server, desk.mate)
    page.goto(f"{desk.href}/-/edit")
    expect(page.locator(".trouble")).to_contain_text("Modifier les clients")
    expect(page.locator(".trouble")).to_contain_text(f"{desk.owner_name} peut l’accorder")
    _check(page)
    page.get_by_role("link", name="Demander l’accès au propriétaire").click()
    page.get_by_label("Votre message").fill("Pour corriger l’adresse")
    _check(page)
    page.get_by_role("button", name="Demander l’accès au propriétaire").click()
    expect(page.get_by_text("Pas encore de réponse")).to_be_visible()

    let_user_in(page, app_server, desk.owner)
    page.goto(f"{app_server.url}/notifications")
    page.locator("button.notice-title").filter(has_text=desk.mate_name).click()
    expect(page.get_by_role("heading", name="Demande d’accès")).to_be_visible()
    expect(page.get_by_text("Pour corriger l’adresse")).to_be_visible()
    _check(page)
    page.get_by_role("button", name="Accorder par un partage").click()
    expect(page.get_by_text(f"{desk.mate_name} a maintenant ce droit")).to_be_visible()
    _check(page)

    let_user_in(page, app_server, desk.mate)
    page.goto(f"{app_server.url}/notifications")
    expect(page.get_by_text(f"{desk.owner_name} vous a donné le droit").first).to_be_visible()
    page.goto(f"{desk.href}/-/edit")
    expect(page.get_by_label("Nom de la société")).to_have_value(desk.client)


def test_the_log_of_the_firm_is_narrowed_and_downloaded(
    app_server: AppServer, desk: Desk, user_desktop: Page, user_mobile: Page
) -> None:
    for page in (user_desktop, user_mobile):
        page.goto("/settings")
        page.get_by_role("link", name="Journal des droits").click()
        page.get_by_label("Nature").select_option("group")
        page.get_by_role("button", name="Filtrer").click()
        expect(page.locator(".history > li").first).to_contain_text("a créé le groupe")
        _check(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Télécharger (CSV)").click()
        assert desk.group in download.value.path().read_text(encoding="utf-8-sig")
