"""The second step: an app's codes taken once, codes on paper, and nothing opened halfway."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select, update

from onglet.accounts.cookies import PLAIN_NAME
from onglet.accounts.hashing import hash_password
from onglet.accounts.invitations import Purpose, make_link, put_password
from onglet.accounts.models import HalfSignIn, RecoveryCode, SecondStep, SignIn
from onglet.accounts.tidying import tidy
from onglet.cli import Deployment, main
from onglet.contributions import Reach
from onglet.rights.models import Profile, User

PASSWORD = "cheval batterie agrafe"
KEPT = hash_password(PASSWORD)


@pytest.fixture
def site(deployment: Any) -> Any:
    return deployment()


@pytest.fixture
def claire(site: Any) -> Any:
    return with_password(site, site.user())


def with_password(site: Any, user: Any) -> Any:
    with site.working() as work:
        put_password(work.session, user.id, KEPT, site.clock())
    return user


def code_of(site: Any, secret: str, *, spells: int = 0) -> str:
    return pyotp.TOTP(secret).at(site.clock() + timedelta(seconds=30 * spells))


def offered(page: Any) -> tuple[str, str]:
    """The key and the sealed secret that a page offers."""
    tree = LexborHTMLParser(page.text)
    key = tree.css_first(".copy-line code").text().replace(" ", "")
    sealed = tree.css_first("input[name=sealed]")
    return key, (sealed.attributes["value"] or "") if sealed else ""


def papers(page: Any) -> list[str]:
    return [node.text() for node in LexborHTMLParser(page.text).css(".codes code")]


def turn_on(site: Any, user: Any) -> tuple[str, list[str]]:
    """Add an app to a user's account; give its key and the codes for paper."""
    browser = site.browser(user)
    key, sealed = offered(browser.get("/account/second-step"))
    answer = browser.post(
        "/account/second-step/on", data={"sealed": sealed, "code": code_of(site, key)}
    )
    assert answer.status_code == 200, answer.text
    site.clock.now += timedelta(seconds=60)
    return key, papers(answer)


def first_step(site: Any, user: Any) -> Any:
    browser = site.browser()
    browser.headers["Origin"] = "http://testserver"
    page = browser.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    assert page.status_code == 200, page.text
    return browser


def second(browser: Any, code: str, **more: str) -> Any:
    return browser.post("/sign-in/code", data={"code": code, **more})


def sessions(site: Any, user: Any) -> int:
    with site.reading() as ask:
        return len(ask.session.scalars(select(SignIn.id).where(SignIn.user_id == user.id)).all())


def ask_of_profile(site: Any, user: Any) -> None:
    with site.working() as work:
        profile = select(User.profile_id).where(User.id == user.id).scalar_subquery()
        work.session.execute(
            update(Profile).where(Profile.id == profile).values(asks_second_step=True)
        )


