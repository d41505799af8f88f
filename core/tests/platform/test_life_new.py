"""`onglet plugins new`: what it writes works, and passes its own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onglet.cli import main
from onglet.db.migrate import Owner, differences
from onglet.host.discovery import Found
from onglet.scaffold.write import NotANewPluginError, write_plugin
from onglet.testing.kit import MakeSite
from onglet.ui.audit import audit_templates
from onglet.ui.packages import UiPackage
from onglet.ui.wording import missing_translations


def test_what_is_written_passes_its_own_tests(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["plugins", "new", "memo", "--into", str(tmp_path)])
    folder = tmp_path / "onglet-memo"
    assert said.exit_code == 0, said.output
    assert str(folder) in said.output

    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_what_is_written_is_said_in_french_and_keeps_to_the_policy(tmp_path: Path) -> None:
    folder = write_plugin("memo", tmp_path, "Pense-bête").folder / "src" / "onglet_memo"

    assert missing_translations(UiPackage(name="memo", folder=folder), "fr") == []
    assert audit_templates(folder / "templates") == []


def test_the_next_step_of_its_tables_is_written_from_its_models(
    deployment: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_plugin("jotter", tmp_path).folder / "src"
    monkeypatch.syspath_prepend(str(source))
    from importlib import import_module

    plugin = import_module("onglet_jotter.plugin").Jotter()
    site = deployment(found=[Found(name="jotter", distribution="", version="1", plugin=plugin)])
    owner = Owner(name="jotter", folder=source / "onglet_jotter" / "migrations")

    with site.host.database.reads.connect() as connection:
        assert not differences(connection, owner)


@pytest.mark.parametrize(
    "name", ["core", "Memo", "x", "client-notes", "settings", "9lives", "none", ""]
)
def test_a_name_that_no_plugin_may_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotANewPluginError):
        write_plugin(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write_plugin("memo", tmp_path)

    said = CliRunner().invoke(main, ["plugins", "new", "memo", "--into", str(tmp_path)])

    assert said.exit_code == 1
    assert "there already" in said.output
