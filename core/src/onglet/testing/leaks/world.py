"""The world that the walk looks at: two groups, five colleagues, a client for every tie."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from onglet.accounts.cookies import PLAIN_NAME
from onglet.accounts.looking import start_look
from onglet.accounts.models import SignIn
from onglet.accounts.sessions import open_session
from onglet.accounts.tokens import EVERYTHING, make_token
from onglet.addresses.entry import NewAddress
from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient, NewShare
from onglet.clients.models import Client, Recent, ValueSource
from onglet.consent.models import ConsentEntry
from onglet.contacts.entry import NewPerson
from onglet.contacts.models import ClientPerson, Person
from onglet.contributions import ClientKind
from onglet.db.identifiers import new_public_id
from onglet.rights.grants import set_memberships
from onglet.rights.models import GrantKind, Group, Profile, ProfileRight, User
from onglet.testing.kit import Colleague
from onglet.testing.leaks.marks import Marks, Place
from onglet.testing.leaks.truth import CASES, DELETE, READ, USERS, Case, acts
from onglet.work.models import Notification

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import ClientView, Right, Work
    from onglet.testing.kit import Site
    from onglet.testing.leaks.truth import Watcher

Mark = Callable[[str], str]
"""Gives a mark for a column, named `table.column`."""

Fill = Callable[["Work", "ClientView", Mark], None]
"""Writes a plugin's rows of one client."""

OF_PERSONS: Final = frozenset({"core_person", "core_consent", "core_person_field"})
STAFF: Final = ("me", "mate", "rival", "gone", "admin")
TEAMS: Final = {"me": ("home",), "mate": ("home",), "gone": ("home",), "rival": ("away",)}
PROFILE: Final = "leaks"
WORN_BY: Final = 1_000


