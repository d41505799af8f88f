"""Leaving: what was in a colleague's name goes to another one in one step, and can come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from onglet.accounts.invitations import put_password
from onglet.accounts.models import Handover, HandoverRow
from onglet.accounts.tidying import tidy
from onglet.cli import Deployment, main
from onglet.clients.models import Client
from onglet.clients.service import set_owner
from onglet.contacts.models import Person
from onglet.contributions import Belonging, Reach
from onglet.db.base import Keyed
from onglet.db.types import Key
from onglet.history.models import Change
from onglet.hookspecs import API_VERSION, Plugin, hookimpl
from onglet.rights.grants import missing_and_surplus, set_memberships
from onglet.rights.models import Grant, GrantKind, User


class OwnBase(DeclarativeBase):
    """Apart from the core's, whose tables other tests of this process count."""


class Chore(Keyed, OwnBase):
    __tablename__ = "chores_chore"

    whose: Mapped[int | None] = mapped_column(Key)
    done: Mapped[bool] = mapped_column(default=False)


class Chores(Plugin):
    """A plugin whose rows go over, if they are still to do."""

    name = "chores"
    label = "Chores"
    api_version = API_VERSION

    @hookimpl
    def onglet_belongings(self) -> Iterable[Belonging]:
        yield Belonging(
            key="chores.open",
            label="chores",
            column=Chore.whose,
            only=lambda _now: Chore.done.is_(False),
        )


@pytest.fixture
def site(deployment: Any) -> Any:
    site = deployment(Chores())
    with site.host.database.writes.begin() as connection:
        Chore.__table__.create(connection)
    return site


@pytest.fixture
def boss(site: Any) -> Any:
    boss = site.user(all_rights=True, locale="en")
    with site.working() as work:  # an administrator counts once they can sign in
        put_password(work.session, boss.id, "a hash", site.clock())
    return boss


def leave(site: Any, boss: Any, who: Any, heir: Any = None) -> Any:
    data = {"successor": heir.public_id} if heir else {}
    return site.browser(boss).post(f"/settings/users/{who.public_id}/deactivate", data=data)


def take_back(site: Any, boss: Any, who: Any) -> Any:
    with site.reading() as ask:
        made = ask.session.scalars(
            select(Handover.public_id).where(Handover.from_id == who.id).order_by(Handover.id)
        ).all()[-1]
    return site.browser(boss).post(f"/settings/users/{who.public_id}/take-back/{made}")


def is_active(site: Any, who: Any) -> bool:
    with site.reading() as ask:
        return bool(ask.session.scalar(select(User.is_active).where(User.id == who.id)))


def owners(site: Any, *clients: Any) -> list[int | None]:
    return [site.see(one.public_id).owner_id for one in clients]


def rows(site: Any, query: Any) -> list[Any]:
    with site.reading() as ask:
        return list(ask.session.scalars(query))


