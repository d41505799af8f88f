"""A bad plugin costs its own contribution and nothing else: one test per sin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from core.tests.platform import sinners
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from onglet.api import FormError
from onglet.host.discovery import Found
from onglet.host.models import PluginFailure
from onglet.host.state import State
from onglet.testing.kit import MakeSite, Site
from onglet.ui.reading import Form
from onglet.work.unit import record_of

HELLO = "honest says hello"


def opened(site: Site, slug: str = "honest") -> Any:
    browser = site.browser(site.user(all_rights=True))
    return browser.get(f"{site.client().href}/{slug}")


def is_unharmed(site: Site) -> None:
    """The honest tab is there and draws itself."""
    page = opened(site)
    assert page.status_code == 200
    assert HELLO in page.text


SINS: list[Callable[[], Any]] = [
    sinners.raiser,
    sinners.leaver,
    sinners.rubbish,
    sinners.bad_sql,
]


@pytest.mark.parametrize("sin", SINS, ids=lambda sin: sin.__name__)
def test_a_failing_tab_shows_a_card_and_the_others_go_on(
    deployment: MakeSite, sin: Callable[[], Any]
) -> None:
    plugin = sin()
    site = deployment(plugin, sinners.honest())

    page = opened(site, plugin.name)

    assert page.status_code == 200
    assert "error-card" in page.text
    failure = site.host.failures.kept()[0]
    assert failure.plugin == plugin.name
    assert failure.reference in page.text
    with site.reading() as ask:
        assert ask.session.scalar(select(PluginFailure.reference)) == failure.reference
    is_unharmed(site)


def test_a_failing_tab_asked_for_alone_answers_500_with_the_card(deployment: MakeSite) -> None:
    site = deployment(sinners.raiser(), sinners.honest())
    browser = site.browser(site.user(all_rights=True))

    part = browser.get(f"{site.client().href}/raiser", headers={"HX-Request-Type": "partial"})

    assert part.status_code == 500
    assert "error-card" in part.text


def test_the_page_has_answered_while_the_sleeper_still_sleeps(deployment: MakeSite) -> None:
    sleeper = sinners.Sleeper()
    site = deployment(sleeper.plugin(), sinners.honest(), ONGLET_PLUGIN_BUDGET_MS="50")

    page = opened(site, "sleeper")

    assert sleeper.asleep.is_set()
    assert not sleeper.woken.is_set()
    assert page.status_code == 200
    assert "?alone" in page.text
    is_unharmed(site)
    sleeper.woken.set()


def test_a_page_waits_longer_for_a_tab_that_has_never_been_drawn(deployment: MakeSite) -> None:
    sleeper = sinners.Sleeper()
    site = deployment(sleeper.plugin(), ONGLET_PLUGIN_BUDGET_MS="1")
    client, browser = site.client(), site.browser(site.user(all_rights=True))

    with ThreadPoolExecutor() as pool:
        first = pool.submit(browser.get, f"{client.href}/sleeper")
        assert sleeper.asleep.wait(20)
        sleeper.woken.set()
        assert "good morning" in first.result().text

    sleeper.woken.clear()
    assert "?alone" in browser.get(f"{client.href}/sleeper").text
    sleeper.woken.set()


def test_broken_html_does_not_swallow_the_page(deployment: MakeSite) -> None:
    page = opened(deployment(sinners.broken_html(), sinners.honest()), "brokenhtml")

    assert page.status_code == 200
    assert "<plaintext>" not in page.text
    assert "</html>" in page.text
    assert page.text.count("<main") == page.text.count("</main>")


def as_list(pieces: Iterable[str]) -> LexborHTMLParser:
    """A list as a page draws it, one entry per piece."""
    return LexborHTMLParser(f"<ul>{''.join(f'<li>{piece}</li>' for piece in pieces)}</ul>")


def test_an_entry_of_the_feed_cannot_swallow_its_neighbours(deployment: MakeSite) -> None:
    site = deployment(sinners.open_elements())

    with site.record(site.client(), site.user(all_rights=True)) as record:
        drawn = as_list(item.html for item in record.feed().items)

    assert [entry.text(strip=True) for entry in drawn.css("ul > li")] == [
        "piece 2",
        "never closed",
        "piece 0",
    ]
    assert drawn.css("li li, .open p, plaintext") == []


def test_a_composer_or_its_complaint_cannot_swallow_what_follows(deployment: MakeSite) -> None:
    site = deployment(sinners.open_elements())
    client, user = site.client(), site.user(all_rights=True)

    with site.working(user) as work:
        record = record_of(work, client)
        form = record.composers()[0].html
        with pytest.raises(FormError) as complaint:
            work.compose(record, "torn.composer", Form({}))

    drawn = as_list([form, complaint.value.html, "<p>after</p>"])
    assert len(drawn.css("ul > li")) == 3
    assert drawn.css("li li, .open p") == []


def test_a_transaction_left_open_is_rolled_back(deployment: MakeSite) -> None:
    site = deployment(sinners.open_transaction(), sinners.honest())
    client = site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))

    assert "left open" in browser.get(f"{client.href}/opener").text

    assert site.see(client.public_id).name == "Maison Test"
    assert browser.post(f"{client.href}/-/pins/core.sector").status_code in {200, 303}
    is_unharmed(site)


def test_a_tab_cannot_write(deployment: MakeSite) -> None:
    site = deployment(sinners.writer_in_a_read())
    client = site.client("Maison Test")

    site.browser(site.user(all_rights=True)).get(f"{client.href}/scribbler")

    assert site.see(client.public_id).name == "Maison Test"


DECLARATIONS: list[tuple[Callable[[], Any], str]] = [
    (sinners.generator_that_fails_late, "after the first one"),
    (sinners.wrong_type, "must give Tab values"),
    (sinners.duplicate, "declared twice"),
    (sinners.foreign_name, "must start with the plugin's name"),
    (sinners.unknown_icon, "no-such-icon"),
    (sinners.unknown_right, "nobody declares"),
    (sinners.misspelt, "no hook named onglet_tabz"),
]


@pytest.mark.parametrize(("sin", "cause"), DECLARATIONS, ids=lambda it: getattr(it, "__name__", ""))
def test_a_wrong_declaration_is_left_out_and_named(
    deployment: MakeSite, sin: Callable[[], Any], cause: str
) -> None:
    plugin = sin()
    site = deployment(plugin, sinners.honest())

    loaded = site.host.plugin(plugin.name)

    assert loaded is not None
    assert any(cause in str(problem.cause) for problem in loaded.problems)
    assert site.host.state(plugin.name)[0] is State.ENABLED
    is_unharmed(site)


REFUSALS: list[tuple[Callable[[], Any], State, str]] = [
    (sinners.from_the_future, State.INCOMPATIBLE, "version 2.0"),
    (sinners.needy, State.INCOMPATIBLE, "absent"),
    (sinners.failing_rights, State.BROKEN, "no rights today"),
]


@pytest.mark.parametrize(
    ("sin", "state", "reason"), REFUSALS, ids=lambda it: getattr(it, "__name__", "")
)
def test_a_plugin_that_cannot_be_trusted_is_refused_whole(
    deployment: MakeSite, sin: Callable[[], Any], state: State, reason: str
) -> None:
    plugin = sin()
    site = deployment(plugin, sinners.honest())

    assert site.host.state(plugin.name)[0] is state
    assert reason in str(site.host.state(plugin.name)[1])
    is_unharmed(site)


@pytest.mark.parametrize("sin", [sinners.unguarded_route, sinners.plain_route])
def test_routes_that_are_not_sound_refuse_their_plugin(
    deployment: MakeSite, sin: Callable[[], Any]
) -> None:
    plugin = sin()
    site = deployment(plugin, sinners.honest())

    is_unharmed(site)

    assert site.host.state(plugin.name)[0] is State.BROKEN
    browser = site.browser(site.user(all_rights=True))
    assert browser.get(f"/{plugin.name}/secrets").status_code == 404


def test_a_plugin_that_fails_to_import_is_listed_with_its_cause(deployment: MakeSite) -> None:
    broken = Found(
        name="unborn", distribution="onglet-unborn", version="1.0", cause="ImportError: no sunlight"
    )
    honest = Found(
        name="honest", distribution="onglet-honest", version="1.0", plugin=sinners.honest()
    )
    site = deployment(found=[broken, honest])

    state, reason = site.host.state("unborn")
    assert (state, str(reason)) == (State.BROKEN, "ImportError: no sunlight")
    is_unharmed(site)


def test_a_failing_figure_badge_pin_or_action_leaves_the_others(deployment: MakeSite) -> None:
    site = deployment(sinners.everything_fails(), sinners.figures(), sinners.honest())
    client = site.client()
    browser = site.browser(site.user(all_rights=True))

    statistics = browser.get(f"{client.href}/statistics")
    extras = browser.get(f"{client.href}/-/extras")

    assert statistics.status_code == 200
    assert "17" in statistics.text
    assert "Grumpy figure" in statistics.text
    assert extras.status_code == 200
    assert "badge-honest" in extras.text
    assert "badge-grumpy" not in extras.text
    assert "Grumpy action" not in extras.text


def test_an_action_that_fails_half_way_changes_nothing(deployment: MakeSite) -> None:
    site = deployment(sinners.half_written_action())
    client = site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))

    answer = browser.post(f"{client.href}/-/actions/halfway.go", data={})

    assert answer.status_code == 500
    assert site.host.failures.kept()[0].reference in answer.text
    assert site.see(client.public_id).name == "Maison Test"


def test_a_plugin_that_keeps_failing_is_paused_and_can_be_resumed(deployment: MakeSite) -> None:
    site = deployment(sinners.raiser(), sinners.honest())
    client = site.client()
    browser = site.browser(site.user(all_rights=True))

    for _ in range(5):
        browser.get(f"{client.href}/raiser")

    assert site.host.state("raiser")[0] is State.PAUSED
    assert "raiser" not in browser.get(f"{client.href}/honest").text
    site.host.set_enabled("raiser", enabled=True)
    assert site.host.state("raiser")[0] is State.ENABLED
    assert "error-card" in browser.get(f"{client.href}/raiser").text
