"""Users, groups and profiles: what a change brings along, and what no change may bring about."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from onglet.accounts import invitations, queries, service, sessions
from onglet.accounts.first_administrator import ensure_first_administrator, make_recovery_link
from onglet.accounts.hashing import verify_password
from onglet.accounts.models import ApiToken, SignIn
from onglet.accounts.profiles_seed import SEED, seed_profiles, seed_reaches
from onglet.accounts.rejected import Rejected
from onglet.accounts.service import UserData
from onglet.clients.models import Client
from onglet.contributions import Actor, Reach
from onglet.rights.actors import ProfileRights, load_actor, system_actor
from onglet.rights.grants import missing_and_surplus, set_owner
from onglet.rights.models import Grant, GrantKind, Group, Profile, ProfileRight, User
from onglet.work.session import unrestricted

PASSWORD = "cheval batterie agrafe"


class Firm:
    """A deployment with the profiles to start with and one administrator, Alice."""

    def __init__(self, units: Any, outside: Any) -> None:
        self.units = units
        self.outside = outside
        self.rights = ProfileRights()
        self.alice = ensure_first_administrator(
            units, "alice@example.fr", PASSWORD, given_name="Alice", family_name="Martin"
        ).user_id
        with units.writing(system_actor("tests")) as work:
            self.profiles = dict(seed_profiles(work, locale="fr"))

    def actor(self, user_id: int) -> Actor:
        with self.units.database.reads.connect() as connection:
            actor = load_actor(connection, user_id, self.rights, locale="fr", zone="Europe/Paris")
        assert actor is not None
        return actor

    def do(self, change: Any, *args: Any, by: int | None = None, **named: Any) -> Any:
        actor = self.actor(by or self.alice)
        with self.units.writing(actor) as work:
            return change(work, *args, **named)

    def ask(self, question: Any, *args: Any, **named: Any) -> Any:
        with self.units.reading(self.actor(self.alice)) as ask:
            return question(ask, *args, **named)

    def data(self, email: str = "paul@example.fr", **named: Any) -> UserData:
        profile = named.pop("profile", "sales")
        given = {"given_name": "Paul", "family_name": "Durand", **named}
        return UserData(email=email, profile_id=self.profiles[profile], **given)

    def add(self, email: str = "paul@example.fr", *, password: bool = True, **named: Any) -> int:
        user_id: int = self.do(service.create_user, self.data(email, **named))
        if password:
            with self.units.writing(system_actor("tests")) as work:
                service.change_password(work, user_id, f"hash of {email}")
        return user_id

    def group(self, name: str, *members: int) -> int:
        key: int = self.do(service.create_group, name, members)
        return key

    def row(self, query: Any) -> Any:
        with self.units.reading(system_actor("tests")) as ask:
            return ask.session.scalars(query).all()

    def last_change(self) -> dict[str, Any]:
        change: dict[str, Any] = self.outside.changes[-1]
        return change


@pytest.fixture
def firm(units: Any, outside: Any) -> Firm:
    return Firm(units, outside)


def refused(field: str) -> Any:
    return pytest.raises(Rejected, check=lambda fault: fault.field == field)


class TestUsers:
    def test_a_new_colleague_is_folded_sorted_and_told_of(self, firm: Firm) -> None:
        lyon = firm.group("Lyon")

        key = firm.add("  Élise.PETIT@Exemple.FR", given_name="Élise", family_name="Petit",
                       group_ids=(lyon,), password=False)  # fmt: skip

        user = firm.ask(queries.get_user, key)
        assert user.email == "élise.petit@exemple.fr"
        assert (user.name, user.group_ids, user.has_password) == ("Élise Petit", (lyon,), False)
        change = firm.last_change()
        assert (change["subject"], change["subject_id"]) == ("core.user", key)
        assert change["client_id"] is None
        assert change["changes"]["groups"] == ([], ["Lyon"])

    @pytest.mark.parametrize(
        ("field", "data"),
        [
            ("email", {"email": ""}),
            ("email", {"email": "paul"}),
            ("email", {"email": "paul@example"}),
            ("email", {"email": "a@b.fr, c@d.fr"}),
            ("email", {"email": "x" * 10_000_000 + "@example.fr"}),
            ("email", {"email": "<script>alert(1)</script>@example.fr"}),
            ("email", {"email": "ALICE@example.fr"}),
            ("family_name", {"given_name": " ", "family_name": "\x00\u202e"}),
            ("family_name", {"family_name": "x" * 121}),
            ("given_name", {"given_name": "x" * 10_000_000}),
            ("profile", {"profile_id": 0}),
            ("groups", {"group_ids": (999,)}),
        ],
    )
    def test_what_cannot_be_is_refused(self, firm: Firm, field: str, data: dict[str, Any]) -> None:
        with refused(field):
            firm.do(service.create_user, replace(firm.data(), **data))
        assert len(firm.row(select(User.id))) == 1

    @pytest.mark.parametrize(
        "name",
        [
            "<b>Paul</b>",
            "'; DROP TABLE core_user; --",
            "مريم",
            "🐴",
            "Zoë\u202eluaP",
            "%s %(x)s {{x}}",
        ],
    )
    def test_any_text_is_a_name_and_stays_text(self, firm: Firm, name: str) -> None:
        key = firm.add(family_name=name)

        assert firm.ask(queries.get_user, key).family_name == name.replace("\u202e", "")

    def test_two_forms_at_once_do_not_overwrite(self, firm: Firm) -> None:
        key = firm.add()
        seen = firm.ask(queries.get_user, key).version
        firm.do(service.edit_user, key, firm.data(family_name="Dupond"), seen_version=seen)

        with refused(""):
            firm.do(service.edit_user, key, firm.data(family_name="Dupont"), seen_version=seen)

        assert firm.ask(queries.get_user, key).family_name == "Dupond"

    def test_groups_bring_their_grants_along(self, firm: Firm) -> None:
        paul, lyon, paris = firm.add(), firm.group("Lyon"), firm.group("Paris")
        client_id = _client_of(firm, paul)
        firm.do(service.edit_user, paul, firm.data(group_ids=(lyon,)))
        assert _groups_reaching(firm, client_id) == [lyon]

        firm.do(service.edit_user, paul, firm.data(group_ids=(paris,)))

        assert _groups_reaching(firm, client_id) == [paris]
        with firm.units.reading(system_actor("tests")) as ask:
            assert missing_and_surplus(ask.session) == (0, 0)
        assert firm.last_change()["changes"] == {"groups": (["Lyon"], ["Paris"])}

    def test_a_new_profile_ends_the_sessions(self, firm: Firm) -> None:
        paul = firm.add()
        _sign_in(firm, paul)
        firm.do(service.edit_user, paul, firm.data(family_name="Dupond"))
        assert len(firm.row(select(SignIn.id))) == 1

        firm.do(service.edit_user, paul, firm.data(profile="accountant"))

        assert firm.row(select(SignIn.id)) == []
        assert firm.last_change()["changes"]["profile"] == ("Commercial", "Comptabilité")

    def test_a_new_address_kills_the_links_sent_to_the_old_one(self, firm: Firm) -> None:
        paul = firm.add(password=False)
        link = firm.do(service.make_user_link, paul)
        firm.do(service.edit_user, paul, firm.data("paul.durand@example.fr"))

        with firm.units.reading(system_actor("tests")) as ask:
            assert invitations.find_link(ask.session, link.token, ask.now) is None

    def test_who_leaves_signs_in_no_more(self, firm: Firm, clock: Any) -> None:
        paul = firm.add()
        _sign_in(firm, paul)
        link = firm.do(service.make_user_link, paul)
        with firm.units.writing(system_actor("tests")) as work:
            work.session.add(ApiToken(token_hash="x", user_id=paul, name="export"))

        firm.do(service.deactivate_user, paul, belongings=())

        assert firm.row(select(SignIn.id)) == []
        assert firm.row(select(ApiToken.revoked_at)) == [clock()]
        with firm.units.reading(system_actor("tests")) as ask:
            assert invitations.find_link(ask.session, link.token, ask.now) is None
        assert firm.ask(queries.get_user, paul).deactivated_at == clock()
        with refused(""):
            firm.do(service.make_user_link, paul)

        firm.do(service.reactivate_user, paul)
        user = firm.ask(queries.get_user, paul)
        assert (user.is_active, user.deactivated_at, user.has_password) == (True, None, True)

    def test_doing_it_twice_is_doing_it_once(self, firm: Firm) -> None:
        paul = firm.add()
        firm.do(service.deactivate_user, paul, belongings=())
        told = len(firm.outside.changes)

        firm.do(service.deactivate_user, paul, belongings=())
        firm.do(service.reactivate_user, paul)
        firm.do(service.reactivate_user, paul)

        assert len(firm.outside.changes) == told + 1

    def test_nobody_deactivates_themselves(self, firm: Firm) -> None:
        firm.add("hugo@example.fr", profile="administrator")
        with refused(""):
            firm.do(service.deactivate_user, firm.alice, belongings=())

    def test_a_password_change_ends_the_other_sessions(self, firm: Firm) -> None:
        paul = firm.add()
        here, _elsewhere = _sign_in(firm, paul), _sign_in(firm, paul)

        with firm.units.writing(firm.actor(paul)) as work:
            service.change_password(work, paul, "new", keep_session=here)

        assert firm.row(select(SignIn.id)) == [here]
        assert "new" not in str(firm.last_change())


class TestLastAdministrator:
    def test_is_not_deactivated(self, firm: Firm) -> None:
        hugo = firm.add("hugo@example.fr", profile="administrator", password=False)
        with refused(""):  # Hugo has no password yet: he could not let anybody in
            firm.do(service.deactivate_user, firm.alice, belongings=(), by=hugo)
        assert firm.ask(queries.get_user, firm.alice).is_active

    def test_is_deactivated_by_another_who_can_sign_in(self, firm: Firm) -> None:
        hugo = firm.add("hugo@example.fr", profile="administrator")
        firm.do(service.deactivate_user, firm.alice, belongings=(), by=hugo)
        assert not firm.row(select(User.is_active).where(User.id == firm.alice))[0]

    def test_is_not_given_another_profile(self, firm: Firm) -> None:
        data = firm.data("alice@example.fr", profile="sales")
        with refused(""):
            firm.do(service.edit_user, firm.alice, data)
        assert firm.actor(firm.alice).all_rights

    def test_keeps_the_profile_an_administrator_s(self, firm: Firm) -> None:
        with refused(""):
            firm.do(service.edit_profile, firm.profiles["administrator"],
                    name="Direction", description="", all_rights=False)  # fmt: skip
        assert firm.actor(firm.alice).all_rights


class TestNobodyGivesMoreThanTheyHold:
    @pytest.fixture
    def helen(self, firm: Firm) -> int:
        """Helen manages users and groups, and sees no client."""
        key = firm.do(
            service.create_profile,
            "Human resources",
            reaches={
                "core.user.manage": Reach.ALL,
                "core.profile.manage": Reach.ALL,
                "core.client.read": Reach.NONE,
            },
        )
        firm.profiles["hr"] = key
        return firm.add("helen@example.fr", profile="hr")

    def test_she_makes_and_edits_ordinary_colleagues(self, firm: Firm, helen: int) -> None:
        paul = firm.do(service.create_user, firm.data(), by=helen)
        firm.do(service.edit_user, paul, firm.data(family_name="Dupond"), by=helen)
        firm.do(service.make_user_link, paul, by=helen)
        firm.do(service.deactivate_user, paul, belongings=(), by=helen)

    def test_she_makes_no_administrator(self, firm: Firm, helen: int) -> None:
        with refused("profile"):
            firm.do(service.create_user, firm.data(profile="administrator"), by=helen)
        paul = firm.add()
        with refused("profile"):
            firm.do(service.edit_user, paul, firm.data(profile="administrator"), by=helen)

    def test_she_takes_no_administrator_over(self, firm: Firm, helen: int) -> None:
        firm.add("hugo@example.fr", profile="administrator")
        for change in (service.make_user_link, partial(service.deactivate_user, belongings=())):
            with refused(""):
                firm.do(change, firm.alice, by=helen)
        data = firm.data("helen+alice@example.fr", profile="administrator")
        with refused(""):
            firm.do(service.edit_user, firm.alice, data, by=helen)

    def test_she_does_not_change_her_own_profile(self, firm: Firm, helen: int) -> None:
        with refused(""):
            firm.do(service.edit_user, helen, firm.data("helen@example.fr"), by=helen)
        with refused(""):
            firm.do(service.set_reaches, firm.profiles["hr"], {"core.client.read": Reach.ALL},
                    by=helen)  # fmt: skip

    def test_she_gives_no_right_further_than_she_holds_it(self, firm: Firm, helen: int) -> None:
        sales = firm.profiles["sales"]
        with refused("reach.core.settings.edit"):
            firm.do(service.set_reaches, sales, {"core.settings.edit": Reach.ALL}, by=helen)
        with refused("reach.core.client.read"):
            firm.do(service.set_reaches, sales, {"core.client.read": Reach.ALL}, by=helen)
        firm.do(service.set_reaches, sales, {"core.client.read": Reach.OWN}, by=helen)

    def test_she_makes_no_administrator_s_profile(self, firm: Firm, helen: int) -> None:
        with refused("all_rights"):
            firm.do(service.create_profile, "Mine", all_rights=True, by=helen)
        with refused("all_rights"):
            firm.do(service.edit_profile, firm.profiles["sales"], name="Sales", description="",
                    all_rights=True, by=helen)  # fmt: skip
        with refused("reach.core.client.read"):
            firm.do(service.clone_profile, firm.profiles["administrator"], "Clone", by=helen)
        with refused(""):
            firm.do(service.delete_profile, firm.profiles["administrator"], by=helen)


class TestProfiles:
    def test_the_ones_to_start_with(self, firm: Firm) -> None:
        names = [row.name for row in firm.ask(queries.list_profiles)]
        assert names == ["Administrateur", "Commercial", "Comptabilité", "Lecture seule",
                         "Responsable"]  # fmt: skip

    def test_are_not_made_twice(self, firm: Firm) -> None:
        with firm.units.writing(system_actor("tests")) as work:
            assert seed_profiles(work, locale="en") == firm.profiles
        assert len(firm.row(select(Profile.id))) == len(SEED)

    def test_read_only_changes_nothing(self, firm: Firm) -> None:
        read_only = next(seed for seed in SEED if seed.key == "read_only")
        reaches = seed_reaches(read_only, firm.units.catalogue)

        for key, declared in firm.units.catalogue.items():
            reach = reaches.get(key, declared.right.default)
            assert reach is (Reach.ALL if key.endswith(".read") else Reach.NONE), key

    def test_only_administrators_administer(self, firm: Firm) -> None:
        for seed in SEED[1:]:
            reaches = seed_reaches(seed, firm.units.catalogue)
            for key in ("core.user.manage", "core.profile.manage", "core.settings.edit"):
                assert reaches.get(key, Reach.NONE) is Reach.NONE

    def test_a_reach_is_set_and_remembered_under_a_new_version(self, firm: Firm) -> None:
        paul, sales = firm.add(), firm.profiles["sales"]
        before = firm.actor(paul).reaches["core.client.read"]

        changed = firm.do(
            service.set_reaches, sales,
            {"core.client.read": Reach.OWN, "core.client.edit": Reach.SHARED},
        )  # fmt: skip

        assert (before, firm.actor(paul).reaches["core.client.read"]) == (Reach.GROUP, Reach.OWN)
        assert changed == 1  # the other one was so already
        assert firm.last_change()["changes"] == {"core.client.read": ("group", "own")}

    def test_an_unknown_right_is_refused(self, firm: Firm) -> None:
        with refused(""):
            firm.do(service.set_reaches, firm.profiles["sales"], {"ghost.thing.do": Reach.ALL})

    def test_a_yes_or_no_is_not_half_a_yes(self, firm: Firm) -> None:
        with refused("reach.core.user.manage"):
            firm.do(service.set_reaches, firm.profiles["sales"], {"core.user.manage": Reach.OWN})

    def test_an_administrator_s_has_nothing_to_set(self, firm: Firm) -> None:
        with refused(""):
            firm.do(service.set_reaches, firm.profiles["administrator"],
                    {"core.client.read": Reach.OWN})  # fmt: skip

    def test_a_clone_has_the_same_reaches_those_of_absent_plugins_too(self, firm: Firm) -> None:
        sales = firm.profiles["sales"]
        with firm.units.writing(system_actor("tests")) as work:
            work.session.add(ProfileRight(profile_id=sales, right="absent.thing.read", reach=4))

        clone = firm.do(service.clone_profile, sales, "Sales, abroad")

        assert firm.ask(queries.settled_reaches, clone) == firm.ask(queries.settled_reaches, sales)

    def test_an_administrator_s_clone_is_not_an_administrator_s(self, firm: Firm) -> None:
        clone = firm.do(service.clone_profile, firm.profiles["administrator"], "Second")

        assert set(firm.ask(queries.settled_reaches, clone).values()) == {Reach.ALL}
        assert firm.row(select(Profile.all_rights).where(Profile.id == clone)) == [False]

    def test_names_are_one_of_a_kind(self, firm: Firm) -> None:
        for change, args in (
            (service.create_profile, ("  Commercial ",)),
            (service.clone_profile, (firm.profiles["sales"], "Commercial")),
            (service.create_profile, ("",)),
            (service.create_profile, ("x" * 121,)),
        ):
            with refused("name"):
                firm.do(change, *args)

    def test_one_that_somebody_has_is_not_removed(self, firm: Firm) -> None:
        firm.add()
        with refused(""):
            firm.do(service.delete_profile, firm.profiles["sales"])
        firm.do(service.delete_profile, firm.profiles["read_only"])
        assert len(firm.row(select(Profile.id))) == len(SEED) - 1

    def test_two_matrices_at_once_do_not_overwrite(self, firm: Firm) -> None:
        sales = firm.profiles["sales"]
        seen = next(row.version for row in firm.ask(queries.list_profiles) if row.id == sales)
        firm.do(service.set_reaches, sales, {"core.client.read": Reach.OWN}, seen_version=seen)
        with refused(""):
            firm.do(service.set_reaches, sales, {"core.client.read": Reach.ALL}, seen_version=seen)


class TestGroups:
    def test_members_and_their_grants(self, firm: Firm) -> None:
        paul, marie = firm.add(), firm.add("marie@example.fr", given_name="Marie")
        client_id = _client_of(firm, paul)
        lyon = firm.group("Lyon", paul)
        assert _groups_reaching(firm, client_id) == [lyon]

        firm.do(service.edit_group, lyon, name="Lyon Est", user_ids=(marie,))

        assert _groups_reaching(firm, client_id) == []
        group = firm.ask(queries.list_groups)[0]
        assert (group.name, group.member_names) == ("Lyon Est", ("Marie Durand",))
        assert firm.last_change()["changes"]["members"] == (["Paul Durand"], ["Marie Durand"])

    def test_a_removed_group_leaves_no_grant_behind(self, firm: Firm) -> None:
        paul = firm.add()
        client_id = _client_of(firm, paul)
        lyon = firm.group("Lyon", paul)
        with firm.units.writing(system_actor("tests")) as work:
            work.session.add(Grant(client_id=client_id, kind=GrantKind.SHARE_GROUP,
                                   subject_id=lyon, level=1))  # fmt: skip

        firm.do(service.delete_group, lyon)

        kinds = firm.row(select(Grant.kind))
        assert kinds == [GrantKind.OWNER]
        assert firm.row(select(Group.id)) == []
        assert firm.last_change()["changes"]["shares"] == (1, 0)

    def test_what_cannot_be_is_refused(self, firm: Firm) -> None:
        firm.group("Lyon")
        for name in ("", " ", "Lyon", "x" * 121, "\u202e"):
            with refused("name"):
                firm.do(service.create_group, name)
        with refused("members"):
            firm.do(service.create_group, "Paris", (999,))


class TestFirstAdministrator:
    def test_is_made_once(self, firm: Firm) -> None:
        again = ensure_first_administrator(firm.units, "other@example.fr", "x")

        assert (again.user_id, again.is_new) == (firm.alice, False)
        assert firm.row(select(func.count(User.id))) == [1]
        kept = firm.row(select(User.password_hash))[0]
        assert verify_password(PASSWORD, kept).ok

    def test_lets_the_firm_in_again(self, firm: Firm) -> None:
        with firm.units.writing(system_actor("tests")) as work:
            user = work.session.get(User, firm.alice)
            user.is_active, user.profile_id = False, firm.profiles["sales"]

        again = ensure_first_administrator(firm.units, "Alice@example.fr", "another one entirely")

        assert (again.user_id, again.is_new) == (firm.alice, True)
        assert firm.actor(firm.alice).all_rights

    def test_a_recovery_link_is_for_active_colleagues(self, firm: Firm) -> None:
        assert make_recovery_link(firm.units, " ALICE@example.fr") is not None
        assert make_recovery_link(firm.units, "nobody@example.fr") is None


class TestPreferences:
    def test_are_one_s_own(self, firm: Firm) -> None:
        paul = firm.add()
        wanted = service.Preferences(
            given_name="Paul", family_name="de La Tour", locale="en", zone="Indian/Reunion",
            theme="dark",
        )  # fmt: skip

        firm.do(service.edit_preferences, wanted, by=paul)

        actor = firm.actor(paul)
        assert (actor.name, actor.locale, actor.zone) == (
            "Paul de La Tour", "en", "Indian/Reunion",
        )  # fmt: skip
        assert firm.do(service.set_theme, "pink", by=paul) == "auto"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("locale", "de"), ("locale", "../fr"), ("zone", "Mars/Base"), ("theme", "pink")],
    )
    def test_only_what_exists(self, firm: Firm, field: str, value: str) -> None:
        wanted = service.Preferences(given_name="Alice", family_name="Martin")
        with refused(field):
            firm.do(service.edit_preferences, replace(wanted, **{field: value}))


def test_the_list_is_searched_paged_and_told_apart(firm: Firm) -> None:
    for number in range(5):
        firm.add(f"user{number}@example.fr", family_name=f"Élan {number}", password=number != 0)
    firm.do(
        service.deactivate_user,
        firm.add("gone@example.fr", family_name="Parti"),
        belongings=(),
    )

    page = firm.ask(queries.list_users, limit=4)
    rest = firm.ask(queries.list_users, limit=4, after=page.after)
    names = [row.name for row in (*page.rows, *rest.rows)]
    assert names == [*(f"Paul Élan {number}" for number in range(5)), "Alice Martin"]
    assert rest.after == ""
    assert firm.ask(queries.count_users) == {"active": 6, "invited": 1, "inactive": 1}

    def found(**asked: Any) -> list[str]:
        return [row.email.split("@")[0] for row in firm.ask(queries.list_users, **asked).rows]

    assert found(search="elan 3") == ["user3"]
    assert found(search="USER4@") == ["user4"]
    assert found(search="%") == []
    assert found(state="invited") == ["user0"]
    assert found(state="inactive") == ["gone"]
    assert found(after="rubbish") != []
    assert found(after="~" + "9" * 40) != []


def _client_of(firm: Firm, owner_id: int) -> int:
    with firm.units.writing(system_actor("tests")) as work:
        client = Client(name="Verdier", reference="C1", owner_id=owner_id)
        work.session.add(client)
        work.session.flush()
        set_owner(work.session, client.id, owner_id)
        return client.id


def _groups_reaching(firm: Firm, client_id: int) -> list[int]:
    query = select(Grant.subject_id).where(
        Grant.client_id == client_id, Grant.kind == GrantKind.OWNER_GROUP.value
    )
    found: list[int] = firm.row(query)
    return found


def _sign_in(firm: Firm, user_id: int) -> int:
    with firm.units.writing(system_actor("tests")) as work, unrestricted(work.session, reason="t"):
        return sessions.open_session(work.session, user_id=user_id, now=work.now).id
