"""The databases that the kit gives to tests, and the server that it starts for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from onglet.testing import postgres, session

if TYPE_CHECKING:
    from onglet.testing.server import Server


def run(address: str, *statements: str) -> object:
    """The first value that the last statement gives, all in one transaction."""
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            for statement in statements[:-1]:
                connection.execute(text(statement))
            return connection.execute(text(statements[-1])).scalar()
    finally:
        engine.dispose()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_an_empty_database(database_url: str, turn: str) -> None:
    made = run(database_url, "CREATE TABLE note (words TEXT)", "SELECT count(*) FROM note")

    assert made == 0, turn


def test_the_server_is_shared_and_out_of_reach_of_the_network(postgresql_server: Server) -> None:
    listening = run(
        postgresql_server.url.render_as_string(hide_password=False), "SHOW listen_addresses"
    )

    assert os.environ.get("ONGLET_TEST_POSTGRES") or listening == ""


def test_a_template_is_filled_once_and_copied_with_its_rows(postgresql_server: Server) -> None:
    filled: list[str] = []

    def fill(address: str) -> None:
        filled.append(address)
        create = "CREATE TABLE client (name TEXT)"
        run(address, create, "INSERT INTO client VALUES ('Moselle') RETURNING name")

    key = f"clients-{os.getpid()}"
    for _ in range(2):
        template = postgresql_server.prepare_template(key, fill)
        copy = postgresql_server.create_database(template=template)
        assert run(copy, "SELECT name FROM client") == "Moselle"
        postgresql_server.drop_database(copy)

    assert len(filled) == 1


def test_letters_with_accents_have_case_on_postgresql(postgresql_url: str) -> None:
    assert run(postgresql_url, "SELECT lower('ÉLÉGANCE')") == "élégance"


def test_a_machine_without_a_server_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "_candidates", lambda: iter([Path("/nowhere")]))

    with pytest.raises(postgres.PostgresUnavailable, match="apt-get install postgresql"):
        postgres.find_binaries()


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 passed, 1 skipped"), ("true", "1 error")])
def test_a_missing_server_is_a_skip_on_a_desk_and_a_failure_in_ci(
    tmp_path: Path, ci: str, outcome: str
) -> None:
    (tmp_path / "conftest.py").write_text(
        "from onglet.testing import postgres\npostgres._candidates = lambda: iter([])\n"
    )
    (tmp_path / "test_both.py").write_text("def test_it(database_url):\n    assert database_url\n")
    outside = ("ONGLET_TEST_POSTGRES", "PYTEST_ADDOPTS")
    environment = {name: value for name, value in os.environ.items() if name not in outside}

    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=environment | {"CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome in answer.stdout
    assert "ONGLET_TEST_POSTGRES" in answer.stdout


def test_the_folder_of_a_dead_session_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"onglet-tests-{ended.pid}-abcdef"
    left.mkdir()
    own = tmp_path / f"onglet-tests-{os.getpid()}-abcdef"
    monkeypatch.setenv("ONGLET_TEST_SESSION", str(own))

    assert session.shared_folder() == own
    assert own.is_dir()
    assert not left.exists()
