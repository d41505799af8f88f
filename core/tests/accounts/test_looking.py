"""Seeing the screens as a profile: read only, with a banner, written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from onglet.accounts.models import Look, SignIn
from onglet.accounts.tidying import tidy
from onglet.clients.models import Client, Recent
from onglet.contributions import Reach
from onglet.history.models import Change
from onglet.rights.models import Profile, User


@pytest.fixture
def site(deployment: Any) -> Any:
    return deployment()


@pytest.fixture
def boss(site: Any) -> Any:
    return site.user(all_rights=True, locale="en")


@pytest.fixture
def clerks(site: Any) -> str:
    """The profile of those who see their own clients alone."""
    return profile_of(site, site.user(reaches={"core.client.read": Reach.OWN}))


def profile_of(site: Any, user: Any) -> str:
    with site.reading() as ask:
        return str(
            ask.session.scalar(
                select(Profile.public_id)
                .join(User, User.profile_id == Profile.id)
                .where(User.id == user.id)
            )
        )


def begin(browser: Any, profile: str) -> Any:
    return browser.post(f"/settings/profiles/{profile}/look")


def count(site: Any, model: Any) -> int:
    with site.reading() as ask:
        return ask.session.scalar(select(func.count()).select_from(model)) or 0


def looks(site: Any) -> list[Any]:
    with site.reading() as ask:
        rows = ask.session.execute(select(Look.profile_name, Look.user_id, Look.ended_at))
        return [tuple(row) for row in rows]


def test_an_administrator_sees_what_the_profile_shows(site: Any, boss: Any, clerks: str) -> None:
    mine = site.client("Mine", owner=boss)
    theirs = site.client("Theirs", owner=site.user())
    browser = site.browser(boss)
    assert browser.get(f"{theirs.href}/information").status_code == 200

    begin(browser, clerks)

    page = browser.get(f"{mine.href}/information")
    assert page.status_code == 200
    assert "Nothing can be changed" in page.text
    assert browser.get(f"{theirs.href}/information").status_code == 404
    assert browser.get("/settings/users").status_code == 403
    assert count(site, Recent) == 1  # what is looked at so is no visit of theirs


def test_every_write_is_refused_calmly(site: Any, boss: Any) -> None:
    profile = profile_of(site, site.user(all_rights=True))
    client = site.client("Mine", owner=boss)
    browser = site.browser(boss)
    begin(browser, profile)
    with site.reading() as ask:
        before = ask.session.scalar(select(func.max(Change.id)))

    for path, data in (
        ("/account", {"given_name": "Other"}),
        ("/account/password", {"password": "x", "new_password": "y"}),
        ("/account/tokens", {"name": "x", "days": "90", "whole": "1"}),
        ("/account/sessions/others/end", {}),
        ("/settings/profiles/new", {"name": "New"}),
        (f"/settings/profiles/{profile}/look", {}),
        (f"{client.href}/-/edit", {"name": "Other"}),
    ):
        answer = browser.post(path, data=data)
        assert answer.status_code == 403, path
        assert "Nothing was changed" in answer.text, path
        assert "Traceback" not in answer.text
    with site.reading() as ask:
        assert ask.session.scalar(select(func.max(Change.id))) == before
        assert ask.session.scalar(select(Client.archived_at)) is None


def test_one_click_leads_back_and_both_ends_are_written(site: Any, boss: Any, clerks: str) -> None:
    browser = site.browser(boss)
    begin(browser, clerks)
    assert [ended for _, _, ended in looks(site)] == [None]
    site.clock.now += timedelta(minutes=5)

    answer = browser.post("/looking/end")

    assert answer.status_code == 303
    assert browser.get("/settings/users").status_code == 200
    [(name, who, ended)] = looks(site)
    assert name.startswith("profile ")
    assert (who, ended) == (boss.id, site.clock.now)
    with site.reading() as ask:
        said = ask.session.execute(
            select(Change.action, Change.actor_id).where(Change.action.like("look%"))
        ).all()
    assert [tuple(row) for row in said] == [("look_start", boss.id), ("look_end", boss.id)]
    assert "Seen as this profile" in browser.get(f"/settings/profiles/{clerks}").text


def test_signing_out_is_never_refused(site: Any, boss: Any, clerks: str) -> None:
    browser = site.browser(boss)
    begin(browser, clerks)

    assert browser.post("/sign-out").status_code == 303
    assert count(site, SignIn) == 0
    with site.working() as work:
        tidy(work, {})
    assert looks(site)[0][2] is not None


def test_an_hour_is_the_longest(site: Any, boss: Any, clerks: str) -> None:
    browser = site.browser(boss)
    begin(browser, clerks)
    ends = site.clock.now + timedelta(hours=1)
    site.clock.now = ends

    assert browser.get("/settings/users").status_code == 200
    with site.working() as work:
        tidy(work, {})
    assert looks(site)[0][2] == ends


def test_other_sessions_keep_their_rights(site: Any, boss: Any, clerks: str) -> None:
    here, there = site.browser(boss), site.browser(boss)

    begin(here, clerks)

    assert there.get("/settings/users").status_code == 200


def test_only_an_administrator_may(site: Any, clerks: str) -> None:
    manager = site.user(reaches={"core.profile.manage": Reach.ALL, "core.user.manage": Reach.ALL})

    for who in (manager, site.user()):
        assert begin(site.browser(who), clerks).status_code == 403
    assert looks(site) == []


@pytest.mark.parametrize("profile", ["nothing", "0" * 16, "%00", "' OR 1=1"])
def test_a_profile_that_is_none(site: Any, boss: Any, profile: str) -> None:
    assert begin(site.browser(boss), profile).status_code == 404
    assert looks(site) == []


def test_who_is_no_administrator_any_more_looks_no_more(site: Any, boss: Any, clerks: str) -> None:
    browser = site.browser(boss)
    wide = profile_of(site, site.user(all_rights=True))
    begin(browser, wide)
    with site.working() as work:
        user = work.session.get_one(User, boss.id)
        user.profile_id = work.session.scalars(
            select(Profile.id).where(Profile.public_id == clerks)
        ).one()

    assert browser.get("/settings/users").status_code == 403
