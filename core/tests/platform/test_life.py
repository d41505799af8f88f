"""In and out of service, migrated, purged: what each costs, and to whom."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from core.tests.platform import sinners, staged
from fastapi import APIRouter
from sqlalchemy import ForeignKey, select, text
from sqlalchemy.orm import mapped_column

from onglet.api import (
    Base,
    Holding,
    Job,
    Key,
    Keyed,
    Plugin,
    Routers,
    Tab,
    UnitRoute,
    hookimpl,
    signed_in,
)
from onglet.cli import Deployment, main
from onglet.db.migrate import known_owners
from onglet.db.purge import tables_of
from onglet.host.discovery import Found, given_plugins
from onglet.host.host import Host
from onglet.host.models import PluginFailure
from onglet.host.state import State
from onglet.host.tables import table_faults
from onglet.shell.staffing import make_worker
from onglet.shell.start import open_host
from onglet.testing.kit import MakeSite, Site
from onglet.work.models import JobRow

DONE: list[str] = []


def run(work: Any, args: Any) -> None:
    DONE.append(args["what"])


class Busy(Plugin):
    """A plugin with a tab, an address, a job, and three things kept on every client."""

    name = "busy"
    label = "Busy"

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        yield sinners.tab("busy")

    @hookimpl
    def onglet_routers(self) -> Routers:
        router = APIRouter(route_class=UnitRoute)

        @router.get("/page", dependencies=[signed_in])
        def page() -> str:
            return "busy is here"

        return Routers(plugin=router)

    @hookimpl
    def onglet_jobs(self) -> Iterable[Job]:
        yield Job(kind="busy.work", label="Work", run=run)

    @hookimpl
    def onglet_holdings(self) -> Iterable[Holding]:
        yield Holding(
            key="busy.bees",
            label="bees",
            legal_ground="",
            retention="",
            count=lambda record: 3,
            merge=lambda work, source, target: {},
            unmerge=lambda work, moved: None,
            personal_data=lambda record: (),
            erase=lambda work, record: 0,
        )


def second(site: Site, *plugins: Plugin, found: list[Found] | None = None) -> Host:
    """Another worker on the same database."""
    given = found or given_plugins(plugins)
    return open_host(config=site.host.config, found=given, clock=site.clock)


def test_a_worker_sees_what_another_one_switched(deployment: MakeSite) -> None:
    site = deployment(Busy())
    boss, client = site.user(all_rights=True), site.client()
    browser = site.browser(boss)
    other = second(site, Busy())

    other.set_enabled("busy", enabled=False)

    assert browser.get("/busy/page").status_code == 404
    assert f"{client.href}/busy" not in browser.get(f"{client.href}/information").text
    assert site.host.state("busy")[0] is State.DISABLED
    other.set_enabled("busy", enabled=True)
    assert browser.get("/busy/page").text == '"busy is here"'
    other.close()


def test_an_administrator_switches_it_on_the_page_for_every_worker(deployment: MakeSite) -> None:
    site = deployment(Busy())
    other = second(site, Busy())
    browser = site.browser(site.user(all_rights=True))

    assert browser.post("/settings/plugins/busy/disable").status_code == 303

    assert "Désactivée" in browser.get("/settings/plugins").text
    other.keep_up()
    assert other.state("busy")[0] is State.DISABLED
    assert browser.post("/settings/plugins/busy/enable").status_code == 303
    other.keep_up()
    assert other.state("busy")[0] is State.ENABLED
    other.close()


def test_who_may_not_manage_switches_nothing(deployment: MakeSite) -> None:
    site = deployment(Busy())

    for verb in ("disable", "enable", "migrate", "purge"):
        answer = site.browser(site.user()).post(f"/settings/plugins/busy/{verb}")
        assert answer.status_code == 403
    assert site.host.is_on("busy")


def test_the_jobs_of_a_disabled_plugin_wait(deployment: MakeSite) -> None:
    site = deployment(Busy())
    DONE.clear()
    site.host.set_enabled("busy", enabled=False)
    other = second(site, Busy())
    with site.working() as work:
        work.session.add(JobRow(kind="busy.work", plugin="busy", args={"what": "honey"}))

    make_worker(other).drain(site.clock)
    assert DONE == []
    assert (
        "attend son extension"
        in site.browser(site.user(all_rights=True)).get("/settings/health").text
    )

    site.host.set_enabled("busy", enabled=True)
    site.clock.now = (
        site.host.clock() if site.clock.now is None else site.clock.now.replace(year=2030)
    )
    make_worker(other).drain(site.clock)
    assert DONE == ["honey"]
    other.close()


def test_the_record_says_what_a_disabled_plugin_keeps(deployment: MakeSite) -> None:
    site = deployment(Busy())
    client = site.client()
    browser = site.browser(site.user(all_rights=True, locale="en"))
    site.host.set_enabled("busy", enabled=False)

    later = browser.get(f"{client.href}/-/extras")

    assert "3 bees kept, extension disabled" in later.text
    assert browser.get(f"{client.href}/busy").status_code == 200


def test_the_record_says_what_an_absent_plugin_keeps(deployment: MakeSite, tmp_path: Path) -> None:
    site = deployment(found=[staged.stage(tmp_path, "alpha")])
    client, boss = site.client(), site.user(all_rights=True, locale="en")
    add_rows(site, "alpha", client.id, 2)
    gone = Site(host=second(site, sinners.honest()), clock=site.clock)
    browser = gone.browser(boss)

    assert gone.host.state("alpha")[0] is State.MISSING
    assert "Alpha: 2 rows kept, extension absent" in browser.get(f"{client.href}/-/extras").text
    page = browser.get("/settings/plugins").text
    assert "2 rows kept, package absent" in page
    assert "version 1" in page
    gone.close()


def add_rows(site: Site, name: str, client_id: int, number: int) -> None:
    with site.host.database.writes.begin() as connection:
        add = text(f"INSERT INTO {name}_thing (text, client_id) VALUES ('x', :client)")  # noqa: S608 - a name of this test
        for _ in range(number):
            connection.execute(add, {"client": client_id})


def test_a_failing_migration_marks_its_plugin_and_the_others_go_on(
    deployment: MakeSite, tmp_path: Path
) -> None:
    site = deployment(found=[staged.stage(tmp_path, "alpha"), staged.stage(tmp_path, "beta")])
    found = [
        staged.stage(tmp_path, "alpha", 2, last=staged.BROKEN),
        staged.stage(tmp_path, "beta", 2),
    ]
    newer = Site(host=second(site, found=found), clock=site.clock)

    done = newer.host.migrate()

    assert isinstance(done["alpha"], Exception)
    assert done["beta"] == ["beta_0002"]
    assert newer.host.state("alpha")[0] is State.NEEDS_MIGRATION
    assert newer.host.is_on("beta")
    with newer.host.database.reads.connect() as connection:
        assert tables_of(connection, "alpha") == ["alpha_thing"]
    newer.close()


def test_the_page_migrates_and_shows_why_it_could_not(deployment: MakeSite, tmp_path: Path) -> None:
    site = deployment(found=[staged.stage(tmp_path, "alpha"), staged.stage(tmp_path, "beta")])
    boss = site.user(all_rights=True)
    found = [
        staged.stage(tmp_path, "alpha", 2, last=staged.BROKEN),
        staged.stage(tmp_path, "beta", 2),
    ]
    newer = Site(host=second(site, found=found), clock=site.clock)
    browser = newer.browser(boss)

    assert browser.post("/settings/plugins/beta/migrate").status_code == 303
    assert browser.post("/settings/plugins/alpha/migrate").status_code == 303

    assert browser.get("/settings/plugins").status_code == 200
    assert newer.host.is_on("beta")
    assert newer.host.state("alpha")[0] is State.NEEDS_MIGRATION
    with newer.reading() as ask:
        causes = list(ask.session.scalars(select(PluginFailure.cause)))
    assert len(causes) == 1
    assert "nowhere" in causes[0]
    newer.close()


def test_a_purge_asks_for_the_name_and_refuses_while_referenced(
    deployment: MakeSite, tmp_path: Path
) -> None:
    site = deployment(
        found=[
            staged.stage(tmp_path, "alpha"),
            staged.stage(tmp_path, "beta", requires=("alpha",)),
        ]
    )
    boss, client = site.user(all_rights=True), site.client()
    add_rows(site, "alpha", client.id, 2)
    gone = Site(host=second(site, found=[staged.stage(tmp_path, "alpha")]), clock=site.clock)
    browser = gone.browser(boss)

    refused = browser.post("/settings/plugins/alpha/purge", data={"typed": "alpha"})
    assert refused.status_code == 422
    assert "beta_thing" in refused.text
    assert browser.post("/settings/plugins/beta/purge", data={"typed": "Beta"}).status_code == 422
    assert "beta_thing" in browser.get("/settings/plugins/beta/purge").text
    assert browser.post("/settings/plugins/beta/purge", data={"typed": "beta"}).status_code == 303
    assert browser.post("/settings/plugins/alpha/purge", data={"typed": "alpha"}).status_code == 303

    with gone.host.database.reads.connect() as connection:
        assert tables_of(connection, "alpha") == tables_of(connection, "beta") == []
        assert known_owners(connection) == ["core"]
    assert gone.see(client.public_id).name == "Maison Test"
    browser.get("/settings/plugins")
    assert gone.host.state("alpha")[0] is State.DISABLED
    assert "beta" not in gone.host.states()
    gone.close()


def cli(site: Site, *arguments: str, typed: str = "") -> Any:
    it = Deployment()
    it._host = site.host
    return CliRunner().invoke(main, ["plugins", *arguments], obj=it, input=typed)


def test_the_command_line_lists_and_switches(deployment: MakeSite) -> None:
    site = deployment(Busy(), sinners.from_the_future())

    listed = {item["name"]: item for item in json.loads(cli(site, "--json").output)}
    assert listed["busy"]["state"] == "enabled"
    assert listed["busy"]["api_version"] == "1.0"
    assert listed["busy"]["contributes"] == {
        "tabs": ["busy"],
        "jobs": ["busy.work"],
        "holdings": ["busy.bees"],
    }
    assert "version 2.0" in listed[sinners.from_the_future().name]["reason"]

    assert cli(site, "disable", "busy").output == "busy: disabled, its data is kept\n"
    assert site.host.state("busy")[0] is State.DISABLED
    assert cli(site, "enable", "busy").output == "busy: enabled\n"
    unknown = cli(site, "enable", "nobody")
    assert unknown.exit_code == 1
    assert "Known: busy" in unknown.output


def test_the_command_line_purges_after_showing_counts(deployment: MakeSite, tmp_path: Path) -> None:
    site = deployment(found=[staged.stage(tmp_path, "alpha")])
    client = site.client()
    add_rows(site, "alpha", client.id, 2)

    kept = cli(site, "purge", "alpha", typed="n\n")
    assert "alpha_thing: 2 rows" in kept.output
    assert kept.exit_code == 1
    with site.host.database.reads.connect() as connection:
        assert tables_of(connection, "alpha") == ["alpha_thing"]

    assert "1 tables dropped" in cli(site, "purge", "alpha", "--yes").output
    assert site.see(client.public_id).name == "Maison Test"


def plugin_in(package: str, name: str, requires: tuple[str, ...] = ()) -> Found:
    """A plugin whose class seems to live in a package of its own."""
    made: Any = sinners.with_tab(name)
    type(made).__module__ = f"{package}.plugin"
    type(made).requires = requires
    return Found(name=name, distribution="", version="1", plugin=made)


def test_a_table_outside_its_plugins_name_refuses_the_plugin() -> None:
    stray = type(
        "Stray",
        (Keyed, Base),
        {"__tablename__": "elsewhere_row", "__module__": "onglet_stray.models"},
    )

    faults = table_faults([plugin_in("onglet_stray", "stray")])

    assert stray.__table__.name in str(faults["stray"])
    assert "must start with stray_" in str(faults["stray"])
    _forget(stray)


def test_a_reference_to_a_plugin_that_is_not_required_refuses_the_plugin() -> None:
    target = type(
        "Target", (Keyed, Base), {"__tablename__": "lender_book", "__module__": "onglet_lender.m"}
    )
    pointing = type(
        "Pointing",
        (Keyed, Base),
        {
            "__tablename__": "borrower_loan",
            "__module__": "onglet_borrower.models",
            "book_id": mapped_column(Key, ForeignKey("lender_book.id")),
        },
    )
    lender = plugin_in("onglet_lender", "lender")

    faults = table_faults([lender, plugin_in("onglet_borrower", "borrower")])
    declared = table_faults([lender, plugin_in("onglet_borrower", "borrower", ("lender",))])

    assert "lender_book" in str(faults["borrower"])
    assert declared == {}
    _forget(pointing, target)


def _forget(*models: Any) -> None:
    """Take models of one test out of what the next ones see."""
    for model in models:
        Base.metadata.remove(model.__table__)
        Base.registry._dispose_cls(model)
