"""The kit for plugin authors: a whole deployment in a test, with colleagues, clients and browsers.

def test_my_tab(deployment):
site = deployment(Loyalty())
client = site.client("Maison Test")
page = site.browser(site.user(all_rights=True)).get(f"{client.href}/loyalty")
assert page.status_code == 200
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from starlette.testclient import TestClient

from onglet.accounts.cookies import PLAIN_NAME
from onglet.accounts.sessions import open_session
from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.clients.models import Client
from onglet.clients.view import client_view
from onglet.contacts.entry import NewPerson
from onglet.contacts.lookup import contacts_of
from onglet.contacts.service import create_person, link_person
from onglet.contributions import (
    Actor,
    Ask,
    ClientView,
    ContactView,
    Level,
    Reach,
    Record,
    Work,
)
from onglet.db.identifiers import new_public_id
from onglet.db.migrate import differences
from onglet.host.discovery import Found, find_plugins, given_plugins
from onglet.host.state import State
from onglet.rights.actors import load_actor, system_actor
from onglet.rights.grants import set_memberships, set_owner, share
from onglet.rights.models import GrantKind, Group, Profile, ProfileRight, User
from onglet.settings.models import SettingRow
from onglet.shell.app import create_app
from onglet.shell.staffing import make_worker
from onglet.shell.start import open_host
from onglet.ui.audit import audit_templates
from onglet.ui.icons import package_icons
from onglet.ui.packages import UiPackage
from onglet.ui.wording import missing_translations
from onglet.work.unit import record_of

if TYPE_CHECKING:
    from pathlib import Path

    from onglet.hookspecs import Plugin
    from onglet.host.host import Host

CSRF = "X-CSRF-Token"
TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
PATIENT_MS = "20000"
"""Budget of plugins in tests: a busy machine is not what they try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A user made for a test."""

    id: int
    public_id: str
    email: str


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the present instant."""
        return self.now


