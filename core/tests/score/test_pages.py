"""The score over HTTP: every point explained, points given and taken away, who may see them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from core.tests.score.conftest import waved
from selectolax.lexbor import LexborHTMLParser

from onglet.contributions import Evidence, Reach

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from onglet.contributions import ClientView, Record
    from onglet.testing.kit import MakeSite, Site

WithFactors = Callable[..., "Site"]
GIVEN = {"points": "12", "reason": "Speaks well of us", "ends_on": "2026-12-31"}


def words(node: Any) -> str:
    return " ".join(node.text(separator=" ").split()).replace("\u00a0", " ")


def card(browser: TestClient, client: ClientView) -> Any:
    return LexborHTMLParser(browser.get(f"{client.href}/statistics").text).css_first("#score")


def give(browser: TestClient, client: ClientView, **fields: str) -> Any:
    return browser.post(f"{client.href}/-/score/new", data={**GIVEN, **fields})


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


@pytest.fixture
def browser(site: Site) -> TestClient:
    return site.browser(site.user(all_rights=True))


@pytest.fixture
def client(site: Site) -> ClientView:
    return site.client("Maison Verdier")


def test_points_are_given_with_their_reason_author_and_end(
    browser: TestClient, client: ClientView
) -> None:
    answer = give(browser, client)

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{client.href}/statistics#score",
    )
    shown = card(browser, client)
    assert words(shown.css_first(".score-total")) == "12"
    (line,) = shown.css(".line")
    told = words(line)
    assert told.startswith("Speaks well of us Colleague Number1 · 24 nov. 2026 · jusqu’au 31 déc.")
    assert "12 points 12" in told


def test_points_end_after_their_last_day(site: Site, client: ClientView) -> None:
    def score_at(now: datetime) -> str:
        site.clock.now = now
        reader = site.browser(site.user(all_rights=True))
        return words(card(reader, client).css_first(".score-total"))

    give(site.browser(site.user(all_rights=True)), client)

    assert score_at(datetime(2026, 12, 31, 20, tzinfo=UTC)) == "12"
    assert score_at(datetime(2027, 1, 1, 0, tzinfo=UTC)) == "0"


@pytest.mark.parametrize(
    ("fields", "wrong", "said"),
    [
        ({"reason": "  "}, "reason", "obligatoire"),
        ({"reason": "x" * 501}, "reason", "500 caractères"),
        ({"points": ""}, "points", "obligatoire"),
        ({"points": "0"}, "points", "zéro ne change rien"),
        ({"points": "1000000000000"}, "points", "au plus 1000"),
        ({"points": "9" * 5000}, "points", "nombre"),
        ({"points": "-1001"}, "points", "au moins -1000"),
        ({"points": "beaucoup"}, "points", "nombre entier"),
        ({"points": "1,5"}, "points", "nombre entier"),
        ({"ends_on": "2026-11-23"}, "ends_on", "passé"),
        ({"ends_on": "demain"}, "ends_on", "date"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    browser: TestClient, client: ClientView, fields: dict[str, str], wrong: str, said: str
) -> None:
    answer = give(browser, client, **fields)

    assert answer.status_code == 422
    page = LexborHTMLParser(answer.text)
    (error,) = page.css(".field-error")
    assert error.attributes["id"] == f"f-{wrong}-error"
    assert said in words(error)
    assert page.css_first("#f-reason").attributes["value"] == fields.get("reason", GIVEN["reason"])
    assert not card(browser, client).css(".line")


def test_points_below_zero_and_points_that_end_today_are_taken(
    browser: TestClient, client: ClientView
) -> None:
    give(browser, client, points="-3", ends_on="2026-11-24")

    assert words(card(browser, client).css_first(".score-total")) == "-3"


def test_points_taken_away_leave_their_trace(browser: TestClient, client: ClientView) -> None:
    give(browser, client)
    post = card(browser, client).css_first(".line form").attributes["action"]

    assert browser.post(post).status_code == 303

    assert not card(browser, client).css(".line")
    assert browser.post(post).status_code == 404
    history = words(LexborHTMLParser(browser.get(f"{client.href}/information").text).body)
    assert "a retiré des points du score" in history
    assert "Speaks well of us" in history


def test_points_of_another_client_stay(site: Site, browser: TestClient, client: ClientView) -> None:
    give(browser, client)
    post = card(browser, client).css_first(".line form").attributes["action"]
    other = site.client("Maison Calme")

    assert browser.post(post.replace(client.href, other.href)).status_code == 404
    assert card(browser, client).css(".line")


def test_every_point_of_a_factor_is_explained(
    with_factors: WithFactors,
) -> None:
    then = datetime(2026, 11, 14, 9, tzinfo=UTC)
    site = with_factors(wave=waved(4, at=then, href="/search"), smile=waved(2))
    browser, client = site.browser(site.user(all_rights=True)), site.client()
    give(browser, client)

    shown = card(browser, client)

    assert words(shown.css_first(".score-total")) == "18"
    by_hand, wave, smile = map(words, shown.css(".score-part"))
    assert by_hand.startswith("Points donnés à la main 12")
    assert wave.startswith("Wave poids 1,5 · réduit de moitié tous les 10 jours 3 Waved")
    assert wave.endswith("4 points × 1,5 3")
    assert smile.endswith("2 points × 1,5 3")
    assert shown.css(".score-part")[1].css_first("a").attributes["href"] == "/search"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda record: 1 / 0,
        lambda record: None,
        lambda record: [3],
        lambda record: [Evidence(points="4", reason="text")],  # type: ignore[arg-type]
        waved(10**30),
        lambda record: record.session.execute("nonsense"),
    ],
)
def test_a_factor_that_fails_shows_a_dash_and_the_rest_counts(
    with_factors: WithFactors, wrong: Callable[[Record], Any]
) -> None:
    site = with_factors(wave=waved(4), sulk=wrong, smile=waved(2))
    browser, client = site.browser(site.user(all_rights=True)), site.client()

    shown = card(browser, client)

    assert words(shown.css_first(".score-total")) == "9 Incomplet"
    _by_hand, wave, sulk, smile = map(words, shown.css(".score-part"))
    assert "Sulk poids 1,5 · réduit de moitié tous les 10 jours — " in sulk
    assert "Calcul impossible (" in sulk
    assert wave.endswith(" 6")
    assert smile.endswith(" 3")


def test_a_factor_that_is_late_shows_a_dash_and_what_came_before_it_counts(
    with_factors: WithFactors,
) -> None:
    woken = threading.Event()
    asleep = [False]

    def sleep(record: Record) -> list[Evidence]:
        if asleep[0]:
            woken.wait(30)
        return []

    site = with_factors(wave=waved(4), nap=sleep, settings={"ONGLET_PLUGIN_BUDGET_MS": "200"})
    browser, client = site.browser(site.user(all_rights=True)), site.client()
    card(browser, client)
    asleep[0] = True
    try:
        shown = card(browser, client)
    finally:
        woken.set()

    assert words(shown.css_first(".score-total")) == "6 Incomplet"
    assert words(shown.css(".score-part")[2]).startswith(
        "Nap poids 1,5 · réduit de moitié tous les 10 jours —"
    )


def test_each_factor_asks_for_its_right(with_factors: WithFactors) -> None:
    site = with_factors(wave=waved(4), secret=waved(100))
    client = site.client()
    may = {"core.client.read": Reach.ALL, "core.score.read": Reach.ALL}
    told = site.user(reaches={**may, "manners.secret.read": Reach.ALL})
    untold = site.user(reaches=may)

    assert words(card(site.browser(told), client).css_first(".score-total")) == "156"
    assert words(card(site.browser(untold), client).css_first(".score-total")) == "6"
    assert "Secret" not in site.browser(untold).get(f"{client.href}/statistics").text


@pytest.mark.parametrize(
    ("read", "edit", "sees", "status"),
    [
        (Reach.ALL, Reach.ALL, True, 303),
        (Reach.ALL, Reach.NONE, True, 403),
        (Reach.NONE, Reach.NONE, False, 403),
        (Reach.OWN, Reach.OWN, False, 403),
    ],
)
def test_who_sees_the_score_and_who_gives_points(
    site: Site,
    browser: TestClient,
    client: ClientView,
    read: Reach,
    edit: Reach,
    sees: bool,
    status: int,
) -> None:
    give(browser, client, reason="A word to few")
    reaches = {
        "core.client.read": Reach.ALL,
        "core.score.read": read,
        "core.score.edit": edit,
    }
    colleague = site.browser(site.user(reaches=reaches))

    assert (card(colleague, client) is not None) is sees
    history = colleague.get(f"{client.href}/information").text
    assert ("A word to few" in history) is sees
    assert give(colleague, client).status_code == status
    key = card(browser, client).css_first(".line").attributes["id"].removeprefix("points-")
    assert colleague.post(f"{client.href}/-/score/{key}/delete").status_code == status


def test_the_score_sits_in_the_strip_and_comes_after_the_page(
    with_factors: WithFactors,
) -> None:
    site = with_factors(wave=waved(4))
    browser, client = site.browser(site.user(all_rights=True)), site.client()
    give(browser, client)
    browser.post(f"{client.href}/-/pins/core.score")

    page = LexborHTMLParser(browser.get(f"{client.href}/information").text)
    later = LexborHTMLParser(browser.get(f"{client.href}/-/extras").text)

    assert "Score —" in [words(one) for one in page.css(".pin")]
    (pin,) = [one for one in later.css(".pin") if words(one) == "Score 18"]
    assert pin.css_first("a").attributes["href"] == f"{client.href}/statistics#score"


def test_the_score_in_the_strip_says_when_it_is_not_whole(with_factors: WithFactors) -> None:
    site = with_factors(wave=waved(4), sulk=lambda record: 1 / 0)
    browser, client = site.browser(site.user(all_rights=True)), site.client()
    browser.post(f"{client.href}/-/pins/core.score")

    later = LexborHTMLParser(browser.get(f"{client.href}/-/extras").text)

    assert "Score 6, incomplet" in [words(one) for one in later.css(".pin")]


def test_points_cost_one_statement_however_many_and_none_where_they_are_not_shown(
    site: Site, browser: TestClient, client: ClientView
) -> None:
    def cost(slug: str) -> int:
        browser.get(f"{client.href}/{slug}")
        with site.counting() as statements:
            browser.get(f"{client.href}/{slug}")
        return len([one for one in statements if "core_score_point" in one])

    give(browser, client)
    assert (cost("statistics"), cost("information"), cost("-/extras")) == (1, 0, 0)
    for _ in range(20):
        give(browser, client)
    browser.post(f"{client.href}/-/pins/core.score")
    assert (cost("statistics"), cost("information"), cost("-/extras")) == (1, 0, 1)