class TestTheApp:
    def test_a_code_lets_in_after_the_password(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        before = sessions(site, claire)
        browser = first_step(site, claire)
        assert sessions(site, claire) == before

        answer = second(browser, code_of(site, key), next="/account")

        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert browser.get("/account").status_code == 200

    def test_a_code_is_taken_once(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        code = code_of(site, key)
        assert second(first_step(site, claire), code).status_code == 303

        assert second(first_step(site, claire), code).status_code == 422

    def test_nor_is_an_older_one_taken_after_a_newer(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        assert second(first_step(site, claire), code_of(site, key)).status_code == 303

        assert second(first_step(site, claire), code_of(site, key, spells=-1)).status_code == 422

    @pytest.mark.parametrize("spells", [-2, 2, 100])
    def test_a_clock_may_be_half_a_minute_off_and_no_more(
        self, site: Any, claire: Any, spells: int
    ) -> None:
        key, _ = turn_on(site, claire)
        site.clock.now += timedelta(hours=1)

        far = second(first_step(site, claire), code_of(site, key, spells=spells))
        near = second(first_step(site, claire), code_of(site, key, spells=1))

        assert (far.status_code, near.status_code) == (422, 303)

    @pytest.mark.parametrize(
        "code",
        ["", " ", "000000", "12345", "1234567", "١٢٣٤٥٦", "²²²²²²", "\x00" * 6, "a" * 5000, "-1"],
    )
    def test_what_is_no_code_lets_nobody_in(self, site: Any, claire: Any, code: str) -> None:
        turn_on(site, claire)
        before = sessions(site, claire)

        assert second(first_step(site, claire), code).status_code == 422
        assert sessions(site, claire) == before

    def test_guessing_is_held_back(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        for _ in range(5):
            assert second(first_step(site, claire), "000000").status_code == 422

        held = second(first_step(site, claire), code_of(site, key))
        assert held.status_code == 429

        site.clock.now += timedelta(minutes=15)
        assert second(first_step(site, claire), code_of(site, key)).status_code == 303

    def test_halfway_opens_nothing(self, site: Any, claire: Any) -> None:
        turn_on(site, claire)
        browser = first_step(site, claire)
        half = next(cookie.value for cookie in browser.cookies.jar if "half" in cookie.name)

        for token in ("", half):
            if token:
                browser.cookies.set(PLAIN_NAME, token)
            for path in (
                "/",
                "/account",
                "/clients/new",
                "/settings/users",
                "/account/second-step",
            ):
                answer = browser.get(path)
                assert answer.status_code == 303, path
                assert answer.headers["location"].startswith("/sign-in"), path
            assert browser.get("/api/v1/me").status_code == 401
            assert (
                browser.get("/api/v1/me", headers={"Authorization": f"Bearer {half}"}).status_code
                == 401
            )

    def test_it_waits_ten_minutes(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        browser = first_step(site, claire)
        site.clock.now += timedelta(minutes=10)

        answer = second(browser, code_of(site, key))

        assert answer.headers["location"] == "/sign-in"
        with site.working() as work:
            tidy(work, {})
        with site.reading() as ask:
            assert ask.session.scalars(select(HalfSignIn.id)).all() == []

    def test_a_new_password_ends_what_waits(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        browser = first_step(site, claire)
        with site.working() as work:
            put_password(work.session, claire.id, hash_password("une autre phrase"), site.clock())

        assert second(browser, code_of(site, key)).headers["location"] == "/sign-in"

    def test_a_link_for_a_password_does_not_go_around_it(self, site: Any, claire: Any) -> None:
        key, _ = turn_on(site, claire)
        before = sessions(site, claire)
        with site.working() as work:
            link = make_link(work.session, claire.id, Purpose.RESET, site.clock())
        browser = site.browser()
        browser.headers["Origin"] = "http://testserver"

        page = browser.post(link.path, data={"password": "une tout autre phrase"})

        assert page.status_code == 200
        assert PLAIN_NAME not in browser.cookies
        assert sessions(site, claire) <= before
        assert second(browser, code_of(site, key)).status_code == 303

    def test_the_secret_is_sealed(self, site: Any, claire: Any) -> None:
        key, codes = turn_on(site, claire)
        with site.reading() as ask:
            sealed = ask.session.scalar(select(SecondStep.sealed))
            hashes = ask.session.scalars(select(RecoveryCode.code_hash)).all()
        assert key not in sealed
        assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in hashes)
        assert not set(codes) & set(hashes)


class TestPaper:
    def test_each_of_ten_lets_in_once(self, site: Any, claire: Any) -> None:
        _, codes = turn_on(site, claire)
        assert len(set(codes)) == 10

        written = f" {codes[0].upper().replace('-', ' ')} "
        assert second(first_step(site, claire), written).status_code == 303
        assert second(first_step(site, claire), codes[0]).status_code == 422
        assert second(first_step(site, claire), codes[1]).status_code == 303

    def test_new_ones_replace_the_old(self, site: Any, claire: Any) -> None:
        _, old = turn_on(site, claire)
        browser = site.browser(claire)
        wrong = browser.post("/account/second-step/codes", data={"password": "not it"})
        assert (wrong.status_code, papers(wrong)) == (422, [])

        new = papers(browser.post("/account/second-step/codes", data={"password": PASSWORD}))

        assert second(first_step(site, claire), old[0]).status_code == 422
        assert second(first_step(site, claire), new[0]).status_code == 303

    def test_those_of_another_are_worth_nothing(self, site: Any, claire: Any) -> None:
        other = with_password(site, site.user())
        turn_on(site, claire)
        _, theirs = turn_on(site, other)

        assert second(first_step(site, claire), theirs[0]).status_code == 422


class TestTurningOn:
    def test_a_wrong_code_leaves_it_off(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        key, sealed = offered(browser.get("/account/second-step"))

        answer = browser.post("/account/second-step/on", data={"sealed": sealed, "code": "000000"})

        assert answer.status_code == 422
        assert offered(answer)[0] == key  # the app that scanned it need not scan again

    @pytest.mark.parametrize("sealed", ["", "{}", "nonsense", "[1]", "null", '{"secret": "A"}'])
    def test_a_secret_of_ones_own_making_is_not_taken(
        self, site: Any, claire: Any, sealed: str
    ) -> None:
        answer = site.browser(claire).post(
            "/account/second-step/on", data={"sealed": sealed, "code": "000000"}
        )
        assert answer.status_code == 303
        with site.reading() as ask:
            assert ask.session.scalars(select(SecondStep.user_id)).all() == []

    def test_nor_is_one_offered_to_somebody_else(self, site: Any, claire: Any) -> None:
        key, sealed = offered(site.browser(site.user()).get("/account/second-step"))

        site.browser(claire).post(
            "/account/second-step/on", data={"sealed": sealed, "code": code_of(site, key)}
        )

        with site.reading() as ask:
            assert ask.session.scalars(select(SecondStep.user_id)).all() == []

    def test_other_sessions_end_and_this_one_is_renewed(self, site: Any, claire: Any) -> None:
        elsewhere = site.browser(claire)
        turn_on(site, claire)

        assert elsewhere.get("/account").status_code == 303
        assert sessions(site, claire) == 1


class TestTurningOff:
    def test_with_the_password_only(self, site: Any, claire: Any) -> None:
        turn_on(site, claire)
        browser = site.browser(claire)
        assert browser.post("/account/second-step/off", data={"password": "x"}).status_code == 422

        browser.post("/account/second-step/off", data={"password": PASSWORD})

        door = site.browser()
        door.headers["Origin"] = "http://testserver"
        entered = door.post("/sign-in", data={"email": claire.email, "password": PASSWORD})
        assert entered.status_code == 303

    def test_not_where_the_profile_asks_for_it(self, site: Any, claire: Any) -> None:
        turn_on(site, claire)
        ask_of_profile(site, claire)

        answer = site.browser(claire).post("/account/second-step/off", data={"password": PASSWORD})

        assert answer.status_code == 422
        with site.reading() as ask:
            assert ask.session.scalars(select(SecondStep.user_id)).all() == [claire.id]

    def test_an_administrator_resets_it(self, site: Any, claire: Any) -> None:
        boss = site.user(all_rights=True)
        turn_on(site, claire)

        site.browser(boss).post(f"/settings/users/{claire.public_id}/second-step/reset")

        with site.reading() as ask:
            assert ask.session.scalars(select(SecondStep.user_id)).all() == []
        assert sessions(site, claire) == 0

    def test_but_nobody_that_of_somebody_above(self, site: Any) -> None:
        boss = with_password(site, site.user(all_rights=True))
        clerk = site.user(reaches={"core.user.manage": Reach.ALL})
        turn_on(site, boss)

        site.browser(clerk).post(f"/settings/users/{boss.public_id}/second-step/reset")

        with site.reading() as ask:
            assert ask.session.scalars(select(SecondStep.user_id)).all() == [boss.id]

    def test_whoever_holds_the_server_resets_it_too(self, site: Any, claire: Any) -> None:
        turn_on(site, claire)
        it = Deployment()
        it._host = site.host

        done = CliRunner().invoke(main, ["user", "reset-second-step", claire.email], obj=it)

        assert "is off" in done.output
        with site.reading() as ask:
            assert ask.session.scalars(select(SecondStep.user_id)).all() == []


class TestAskedForByTheProfile:
    def test_who_has_no_app_adds_one_on_the_way_in(self, site: Any, claire: Any) -> None:
        ask_of_profile(site, claire)
        browser = site.browser()
        browser.headers["Origin"] = "http://testserver"
        page = browser.post("/sign-in", data={"email": claire.email, "password": PASSWORD})
        key, _ = offered(page)
        assert sessions(site, claire) == 0
        assert second(browser, "000000").status_code == 422

        inside = second(browser, code_of(site, key), next="/account")

        assert len(papers(inside)) == 10
        assert browser.get("/account").status_code == 200
        site.clock.now += timedelta(minutes=1)
        assert second(first_step(site, claire), code_of(site, key)).status_code == 303

    def test_the_page_of_the_profile_sets_it(self, site: Any) -> None:
        boss, user = site.user(all_rights=True), site.user()
        with site.reading() as ask:
            name, key = ask.session.execute(
                select(Profile.name, Profile.public_id)
                .join(User, User.profile_id == Profile.id)
                .where(User.id == user.id)
            ).one()

        site.browser(boss).post(
            f"/settings/profiles/{key}", data={"name": name, "asks_second_step": "1"}
        )

        with site.reading() as ask:
            assert ask.session.scalar(
                select(Profile.asks_second_step).where(Profile.public_id == key)
            )
