"""Tokens of the API: a program acts as their owner, on the API alone, until they end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi import APIRouter
from sqlalchemy import select
from starlette.testclient import TestClient

from onglet.accounts.models import ApiToken
from onglet.api import CurrentAsk, CurrentWork, Plugin, Reach, Right, Routers, UnitRoute, hookimpl
from onglet.api import needs as needs_right
from onglet.cli import Deployment, main
from onglet.history.models import Change
from onglet.rights.models import User
from onglet.testing.kit import Colleague, MakeSite, Site

router = APIRouter(route_class=UnitRoute)


@router.get("/me", dependencies=[needs_right("desk.paper.read")])
def who(ask: CurrentAsk) -> dict[str, str]:
    return {"email": ask.actor.email, "source": ask.actor.source}


@router.post("/papers", dependencies=[needs_right("desk.paper.write")])
def write(work: CurrentWork) -> dict[str, bool]:
    work.record_change(client_id=None, subject="desk.paper", subject_id=1, action="write")
    return {"written": True}


class Desk(Plugin):
    name = "desk"
    label = "Desk"

    @hookimpl
    def onglet_rights(self) -> Iterable[Right]:
        for action in ("read", "write"):
            yield Right(
                object="desk.paper",
                action=action,
                label=action,
                default=Reach.NONE,
                on_records=False,
            )

    @hookimpl
    def onglet_routers(self) -> Routers:
        return Routers(api=router)


ME = "/api/v1/desk/me"
PAPERS = "/api/v1/desk/papers"


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment(Desk())


@pytest.fixture
def claire(site: Site) -> Colleague:
    return site.user(reaches={"desk.paper.read": Reach.ALL, "desk.paper.write": Reach.ALL})


def onglet(site: Site, *arguments: str) -> Result:
    it = Deployment()
    it._host = site.host
    return CliRunner().invoke(main, ["token", *arguments], obj=it)


def make(site: Site, user: Colleague, *more: str) -> str:
    return onglet(site, "new", user.email, "export", *more).output.strip()


def program(site: Site, secret: str) -> TestClient:
    """A client without any cookie, that shows a token."""
    client = site.browser()
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


def test_a_program_acts_as_the_owner_of_its_token(site: Site, claire: Colleague) -> None:
    answer = program(site, make(site, claire)).get(ME)

    assert answer.json() == {"email": claire.email, "source": "api"}


def test_it_writes_without_the_token_of_a_form_and_history_says_so(
    site: Site, claire: Colleague
) -> None:
    answer = program(site, make(site, claire)).post(PAPERS)

    assert answer.json() == {"written": True}
    with site.reading() as ask:
        kept = ask.session.execute(
            select(Change.actor_id, Change.source).where(Change.subject == "desk.paper")
        ).all()
    assert kept == [(claire.id, "api")]


def test_a_browser_still_needs_the_token_of_its_form(site: Site, claire: Colleague) -> None:
    browser = site.browser(claire)
    del browser.headers["X-CSRF-Token"]

    assert browser.post(PAPERS).status_code == 403


def test_a_right_that_its_owner_lacks_is_refused_by_name(site: Site) -> None:
    reader = site.user(reaches={"desk.paper.read": Reach.ALL})

    answer = program(site, make(site, reader)).post(PAPERS)

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 403


def test_what_is_no_token_lets_nobody_in(site: Site, claire: Colleague) -> None:
    secret = make(site, claire)
    client = site.browser(claire)  # not even with the cookie of somebody signed in

    for shown in ("", "onglet_", secret[:-1], secret.upper(), "\u00e9", "' OR 1=1 --"):
        answer = client.get(ME, headers=[(b"authorization", b"Bearer " + shown.encode())])
        assert answer.status_code == 401, shown


def test_a_token_opens_no_page_of_people(site: Site, claire: Colleague) -> None:
    answer = program(site, make(site, claire)).get("/")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_a_revoked_one_works_no_more_and_leaves_the_list(site: Site, claire: Colleague) -> None:
    client = program(site, make(site, claire))
    assert client.get(ME).status_code == 200
    number = onglet(site, "list").output.split()[0]

    assert onglet(site, "revoke", number).exit_code == 0

    assert client.get(ME).status_code == 401
    assert onglet(site, "list").output == "There is no token.\n"
    assert onglet(site, "revoke", number).exit_code == 1


def test_it_ends_on_its_day(site: Site, claire: Colleague) -> None:
    client = program(site, make(site, claire, "--days", "3"))
    site.clock.now += timedelta(days=3, seconds=-1)
    assert client.get(ME).status_code == 200

    site.clock.now += timedelta(seconds=1)

    assert client.get(ME).status_code == 401


def test_it_ends_with_its_owner(site: Site, claire: Colleague) -> None:
    client = program(site, make(site, claire))
    with site.working() as work:
        work.session.get_one(User, claire.id).is_active = False

    assert client.get(ME).status_code == 401
    refused = onglet(site, "new", claire.email, "export")
    assert (refused.exit_code, "Nobody active" in refused.output) == (1, True)


def test_one_with_a_scope_that_nothing_knows_may_nothing(site: Site, claire: Colleague) -> None:
    client = program(site, make(site, claire))
    with site.working() as work:
        work.session.scalars(select(ApiToken)).one().scopes = ["desk.paper.read"]

    assert client.get(ME).status_code == 401


def test_the_secret_is_nowhere_and_its_last_use_is_known(site: Site, claire: Colleague) -> None:
    secret = make(site, claire)
    program(site, secret).get(ME)

    with site.reading() as ask:
        row = ask.session.scalars(select(ApiToken)).one()
        told: Any = ask.session.scalars(
            select(Change.changes).where(Change.action == "make_token")
        ).all()
    assert secret not in row.token_hash
    assert row.last_used_at == site.clock.now
    assert secret not in str(told)
    assert "export" in str(told)


def test_a_token_without_a_name_is_not_made(site: Site, claire: Colleague) -> None:
    refused = onglet(site, "new", claire.email, "  ")

    assert refused.exit_code == 1
    assert "Name what the token is for" in refused.output
