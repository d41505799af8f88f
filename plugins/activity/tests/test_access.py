from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from plugins.activity.tests.desk import NOON, Desk, open_desk, page

from onglet.api import Level, Period, Reach, SearchQuery
from onglet_activity import listing, queries
from onglet_activity.plugin import Activity

if TYPE_CHECKING:
    from onglet.testing.kit import Site

ALL = {
    "core.client.read": Reach.SHARED,
    "activity.entry.read": Reach.SHARED,
    "activity.entry.create": Reach.SHARED,
    "activity.entry.edit": Reach.SHARED,
    "activity.entry.delete": Reach.SHARED,
}


@pytest.fixture
def site(deployment: Callable[..., Site]) -> Site:
    made = deployment(Activity(), ONGLET_PLUGIN_BUDGET_MS="20000")
    made.clock.now = NOON
    return made


def neighbour(desk: Desk) -> Desk:
    """Another colleague with a client of their own, on which something secret happened."""
    user = desk.site.user(reaches=ALL)
    client = desk.site.client("Atelier Secret", owner=user)
    other = Desk(site=desk.site, user=user, browser=desk.site.browser(user), client=client)
    other.add("comment", body="Un secret du concurrent")
    other.add("task", subject="Secret à faire", due_on="2026-11-20", reminder="none")
    return other


def test_nothing_of_a_client_that_one_may_not_see_is_found_anywhere(site: Site) -> None:
    desk = open_desk(site, ALL)
    other = neighbour(desk)
    desk.add("comment", body="Rien de secret")

    assert desk.browser.get(other.tab).status_code == 404
    assert "Secret" not in desk.browser.get("/activity?who=all").text
    key = other.ids()[0]
    for path in (f"/entries/{key}/edit", f"/entries/{key}/delete", "/new?kind=task"):
        assert desk.browser.get(f"{other.tab}{path}").status_code == 404
    # Its identifier under one's own client finds nothing either.
    assert desk.browser.get(f"{desk.tab}/entries/{key}/edit").status_code == 404
    assert desk.live(f"/entries/{key}/done").status_code == 404
    with site.reading(desk.user) as ask:
        assert queries.count_tasks(ask).open == 0
        assert queries.last_at(ask, other.client.id) is None
        (source,) = listing.search_sources()
        asked = SearchQuery(ask=ask, text="secret", folded="secret")
        assert [hit.title for hit in source.find(asked)] == ["Rien de secret"]


def test_the_figures_of_a_record_are_of_this_record_alone(site: Site) -> None:
    from datetime import date

    desk = open_desk(site, ALL)
    neighbour(desk)
    desk.add("comment", body="Un")
    desk.add("call", body="Deux")
    period = Period(key="x", start_on=date(2026, 11, 1), end_on=date(2026, 11, 30))
    previous = Period(key="y", start_on=date(2026, 10, 1), end_on=date(2026, 10, 31))

    with site.record(desk.client, desk.user) as record:
        figures = {one.key: one.figure for one in record.outside.figures(record, period, previous)}

    assert figures["activity.entries"].value == Decimal(2)
    assert figures["activity.calls"].value == Decimal(1)
    assert figures["activity.entries"].previous == Decimal(0)
    assert sum(figures["activity.entries"].series) == Decimal(2)
    rows = desk.browser.get(figures["activity.calls"].rows_href)
    assert len(page(rows.text).css(".event")) == 1


GUARDED = [
    ("activity.entry.create", "GET", "/new?kind=task"),
    ("activity.entry.create", "POST", "/add"),
    ("activity.entry.create", "POST", "/new"),
    ("activity.entry.edit", "GET", "/entries/{key}/edit"),
    ("activity.entry.edit", "POST", "/entries/{key}/edit"),
    ("activity.entry.edit", "POST", "/entries/{key}/done"),
    ("activity.entry.edit", "POST", "/entries/{key}/open"),
    ("activity.entry.edit", "POST", "/entries/{key}/postpone"),
    ("activity.entry.delete", "GET", "/entries/{key}/delete"),
    ("activity.entry.delete", "POST", "/entries/{key}/delete"),
    ("activity.entry.delete", "POST", "/entries/{key}/restore"),
    ("activity.entry.read", "GET", "/entries/{key}/event.ics"),
]


def test_each_right_guards_its_addresses(site: Site) -> None:
    desk = open_desk(site)
    desk.add("task", subject="Rappeler", reminder="none")
    (key,) = desk.ids()
    for lacking in dict.fromkeys(right for right, _method, _path in GUARDED):
        reader = site.user(reaches={**ALL, lacking: Reach.NONE})
        site.share(desk.client, reader, Level.MANAGE)
        browser = site.browser(reader)
        for right, method, path in GUARDED:
            if right != lacking:
                continue
            sent = {"composer": "activity.comment", "body": "x"} if method == "POST" else None
            address = f"{desk.tab}{path.format(key=key)}"
            answer = browser.request(method, address, data=sent)
            assert answer.status_code == 403, (method, path)

    assert len(desk.history()) == 1


def test_without_the_right_to_read_there_is_no_tab(site: Site) -> None:
    desk = open_desk(site)
    reader = site.user(reaches={**ALL, "activity.entry.read": Reach.NONE})
    site.share(desk.client, reader, Level.MANAGE)

    assert site.browser(reader).get(desk.tab).status_code == 404
    assert site.browser(reader).get("/activity").status_code == 403


def test_who_may_only_read_sees_no_form_and_no_menu(site: Site) -> None:
    desk = open_desk(site)
    desk.add("task", subject="Rappeler", reminder="none")
    reader = site.user(reaches={"core.client.read": Reach.SHARED})
    site.share(desk.client, reader, Level.VIEW)

    text = site.browser(reader).get(desk.tab).text

    drawn = page(text)
    assert "Rappeler" in text
    assert drawn.css_first("#activity-composer") is None
    assert drawn.css_first("button.p-activity-tick") is None
    assert drawn.css_first("#activity-feed .menu") is None


def test_reading_the_client_is_not_enough_without_the_right(site: Site) -> None:
    desk = open_desk(site)
    desk.add("comment", body="Confidentiel")
    reader = site.user(reaches={"core.client.read": Reach.ALL, "activity.entry.read": Reach.OWN})

    answer = site.browser(reader).get(desk.tab)

    assert answer.status_code == 404
    with site.reading(reader) as ask:
        (source,) = listing.search_sources()
        found = source.find(SearchQuery(ask=ask, text="confidentiel", folded="confidentiel"))
        assert list(found) == []


def test_a_task_of_a_client_in_the_bin_is_on_no_agenda(site: Site) -> None:
    desk = open_desk(site)
    desk.add("task", subject="Rappeler", due_on="2026-11-24", reminder="none")
    assert "Rappeler" in desk.browser.get("/activity").text

    desk.browser.post(f"{desk.client.href}/-/delete")

    assert "Rappeler" not in desk.browser.get("/activity").text


def test_the_agenda_offers_only_what_may_be_done(site: Site) -> None:
    desk = open_desk(site, ALL)
    other = neighbour(desk)
    desk.add("task", subject="Rappeler", due_on="2026-11-24", reminder="none")
    site.share(other.client, desk.user, Level.VIEW)

    agenda = desk.browser.get("/activity?who=all").text

    assert "Secret à faire" in agenda
    assert f"{desk.tab}/entries/{desk.ids()[0]}/edit" in agenda
    assert f"{other.tab}/entries/" not in agenda
