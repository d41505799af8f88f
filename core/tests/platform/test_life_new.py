"""`onglet plugins new`: what it writes works, and passes its own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Column, Integer

from onglet.cli import Deployment, main
from onglet.db.base import Base
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
        env={**kept, "PYTHONPATH": os.pathsep.join([str(folder / "src"), *sys.path])},
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
    name = f"jotter{len(Base.metadata.tables)}"  # models stay known to the process: a new one each
    source = write_plugin(name, tmp_path).folder / "src"
    monkeypatch.syspath_prepend(str(source))
    plugin = getattr(import_module(f"onglet_{name}.plugin"), name.capitalize())()
    site = deployment(plugin)
    table = Base.metadata.tables[f"{name}_note"]

    def revise() -> Any:
        it = Deployment()
        it._host = site.host
        return CliRunner().invoke(main, ["plugins", "revision", name, "their size"], obj=it)

    assert "as its models say" in revise().output
    table.append_column(Column("size", Integer, nullable=True))
    assert any("size" in fault for fault in site.faults(name))

    said = revise()
    assert said.exit_code == 0, said.output
    (step,) = (source / f"onglet_{name}" / "migrations").glob("0002_*.py")
    assert f"{name}_0001" in step.read_text(encoding="utf-8")
    assert any("size" in str(fault) for fault in site.faults(name))
    site.host.migrate()
    assert site.faults(name) == []


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
