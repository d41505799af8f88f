"""The door through HTTP: sign in and out, links, forms whose session ended."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from onglet.accounts.cookies import PLAIN_NAME, SECURE_NAME
from onglet.accounts.hashing import hash_password
from onglet.accounts.invitations import put_password
from onglet.accounts.throttle import LINK_ACCOUNT, PAIR

PASSWORD = "cheval batterie agrafe"
KEPT = hash_password(PASSWORD)
HERE = {"Sec-Fetch-Site": "same-origin"}
BAD_TEXTS = [
    "",
    " ",
    "x" * 150_000,
    "\x00\x01\x1b[31m",
    "\u202eeriallic",
    "🐴🐴🐴",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "{{ 7 * 7 }}%s%(x)s",
]


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


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", page(response).body.text(separator=" "))  # type: ignore[union-attr]  # a page has a body


def sign_in(browser: Any, email: str, password: str = PASSWORD, **more: str) -> Any:
    data = {"email": email, "password": password, **more}
    return browser.post("/sign-in", data=data, headers=HERE)


class TestSignIn:
    def test_a_page_asked_for_comes_back_after_it(self, site: Any, claire: Any) -> None:
        browser = site.browser()
        asked = browser.get("/account?tab=sessions")
        assert asked.status_code == 303
        assert asked.headers["location"] == "/sign-in?next=%2Faccount%3Ftab%3Dsessions"

        card = browser.get(asked.headers["location"])
        target = page(card).css_first("input[name=next]").attributes["value"]
        answer = sign_in(browser, claire.email, next=target)

        assert (answer.status_code, answer.headers["location"]) == (303, "/account?tab=sessions")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{PLAIN_NAME}=")
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()
        assert browser.get("/account").status_code == 200

    def test_on_https_the_cookie_is_of_this_host_alone(self, deployment: Any) -> None:
        site = deployment(ONGLET_PUBLIC_URL="https://crm.example")
        user = site.user()
        with site.working() as work:
            put_password(work.session, user.id, KEPT, site.clock())

        cookie = sign_in(site.browser(), user.email).headers["set-cookie"]

        assert cookie.startswith(f"{SECURE_NAME}=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "domain" not in cookie.lower()

    @pytest.mark.parametrize("email", ["stranger@firm.example", "colleague1@firm.example"])
    def test_a_wrong_one_keeps_the_address_and_says_nothing_of_who_exists(
        self, site: Any, claire: Any, email: str
    ) -> None:
        answer = sign_in(site.browser(), email, "wrong password")

        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers
        card = page(answer).css_first(".quiet-card")
        assert card.css_first("input[name=email]").attributes["value"] == email
        assert card.css_first("input[name=password]").attributes.get("value") is None
        assert "ne vont pas ensemble" in card.css_first("[role=alert]").text()

    def test_too_many_tries_say_how_long_to_wait(self, site: Any, claire: Any) -> None:
        browser = site.browser()
        for _ in range(PAIR.most):
            sign_in(browser, claire.email, "wrong password")

        held = sign_in(browser, claire.email)

        assert held.status_code == 429
        assert "15 minutes" in said(held)
        assert held.headers["retry-after"] == "901"

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            " /clients",
            "/sign-out",
            "/" + "x" * 5000,
        ],
    )
    def test_it_sends_nobody_elsewhere(self, site: Any, claire: Any, target: str) -> None:
        browser = site.browser()
        card = browser.get(f"/sign-in?next={quote(target, safe='')}")
        assert page(card).css_first("input[name=next]").attributes["value"] == "/"

        assert sign_in(browser, claire.email, next=target).headers["location"] == "/"
        again = browser.get(f"/sign-in?next={quote(target, safe='')}")
        assert again.headers["location"] == "/"

    @pytest.mark.parametrize("text", BAD_TEXTS)
    @pytest.mark.parametrize("field", ["email", "password", "next"])
    def test_bad_texts_are_a_wrong_password(
        self, site: Any, claire: Any, field: str, text: str
    ) -> None:
        data = {"email": claire.email, "password": "wrong password", field: text}
        answer = site.browser().post("/sign-in", data=data, headers=HERE)

        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
        assert "onerror=alert(1)>" not in answer.text
        assert ">49%" not in answer.text

    def test_ten_megabytes_are_refused(self, site: Any) -> None:
        answer = sign_in(site.browser(), "x" * 10_000_000)
        assert answer.status_code == 413

    def test_nothing_at_all_is_a_wrong_password(self, site: Any) -> None:
        assert site.browser().post("/sign-in", headers=HERE).status_code == 422

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
        ],
    )
    def test_another_site_signs_nobody_in(
        self, site: Any, claire: Any, headers: dict[str, str]
    ) -> None:
        data = {"email": claire.email, "password": PASSWORD}
        answer = site.browser().post("/sign-in", data=data, headers=headers)

        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers

    def test_a_card_left_open_still_signs_in(self, site: Any, claire: Any) -> None:
        browser = site.browser()
        assert sign_in(browser, claire.email).status_code == 303  # in another tab
        assert sign_in(browser, claire.email).status_code == 303

    def test_the_theme_of_the_account_comes_along(self, site: Any, claire: Any) -> None:
        from onglet.rights.models import User

        with site.working() as work:
            work.session.get(User, claire.id).theme = "dark"
        browser = site.browser()
        sign_in(browser, claire.email)

        assert page(browser.get("/account")).css_first("html").attributes["data-theme"] == "dark"


class TestSignOut:
    def test_the_session_ends(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        token = browser.cookies[PLAIN_NAME]

        answer = browser.post("/sign-out")

        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        browser.cookies.set(PLAIN_NAME, token)
        assert browser.get("/account").status_code == 303

    def test_another_site_signs_nobody_out(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        del browser.headers["X-CSRF-Token"]

        assert browser.post("/sign-out").status_code == 403
        assert browser.get("/sign-out").status_code in {404, 405}
        assert browser.get("/account").status_code == 200


class TestKeptForm:
    def test_what_was_typed_is_sent_again_after_signing_in(self, site: Any, claire: Any) -> None:
        browser = site.browser()
        typed = {"given_name": "Zoé", "family_name": "<b>Rö</b>", "tags": ["a", "b"]}
        typed |= {"password": "secret", "csrf": "old"}
        asked = browser.post("/account?x=1", data=typed, headers=HERE)
        assert asked.status_code == 419
        card = page(asked)
        assert "Rien de ce que vous avez saisi" in said(asked)
        held = [
            (one.attributes["name"], one.attributes["value"])
            for one in card.css("form[action='/sign-in'] input[type=hidden]")
        ]
        assert ("resume", "/account?x=1") in held
        assert ("kept:family_name", "<b>Rö</b>") in held
        assert [value for name, value in held if name == "kept:tags"] == ["a", "b"]
        assert "secret" not in asked.text
        assert "<b>Rö" not in asked.text

        data: dict[str, Any] = {"email": claire.email, "password": "wrong password"}
        for name, value in held:
            data.setdefault(name, []).append(value) if name not in data else None
        wrong = browser.post("/sign-in", data=data, headers=HERE)
        assert "kept:family_name" in wrong.text

        again = browser.post("/sign-in", data={**data, "password": PASSWORD}, headers=HERE)
        assert again.status_code == 200
        form = page(again).css_first("form[action='/account?x=1']")
        fields = {one.attributes["name"]: one.attributes["value"] for one in form.css("input")}
        assert fields["family_name"] == "<b>Rö</b>"
        assert len(fields["csrf"]) > 20

    def test_a_page_of_an_older_session_gets_its_form_back(self, site: Any, claire: Any) -> None:
        browser = site.browser(claire)
        browser.headers["X-CSRF-Token"] = "of another session"

        answer = browser.post("/account", data={"given_name": "Zoé"}, headers=HERE)

        assert answer.status_code == 200
        form = page(answer).css_first("form[action='/account']")
        assert form.css_first("input[name=given_name]").attributes["value"] == "Zoé"

    def test_another_site_gets_no_form_back(self, site: Any, claire: Any) -> None:
        for browser in (site.browser(claire), site.browser()):
            browser.headers["X-CSRF-Token"] = "of another session"
            answer = browser.post(
                "/account", data={"given_name": "Zoé"}, headers={"Sec-Fetch-Site": "cross-site"}
            )
            assert answer.status_code == 403
            assert "Zoé" not in answer.text

    def test_htmx_keeps_its_page_and_asks_to_sign_in(self, site: Any) -> None:
        headers = {**HERE, "HX-Request": "true", "HX-Request-Type": "partial"}
        answer = site.browser().post("/account", data={"given_name": "Zoé"}, headers=headers)

        assert answer.status_code == 419
        assert "session:ended" in answer.headers["hx-trigger"]
        assert answer.headers["hx-reswap"] == "none"

    def test_the_page_then_asks_for_its_new_token(self, site: Any, claire: Any) -> None:
        assert site.browser().get("/sign-in/token").json() == {"csrf": ""}
        browser = site.browser(claire)
        answer = browser.get("/sign-in/token")
        assert answer.json() == {"csrf": browser.headers["X-CSRF-Token"]}
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("action", ["https://evil.example/", "//evil.example", "/sign-out"])
    def test_it_goes_nowhere_else(self, site: Any, claire: Any, action: str) -> None:
        answer = sign_in(site.browser(), claire.email, resume=action, **{"kept:a": "b"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


class TestLinkByMail:
    def mails(self, site: Any) -> list[Any]:
        files = sorted(site.host.config.mails.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def ask(self, site: Any, email: str) -> Any:
        return site.browser().post("/forgot", data={"email": email}, headers=HERE)

    def test_the_answer_is_the_same_for_anybody(self, site: Any, claire: Any) -> None:
        known, unknown = self.ask(site, claire.email), self.ask(site, "stranger@firm.example")

        assert known.status_code == unknown.status_code == 200
        assert said(known).replace(claire.email, "") == said(unknown).replace(
            "stranger@firm.example", ""
        )
        assert site.run_jobs() == 1
        assert [mail["To"] for mail in self.mails(site)] == [claire.email]

    def test_the_mail_leads_to_a_new_password(self, site: Any, claire: Any) -> None:
        elsewhere = site.browser(claire)
        self.ask(site, claire.email.upper())
        site.run_jobs()
        text = self.mails(site)[0].get_body().get_content()
        link = re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", text)
        assert link is not None

        browser = site.browser()
        card = browser.get(link[1])
        assert claire.email in said(card)
        short = browser.post(link[1], data={"password": "short"}, headers=HERE)
        assert short.status_code == 422
        assert "12 caractères" in said(short)
        done = browser.post(link[1], data={"password": "une autre longue phrase"}, headers=HERE)

        assert (done.status_code, done.headers["location"]) == (303, "/")
        assert browser.get("/account").status_code == 200
        assert elsewhere.get("/account").status_code == 303  # other sessions have ended
        assert browser.get(link[1]).status_code == 410
        assert browser.post(
            link[1], data={"password": "encore une longue phrase"}, headers=HERE
        ).status_code == 410  # fmt: skip
        assert sign_in(site.browser(), claire.email).status_code == 422
        assert sign_in(site.browser(), claire.email, "une autre longue phrase").status_code == 303

    def test_the_link_is_not_in_the_database(self, site: Any, claire: Any) -> None:
        from sqlalchemy import select

        from onglet.work.models import JobRow

        self.ask(site, claire.email)
        with site.reading() as ask:
            args = str(ask.session.scalars(select(JobRow.args)).one())
        site.run_jobs()
        text = self.mails(site)[0].get_body().get_content()
        link = re.search(r"/invitation/(\S+)", text)
        assert link is not None
        assert link[1] not in args

    def test_it_is_not_asked_for_without_end(self, site: Any, claire: Any) -> None:
        for _ in range(LINK_ACCOUNT.most):
            self.ask(site, claire.email)
        assert self.ask(site, claire.email).status_code == 429
        site.run_jobs()
        assert len(self.mails(site)) == LINK_ACCOUNT.most

    @pytest.mark.parametrize("text", BAD_TEXTS)
    def test_bad_texts_are_no_address(self, site: Any, text: str) -> None:
        answer = self.ask(site, text)
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text

    @pytest.mark.parametrize("text", BAD_TEXTS[1:])
    def test_bad_passwords_and_links(self, site: Any, claire: Any, text: str) -> None:
        from onglet.accounts.invitations import Purpose, make_link

        browser = site.browser()
        assert browser.get(f"/invitation/{quote(text[:2000], safe='')}").status_code in {404, 410}
        with site.working() as work:
            link = make_link(work.session, claire.id, Purpose.RESET, site.clock())
        answer = browser.post(link.path, data={"password": text}, headers=HERE)
        assert answer.status_code in {303, 422}
        assert answer.status_code == 422 or len(text) >= 12


def test_the_language_is_chosen_at_the_door(site: Any) -> None:
    browser = site.browser()
    assert "Se connecter" in said(browser.get("/sign-in"))

    data = {"language": "en", "next": "/sign-in"}
    assert browser.post("/preferences/language", data=data, headers=HERE).status_code == 303

    assert "Forgotten password?" in said(browser.get("/sign-in"))