class TestLeaving:
    def test_everything_goes_to_the_successor_in_one_step(self, site: Any, boss: Any) -> None:
        lyon, paris = site.group("Lyon"), site.group("Paris")
        paul, heir = site.user(groups=(lyon,)), site.user(groups=(paris,))
        mine, binned = site.client("Mine", owner=paul), site.client("Binned", owner=paul)
        other = site.client("Other", owner=boss)
        with site.working() as work:
            work.session.get_one(Client, binned.id).deleted_at = site.clock()
            work.session.add(Person(family_name="Petit", owner_id=paul.id))
            work.session.add_all([Chore(whose=paul.id), Chore(whose=paul.id, done=True)])

        answer = leave(site, boss, paul, heir)

        assert answer.status_code == 303
        assert not is_active(site, paul)
        assert owners(site, mine, other) == [heir.id, boss.id]
        assert rows(site, select(Person.owner_id)) == [heir.id]
        assert rows(site, select(Chore.whose).order_by(Chore.done)) == [heir.id, paul.id]
        with site.reading() as ask:
            assert missing_and_surplus(ask.session) == (0, 0)
            kinds = ask.session.execute(
                select(Grant.kind, Grant.subject_id)
                .where(Grant.client_id == mine.id)
                .order_by(Grant.kind)
            ).all()
            told = ask.session.scalars(
                select(Change.changes).where(
                    Change.client_id == mine.id, Change.action == "reassign"
                )
            ).all()
        assert kinds == [(GrantKind.OWNER, heir.id), (GrantKind.OWNER_GROUP, paris)]
        assert told == [{"owner_id": [paul.id, heir.id]}]
        assert [one["core.clients"] for one in rows(site, select(Handover.counts))] == [2]

    def test_the_successor_sees_them_at_once(self, site: Any, boss: Any) -> None:
        paul, heir = site.user(), site.user(reaches={"core.client.read": Reach.OWN})
        client = site.client("Mine", owner=paul)
        browser = site.browser(heir)
        assert browser.get(f"{client.href}/information").status_code == 404

        leave(site, boss, paul, heir)

        assert browser.get(f"{client.href}/information").status_code == 200

    def test_without_anything_nobody_is_asked_for(self, site: Any, boss: Any) -> None:
        paul = site.user()
        page = site.browser(boss).get(f"/settings/users/{paul.public_id}/deactivate").text
        assert "Who takes over" not in page

        assert leave(site, boss, paul).status_code == 303

        assert not is_active(site, paul)
        assert rows(site, select(Handover.id)) == []

    def test_the_page_says_what_there_is(self, site: Any, boss: Any) -> None:
        paul = site.user()
        site.client("Mine", owner=paul)

        page = site.browser(boss).get(f"/settings/users/{paul.public_id}/deactivate").text

        assert "Who takes over" in page
        assert "clients: <strong>1</strong>" in page

    @pytest.mark.parametrize("wrong", ["", "nobody", "0" * 16, "self", "gone", "\x00", "' OR 1=1"])
    def test_without_somebody_fit_nobody_leaves(self, site: Any, boss: Any, wrong: str) -> None:
        paul, gone = site.user(), site.user()
        with site.working() as work:
            work.session.get_one(User, gone.id).is_active = False
        client = site.client("Mine", owner=paul)
        named = {"self": paul.public_id, "gone": gone.public_id}

        answer = site.browser(boss).post(
            f"/settings/users/{paul.public_id}/deactivate",
            data={"successor": named.get(wrong, wrong)},
        )

        assert answer.status_code == 422
        assert is_active(site, paul)
        assert owners(site, client) == [paul.id]
        assert rows(site, select(HandoverRow.row_id)) == []

    def test_the_last_administrator_stays_with_what_they_own(self, site: Any) -> None:
        clerk = site.user(reaches={"core.user.manage": Reach.ALL})
        boss = site.user(all_rights=True)
        client = site.client("Mine", owner=boss)

        answer = leave(site, clerk, boss, clerk)

        assert answer.status_code == 422
        assert owners(site, client) == [boss.id]

    def test_a_plugin_that_fails_stops_the_whole(
        self, site: Any, boss: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paul, heir = site.user(), site.user()
        client = site.client("Mine", owner=paul)

        def fail(*_: Any) -> None:
            raise RuntimeError("no")

        declared = next(p.item for p in site.host.registry().belongings if p.plugin == "chores")
        with site.working() as work:
            work.session.add(Chore(whose=paul.id))
        object.__setattr__(declared, "after", fail)
        answer = leave(site, boss, paul, heir)
        object.__setattr__(declared, "after", None)

        assert answer.status_code == 500
        assert is_active(site, paul)
        assert owners(site, client) == [paul.id]


class TestTakingBack:
    def test_all_of_it_comes_back(self, site: Any, boss: Any) -> None:
        lyon, paris = site.group("Lyon"), site.group("Paris")
        paul, heir = site.user(groups=(lyon,)), site.user(groups=(paris,))
        client, theirs = site.client("Mine", owner=paul), site.client("Theirs", owner=heir)
        with site.working() as work:
            work.session.add(Chore(whose=paul.id))
        leave(site, boss, paul, heir)
        site.clock.now += timedelta(days=29)

        answer = take_back(site, boss, paul)

        assert answer.status_code == 303
        assert is_active(site, paul)
        assert owners(site, client, theirs) == [paul.id, heir.id]
        assert rows(site, select(Chore.whose)) == [paul.id]
        with site.reading() as ask:
            assert missing_and_surplus(ask.session) == (0, 0)
        assert rows(site, select(Handover.kept)) == [{}]

    def test_what_somebody_changed_since_stays_and_is_said(self, site: Any, boss: Any) -> None:
        paul, heir, third = site.user(), site.user(), site.user()
        still, given, returned = (site.client(name, owner=paul) for name in ("A", "B", "C"))
        leave(site, boss, paul, heir)
        site.clock.now += timedelta(days=1)
        with site.working(boss) as work:
            set_owner(work, given.id, third.id)
            set_owner(work, returned.id, third.id)
            set_owner(work, returned.id, heir.id)

        answer = take_back(site, boss, paul)
        page = site.browser(boss).get(answer.headers["location"])

        assert owners(site, still, given, returned) == [paul.id, third.id, heir.id]
        assert rows(site, select(Handover.kept)) == [{"core.clients": 2}]
        assert page.status_code == 200
        with site.reading() as ask:
            assert missing_and_surplus(ask.session) == (0, 0)

    def test_an_edit_of_something_else_does_not_hold_it(self, site: Any, boss: Any) -> None:
        paul, heir = site.user(), site.user()
        client = site.client("Mine", owner=paul)
        leave(site, boss, paul, heir)
        with site.working() as work:
            work.session.get_one(Client, client.id).name = "Renamed"

        take_back(site, boss, paul)

        assert owners(site, client) == [paul.id]

    def test_after_thirty_days_it_is_final(self, site: Any, boss: Any) -> None:
        paul, heir = site.user(), site.user()
        client = site.client("Mine", owner=paul)
        leave(site, boss, paul, heir)
        site.clock.now += timedelta(days=30)

        take_back(site, boss, paul)
        with site.working() as work:
            tidy(work, {})

        assert not is_active(site, paul)
        assert owners(site, client) == [heir.id]
        assert rows(site, select(HandoverRow.row_id)) == []
        assert len(rows(site, select(Handover.id))) == 1

    def test_twice_is_once(self, site: Any, boss: Any) -> None:
        paul, heir = site.user(), site.user()
        client = site.client("Mine", owner=paul)
        leave(site, boss, paul, heir)
        take_back(site, boss, paul)
        with site.working(boss) as work:
            set_owner(work, client.id, heir.id)

        take_back(site, boss, paul)

        assert owners(site, client) == [heir.id]

    @pytest.mark.parametrize("handover", ["nothing", "0" * 16, "%00", "1"])
    def test_a_handover_that_is_none(self, site: Any, boss: Any, handover: str) -> None:
        paul = site.user()
        answer = site.browser(boss).post(f"/settings/users/{paul.public_id}/take-back/{handover}")
        assert answer.status_code == 404

    def test_reactivating_alone_leaves_things_with_the_successor(
        self, site: Any, boss: Any
    ) -> None:
        paul, heir = site.user(), site.user()
        client = site.client("Mine", owner=paul)
        leave(site, boss, paul, heir)

        site.browser(boss).post(f"/settings/users/{paul.public_id}/reactivate")

        assert is_active(site, paul)
        assert owners(site, client) == [heir.id]


def test_nothing_is_made_without_an_owner(site: Any, boss: Any) -> None:
    client = site.client("Imported by nobody")

    assert owners(site, client) == [boss.id]


def test_the_check_tells_what_nobody_owns(site: Any, boss: Any) -> None:
    def check() -> str:
        it = Deployment()
        it._host = site.host
        return CliRunner().invoke(main, ["check"], obj=it).output

    client = site.client("Mine", owner=boss)
    assert "an owner who still works here" not in check()

    with site.working() as work:
        work.session.get_one(Client, client.id).owner_id = None

    assert "1 without an owner who still works here" in check()


def test_many_go_over_and_come_back_in_a_few_statements(site: Any, boss: Any) -> None:
    lyon, paris = site.group("Lyon"), site.group("Paris")
    paul, heir = site.user(), site.user(groups=(paris,))
    site.client("First", owner=paul)
    with site.host.database.writes.begin() as connection:
        one = connection.execute(select(Client.__table__)).mappings().one()
        connection.execute(
            insert(Client.__table__),
            [
                {**one, "id": one["id"] + n, "public_id": f"{n:016d}", "reference": f"R{n}"}
                for n in range(1, 3000)
            ],
        )
        connection.execute(
            insert(Grant.__table__),
            [
                {
                    "client_id": one["id"] + n,
                    "kind": int(GrantKind.OWNER),
                    "subject_id": paul.id,
                    "level": 3,
                    "note": "",
                    "created_at": site.clock(),
                }
                for n in range(1, 3000)
            ],
        )
    with site.working() as work:
        set_memberships(work.session, paul.id, (lyon,))

    leave(site, boss, paul, heir)

    count = select(func.count(Client.id))
    assert rows(site, count.where(Client.owner_id == heir.id)) == [3000]
    take_back(site, boss, paul)
    assert rows(site, count.where(Client.owner_id == paul.id)) == [3000]
    with site.reading() as ask:
        assert missing_and_surplus(ask.session) == (0, 0)
