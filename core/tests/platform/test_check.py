"""`onglet check` on a deployment that nobody has migrated, and the log that machines read."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onglet.cli import main
from onglet.shell.logs import JsonLines


def test_a_deployment_without_tables_is_told_to_migrate_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    environ = {"ONGLET_DATA": str(tmp_path), "ONGLET_DATABASE_URL": ""}

    said = CliRunner(env=environ).invoke(main, ["check", "--json"])

    found = json.loads(said.stdout)
    assert said.exit_code == 1
    assert (found["ready"], found["migrations"], found["worker"]) == (False, "needed", "unknown")
    assert found["advice"][0] == "The tables are behind this version: run onglet migrate."
    assert not [advice for advice in found["advice"] if "jobs" in advice or "core" in advice]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_migrated_one_is_well(tmp_path: Path) -> None:
    environ = {"ONGLET_DATA": str(tmp_path), "ONGLET_DATABASE_URL": ""}
    runner = CliRunner(env=environ)
    runner.invoke(main, ["migrate"])

    said = runner.invoke(main, ["check"])

    assert (said.exit_code, said.stdout) == (0, "Everything is well.\n")


def test_a_failure_is_one_line_of_json_with_its_trace() -> None:
    try:
        raise ValueError("été\n")
    except ValueError:
        record = logging.LogRecord(
            "onglet.web", logging.ERROR, __file__, 1, "%s failed", ("GET /",), sys.exc_info()
        )

    written = JsonLines().format(record)

    assert "\n" not in written
    line = json.loads(written)
    assert (line["level"], line["logger"], line["message"]) == (
        "error",
        "onglet.web",
        "GET / failed",
    )
    assert "ValueError: été" in line["trace"]
    assert line["at"].endswith("+00:00")
