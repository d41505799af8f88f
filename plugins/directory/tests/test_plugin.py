"""The plugin in a deployment: search while creating, completion, figures, the rights on each."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest

from onglet.api import Reach, client_snapshot, sources_of
from onglet_directory.plugin import Directory
from onglet_directory.queries import company_of, figures_of
from onglet_directory.testing.fiction import FIRMS, fictional_siret
from onglet_directory.testing.stand_in import Bad, StandIn

BAKERY, WORKSHOPS, _, TRADER, MASKED, CLOSED, _ = FIRMS
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def services(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def site(deployment, services):
    made = deployment(Directory(), ONGLET_PLUGIN_BUDGET_MS="20000")
    made.set("directory.order", "public,insee,offline")
    made.set("directory.public_url", services.public_url)
    made.set("directory.insee_url", services.insee_url)
    return made


@pytest.fixture
def boss(site):
    return site.user(all_rights=True)


@pytest.fixture
def browser(site, boss):
    return site.browser(boss)


def text_of(response):
    """What a page says, without its tags."""
    words = re.sub(r"<[^>]+>", " ", response.text)
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


def client_of(site, firm=BAKERY, **fields):
    given = {"name": firm.name or "Sans nom", "siren": firm.siren, "siret": firm.head_siret}
    return site.client(**{**given, **fields})


def values_of(site, client):
    with site.reading() as ask:
        return client_snapshot(ask, client.id).values


def hidden(response):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.text))


def take(browser, client, *fields, figures=True, **changes):
    """Open the dialog and take over the given fields."""
    href = f"{client.href}/directory/completion"
    form = {name: unescape(value) for name, value in hidden(browser.get(href)).items()}
    data = {**form, "take": list(fields), **({"figures": "1"} if figures else {}), **changes}
    return browser.post(href, data=data)


# Search while creating


def test_the_creation_form_finds_the_directory(browser):
    page = browser.get("/clients/new")
    assert page.status_code == 200
    assert "/directory/search" in page.text


def test_a_search_shows_cards_with_town_activity_and_state(browser):
    page = browser.get("/directory/search", params={"q": "meridon"})
    said = text_of(page)
    assert "ATELIERS MERIDON" in said
    assert "69003 LYON 3EME (siège)" in said
    assert "62.01Z · Programmation informatique" in said
    assert "En activité" in said
    assert f"/directory/pick/{WORKSHOPS.head_siret}" in page.text
    assert "recherche-entreprises.api.gouv.fr, lu le" in said


def test_the_form_gets_search_and_results_and_the_search_gets_results(browser):
    slot = browser.get("/directory/search", headers={**PARTIAL, "HX-Target": "div#directory-slot"})
    assert 'name="q"' in slot.text
    assert "<html" not in slot.text
    rows = browser.get(
        "/directory/search",
        params={"q": "meridon"},
        headers={**PARTIAL, "HX-Target": "div#directory-results"},
    )
    assert 'name="q"' not in rows.text
    assert "ATELIERS MERIDON" in rows.text


def test_an_empty_search_asks_nobody(browser, services):
    assert browser.get("/directory/search").status_code == 200
    assert services.questions == []


def test_nothing_found_says_what_to_try(browser):
    assert "Aucune entreprise" in text_of(browser.get("/directory/search?q=zzzzzz"))


def test_a_silent_directory_is_a_sentence(browser, services):
    services.misbehave(Bad.BUSY)
    page = browser.get("/directory/search", params={"q": "meridon"})
    assert page.status_code == 200
    assert "ne répond pas" in text_of(page)


@pytest.mark.parametrize(
    ("page", "asked"), [("0", "1"), ("-3", "1"), ("1001", "1000"), ("99999999", "1000")]
)
def test_pages_that_cannot_be_are_the_nearest_that_can(browser, services, page, asked):
    answer = browser.get(f"/directory/search?q=meridon&page={page}")

    assert answer.status_code == 200
    assert ("ATELIERS MERIDON" in answer.text) is (asked == "1")
    assert asked in {question.values.get("page") for question in services.questions}


def test_picking_a_firm_opens_the_form_filled(browser):
    answer = browser.get(f"/directory/pick/{BAKERY.head_siret}")
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    for value in ("BOULANGERIE DU PONT VERT", "7 RUE DES CLERCS", "57000", "METZ", "10.71C"):
        assert f'value="{value}"' in page.text


def test_picking_from_the_form_gives_its_fields(browser):
    answer = browser.get(
        f"/directory/pick/{BAKERY.siren}", headers={"Accept": "application/json"}
    ).json()
    assert answer["fields"]["siret"] == BAKERY.head_siret
    assert answer["fields"]["address.town"] == "METZ"
    assert answer["fields"]["legal_form"].endswith("(5499)")
    assert answer["kind"] == "ok"


def test_a_masked_firm_comes_with_a_notice_and_without_a_name(browser):
    answer = browser.get(f"/directory/pick/{MASKED.siren}")
    assert answer.status_code == 200
    assert "A123-96" in text_of(answer)
    assert "name=" not in re.search(r"/clients/new\?[^\"]*", answer.text).group()
    assert "[N" not in answer.text


def test_an_unknown_number_says_so(browser):
    page = browser.get("/directory/pick/000999990")
    assert page.status_code == 200
    found = browser.get("/directory/pick/000999990", headers={"Accept": "application/json"})
    assert found.json()["fields"] == {}
    assert found.json()["kind"] == "warn"


def test_a_client_created_from_the_directory_keeps_sources_and_figures(site, browser):
    answer = browser.get(
        f"/directory/pick/{BAKERY.head_siret}", headers={"Accept": "application/json"}
    ).json()
    fields = {**answer["fields"], "phone": "01 99 00 12 34", "kind": "company", "stage": "client"}
    made = browser.post("/clients/new", data=fields)
    assert made.status_code == 303
    client = site.see(made.headers["location"].rsplit("/", 1)[-1])
    with site.reading() as ask:
        noted = sources_of(ask, client.id)
        figures = figures_of(ask, client.id)
        company = company_of(ask, client.id)
    assert noted["siren"].source == "recherche-entreprises.api.gouv.fr, 2026-10-12"
    assert noted["address.line1"].source.startswith("recherche-entreprises")
    assert "phone" not in noted
    assert {one.year for one in figures} == {2022, 2023, 2024}
    assert company.headcount_band == "03"


def test_a_client_typed_by_hand_owes_the_directory_nothing(site, browser, services):
    made = browser.post(
        "/clients/new",
        data={"name": "Maison", "kind": "company", "stage": "client", "siren": BAKERY.siren},
    )
    assert made.status_code == 303
    client = site.see(made.headers["location"].rsplit("/", 1)[-1])
    with site.reading() as ask:
        assert company_of(ask, client.id) is None
    assert services.questions == []


# Completion


def test_completion_shows_both_sides_with_source_and_date(site, browser):
    client = client_of(site, naf="62.01Z", headcount_band="11")
    said = text_of(browser.get(f"{client.href}/directory/completion"))
    assert "10.71C · Boulangerie et boulangerie-pâtisserie" in said
    assert "62.01Z · Programmation informatique" in said
    assert "6 à 9 salariés" in said
    assert "recherche-entreprises.api.gouv.fr, lu le" in said
    assert "3 champs sont identiques" in said


def test_only_new_values_are_ticked_at_first(site, browser):
    client = client_of(site, naf="62.01Z")
    page = browser.get(f"{client.href}/directory/completion").text
    ticked = set(re.findall(r'name="take" value="(\w+)" checked', page))
    offered = set(re.findall(r'name="take" value="(\w+)"', page))
    assert offered - ticked == {"activity"}
    assert {"headcount", "legal_form", "address_lines", "town"} <= ticked


def test_what_is_ticked_is_written_with_its_source_and_nothing_else(site, browser, services):
    client = client_of(site, naf="62.01Z")
    answer = take(browser, client, "activity", "address_lines", "postcode", "town")
    assert answer.status_code == 303
    values = values_of(site, client)
    assert values["naf"] == "10.71C"
    assert values["address.line1"] == "7 RUE DES CLERCS"
    assert values["address.town"] == "METZ"
    assert values["address.commune_code"] == "57463"
    assert values["legal_form"] == ""
    with site.reading() as ask:
        noted = sources_of(ask, client.id)
        years = [one.year for one in figures_of(ask, client.id)]
    assert noted["naf"].source == "recherche-entreprises.api.gouv.fr, 2026-10-12"
    assert "legal_form" not in noted
    assert years == [2022, 2023, 2024]
    assert len(services.questions) == 1  # the write asked nobody


def test_nothing_ticked_changes_nothing(site, browser):
    client = client_of(site, naf="62.01Z")
    before = values_of(site, client)
    assert take(browser, client, figures=False).status_code == 303
    assert values_of(site, client) == before
    with site.reading() as ask:
        assert figures_of(ask, client.id) == ()


def test_values_that_changed_since_are_shown_again(site, browser):
    client = client_of(site, naf="62.01Z")
    answer = take(browser, client, "activity", fetched_at="2020-01-01T00:00:00+00:00")
    assert answer.status_code == 409
    assert values_of(site, client)["naf"] == "62.01Z"


def test_a_colleague_who_changed_the_same_field_is_not_overwritten(site, browser, boss):
    client = client_of(site, naf="62.01Z")
    href = f"{client.href}/directory/completion"
    form = {name: unescape(value) for name, value in hidden(browser.get(href)).items()}
    other = site.browser(site.user(all_rights=True))
    assert take(other, client, "activity").status_code == 303
    # Meanwhile the first one had a third value typed in another window.
    with site.working() as work:
        from onglet.api import edit_client

        edit_client(work, client.id, {"naf": "56.10A"})
    answer = browser.post(href, data={**form, "take": ["activity"]})
    assert answer.status_code == 409
    assert values_of(site, client)["naf"] == "56.10A"


@pytest.mark.parametrize("field", ["", "nonsense", "reference", "x" * 5000, "state"])
def test_fields_that_are_not_offered_are_passed_over(site, browser, field):
    client = client_of(site)
    before = values_of(site, client)
    assert take(browser, client, field, figures=False).status_code == 303
    assert values_of(site, client) == before


def test_without_a_number_the_firm_is_looked_for_by_name(site, browser):
    client = site.client("Ateliers Meridon")
    page = browser.get(f"{client.href}/directory/completion")
    assert f"number={WORKSHOPS.head_siret}" in page.text
    chosen = browser.get(f"{client.href}/directory/completion?number={WORKSHOPS.head_siret}")
    assert "LYON 3EME" in text_of(chosen)


def test_another_establishment_can_be_chosen(site, browser):
    site.set("directory.order", "insee")
    site.set("directory.insee_key", "right-key")
    client = client_of(site, WORKSHOPS, siret="")
    page = browser.get(f"{client.href}/directory/completion")
    second = fictional_siret(WORKSHOPS.siren, 2)
    assert f'value="{second}"' in page.text
    chosen = browser.get(f"{client.href}/directory/completion?number={second}")
    assert hidden(chosen)["siret"] == second


def test_all_directories_together_with_a_key(site, browser):
    site.set("directory.insee_key", "right-key")
    site.set("directory.order", "insee,public,offline")
    client = client_of(site)
    said = text_of(browser.get(f"{client.href}/directory/completion"))
    assert "INSEE (API Sirene), lu le" in said
    assert "3 exercices" in said


def test_a_silent_directory_is_named_and_the_other_speaks(site, browser, services):
    site.set("directory.insee_key", "wrong-key")
    site.set("directory.order", "insee,public,offline")
    client = client_of(site)
    said = text_of(browser.get(f"{client.href}/directory/completion"))
    assert "Sans réponse de : INSEE (API Sirene)" in said
    assert "recherche-entreprises.api.gouv.fr, lu le" in said


def test_a_masked_firm_is_not_compared_by_name_and_not_prospected(site, browser):
    client = client_of(site, MASKED, name="Madame Dupré", stage="client")
    page = browser.get(f"{client.href}/directory/completion")
    assert 'value="name"' not in page.text
    assert "[N" not in page.text
    take(browser, client)
    with site.reading() as ask:
        assert company_of(ask, client.id).is_partial
    answer = browser.post(f"{client.href}/-/actions/core.become_prospect", data={})
    assert site.see(client.public_id).stage == "client"
    assert "A123-96" in answer.text


def test_a_closed_firm_is_told(site, browser):
    client = client_of(site, CLOSED)
    assert "cessé son activité" in text_of(browser.get(f"{client.href}/directory/completion"))


# The tab


def finances(site, browser, client):
    return browser.get(f"{client.href}/directory-finances")


def test_the_tab_shows_years_with_source_and_unknown_is_not_zero(site, browser, services):
    client = client_of(site)
    take(browser, client)
    services.questions.clear()
    said = text_of(finances(site, browser, client))
    assert "845 000 €" in said
    assert "+4 %" in said
    assert "inconnu" in said
    assert "-3 100 €" in said or "−3 100 €" in said
    assert "recherche-entreprises.api.gouv.fr, lu le" in said
    assert services.questions == []


def test_the_tab_without_figures_says_where_they_come_from(site, browser):
    said = text_of(finances(site, browser, site.client("Maison Vide")))
    assert "Aucun chiffre connu" in said


def test_figures_can_be_typed_and_deleted(site, browser):
    client = site.client("Maison Typée")
    href = f"{client.href}/directory/figures"
    assert browser.get(f"{href}/new").status_code == 200
    answer = browser.post(
        f"{href}/new", data={"year": "2024", "turnover": "1 234,56", "result": ""}
    )
    assert answer.status_code == 303
    with site.reading() as ask:
        (one,) = figures_of(ask, client.id)
    assert (one.turnover, one.result, one.origin.source) == (Decimal("1234.56"), None, "typed")
    assert "Saisi à la main" in text_of(finances(site, browser, client))
    assert browser.post(f"{href}/2024/delete").status_code == 303
    with site.reading() as ask:
        assert figures_of(ask, client.id) == ()
    assert browser.post(f"{href}/2024/delete").status_code == 303


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"year": "2024"},
        {"year": "1492", "turnover": "1"},
        {"year": "2024", "turnover": "-1"},
        {"year": "2024", "turnover": "1,234567"},
        {"year": "2024", "turnover": "NaN"},
        {"year": "2024", "turnover": "9" * 30},
        {"year": "2024", "result": "<script>alert(1)</script>"},
        {"year": "'; DROP TABLE directory_figure;--", "turnover": "1"},
    ],
)
def test_figures_that_cannot_be_come_back_with_the_form(site, browser, data):
    client = site.client("Maison")
    answer = browser.post(f"{client.href}/directory/figures/new", data=data)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    with site.reading() as ask:
        assert figures_of(ask, client.id) == ()


# Rights


def test_who_may_do_what(site):
    owner = site.user()
    stranger = site.user(reaches={"core.client.read": Reach.OWN})
    reader = site.user(
        reaches={
            "core.client.read": Reach.ALL,
            "core.client.edit": Reach.NONE,
            "core.client.create": Reach.NONE,
            "directory.figures.read": Reach.NONE,
            "directory.figures.edit": Reach.NONE,
        }
    )
    client = client_of(site, owner=owner)
    paths = {
        "/directory/search": (200, 200, 403),
        f"/directory/pick/{BAKERY.siren}": (303, 303, 403),
        f"{client.href}/directory/completion": (200, 404, 403),
        f"{client.href}/directory/figures/new": (200, 404, 403),
        f"{client.href}/directory-finances": (200, 404, 404),
    }
    for path, expected in paths.items():
        got = tuple(site.browser(user).get(path).status_code for user in (owner, stranger, reader))
        assert got == expected, path


def test_the_actions_menu_has_the_completion(site, browser):
    client = client_of(site)
    menu = browser.get(f"{client.href}/-/extras", headers=PARTIAL)
    assert "Compléter les informations via l’annuaire des sociétés" in text_of(menu)
    person = site.client("Jeanne Arvenne", kind="person")
    menu = browser.get(f"{person.href}/-/extras", headers=PARTIAL)
    assert "ne figure pas dans l’annuaire" in text_of(menu)


def test_an_answer_outlives_the_service_with_its_date(site, browser, services):
    browser.get("/directory/search", params={"q": "meridon"})
    answers = site.host.config.data / "plugins" / "directory" / "answers.sqlite"
    import sqlite3

    with sqlite3.connect(answers) as database:
        database.execute("UPDATE answer SET stored_at = stored_at - 2 * 86400")
    database.close()
    services.misbehave(Bad.BUSY)
    said = text_of(browser.get("/directory/search", params={"q": "meridon"}))
    assert "ATELIERS MERIDON" in said
    assert "voici ce qu’il disait" in said
