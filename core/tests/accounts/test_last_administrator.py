"""Whatever people do at the same moment, somebody can still administer the firm."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest
from sqlalchemy import update

from onglet.accounts.first_administrator import ensure_first_administrator
from onglet.accounts.service.guard import count_administrators
from onglet.rights.models import Profile, User
from onglet.testing.kit import Colleague, MakeSite, Site

T = TypeVar("T")
ROUNDS = 4
PASSWORD = "cheval batterie agrafe"


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Call all of them at the same moment, each in a thread of its own."""
    together = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        together.wait(30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def administrators(site: Site) -> int:
    with site.reading() as ask:
        return count_administrators(ask.session)


class Pair:
    """Two administrators, the only ones, with the browsers they sit at."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.people = (site.user(all_rights=True), site.user(all_rights=True))
        self.profiles = [self._profile(one) for one in self.people]
        with site.working() as work:
            self.clerk = Profile(name="Clerk")
            work.session.add(self.clerk)

    def restore(self) -> list[Any]:
        """Make both administrators again, and give the browsers they are signed in at."""
        with self.site.working() as work:
            for one, profile in zip(self.people, self.profiles, strict=True):
                work.session.execute(
                    update(User)
                    .where(User.id == one.id)
                    .values(
                        is_active=True,
                        deactivated_at=None,
                        password_hash="a hash",
                        profile_id=profile,
                    )
                )
        browsers = [self.site.browser(one) for one in self.people]
        for browser in browsers:
            browser.get("/nowhere")  # each has an application of its own, whose routes are made now
        return browsers

    def _profile(self, one: Colleague) -> int:
        with self.site.reading() as ask:
            return ask.session.get_one(User, one.id).profile_id


@pytest.fixture
def pair(deployment: MakeSite) -> Pair:
    return Pair(deployment())


def test_two_administrators_who_deactivate_each_other(pair: Pair) -> None:
    first, second = pair.people
    for _ in range(ROUNDS):
        one, other = pair.restore()

        answers = at_once(
            lambda one=one: one.post(f"/settings/users/{second.public_id}/deactivate"),
            lambda other=other: other.post(f"/settings/users/{first.public_id}/deactivate"),
        )

        assert administrators(pair.site) == 1
        assert all(answer.status_code < 500 for answer in answers)


def test_two_administrators_who_take_each_others_profile_away(pair: Pair) -> None:
    def demote(browser: Any, colleague: Colleague) -> Any:
        return browser.post(
            f"/settings/users/{colleague.public_id}",
            data={
                "given_name": "Colleague",
                "family_name": "Demoted",
                "email": colleague.email,
                "profile": pair.clerk.public_id,
            },
        )

    first, second = pair.people
    for _ in range(ROUNDS):
        one, other = pair.restore()

        answers = at_once(
            lambda one=one: demote(one, second), lambda other=other: demote(other, first)
        )

        assert administrators(pair.site) == 1
        assert all(answer.status_code < 500 for answer in answers)


def test_an_administrator_who_leaves_while_the_other_is_removed(pair: Pair) -> None:
    first, second = pair.people
    for _ in range(ROUNDS):
        one, other = pair.restore()

        answers = at_once(
            lambda one=one: one.post(f"/settings/users/{second.public_id}/deactivate"),
            lambda one=one: one.post(f"/settings/users/{first.public_id}/deactivate"),
            lambda other=other: other.post(f"/settings/users/{second.public_id}/deactivate"),
        )

        assert administrators(pair.site) >= 1
        assert all(answer.status_code < 500 for answer in answers)


@pytest.mark.parametrize("letters", ["aa", "ab"])
def test_two_first_administrators_at_once_are_one(deployment: MakeSite, letters: str) -> None:
    site = deployment()

    made = at_once(
        *(
            lambda letter=letter: ensure_first_administrator(
                site.host.units, f"{letter}@firm.example", PASSWORD
            )
            for letter in letters
        )
    )

    assert administrators(site) == 1
    assert sum(one.is_new for one in made) == 1
    assert len({one.user_id for one in made}) == 1
