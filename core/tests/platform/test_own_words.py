"""A plugin speaks in its own words wherever the core calls it, in the language of who listens."""

from __future__ import annotations

from pathlib import Path

import pytest
from core.tests.platform.parrot import HELLO, Parrot

from onglet.api import Question
from onglet.clients.pinned import toggle_pin
from onglet.shell.demo_data import fill
from onglet.testing.kit import MakeSite, Site
from onglet.ui.reading import Form
from onglet.work.schedules import tick
from onglet.work.unit import record_of

COUCOU = "Coucou du perroquet"


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
def site(deployment: MakeSite, parrot: Parrot, tmp_path: Path) -> Site:
    return deployment(found=[parrot.perched(tmp_path / "onglet_parrot")])


def strangers(parrot: Parrot) -> dict[str, str]:
    """What the parrot said otherwise than in its own French."""
    return {where: said for where, said in parrot.heard.items() if said != COUCOU}


def test_pages_ask_a_plugin_in_its_own_words(site: Site, parrot: Parrot) -> None:
    client, user = site.client(), site.user(all_rights=True)
    with site.working(user) as work:
        toggle_pin(work, "parrot.pin")
    browser = site.browser(user)

    for address in (
        f"{client.href}/parrot",
        f"{client.href}/statistics",
        f"{client.href}/-/extras",
        "/clients?parrot.filter=a",
        "/search?q=hello",
        "/settings/health",
    ):
        assert browser.get(address).status_code == 200, address

    assert strangers(parrot) == {}
    assert parrot.heard.keys() == {
        *("tab", "badge", "when", "address", "statistic", "pin", "health", "search"),
        *("column", "cell", "filter", "choice"),
    }


def test_writes_are_done_in_the_plugins_own_words(site: Site, parrot: Parrot) -> None:
    client, user = site.client(), site.user(all_rights=True)
    browser = site.browser(user)

    done = browser.post(f"{client.href}/-/actions/parrot.speak", data={})
    many = browser.post("/clients/-/bulk", data={"do": "parrot.speak", "ids": client.public_id})

    assert (done.status_code, many.status_code) == (303, 303)
    assert strangers(parrot) == {}
    assert parrot.heard.keys() >= {"action", "inside", "bulk action"}


def test_other_plugins_hear_a_plugin_in_its_own_words(site: Site, parrot: Parrot) -> None:
    client, user = site.client(), site.user(all_rights=True)

    with site.working(user) as work:
        record = record_of(work, client)
        fact = record.fact("parrot.hello")
        verdict = record.gate(Question(topic="parrot", record=record))
        feed = record.feed()
        composer = record.composers()[0]
        done = work.compose(record, "parrot.composer", Form({}))

    assert [fact, verdict.reason, feed.items[0].title] == [COUCOU] * 3
    assert [composer.html, done.message] == [COUCOU] * 2


def test_jobs_speak_to_whoever_they_are_for(site: Site, parrot: Parrot) -> None:
    client = site.client()
    french, english = (site.user(all_rights=True, locale=code) for code in ("fr", "en"))
    speak = f"{client.href}/-/actions/parrot.speak"

    site.browser(french).post(speak, data={})
    site.run_jobs()
    heard = {where: parrot.heard[where] for where in ("job", "after")}
    site.browser(english).post(speak, data={})
    site.run_jobs()

    assert heard == {"job": COUCOU, "after": COUCOU}
    assert {parrot.heard[where] for where in heard} == {HELLO}


@pytest.mark.parametrize(("language", "said"), [("en", HELLO), ("fr", COUCOU)])
def test_schedules_speak_the_language_of_the_firm(
    site: Site, parrot: Parrot, language: str, said: str
) -> None:
    site.set("core.default_locale", language)

    tick(site.host.units, [("parrot", *parrot.onglet_schedules())], site.clock())
    site.run_jobs()

    assert parrot.heard["schedule"] == said


def test_demo_data_is_in_the_plugins_own_words(site: Site, parrot: Parrot) -> None:
    fill(site.host, count=1)

    assert parrot.heard["demo"] == COUCOU
