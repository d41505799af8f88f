"""A third party's plugin: built as a wheel, installed beside the core alone, tried, taken away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from tools import wheels

LOYALTY = Path(__file__).resolve().parent / "loyalty"


def _run(*command: object, **environ: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own, with the core's wheel and the third party's."""
    folder = tmp_path_factory.mktemp("elsewhere")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, LOYALTY)
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    core = wheels.built_wheels()["onglet-core"]
    own = next(folder.glob("example_loyalty-*.whl"))
    _run(python, "-m", "pip", "install", "-q", f"{core}[testing,postgresql]", own)
    return folder


def test_its_own_tests_pass_beside_the_core_alone(elsewhere: Path) -> None:
    python = elsewhere / "env" / "bin" / "python"
    tests = LOYALTY / "tests"
    environ = {"PYTHONDONTWRITEBYTECODE": "1"}
    settings = LOYALTY / "pyproject.toml"
    command = (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", settings, tests)
    said = _run(*command, **environ)
    assert "passed" in said


def test_it_comes_and_goes_without_anything_else_noticing(elsewhere: Path, tmp_path: Path) -> None:
    python, onglet = (elsewhere / "env" / "bin" / name for name in ("python", "onglet"))
    environ = {"ONGLET_DATA": str(tmp_path / "var")}

    _run(onglet, "migrate", **environ)
    _run(onglet, "demo", "--clients", "5", **environ)
    there = _states(_run(onglet, "plugins", "--json", **environ))
    _run(python, "-m", "pip", "uninstall", "-q", "-y", "example-loyalty")
    gone = _states(_run(onglet, "plugins", "--json", **environ))
    _run(onglet, "check", **environ)
    _run(python, "-m", "pip", "install", "-q", "--no-deps", next(elsewhere.glob("*.whl")))
    back = _states(_run(onglet, "plugins", "--json", **environ))

    assert there == {"core": "enabled", "loyalty": "enabled"}
    assert gone == {"core": "enabled", "loyalty": "missing"}
    assert back == there


def _states(listed: str) -> dict[str, str]:
    return {item["name"]: item["state"] for item in json.loads(listed)}
