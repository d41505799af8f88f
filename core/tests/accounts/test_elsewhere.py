"""Signing in by a provider, over real HTTP: who comes in, and every way not to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from core.tests.accounts.stand_in import CLIENT, SECRET, Provider, provider
from joserfc.jwk import RSAKey
from sqlalchemy import func, select, update

from onglet.accounts import elsewhere
from onglet.accounts.elsewhere import CALLBACK
from onglet.accounts.models import Identity, SignIn
from onglet.contributions import Reach
from onglet.rights.models import Profile, User
from onglet.settings import service as settings
from onglet.settings.models import SettingRow


@pytest.fixture
def site(deployment: Any) -> Any:
    return deployment()


@pytest.fixture
def there(site: Any) -> Iterator[Provider]:
    with provider(site.clock) as made:
        with site.working() as work:
            settings.set_many(
                work,
                {
                    elsewhere.ISSUER: made.address,
                    elsewhere.CLIENT_ID: CLIENT,
                    elsewhere.CLIENT_SECRET: SECRET,
                    elsewhere.LABEL: "The firm",
                },
                secrets=(elsewhere.CLIENT_SECRET,),
            )
        yield made


@pytest.fixture
def claire(site: Any) -> Any:
    user = site.user()
    with site.working() as work:
        work.session.get_one(User, user.id).email = "claire@firm.example"
    return user


def come_in(site: Any, there: Provider, browser: Any = None, *, target: str = "/account") -> Any:
    browser = browser or site.browser()
    asked = browser.get(f"/sign-in/with?next={target}")
    assert asked.status_code == 303
    return browser.get(f"{CALLBACK}?{there.approve(asked.headers['location'])}")


def count(site: Any, model: Any) -> int:
    with site.reading() as ask:
        return ask.session.scalar(select(func.count()).select_from(model)) or 0


def email_of(browser: Any) -> str:
    return str(browser.get("/api/v1/me").json()["email"])


class TestComingIn:
    def test_a_colleague_comes_in_by_a_verified_address(
        self, site: Any, there: Provider, claire: Any
    ) -> None:
        browser = site.browser()

        answer = come_in(site, there, browser)

        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert email_of(browser) == "claire@firm.example"

    def test_afterwards_by_the_subject_whatever_the_address(
        self, site: Any, there: Provider, claire: Any
    ) -> None:
        come_in(site, there)
        there.person |= {"email": "somebody@else.example", "email_verified": False}
        browser = site.browser()

        assert come_in(site, there, browser).status_code == 303

        assert email_of(browser) == "claire@firm.example"
        assert count(site, Identity) == 1

    def test_the_button_has_the_name(self, site: Any, there: Provider) -> None:
        page = site.browser().get("/sign-in?next=%2Faccount").text
        assert "The firm" in page
        assert "/sign-in/with?next=/account" in page

    def test_the_session_that_was_there_ends(self, site: Any, there: Provider, claire: Any) -> None:
        browser = site.browser(site.user())
        come_in(site, there, browser)
        assert count(site, SignIn) == 1

    def test_keys_that_were_changed_are_read_again(
        self, site: Any, there: Provider, claire: Any
    ) -> None:
        come_in(site, there)
        there.key = RSAKey.generate_key(2048, {"kid": "two"})
        there.header["kid"] = "two"
        there.published = [there.key]

        assert come_in(site, there).status_code == 303

    def test_the_second_step_is_asked_for_as_well(
        self, site: Any, there: Provider, claire: Any
    ) -> None:
        with site.working() as work:
            work.session.execute(update(Profile).values(asks_second_step=True))

        page = come_in(site, there)

        assert page.status_code == 200
        assert count(site, SignIn) == 0
        assert pyotp.random_base32() not in page.text

    def test_a_stranger_is_made_a_colleague_if_it_is_set_so(
        self, site: Any, there: Provider
    ) -> None:
        boss = site.user(all_rights=True)
        with site.working() as work:
            profile = Profile(name="Newcomers")
            work.session.add(profile)
            work.session.flush()
            settings.set_many(work, {elsewhere.PROFILE: profile.public_id})
        browser = site.browser()

        assert come_in(site, there, browser).status_code == 303

        assert email_of(browser) == "claire@firm.example"
        assert browser.get("/api/v1/me").json()["profile"] == "Newcomers"
        assert boss.email != email_of(browser)

    def test_but_never_an_administrator(self, site: Any, there: Provider) -> None:
        site.user(all_rights=True)
        with site.working() as work:
            key = work.session.scalar(select(Profile.public_id))
            settings.set_many(work, {elsewhere.PROFILE: key})

        assert come_in(site, there).status_code == 403
        assert count(site, User) == 1


WRONG = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "wrong audience": {"aud": "another-client"},
    "several audiences without azp": {"aud": [CLIENT, "another"]},
    "given to another": {"azp": "another"},
    "wrong issuer": {"iss": "https://another.example"},
    "expired": {"exp": 1_000_000_000},
    "no end": {"exp": None},
    "an end that is a word": {"exp": "tomorrow"},
    "an endless number": {"exp": 1e300},
    "of the future": {"iat": 99_999_999_999},
    "no instant": {"iat": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 7},
    "an endless subject": {"sub": "x" * 256},
}


class TestNotComingIn:
    @pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
    def test_what_is_not_to_be_believed(
        self, site: Any, there: Provider, claire: Any, changes: Any
    ) -> None:
        there.changes = changes

        assert come_in(site, there).status_code == 403
        assert (count(site, SignIn), count(site, Identity)) == (0, 0)

    @pytest.mark.parametrize(
        "header",
        [{"alg": "none"}, {"alg": "HS256", "kid": "one"}, {"alg": "RS256", "kid": "unknown"}],
        ids=["unsigned", "public key as a secret", "unknown key"],
    )
    def test_a_signature_that_is_none(
        self, site: Any, there: Provider, claire: Any, header: Any
    ) -> None:
        there.header = header

        assert come_in(site, there).status_code == 403
        assert count(site, SignIn) == 0
        assert there.key_reads <= 2

    def test_a_key_that_is_not_published(self, site: Any, there: Provider, claire: Any) -> None:
        there.key = RSAKey.generate_key(2048, {"kid": "one"})

        assert come_in(site, there).status_code == 403

    @pytest.mark.parametrize("verified", [False, None, "no", 1.5])
    def test_an_address_that_is_not_verified(
        self, site: Any, there: Provider, claire: Any, verified: Any
    ) -> None:
        there.person["email_verified"] = verified

        assert come_in(site, there).status_code == 403
        assert count(site, Identity) == 0

    def test_a_stranger(self, site: Any, there: Provider) -> None:
        assert come_in(site, there).status_code == 403
        assert count(site, User) == 0

    def test_a_colleague_who_left(self, site: Any, there: Provider, claire: Any) -> None:
        come_in(site, there)
        with site.working() as work:
            work.session.get_one(User, claire.id).is_active = False

        assert come_in(site, there).status_code == 403

    def test_an_answer_that_comes_twice(self, site: Any, there: Provider, claire: Any) -> None:
        browser = site.browser()
        asked = browser.get("/sign-in/with")
        kept = dict(browser.cookies)
        query = there.approve(asked.headers["location"])
        assert browser.get(f"{CALLBACK}?{query}").status_code == 303

        thief = site.browser()
        for name, value in kept.items():
            thief.cookies.set(name, value)

        assert thief.get(f"{CALLBACK}?{query}").status_code == 403

    def test_a_code_that_was_used(self, site: Any, there: Provider, claire: Any) -> None:
        browser = site.browser()
        query = there.approve(browser.get("/sign-in/with").headers["location"])
        there.codes.clear()

        assert browser.get(f"{CALLBACK}?{query}").status_code == 403

    def test_an_answer_that_another_browser_asked_for(
        self, site: Any, there: Provider, claire: Any
    ) -> None:
        asked = site.browser().get("/sign-in/with")
        query = there.approve(asked.headers["location"])
        victim = site.browser()
        assert victim.get(f"{CALLBACK}?{query}").status_code == 403

        victim.get("/sign-in/with")  # its own sign-in, under way, is none of this answer
        assert victim.get(f"{CALLBACK}?{query}").status_code == 403
        assert count(site, SignIn) == 0

    def test_an_answer_that_is_too_late(self, site: Any, there: Provider, claire: Any) -> None:
        browser = site.browser()
        query = there.approve(browser.get("/sign-in/with").headers["location"])
        site.clock.now += timedelta(minutes=10)

        assert browser.get(f"{CALLBACK}?{query}").status_code == 403

    @pytest.mark.parametrize(
        "query",
        ["", "code=x", "state=x", "code=x&state=%00", "error=access_denied", "code=&state=", "a=b"],
    )
    def test_answers_that_are_none(self, site: Any, there: Provider, query: str) -> None:
        browser = site.browser()
        browser.get("/sign-in/with")
        assert browser.get(f"{CALLBACK}?{query}").status_code == 403

    def test_an_answer_of_another_issuer(self, site: Any, there: Provider, claire: Any) -> None:
        browser = site.browser()
        query = there.approve(browser.get("/sign-in/with").headers["location"])

        answer = browser.get(f"{CALLBACK}?{query}&iss=https://another.example")

        assert answer.status_code == 403

    def test_somewhere_else_is_no_place_to_go(
        self, site: Any, there: Provider, claire: Any
    ) -> None:
        answer = come_in(site, there, target="https://evil.example/")
        assert answer.headers["location"] == "/"

    def test_without_a_provider_there_is_nothing(self, site: Any) -> None:
        browser = site.browser()
        assert browser.get("/sign-in/with").status_code == 404
        assert browser.get(f"{CALLBACK}?code=x&state=y").status_code == 404
        assert "/sign-in/with" not in browser.get("/sign-in").text


class TestSettings:
    def test_an_administrator_sets_it_and_the_secret_is_not_shown(
        self, site: Any, there: Provider
    ) -> None:
        browser = site.browser(site.user(all_rights=True))
        data = {"issuer": there.address, "client_id": "other", "client_secret": "hush-hush"}

        assert browser.post("/settings/sign-in", data=data).status_code == 303

        page = browser.get("/settings/sign-in").text
        assert "other" in page
        assert "hush-hush" not in page
        with site.reading() as ask:
            kept = ask.session.scalar(
                select(SettingRow.value).where(SettingRow.key == elsewhere.CLIENT_SECRET)
            )
            assert ask.setting(elsewhere.CLIENT_SECRET) == "hush-hush"
        assert "hush-hush" not in str(kept)

    @pytest.mark.parametrize(
        "issuer",
        [
            "not an address",
            "ftp://127.0.0.1/",
            "http://provider.example",
            "http://127.0.0.1:1",
            "https://user:word@127.0.0.1/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "\x00",
        ],
    )
    def test_what_answers_as_no_provider_is_refused(self, site: Any, issuer: str) -> None:
        browser = site.browser(site.user(all_rights=True))

        answer = browser.post("/settings/sign-in", data={"issuer": issuer, "client_id": "x"})

        assert answer.status_code == 422
        assert count(site, SettingRow) == 0

    def test_nor_one_that_speaks_for_another(self, site: Any, there: Provider) -> None:
        there.about = {"issuer": "https://another.example"}
        browser = site.browser(site.user(all_rights=True))
        data = {"issuer": there.address, "client_id": "x"}

        assert browser.post("/settings/sign-in", data=data).status_code == 422

    def test_who_edits_settings_does_not_choose_who_vouches(
        self, site: Any, there: Provider
    ) -> None:
        clerk = site.user(reaches={"core.settings.edit": Reach.ALL})
        data = {"issuer": there.address, "client_id": "x"}

        assert site.browser(clerk).post("/settings/sign-in", data=data).status_code == 403
        with site.reading() as ask:
            assert ask.setting(elsewhere.CLIENT_ID) == CLIENT