@dataclass(slots=True)
class World:
    """Everything by its name, and what each watcher may see of it."""

    site: Site
    marks: Marks
    fills: tuple[Fill, ...] = ()
    users: dict[str, int] = field(default_factory=dict)
    user_ids: dict[str, str] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    clients: dict[str, ClientView] = field(default_factory=dict)
    persons: dict[int, tuple[str, ...]] = field(default_factory=dict)
    person_ids: dict[str, str] = field(default_factory=dict)
    profile_id: int = 0
    worn: int = 0
    rights: dict[str, Right] = field(default_factory=dict)
    read_rights: dict[str, str] = field(default_factory=dict)

    def sees(self, watcher: Watcher, subject: str, right: str = READ) -> bool:
        """Tell whether a right acts on a client of the world for a watcher."""
        case = self.cases.get(subject)
        declared = self.rights[right]
        ties = case.ties if case is not None and watcher.user == "me" else ()
        return acts(watcher.reach(declared), ties, declared.needed_level)

    def reads(self, watcher: Watcher, subject: str) -> bool:
        """Tell whether the watcher may see a client; one in the bin, who may delete it."""
        case = self.cases.get(subject)
        if not self.sees(watcher, subject):
            return False
        return case is None or not case.is_binned or self.sees(watcher, subject, DELETE)

    def opens(self, watcher: Watcher, place: Place) -> bool:
        """Tell whether the watcher may see what stands in a place."""
        if place.is_secret:
            return False
        if place.user and place.user != watcher.user:
            return bool(watcher.reach(self.rights[USERS]))
        if place.table in OF_PERSONS and self._owns(watcher, place):
            return True
        own = self.read_rights.get(place.table)
        return not place.subjects or any(
            self.reads(watcher, subject) and (own is None or self.sees(watcher, subject, own))
            for subject in place.subjects
        )

    def _owns(self, watcher: Watcher, place: Place) -> bool:
        """Tell whether the watcher owns the person: whoever owns the client they came with."""
        owners = {self.cases[key].owner for key in place.subjects if key in self.cases}
        return watcher.user in owners and bool(watcher.reach(self.rights[READ]))

    def wear(self, reaches: Mapping[str, Any] | None) -> None:
        """Put the watching colleague's profile on: these reaches, or every right."""
        with self.site.working() as work:
            profile = work.session.get_one(Profile, self.profile_id)
            profile.all_rights = reaches is None
            profile.description = ""
            # Writes that were taken back have used versions, and a version is read once.
            self.worn += WORN_BY
            profile.version = self.worn
            rows = work.session.scalars(
                select(ProfileRight).where(ProfileRight.profile_id == profile.id)
            )
            for row in rows.all():
                work.session.delete(row)
            work.session.flush()
            work.session.add_all(
                ProfileRight(profile_id=profile.id, right=right, reach=int(reach))
                for right, reach in (reaches or {}).items()
            )

    def session(self, user: str) -> dict[str, str]:
        """Give the headers of a browser in which a colleague of the world is signed in."""
        with self.site.working() as work:
            opened = open_session(work.session, user_id=self.users[user], now=self.site.clock())
        return {"cookie": f"{PLAIN_NAME}={opened.token}", "x-csrf-token": opened.csrf}

    def token(self, scopes: Iterable[str]) -> dict[str, str]:
        """Give the headers of a program with a narrowed token of the watching colleague."""
        with self.site.working() as work:
            made = make_token(work, self.users["me"], name="walk", scopes=[*scopes], days=30)
        return {"authorization": f"Bearer {made.secret}"}

    def look(self) -> dict[str, str]:
        """Give the headers of an administrator who sees the screens as the worn profile."""
        headers = self.session("admin")
        with self.site.working(self.colleague("admin")) as work:
            number = work.session.scalar(
                select(SignIn.id)
                .where(SignIn.user_id == self.users["admin"])
                .order_by(SignIn.id.desc())
                .limit(1)
            )
            start_look(work, self.profile_id, session_id=number or 0)
        return headers

    def left(self) -> dict[str, str]:
        """Give the headers of a browser in which somebody was signed in who has left since."""
        headers = self.session("gone")
        with self.site.working() as work:
            work.session.execute(
                update(User).where(User.id == self.users["gone"]).values(is_active=False)
            )
        return headers

    def colleague(self, name: str) -> Colleague:
        """Give a colleague of the world."""
        return Colleague(id=self.users[name], public_id=self.user_ids[name], email=name)

    def add(self, case: Case) -> None:
        """Write a client of the world, with everything that can hang on it."""
        public_id = new_public_id()
        with self.site.working() as work:
            insert_clients(work, [self._new(case, public_id)], source="leaks")
        client = self.site.see(public_id)
        self.cases[case.key] = case
        with self.site.working() as work:
            self._hang(work, client, case)
            self._note_persons(work, client, case)
        self.clients[case.key] = client
        for fill in self.fills:
            with self.site.working() as work:
                fill(work, client, self._mark(case.key))
        if case.is_binned:
            self._bin(client)

    def _new(self, case: Case, public_id: str) -> NewClient:
        now = self.site.clock()
        shares = []
        if case.shared_with:
            is_user = case.shared_with in self.users
            shares.append(
                NewShare(
                    kind=GrantKind.SHARE_USER if is_user else GrantKind.SHARE_GROUP,
                    subject_id=(self.users if is_user else self.groups)[case.shared_with],
                    level=case.level,
                    valid_until=now - timedelta(days=1) if case.is_over else None,
                )
            )
        person = NewPerson(
            given_name=self._text("core_person.given_name", case.key),
            family_name=self._text("core_person.family_name", case.key),
        )
        return NewClient(
            name=self._text("core_client.name", case.key),
            kind=ClientKind.PERSON if case.is_person else ClientKind.COMPANY,
            public_id=public_id,
            owner_id=self.users.get(case.owner),
            capital_minor=100,
            persons=(person,),
            addresses=(NewAddress(line1=self._text("core_address.line1", case.key)),),
            shares=shares,
            archived_at=now if case.is_archived else None,
        )

    def _hang(self, work: Work, client: ClientView, case: Case) -> None:
        me, session = self.users["me"], work.session
        readers = ["rival", "admin"] if case.key == "mine" else ["rival"]
        if not case.is_late:
            readers.append("me")
            session.add(Recent(user_id=me, client_id=client.id, seen_at=work.now))
        session.add(ValueSource(client_id=client.id, field="website", source="-"))
        session.add_all(
            Notification(
                user_id=self.users[user],
                plugin="core",
                client_id=client.id,
                title="-",
                body="-",
                href=client.href,
                created_at=work.now,
            )
            for user in readers
        )
        note = self._text("core_change.changes", case.key)
        work.record_change(
            client_id=client.id,
            subject="core.client",
            subject_id=client.id,
            action="edit",
            changes={"note": ("", note)},
        )

    def _note_persons(self, work: Work, client: ClientView, case: Case) -> None:
        query = (
            select(Person.id, Person.public_id)
            .join(ClientPerson, ClientPerson.person_id == Person.id)
            .where(ClientPerson.client_id == client.id)
        )
        for person_id, public_id in work.session.execute(query).all():
            self.persons[person_id] = (case.key,)
            self.person_ids[case.key] = public_id
            work.session.add(
                ConsentEntry(person_id=person_id, channel="email", action="given", source="-")
            )

    def _bin(self, client: ClientView) -> None:
        with self.site.working() as work:
            work.session.execute(
                update(Client)
                .where(Client.id == client.id)
                .values(deleted_at=work.now, deleted_by_id=self.users["rival"])
            )

    def _text(self, label: str, key: str) -> str:
        table, column = label.split(".")
        return self.marks.text(Place(table=table, column=column, subjects=(key,)))

    def _mark(self, key: str) -> Mark:
        return lambda label: self._text(label, key)