@dataclass(slots=True)
class Site:
    """A deployment made for a test: its host, and short ways to fill and to use it."""

    host: Host
    clock: Clock
    _count: int = 0
    _browsers: list[TestClient] = field(default_factory=list)

    def user(
        self,
        *,
        all_rights: bool = False,
        reaches: Mapping[str, Reach] | None = None,
        groups: tuple[int, ...] = (),
        locale: str = "fr",
        limits: Mapping[str, str] | None = None,
    ) -> Colleague:
        """Make a colleague with a profile of their own: every right, or these reaches only.

        A right that `reaches` leaves out has its declared default. `limits` says what the profile
        shows of fields and tabs: `{"core.client.phone": "hidden", "tab.contacts": "locked"}`.
        """
        self._count += 1
        with self.working() as work:
            tag = new_public_id()
            profile = Profile(
                name=f"profile {tag}", all_rights=all_rights, limits=dict(limits or {})
            )
            work.session.add(profile)
            work.session.flush()
            work.session.add_all(
                ProfileRight(profile_id=profile.id, right=right, reach=int(reach))
                for right, reach in (reaches or {}).items()
            )
            user = User(
                email=f"colleague-{tag}@firm.example",
                given_name="Colleague",
                family_name=f"Number{self._count}",
                profile_id=profile.id,
                locale=locale,
            )
            work.session.add(user)
            work.session.flush()
            set_memberships(work.session, user.id, groups)
            return Colleague(id=user.id, public_id=user.public_id, email=user.email)

    def group(self, name: str) -> int:
        """Make a group; give its key."""
        with self.working() as work:
            group = Group(name=name)
            work.session.add(group)
            work.session.flush()
            return group.id

    def client(self, name: str = "Maison Test", **fields: Any) -> ClientView:
        """Make a client, owned by `owner` (a colleague) when one is given."""
        owner: Colleague | None = fields.pop("owner", None)
        public_id = new_public_id()
        with self.working() as work:
            new = NewClient(
                name=name, public_id=public_id, owner_id=owner.id if owner else None, **fields
            )
            insert_clients(work, [new], source="test")
        return self.see(public_id)

    def contact(self, client: ClientView, given_name: str, family_name: str) -> ContactView:
        """Make a person a contact of a client."""
        with self.working() as work:
            person = create_person(work, NewPerson(given_name=given_name, family_name=family_name))
            link_person(work, client.id, person)
        with self.reading() as ask:
            found = contacts_of(ask, [client.id])[client.id]
        return next(one for one in found if one.id == person)

    def see(self, public_id: str) -> ClientView:
        """Give a client as it now stands, whoever may see it."""
        with self.reading() as ask:
            found = client_view(ask, public_id)
        assert found is not None, f"there is no client {public_id}"
        return found

    def share(self, client: ClientView, user: Colleague, level: Level = Level.VIEW) -> None:
        """Share a client with a colleague."""
        with self.working() as work:
            share(
                work.session,
                client_id=client.id,
                kind=GrantKind.SHARE_USER,
                subject_id=user.id,
                level=level,
                granted_by_id=None,
            )

    def give(self, client: ClientView, user: Colleague | None) -> None:
        """Change the owner of a client."""
        with self.working() as work:
            row = work.session.get_one(Client, client.id)
            row.owner_id = user.id if user else None
            set_owner(work.session, client.id, row.owner_id)

    def set(self, key: str, value: Any) -> None:
        """Set a setting of the deployment."""
        with self.working() as work:
            work.session.merge(SettingRow(key=key, value=value))

    def actor(self, user: Colleague) -> Actor:
        """Give a colleague as an actor, with the rights of their profile."""
        with self.host.database.reads.connect() as connection:
            found = load_actor(
                connection,
                user.id,
                self.host.profile_rights,
                locale="fr",
                zone="Europe/Paris",
            )
        assert found is not None, f"{user.email} is not active"
        return found

    @contextmanager
    def working(self, user: Colleague | None = None) -> Iterator[Work]:
        """Write as a colleague, or as the system; committed at the end of the block."""
        actor = self.actor(user) if user else system_actor("test")
        with self.host.units.writing(actor) as work:
            yield work

    @contextmanager
    def reading(self, user: Colleague | None = None) -> Iterator[Ask]:
        """Read as a colleague, or as the system."""
        actor = self.actor(user) if user else system_actor("test")
        with self.host.units.reading(actor) as ask:
            yield ask

    @contextmanager
    def record(
        self, client: ClientView, user: Colleague | None = None, *, plugin: str = "core"
    ) -> Iterator[Record]:
        """Ask about one client as a colleague, or as the system."""
        with self.reading(user) as ask:
            yield record_of(replace(ask, plugin=plugin), client)

    def browser(self, user: Colleague | None = None) -> TestClient:
        """Give a browser in which a colleague is signed in; it sends the CSRF token by itself."""
        browser = TestClient(
            create_app(self.host), raise_server_exceptions=False, follow_redirects=False
        )
        if user is not None:
            with self.working() as work:
                opened = open_session(work.session, user_id=user.id, now=self.clock())
            browser.cookies.set(PLAIN_NAME, opened.token)
            browser.headers[CSRF] = opened.csrf
        self._browsers.append(browser)
        return browser

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """Give the SQL statements that this deployment runs within the block, as they run.

        Beginning, ending and saving a transaction are none. What is written after an answer has
        left (a session that was used, a record that was opened) counts, so ask for a page once
        before counting: `assert len(statements) <= 8`.
        """
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(TRANSACTION_WORDS):
                statements.append(statement)

        engine = self.host.database.reads
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def faults(self, plugin: str) -> list[str]:
        """Say what is wrong with a plugin in service, in sentences; nothing when it is sound.

        What could not be let in; words that lack their French; templates that the content policy
        would stop; tables that are not as the models say.
        """
        loaded = self.host.plugin(plugin)
        if loaded is None:
            return [f"There is no plugin named {plugin}."]
        state, why = self.host.state(plugin)
        found = [f"It is {state}. {why}".strip()] if state is not State.ENABLED else []
        found += [f"{problem.what}: {problem.cause}" for problem in loaded.problems]
        if loaded.folder is not None:
            package = UiPackage(name=plugin, folder=loaded.folder)
            found += [f"no French: {words}" for words in missing_translations(package, "fr")]
            found += [
                str(fault) for fault in audit_templates(package.templates, package_icons(package))
            ]
        if loaded.owner is not None:
            with self.host.database.reads.connect() as connection:
                found += [f"tables: {item}" for item in differences(connection, loaded.owner)]
        return found

    def run_jobs(self) -> int:
        """Run the background jobs that are due; give how many."""
        return len(make_worker(self.host).drain(self.clock))

    def close(self) -> None:
        """Let everything go."""
        for browser in self._browsers:
            browser.close()
        self.host.close()


MakeSite = Callable[..., Site]


@contextmanager
def making_sites(tmp_path: Path, database_url: str) -> Iterator[MakeSite]:
    """Give what makes deployments on one database, and let them all go at the end.

    `installed=True` takes the plugins that are installed; other arguments are settings
    (`ONGLET_...`).
    """
    sites: list[Site] = []

    def make(
        *plugins: Plugin,
        found: list[Found] | None = None,
        installed: bool = False,
        **settings: str,
    ) -> Site:
        clock = Clock()
        environ = {
            "ONGLET_DATA": str(tmp_path / f"var{len(sites)}"),
            "ONGLET_DATABASE_URL": database_url,
            "ONGLET_EMBEDDED_WORKER": "no",
            "ONGLET_PLUGIN_BUDGET_MS": PATIENT_MS,
            **settings,
        }
        given = find_plugins() if installed else found or given_plugins(plugins)
        host = open_host(environ, found=given, clock=clock)
        sites.append(Site(host=host, clock=clock))
        host.migrate()
        return sites[-1]

    try:
        yield make
    finally:
        for site in sites:
            site.close()
