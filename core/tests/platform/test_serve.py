"""`onglet serve --demo`: what `make run` does, in one process, the first time and the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from onglet.cli import main


def test_it_makes_tables_and_clients_once_then_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    monkeypatch.setattr("uvicorn.run", lambda *args, **options: served.append(options["port"]))
    runner = CliRunner(env={"ONGLET_DATA": str(tmp_path), "ONGLET_DATABASE_URL": ""})

    first = runner.invoke(main, ["serve", "--demo", "--port", "8123"])
    second = runner.invoke(main, ["serve", "--demo", "--port", "8123"])

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert served == [8123, 8123]
    assert "core_0001" in first.stdout
    assert "made-up firm" in first.stdout
    assert "core: up to date" in second.stdout
    assert "made-up firm" not in second.stdout
    for said in (first, second):
        assert "on http://127.0.0.1:8123" in said.stdout
        assert "with the password" in said.stdout
