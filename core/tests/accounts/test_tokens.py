"""Tokens of the API through HTTP and the command line: what they open, and what they never do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi import APIRouter
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select

from onglet.accounts import tokens
from onglet.accounts.models import ApiToken, SignIn
from onglet.cli import main
from onglet.clients.models import Client
from onglet.contributions import Reach, Routers
from onglet.hookspecs import API_VERSION, Plugin, hookimpl
from onglet.rights.actors import system_actor
from onglet.rights.models import User
from onglet.web import CurrentAsk, CurrentWork, UnitRoute, needs

router = APIRouter(route_class=UnitRoute)


@router.get("/names", dependencies=[needs("core.client.read")])
def names(ask: CurrentAsk) -> list[str]:
    return list(ask.session.scalars(select(Client.name).order_by(Client.name)))


@router.post("/touch", dependencies=[needs("core.client.create")])
def touch(work: CurrentWork) -> dict[str, str]:
    return {"by": work.actor.name, "source": work.actor.source}


class Counter(Plugin):
    """A plugin with two addresses for programs."""

    name = "counter"
    label = "Counter"
    api_version = API_VERSION

    @hookimpl
    def onglet_routers(self) -> Routers:
        return Routers(api=router)


@pytest.fixture
def site(deployment: Any) -> Any:
    return deployment(Counter())


def make(site: Any, user: Any, *scopes: str, days: int = 90) -> str:
    with site.working(user) as work:
        return tokens.make_token(
            work, user.id, name="Till", scopes=scopes or [tokens.EVERYTHING], days=days
        ).secret


def program(site: Any, secret: str, scheme: str = "Bearer") -> Any:
    browser = site.browser()
    browser.headers["Authorization"] = f"{scheme} {secret}"
    return browser


def rows(site: Any, model: Any) -> int:
    with site.reading() as ask:
        return ask.session.scalar(select(func.count()).select_from(model))


class TestWhatATokenOpens:
    def test_it_is_its_owner(self, site: Any) -> None:
        user = site.user()

        told = program(site, make(site, user)).get("/api/v1/me")

        assert told.status_code == 200
        assert told.json()["email"] == user.email
        assert "set-cookie" not in told.headers

    def test_it_writes_without_the_token_of_forms(self, site: Any) -> None:
        user = site.user(reaches={"core.client.create": Reach.ALL})

        answer = program(site, make(site, user)).post("/api/v1/counter/touch")

        assert answer.json()["source"] == "api"

    def test_a_cookie_sent_along_counts_for_nothing(self, site: Any) -> None:
        weak, boss = site.user(reaches={"core.client.read": Reach.NONE}), site.user(all_rights=True)
        browser = site.browser(boss)
        browser.headers["Authorization"] = f"Bearer {make(site, weak)}"

        assert browser.get("/api/v1/me").json()["email"] == weak.email
        assert browser.get("/api/v1/counter/names").status_code == 403

    def test_scopes_narrow_the_owner_and_never_widen(self, site: Any) -> None:
        owner = site.user(reaches={"core.client.read": Reach.OWN, "core.client.create": Reach.NONE})
        site.client("Mine", owner=owner)
        site.client("Theirs", owner=site.user())

        narrow = program(site, make(site, owner, "core.client.read", "core.client.create"))
        told = narrow.get("/api/v1/me").json()["rights"]

        assert told["core.client.read"] == "own"
        assert {key for key, reach in told.items() if reach != "none"} == {"core.client.read"}
        assert narrow.get("/api/v1/counter/names").json() == ["Mine"]
        assert narrow.post("/api/v1/counter/touch").status_code == 403

    def test_an_administrators_scopes_narrow_as_well(self, site: Any) -> None:
        boss = site.user(all_rights=True)

        narrow = program(site, make(site, boss, "core.user.manage"))

        assert narrow.get("/api/v1/counter/names").status_code == 403
        assert narrow.get("/api/v1/me").json()["rights"]["core.user.manage"] == "all"

    def test_it_follows_the_rights_of_its_owner_of_today(self, site: Any) -> None:
        user, boss = site.user(reaches={"core.client.read": Reach.ALL}), site.user(all_rights=True)
        secret = make(site, user, "core.client.read")
        site.client("Seen")
        assert program(site, secret).get("/api/v1/counter/names").json() == ["Seen"]

        with site.working(boss) as work:
            from onglet.accounts.service import set_reaches

            profile = work.session.scalar(select(User.profile_id).where(User.id == user.id))
            set_reaches(work, profile, {"core.client.read": Reach.NONE})

        assert program(site, secret).get("/api/v1/counter/names").status_code == 403

    def test_it_opens_no_page(self, site: Any) -> None:
        boss = site.user(all_rights=True)
        there = program(site, make(site, boss))
        before = rows(site, ApiToken), rows(site, SignIn)

        for path in ("/", "/account", "/account/tokens", "/settings/users", "/clients/new"):
            answer = there.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (
                403,
                "application/problem+json",
            ), path
        for path in ("/account/tokens", "/account/sessions/others/end", "/settings/users/new"):
            assert there.post(path, data={"name": "x", "days": "90"}).status_code == 403, path
        assert (rows(site, ApiToken), rows(site, SignIn)) == before

    def test_its_use_is_written_once_a_minute(self, site: Any) -> None:
        user = site.user()
        there = program(site, make(site, user))

        there.get("/api/v1/me")
        first = site.clock.now
        site.clock.now += timedelta(seconds=30)
        there.get("/api/v1/me")

        with site.reading() as ask:
            [row] = tokens.list_tokens(ask.session, ask.now, user_id=user.id)
        assert row.last_used_at == first


BAD = {
    "empty": "",
    "another word": "hello",
    "prefix alone": "onglet_",
    "wrong checksum": "onglet_" + "a" * 43 + "00000000",
    "not ASCII": "onglet_" + "\u00e9" * 51,
    "endless": "onglet_" + "a" * 20_000,
    "SQL": "onglet_' OR 1=1 --",
}


class TestWhatItDoesNotOpen:
    @pytest.mark.parametrize("secret", BAD.values(), ids=BAD.keys())
    def test_something_that_is_no_token(self, site: Any, secret: str) -> None:
        there = site.browser(site.user(all_rights=True))  # the cookie does not help
        answer = there.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}".encode()})

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_one_that_nobody_was_given(self, site: Any) -> None:
        assert program(site, tokens.new_secret()).get("/api/v1/me").status_code == 401

    def test_one_that_is_too_old(self, site: Any) -> None:
        there = program(site, make(site, site.user(), days=30))
        site.clock.now += timedelta(days=30)

        assert there.get("/api/v1/me").status_code == 401

    def test_one_of_a_colleague_who_left(self, site: Any) -> None:
        user = site.user()
        there = program(site, make(site, user))
        with site.working() as work:
            work.session.get_one(User, user.id).is_active = False

        assert there.get("/api/v1/me").status_code == 401

    def test_without_a_token_the_api_answers_401(self, site: Any) -> None:
        assert site.browser().get("/api/v1/me").status_code == 401

    def test_another_scheme_is_none_of_ours(self, site: Any) -> None:
        secret = make(site, site.user())

        assert program(site, secret, "Basic").get("/api/v1/me").status_code == 401


class TestMaking:
    def test_it_is_shown_once_and_kept_hashed(self, site: Any) -> None:
        user = site.user()
        browser = site.browser(user)

        made = browser.post("/account/tokens", data={"name": "Till", "days": "90", "whole": "1"})
        secret = LexborHTMLParser(made.text).css_first(".copy-line code").text()

        assert program(site, secret).get("/api/v1/me").json()["email"] == user.email
        again = browser.get("/account/tokens").text
        assert secret not in again
        assert secret[:12] in again
        with site.reading() as ask:
            kept = ask.session.execute(select(ApiToken)).scalar_one()
        assert secret not in repr(vars(kept))

    @pytest.mark.parametrize(
        "data",
        [
            {"name": "", "days": "90", "whole": "1"},
            {"name": "x" * 121, "days": "90", "whole": "1"},
            {"name": "Till", "days": "4000", "whole": "1"},
            {"name": "Till", "days": "-1", "whole": "1"},
            {"name": "Till", "days": "²", "whole": "1"},
            {"name": "Till", "days": "90"},
            {"name": "Till", "days": "90", "scopes": "core.client.fly"},
            {"name": "Till", "days": "90", "scopes": ["core.client.read", "' OR 1=1"]},
            {"name": "\x00\x01", "days": "90", "whole": "1"},
        ],
    )
    def test_what_cannot_be_is_refused(self, site: Any, data: Any) -> None:
        answer = site.browser(site.user()).post("/account/tokens", data=data)

        assert answer.status_code == 422
        assert rows(site, ApiToken) == 0

    def test_a_profile_may_forbid_it(self, site: Any) -> None:
        user = site.user(reaches={"core.token.create": Reach.NONE})

        answer = site.browser(user).post(
            "/account/tokens", data={"name": "Till", "days": "90", "whole": "1"}
        )

        assert answer.status_code == 403
        assert rows(site, ApiToken) == 0

    def test_there_is_an_end_to_their_number(self, site: Any) -> None:
        user = site.user()
        for _ in range(tokens.MOST):
            make(site, user)

        answer = site.browser(user).post(
            "/account/tokens", data={"name": "One more", "days": "90", "whole": "1"}
        )

        assert answer.status_code == 422
        assert rows(site, ApiToken) == tokens.MOST


class TestRevoking:
    def test_the_owner_revokes_their_own(self, site: Any) -> None:
        user = site.user()
        secret = make(site, user)
        with site.reading() as ask:
            [row] = tokens.list_tokens(ask.session, ask.now, user_id=user.id)

        answer = site.browser(user).post(f"/account/tokens/{row.handle}/revoke")

        assert answer.status_code == 303
        assert program(site, secret).get("/api/v1/me").status_code == 401

    def test_nobody_elses(self, site: Any) -> None:
        user, other = site.user(), site.user()
        secret = make(site, user)
        with site.reading() as ask:
            [row] = tokens.list_tokens(ask.session, ask.now)

        for handle in (row.handle, "", "%", "_" * 16, "0"):
            answer = site.browser(other).post(f"/account/tokens/{handle}/revoke")
            assert answer.status_code == 404, handle
        assert program(site, secret).get("/api/v1/me").status_code == 200

    def test_whoever_manages_users_revokes_a_colleagues(self, site: Any) -> None:
        user, boss = site.user(), site.user(all_rights=True)
        secret = make(site, user)
        with site.reading() as ask:
            [row] = tokens.list_tokens(ask.session, ask.now)
        browser = site.browser(boss)
        assert row.start in browser.get(f"/settings/users/{user.public_id}").text

        browser.post(f"/settings/users/{user.public_id}/tokens/{row.handle}/revoke")

        assert program(site, secret).get("/api/v1/me").status_code == 401

    def test_but_not_that_of_somebody_above(self, site: Any) -> None:
        boss, clerk = site.user(all_rights=True), site.user(reaches={"core.user.manage": Reach.ALL})
        secret = make(site, boss)
        with site.reading() as ask:
            [row] = tokens.list_tokens(ask.session, ask.now)

        site.browser(clerk).post(f"/settings/users/{boss.public_id}/tokens/{row.handle}/revoke")

        assert program(site, secret).get("/api/v1/me").status_code == 200


def test_the_command_line_makes_lists_and_revokes(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = site.user()
    monkeypatch.setattr("onglet.cli.Deployment.host", property(lambda _: site.host))

    def run(*words: str) -> Any:
        return CliRunner().invoke(main, ["token", *words])

    secret = run("new", user.email, "Till", "--scope", "core.client.read").output
    assert program(site, secret.strip()).get("/api/v1/me").status_code == 200
    assert secret[:12] in run("list").output
    assert user.email in run("list", user.email).output
    assert run("revoke", secret[:12]).exit_code == 0
    assert program(site, secret.strip()).get("/api/v1/me").status_code == 401
    for words in (
        ("new", "nobody@firm.example", "x"),
        ("new", user.email, "x", "--days", "366"),
        ("new", user.email, "x", "--scope", "no.such.right"),
        ("new", user.email, "  "),
        ("revoke", ""),
        ("revoke", "onglet_"),
        ("list", "nobody@firm.example"),
    ):
        refused = run(*words)
        assert refused.exit_code == 1, words
        assert "Error" in refused.output


def test_a_system_actor_reads_all_of_them(site: Any) -> None:
    make(site, site.user())
    with site.host.units.reading(system_actor("tests")) as ask:
        assert len(tokens.list_tokens(ask.session, ask.now)) == 1