def found_world(site: Site, fills: Iterable[Fill]) -> World:
    """Write the world, and give it."""
    catalogue = site.host.loaded.catalogue
    world = World(
        site=site,
        marks=Marks(),
        fills=tuple(fills),
        rights={key: declared.right for key, declared in catalogue.items()},
    )
    with site.working() as work:
        _staff(world, work)
    for case in CASES:
        world.add(case)
    with site.working() as work:
        _strangers(world, work)
    return world


def _staff(world: World, work: Work) -> None:
    session = work.session
    profile = Profile(name=f"{PROFILE} {new_public_id()}")
    everything = Profile(name=f"{PROFILE} {new_public_id()}", all_rights=True)
    groups = {name: Group(name=f"{name} {new_public_id()}") for name in ("home", "away")}
    session.add_all((profile, everything, *groups.values()))
    session.flush()
    world.profile_id = profile.id
    world.groups = {name: group.id for name, group in groups.items()}
    for name in STAFF:
        is_all = name in {"gone", "admin"}
        user = User(
            email=f"{name}-{new_public_id()}@firm.example".lower(),
            given_name=name.title(),
            family_name="Walk",
            profile_id=everything.id if is_all else profile.id,
            locale="en",
        )
        session.add(user)
        session.flush()
        world.users[name], world.user_ids[name] = user.id, user.public_id
        set_memberships(session, user.id, [world.groups[one] for one in TEAMS.get(name, ())])


def _strangers(world: World, work: Work) -> None:
    """Write a person of nobody's, and one who is a contact of a client seen and of one unseen."""
    loner = Person(given_name="-", owner_id=world.users["rival"])
    bridge = Person(given_name="-", owner_id=world.users["rival"])
    work.session.add_all((loner, bridge))
    work.session.flush()
    world.persons[loner.id] = ("loner",)
    world.persons[bridge.id] = ("mine", "other")
    work.session.add_all(
        ClientPerson(client_id=world.clients[key].id, person_id=bridge.id)
        for key in ("mine", "other")
    )
    rival = world.users["rival"]
    secret = Place(table="core_user", column="password_hash", user="rival", is_secret=True)
    work.session.execute(
        update(User).where(User.id == rival).values(password_hash=world.marks.text(secret))
    )
    for user in (rival, world.users["admin"]):
        make_token(work, user, name="-", scopes=[EVERYTHING], days=30)
        open_session(work.session, user_id=user, now=work.now, address="-", browser="-")
