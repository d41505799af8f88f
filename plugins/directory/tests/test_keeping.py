"""What the plugin keeps: moved, exported, erased, made up for demos; and that it is whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import onglet_directory
from onglet.api import Scale
from onglet.testing.quality import (
    UiPackage,
    audit_templates,
    command_line,
    differences,
    missing_translations,
)
from onglet_directory import demo, holdings, sources
from onglet_directory.adapters.public_result import facts
from onglet_directory.answers import answer_file
from onglet_directory.cache import StoredAnswer
from onglet_directory.commands import build
from onglet_directory.company import Origin, YearlyFigures
from onglet_directory.plugin import Directory
from onglet_directory.queries import company_of, count_kept, figures_of
from onglet_directory.service import keep_company, keep_figures
from onglet_directory.testing.fiction import FIRMS, Firm, public_result

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FOLDER = Path(onglet_directory.__file__).parent
BAKERY, _, _, TRADER, MASKED, _, _ = FIRMS


@pytest.fixture
def site(deployment):
    return deployment(Directory(), ONGLET_PLUGIN_BUDGET_MS="20000")


def figure(year, amount, source="recherche-entreprises"):
    return YearlyFigures(
        year=year,
        turnover=Decimal(amount),
        result=None,
        origin=Origin(source=source, fetched_at=NOW),
    )


def keep(site, client, firm: Firm):
    found = facts(public_result(firm), fetched_at=NOW)
    with site.working() as work:
        keep_company(work, client.id, found)
        keep_figures(work, client.id, found.finances)


def state_of(site, client):
    with site.reading() as ask:
        return company_of(ask, client.id), figures_of(ask, client.id)


def test_figures_of_one_source_replace_each_other_and_stand_beside_another(site):
    client = site.client("Maison")
    with site.working() as work:
        keep_figures(work, client.id, [figure(2023, 100), figure(2024, 110)])
        keep_figures(work, client.id, [figure(2024, 120), figure(2024, 90, "typed")])
    _, figures = state_of(site, client)
    assert sorted((one.year, one.turnover, one.origin.source) for one in figures) == [
        (2023, 100, "recherche-entreprises"),
        (2024, 90, "typed"),
        (2024, 120, "recherche-entreprises"),
    ]


def test_amounts_of_the_largest_firms_and_losses_are_exact(site):
    client = site.client("Maison")
    with site.working() as work:
        keep_figures(
            work, client.id, [figure(2024, "99999999999999.99"), figure(2023, "-12345678901.01")]
        )
    _, figures = state_of(site, client)
    assert {one.turnover for one in figures} == {
        Decimal("99999999999999.99"),
        Decimal("-12345678901.01"),
    }


def test_a_merge_moves_what_the_other_lacks_and_can_be_undone(site):
    source, target = site.client("Source"), site.client("Target")
    keep(site, source, BAKERY)
    with site.working() as work:
        keep_figures(work, target.id, [figure(2024, 1)])
    before = (state_of(site, source), state_of(site, target))
    with site.working() as work:
        kept = holdings.merge(work, source.id, target.id)
    company, figures = state_of(site, target)
    assert company is not None
    assert sorted(one.year for one in figures) == [2022, 2023, 2024]
    assert [one.turnover for one in figures if one.year == 2024] == [1]
    assert state_of(site, source)[0] is None
    with site.working() as work:
        holdings.unmerge(work, kept)
    assert (state_of(site, source), state_of(site, target)) == before


def test_erasing_leaves_nothing_here_nor_in_the_answers(site):
    client = site.client("Camille Arvenne", siren=TRADER.siren)
    other = site.client("Autre")
    keep(site, client, BAKERY)
    keep(site, other, BAKERY)
    with site.record(client) as record:
        assert count_kept(record, client.id) == 4
    with site.working() as work:
        answer_file(work).write(f"p|get|{TRADER.siren}", StoredAnswer(payload="{}", stored_at=NOW))
    with site.record(client) as record, site.working() as work:
        assert holdings.erase(work, record) == 4
    with site.reading() as ask:
        assert count_kept(ask, client.id) == 0
        assert count_kept(ask, other.id) == 4
        assert answer_file(ask).read(f"p|get|{TRADER.siren}") is None


def test_personal_data_is_that_of_persons(site):
    company = site.client("Boulangerie", siren=BAKERY.siren)
    person = site.client("Camille Arvenne", kind="person", siren=TRADER.siren)
    masked = site.client("Madame Dupré", siren=MASKED.siren)
    for client, firm in ((company, BAKERY), (person, BAKERY), (masked, MASKED)):
        keep(site, client, firm)
    told = {}
    for client in (company, person, masked):
        with site.record(client) as record:
            told[client.name] = {
                part.label: list(part.rows) for part in holdings.personal_data(record)
            }
    assert told["Boulangerie"] == {}
    assert len(told["Camille Arvenne"]) == 2
    assert "[N" not in repr(told["Madame Dupré"])


def test_the_demo_has_figures_and_a_directory_to_search(site):
    clients = [
        site.client(f"Maison {n}", siren=firm.siren, siret=firm.head_siret)
        for n, firm in enumerate(FIRMS)
    ]
    real = site.client("Une vraie", siren="732829320", siret="73282932000074")
    with site.working() as work:
        demo.fill(work, Scale(clients=8))
        count = sum(len(figures_of(work, client.id)) for client in clients)
        again = [figures_of(work, client.id) for client in clients]
        demo.fill(work, Scale(clients=8))
        assert [figures_of(work, client.id) for client in clients] == again
        assert figures_of(work, real.id) == ()
    assert count > 0
    browser = site.browser(site.user(all_rights=True))
    site.set("directory.order", "offline")
    page = browser.get("/directory/search", params={"q": "menuiserie"})
    assert "/directory/pick/000" in page.text
    assert "Données de démonstration" in page.text
    number = re.search(r"/directory/pick/(\d+)", page.text).group(1)
    picked = browser.get(f"/directory/pick/{number}", headers={"Accept": "application/json"}).json()
    assert picked["fields"]["siren"].startswith("000")
    assert picked["kind"] == "ok"


def test_a_demo_never_replaces_a_directory_that_was_built(site):
    folder = site.host.config.data / "plugins" / "directory"
    folder.mkdir(parents=True)
    (folder / "sirene.sqlite").write_bytes(b"mine")
    with site.working() as work:
        demo.fill(work, Scale(clients=1))
    assert (folder / "sirene.sqlite").read_bytes() == b"mine"


def test_health_says_what_is_in_service_and_asks_nobody(site):
    def found():
        with site.reading() as ask:
            plugin = site.host.registry().health
            check = next(one.item for one in plugin if one.item.key == "directory.sources")
            return check.run(ask)

    assert found().ok
    assert "recherche-entreprises" in found().message
    site.set("directory.order", "offline")
    assert not found().ok
    site.set("directory.order", "")
    assert found().ok


def test_the_command_builds_the_directory_that_is_looked_for(site, samples):
    class Deployment:
        host = site.host

    runner = CliRunner()
    stock = str(samples / "stock")
    done = runner.invoke(build, [stock, "--published", "2026-11-01"], obj=Deployment())
    assert done.exit_code == 0, done.output
    assert "7 firms" in done.output
    site.set("directory.order", "offline")
    page = site.browser(site.user(all_rights=True)).get("/directory/search?q=meridon")
    assert "ATELIERS MERIDON" in page.text
    failed = runner.invoke(build, [str(samples / "absent.csv")], obj=Deployment())
    assert failed.exit_code == 1
    assert "no such file" in failed.output


def test_the_command_line_has_the_commands_of_the_plugin(tmp_path, samples):
    runner = CliRunner(env={"ONGLET_DATA": str(tmp_path), "ONGLET_DATABASE_URL": ""})
    assert runner.invoke(command_line, ["migrate"]).exit_code == 0
    assert "directory" in runner.invoke(command_line, ["--help"]).output
    done = runner.invoke(command_line, ["directory", "build", str(samples / "stock")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "plugins" / "directory" / "sirene.sqlite").exists()
    assert runner.invoke(command_line, ["nonsense"]).exit_code == 2


def test_a_record_opens_with_the_tab_on_what_was_kept(site):
    client = site.client("Madame Dupré", siren=MASKED.siren)
    keep(site, client, MASKED)
    page = site.browser(site.user(all_rights=True)).get(f"{client.href}/directory-finances")
    assert page.status_code == 200
    assert "Diffusion partielle" in page.text
    assert "[N" not in page.text


def test_registers_that_disagree_are_shown_in_the_tab(site):
    client = site.client("Maison", siren=BAKERY.siren)
    found = facts(public_result(BAKERY), fetched_at=NOW)
    closed = facts(public_result(replace(BAKERY, state="C")), fetched_at=NOW)
    with site.working() as work:
        keep_company(
            work, client.id, replace(found, registers=(*found.registers, *closed.registers))
        )
    page = site.browser(site.user(all_rights=True)).get(f"{client.href}/directory-finances")
    assert "ne s’accordent pas" in page.text


def test_tables_are_what_the_models_say(site):
    owner = next(one for one in site.host.owners() if one.name == "directory")
    with site.host.database.reads.connect() as connection:
        assert differences(connection, owner) == []


def test_every_contribution_was_let_in(site):
    loaded = site.host.plugin("directory")
    assert [p for p in loaded.problems if "core.settings.edit" not in str(p.cause)] == []


def test_french_is_complete():
    assert missing_translations(UiPackage(name="directory", folder=FOLDER)) == []


def test_templates_hold_nothing_that_the_policy_refuses():
    assert audit_templates(FOLDER / "templates") == []


def test_sources_are_stamped_with_the_date_of_what_they_said():
    read = Origin(source=sources.INSEE, fetched_at=NOW)
    assert sources.stamp(read) == "INSEE (API Sirene), 2026-11-24"
