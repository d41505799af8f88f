"""The record over HTTP: general information, stars, actions, the bin, the card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from starlette.testclient import TestClient

from onglet.addresses.entry import NewAddress
from onglet.clients.editing import edit_client
from onglet.clients.models import PinnedValue
from onglet.clients.vcard import unfold
from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.contacts.entry import NewPerson
from onglet.contributions import ClientView, Gate, Holding, Question, Reach, Record, Verdict, Work
from onglet.hookspecs import Plugin, hookimpl
from onglet.testing.kit import Colleague, MakeSite, Site


class Keeper(Plugin):
    """A plugin that keeps three waves of each client, and prospects away from good clients."""

    name = "keeper"
    label = "Keeper"
    count: Callable[[Record], int] = staticmethod(lambda _record: 3)

    @hookimpl
    def onglet_holdings(self) -> Iterable[Holding]:
        """Three waves a client."""
        yield Holding(
            key=f"{self.name}.waves",
            label="waves",
            legal_ground="contract",
            retention="5 years",
            count=type(self).count,
            merge=lambda _work, _source, _target: {},
            unmerge=_nothing,
            personal_data=lambda _record: [],
            erase=lambda _work, _record: 0,
        )

    @hookimpl
    def onglet_gates(self) -> Iterable[Gate]:
        """Nobody becomes a prospect."""
        yield Gate(topic="become_prospect", ask=_never)


def _nothing(_work: Work, _kept: Mapping[str, Any]) -> None:
    pass


def _never(_question: Question) -> Verdict:
    return Verdict(allowed=False, reason="Three invoices are not paid.")


class Miscounter(Keeper):
    """A plugin that cannot count."""

    name = "miscounter"
    label = "Miscounter"
    count = staticmethod(lambda _record: 1 // 0)


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


def _boss(site: Site) -> tuple[Colleague, TestClient]:
    ada = site.user(all_rights=True)
    return ada, site.browser(ada)


def _client(site: Site, owner: Colleague, **fields: Any) -> ClientView:
    consent = NewConsent(channel=Channel.EMAIL, action=ConsentAction.GIVEN, source="=cmd()")
    return site.client(
        "Boulangerie du Port",
        owner=owner,
        phone="+33199001234",
        siren="000000018",
        sources={"siren": "INSEE"},
        persons=[NewPerson(given_name="Anne", family_name="Petit", consents=[consent])],
        addresses=[NewAddress(line1="1 quai du Port; fond", town="Brest", postcode="29200")],
        **fields,
    )


def test_the_tab_shows_every_value_with_its_source_and_folds_the_empty_ones(site: Site) -> None:
    ada, browser = _boss(site)
    page = browser.get(f"{_client(site, ada).href}/information")
    tree = LexborHTMLParser(page.text)
    assert "01\u00a099\u00a000\u00a012\u00a034" in page.text
    assert 'data-tip="INSEE, le 24 nov. 2026"' in page.text
    assert tree.css_first("#information-social details.kv-empty") is not None
    assert tree.css_first('a[href="tel:+33199001234"]') is not None


def test_history_says_who_changed_what(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    with site.working(ada) as work:
        edit_client(work, client.id, {"name": "Port", "consent.sms": True})
    text = LexborHTMLParser(browser.get(f"{client.href}/information").text)
    history = text.css_first("#client-history")
    assert history is not None
    said = history.text(deep=True)
    assert "Colleague Number1" in said
    assert "a modifié la fiche" in said
    assert "Boulangerie du Port" in said


def test_a_star_pins_a_value_and_takes_it_away_again(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada, sector="Pain")
    post = f"{client.href}/-/pins/core.sector"
    answer = browser.post(post, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "pins:changed" in answer.headers["HX-Trigger"]
    assert "Pain" in _strip(browser, client)
    browser.post(post)
    assert "Pain" not in _strip(browser, client)


def test_the_strip_may_be_emptied(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    for key in ("phone", "email", "website", "siren", "owner"):
        browser.post(f"{client.href}/-/pins/core.{key}")
    assert _strip(browser, client) == ""
    with site.reading() as ask:
        assert ask.session.scalars(select(PinnedValue.key)).all() == ["core.nothing"]


def test_a_value_that_nobody_declares_is_not_pinned(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    assert browser.post(f"{client.href}/-/pins/core.nonsense").status_code == 404


def _strip(browser: TestClient, client: ClientView) -> str:
    tree = LexborHTMLParser(browser.get(f"{client.href}/information").text)
    strip = tree.css_first("#strip-host")
    assert strip is not None
    return strip.text(deep=True).strip()


def test_archiving_hides_one_entry_and_shows_the_other(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    answer = browser.post(f"{client.href}/-/actions/core.archive")
    assert answer.status_code == 303
    assert site.see(client.public_id).is_archived
    page = browser.get(f"{client.href}/information").text
    assert "Désarchiver la fiche client" in page
    browser.post(f"{client.href}/-/actions/core.unarchive")
    assert not site.see(client.public_id).is_archived


def test_a_client_becomes_a_prospect_and_comes_back(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    browser.post(f"{client.href}/-/actions/core.become_prospect")
    assert site.see(client.public_id).stage == "prospect"
    browser.post(f"{client.href}/-/actions/core.become_client")
    assert site.see(client.public_id).stage == "client"


def test_a_veto_is_explained(deployment: MakeSite) -> None:
    site = deployment(Keeper())
    ada, browser = _boss(site)
    client = _client(site, ada)
    answer = browser.post(f"{client.href}/-/actions/core.become_prospect")
    assert answer.status_code == 403
    assert "Three invoices are not paid." in answer.text
    assert site.see(client.public_id).stage == "client"


def test_deleting_asks_with_what_goes_along(deployment: MakeSite) -> None:
    site = deployment(Keeper(), Miscounter())
    ada, browser = _boss(site)
    client = _client(site, ada)
    question = LexborHTMLParser(browser.get(f"{client.href}/-/delete").text)
    lines = [node.text(deep=True).strip() for node in question.css(".impact li")]
    assert lines == [
        "contacts associés\u00a0: 1",
        "adresses\u00a0: 1",
        "waves\u00a0: 3",
        "waves\u00a0: non comptés, ils sont gardés tout de même",
    ]


def test_a_client_that_is_not_in_the_bin_cannot_be_taken_out_of_it(site: Site) -> None:
    client = site.client("Maison Brune")
    browser = site.browser(site.user(all_rights=True))

    answer = browser.post(f"/clients/bin/{client.public_id}/restore")

    assert answer.status_code == 404
    assert browser.get(client.href, follow_redirects=True).status_code == 200


def test_the_bin_gives_a_client_back(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    assert browser.post(f"{client.href}/-/delete").status_code == 303
    assert browser.get(f"{client.href}/information").status_code == 404
    assert client.name in browser.get("/clients/bin").text
    answer = browser.post(f"/clients/bin/{client.public_id}/restore")
    assert answer.headers["location"] == client.href
    assert browser.get(f"{client.href}/information").status_code == 200
    assert client.name not in LexborHTMLParser(browser.get("/clients/bin").text).css_first(
        "main"
    ).text(deep=True)


def test_the_bin_of_others_is_not_seen(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    browser.post(f"{client.href}/-/delete")
    own = {"core.client.read": Reach.OWN, "core.client.delete": Reach.OWN}
    bob = site.browser(site.user(reaches=own))
    assert client.name not in bob.get("/clients/bin").text
    assert bob.post(f"/clients/bin/{client.public_id}/restore").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "-/edit", "Modifier les clients"),
        ("POST", "-/edit", "Modifier les clients"),
        ("GET", "-/delete", "Supprimer les clients"),
        ("POST", "-/delete", "Supprimer les clients"),
        ("POST", "-/actions/core.archive", "Archiver les clients"),
        ("POST", "contacts/new", "Modifier les clients"),
        ("POST", "addresses/new", "Modifier les clients"),
    ],
)
def test_a_refusal_names_the_right(site: Site, method: str, path: str, right: str) -> None:
    reader = site.user(
        reaches={
            "core.client.read": Reach.ALL,
            "core.client.edit": Reach.NONE,
            "core.client.archive": Reach.NONE,
            "core.client.delete": Reach.NONE,
        }
    )
    client = _client(site, reader)
    answer = site.browser(reader).request(method, f"{client.href}/{path}")
    assert answer.status_code == 403
    assert right in answer.text


def test_the_menu_keeps_what_is_refused_and_says_why(site: Site) -> None:
    _boss(site)
    reader = site.user(reaches={"core.client.read": Reach.ALL, "core.client.edit": Reach.NONE})
    client = _client(site, reader)
    menu = LexborHTMLParser(site.browser(reader).get(f"{client.href}/-/extras").text)
    refused = [node.text(deep=True) for node in menu.css(".is-refused")]
    assert any("Modifier la fiche client" in text and "Number1" in text for text in refused)


def test_the_card_has_the_client_and_its_contacts(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    answer = browser.get(f"{client.href}/-/vcard")
    assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
    assert "filename*=UTF-8''Boulangerie%20du%20Port.vcf" in answer.headers["content-disposition"]
    text = unfold(answer.text)
    assert text.count("BEGIN:VCARD") == 2
    assert "ADR;TYPE=WORK:;;1 quai du Port\\; fond;Brest;;29200;France" in text
    assert "N:Petit;Anne;;;" in text


def test_the_history_of_sign_ups_is_safe_in_a_spreadsheet(site: Site) -> None:
    ada, browser = _boss(site)
    client = _client(site, ada)
    lines = browser.get(f"{client.href}/-/consent/history.csv").text.splitlines()
    assert lines[0].startswith("\ufeffat;channel")
    assert ";email;marketing;given;" in lines[1]
    assert ";'=cmd();" in lines[1]
