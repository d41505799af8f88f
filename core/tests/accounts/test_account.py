"""One's own account through HTTP: ways, password, sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from onglet.accounts import invitations, sessions
from onglet.accounts.cookies import PLAIN_NAME
from onglet.accounts.hashing import hash_password
from onglet.accounts.invitations import Purpose, put_password
from onglet.accounts.models import Invitation, SignIn
from onglet.accounts.throttle import PAIR
from onglet.contributions import Schedule
from onglet.rights.models import User
from onglet.work.outbox import enqueue

PASSWORD = "cheval batterie agrafe"
KEPT = hash_password(PASSWORD)
NEW = "une tout autre phrase"


@pytest.fixture
def site(deployment: Any) -> Any:
    return deployment()


@pytest.fixture
def claire(site: Any) -> Any:
    user = site.user()
    with site.working() as work:
        put_password(work.session, user.id, KEPT, site.clock())
    return user


def page(response: Any) -> LexborHTMLParser:
    return LexborHTMLParser(response.text)


def change(browser: Any, old: str = PASSWORD, new: str = NEW) -> Any:
    data = {"password": old, "new_password": new}
    return browser.post("/account/password", data=data)


def renew(browser: Any) -> None:
    """Take the token that the last page gave, as a browser does."""
    browser.headers["X-CSRF-Token"] = browser.get("/sign-in/token").json()["csrf"]


class TestPassword:
    def test_a_change_ends_the_others_and_renews_this_one(self, site: Any, claire: Any) -> None:
        here, there = site.browser(claire), site.browser(claire)
        csrf = here.headers["X-CSRF-Token"]
        stolen = here.cookies[PLAIN_NAME]

        answer = change(here)

        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert stolen not in answer.headers["set-cookie"]
        thief = site.browser()
        thief.cookies.set(PLAIN_NAME, stolen)
        assert thief.get("/account").status_code == 303
        here.cookies.delete(PLAIN_NAME, domain="")
        assert here.get("/account").status_code == 200
        assert there.get("/account").status_code == 303
        renew(here)
        assert here.headers["X-CSRF-Token"] != csrf
        data = {"email": claire.email, "password": NEW}
        signed = site.browser().post("/sign-in", data=data, headers={"Origin": "http://testserver"})
        assert signed.status_code == 303

    @pytest.mark.parametrize(
        ("old", "new", "field"),
        [
            ("wrong", NEW, "password"),
            ("", NEW, "password"),
            ("x" * 100_000, NEW, "password"),
            (PASSWORD, "short", "new_password"),
            (PASSWORD, "", "new_password"),
            (PASSWORD, "motdepasse123", "new_password"),
            (PASSWORD, "colleague1@firm", "new_password"),
            (PASSWORD, "\x00" * 20, "new_password"),
            (PASSWORD, "x" * 100_000, "new_password"),
        ],
    )
    def test_what_cannot_be_is_said_and_changes_nothing(
        self, site: Any, claire: Any, old: str, new: str, field: str
    ) -> None:
        browser = site.browser(claire)
        answer = change(browser, old, new)

        assert answer.status_code == 422
        assert page(answer).css_first(f"#pw-{field.replace('_', '-')}-error, #pw-{field}-error")
        with site.reading() as ask:
            assert ask.session.scalars(select(User.password_hash)).one() == KEPT
        assert browser.get("/account").status_code == 200

    def test_guessing_it_from_an_open_browser_is_held_back(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        for _ in range(PAIR.most):
            assert change(browser, "wrong").status_code == 422
        assert change(browser).status_code == 429

    def test_a_right_one_forgives(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        for _ in range(PAIR.most - 1):
            change(browser, "wrong")
        assert change(browser).status_code == 303


class TestSessions:
    def handles(self, browser: Any) -> list[str]:
        found = re.findall(r"/account/sessions/([0-9a-f]{16})/end", browser.get("/account").text)
        return list(dict.fromkeys(found))

    def test_one_of_mine_ends(self, site: Any, claire: Any) -> None:
        here, there = site.browser(claire), site.browser(claire)
        (handle,) = self.handles(here)

        assert here.post(f"/account/sessions/{handle}/end").status_code == 303

        assert there.get("/account").status_code == 303
        assert here.get("/account").status_code == 200
        assert here.post(f"/account/sessions/{handle}/end").status_code == 404

    def test_nobody_else_s_does(self, site: Any, claire: Any) -> None:
        other = site.user()
        theirs = [site.browser(other), site.browser(other)]
        (handle,) = self.handles(theirs[0])

        assert site.browser(claire).post(f"/account/sessions/{handle}/end").status_code == 404
        assert [one.get("/account").status_code for one in theirs] == [200, 200]

    def test_all_the_others_end(self, site: Any, claire: Any) -> None:
        here, *others = [site.browser(claire) for _ in range(3)]
        assert here.post("/account/sessions/others/end").status_code == 303
        assert [one.get("/account").status_code for one in others] == [303, 303]
        assert here.get("/account").status_code == 200

    def test_the_last_use_is_written_after_the_answer(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        site.clock.now += timedelta(minutes=5)
        browser.get("/account")
        with site.reading() as ask:
            seen = ask.session.scalars(select(SignIn.last_seen_at)).one()
        assert seen == site.clock.now


class TestWays:
    def test_they_are_kept_and_followed(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        data = {"given_name": "Claire", "family_name": "Morel", "locale": "en", "theme": "dark"}
        assert browser.post("/account", data=data).status_code == 303
        html = page(browser.get("/account")).css_first("html")
        assert (html.attributes["lang"], html.attributes["data-theme"]) == ("en", "dark")

    def test_the_theme_switch_is_remembered_by_the_account(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        data = {"theme": "dark", "next": "/account"}
        assert browser.post("/preferences/theme", data=data).status_code == 303
        with site.reading() as ask:
            assert ask.session.scalars(select(User.theme)).one() == "dark"
        assert site.browser().post(
            "/preferences/theme", data=data, headers={"Origin": "http://testserver"}
        ).headers["location"] == "/account"  # fmt: skip

    @pytest.mark.parametrize(
        "text", ["", "x" * 150_000, "\x00", "\u202e", "🐴", "<script>alert(1)</script>", "' --"]
    )
    @pytest.mark.parametrize("field", ["given_name", "family_name", "locale", "zone", "theme"])
    def test_bad_texts_are_refused_or_stay_text(
        self, site: Any, claire: Any, field: str, text: str
    ) -> None:
        browser = site.browser(claire)
        data = {"given_name": "Claire", "family_name": "Morel", field: text}
        answer = browser.post("/account", data=data)
        assert answer.status_code in {303, 422}
        assert "<script>alert" not in answer.text + browser.get("/account").text

    def test_twice_is_once(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        data = {"given_name": "Claire", "family_name": "Morel"}
        assert [browser.post("/account", data=data).status_code for _ in "ab"] == [303, 303]


def test_what_has_ended_is_cleared_every_day(site: Any, claire: Any) -> None:
    placed = [one.item for one in site.host.registry().schedules]
    schedule: Schedule = next(one for one in placed if one.kind == "core.tidy_accounts")
    assert schedule.every == timedelta(days=1)
    with site.working() as work:
        sessions.open_session(work.session, user_id=claire.id, now=site.clock())
        invitations.make_link(work.session, claire.id, Purpose.RESET, site.clock())
    site.clock.now += sessions.OLDEST
    with site.working() as work:
        enqueue(work.session, kind=schedule.kind, plugin="core", args={}, now=site.clock())

    assert site.run_jobs() == 1
    with site.reading() as ask:
        assert ask.session.scalars(select(SignIn.id)).all() == []
        assert ask.session.scalars(select(Invitation.id)).all() == []
