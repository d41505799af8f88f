"""The screen of fields and tabs of a profile: set, searched, cloned with it, written in the log."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from onglet.accounts.rejected import Rejected
from onglet.accounts.service import clone_profile, set_limits
from onglet.contributions import Reach
from onglet.history.models import Change
from onglet.rights.models import Profile, User

if TYPE_CHECKING:
    from onglet.testing.kit import Colleague, Site

PHONE = "core.client.phone"


@pytest.fixture
def site(deployment: Callable[..., Site]) -> Site:
    return deployment()


def profile_of(site: Site, user: Colleague) -> tuple[int, str]:
    with site.reading() as ask:
        row = ask.session.execute(
            select(Profile.id, Profile.public_id)
            .join(User, User.profile_id == Profile.id)
            .where(User.id == user.id)
        ).one()
    return row.id, row.public_id


def limits_of(site: Site, profile_id: int) -> dict[str, str]:
    with site.reading() as ask:
        return dict(
            ask.session.scalars(select(Profile.limits).where(Profile.id == profile_id)).one()
        )


def test_what_is_chosen_is_kept_searched_and_told_in_the_log(site: Site) -> None:
    boss = site.browser(site.user(all_rights=True, locale="en"))
    profile_id, key = profile_of(site, site.user())
    address = f"/settings/profiles/{key}/fields"
    page = boss.get(address).text
    assert f'name="level.{PHONE}"' in page
    assert 'name="level.tab.contacts"' in page
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"version": version, f"level.{PHONE}": "masked", "level.tab.contacts": "locked"}
    assert boss.post(address, data=data).status_code == 303
    assert limits_of(site, profile_id) == {PHONE: "masked", "tab.contacts": "locked"}

    only = boss.get(f"{address}?set=1").text
    assert f'name="level.{PHONE}"' in only
    assert 'name="level.core.client.siren"' not in only
    assert 'name="level.core.client.siren"' in boss.get(f"{address}?q=siren").text
    log = html.unescape(boss.get("/settings/audit").text)
    assert "changed the fields and tabs of a profile" in log
    assert "Masked: last four signs" in log

    stale = boss.post(address, data={**data, f"level.{PHONE}": "hidden"})
    assert stale.status_code == 422
    assert limits_of(site, profile_id)[PHONE] == "masked"


def test_a_copy_of_a_profile_shows_as_little(site: Site) -> None:
    profile_id, _key = profile_of(site, site.user(limits={PHONE: "hidden"}))
    with site.working() as work:
        copy = clone_profile(work, profile_id, "The same")
    assert limits_of(site, copy) == {PHONE: "hidden"}
    with site.reading() as ask:
        rows = ask.session.scalars(select(Change.action).where(Change.subject_id == copy)).all()
    assert "set_limits" in rows


@pytest.mark.parametrize(
    ("key", "level"), [(PHONE, "locked"), ("tab.contacts", "masked"), (PHONE, "anything")]
)
def test_a_level_that_makes_no_sense_is_refused(site: Site, key: str, level: str) -> None:
    profile_id, _key = profile_of(site, site.user())
    with pytest.raises(Rejected), site.working() as work:
        set_limits(work, profile_id, {key: level})


def test_nobody_opens_their_own_profile_nor_more_than_they_see(site: Site) -> None:
    manager = site.user(reaches={"core.profile.manage": Reach.ALL}, limits={PHONE: "masked"})
    own, _key = profile_of(site, manager)
    other, _other = profile_of(site, site.user(limits={PHONE: "hidden"}))
    with pytest.raises(Rejected), site.working(manager) as work:
        set_limits(work, own, {PHONE: ""})
    with pytest.raises(Rejected), site.working(manager) as work:
        set_limits(work, other, {PHONE: "read"})
    with site.working(manager) as work:
        assert set_limits(work, other, {PHONE: "masked"}) == 1


def test_an_administrator_profile_has_nothing_to_set(site: Site) -> None:
    boss = site.user(all_rights=True)
    profile_id, key = profile_of(site, boss)
    with pytest.raises(Rejected), site.working() as work:
        set_limits(work, profile_id, {PHONE: "hidden"})
    assert "disabled" in site.browser(boss).get(f"/settings/profiles/{key}/fields").text


def test_fields_of_absent_plugins_are_kept(site: Site) -> None:
    profile_id, key = profile_of(site, site.user(limits={"gone.value": "hidden"}))
    boss = site.browser(site.user(all_rights=True))
    data = {"level.gone.value": "", f"level.{PHONE}": "read"}
    assert boss.post(f"/settings/profiles/{key}/fields", data=data).status_code == 303
    assert limits_of(site, profile_id) == {PHONE: "read", "gone.value": "hidden"}
