"""The tools behind `make test`: which wheels a part installs, and what the run says at its end."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from tools import parts, wheels

JUNIT = """<testsuites><testsuite name="pytest" errors="1" failures="1" skipped="2" tests="10"
time="3.5"/></testsuites>"""


def wheel(folder: Path, name: str, *requires: str) -> Path:
    """A wheel with nothing in it but its metadata."""
    path = folder / f"{name.replace('-', '_')}-0.1.0-py3-none-any.whl"
    lines = [f"Name: {name}", *(f"Requires-Dist: {line}" for line in requires)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-0.1.0.dist-info/METADATA", "\n".join(lines) + "\n\nWords.")
    return path


@pytest.fixture
def built(tmp_path: Path) -> dict[str, Path]:
    return {
        "onglet-core": wheel(tmp_path, "onglet-core", "click>=8", "obstore>=0.12; extra == 's3'"),
        "onglet-banking": wheel(tmp_path, "onglet-banking", "onglet-core==0.1.0"),
        "onglet-mandates": wheel(tmp_path, "onglet-mandates", "onglet_banking==0.1.0"),
        "onglet": wheel(tmp_path, "onglet", "onglet-core==0.1.0", "onglet-x; extra == 'x'"),
    }


def test_a_part_installs_what_its_plugin_needs_of_the_workspace(built: dict[str, Path]) -> None:
    wanted = wheels.closure(["onglet-mandates"], built)

    assert list(wanted) == ["onglet-mandates", "onglet-banking", "onglet-core"]


def test_extras_that_were_asked_for_survive_what_others_need(built: dict[str, Path]) -> None:
    wanted = wheels.closure(["onglet-core[s3]", "onglet-banking"], built)

    assert wanted == {"onglet-core": "[s3]", "onglet-banking": ""}


def test_wheels_older_than_the_sources_are_refused(
    tmp_path: Path, built: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "core" / "src" / "onglet" / "new.py"
    source.parent.mkdir(parents=True)
    source.touch()
    newest = max(path.stat().st_mtime for path in built.values())
    os.utime(source, (newest - 60, newest - 60))
    monkeypatch.setattr(wheels, "ROOT", tmp_path)
    monkeypatch.setattr(wheels, "WHEELS", tmp_path)
    assert wheels.built_wheels() == built

    os.utime(source, (newest + 60, newest + 60))

    with pytest.raises(SystemExit, match="tox run -e build"):
        wheels.built_wheels()


def test_the_run_ends_with_the_sum_of_its_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("core", "browser"):
        (tmp_path / f"{name}.xml").write_text(JUNIT)

    parts.main(tmp_path)

    assert capsys.readouterr().out.splitlines()[-1] == "12 passed, 4 failed, 4 skipped"
