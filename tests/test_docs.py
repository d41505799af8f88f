"""The docs keep their word: the tutorial's plugin is made as its page says, and works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onglet.cli import main

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILE = re.compile(r"`(?P<name>[\w/.]+)`:\n\n```\w+\n(?P<text>.*?)```", re.DOTALL)
CHANGE = re.compile(r"`(?P<before>from [^`]+)` becomes\s+`(?P<after>from [^`]+)`")
METHOD = re.compile(r"^```python\n(?P<text>    @hookimpl.*?)```", re.DOTALL | re.MULTILINE)


def follow(page: str, folder: Path) -> None:
    """Do to the package in a folder what the page has its reader do."""
    text = (DOCS / page).read_text(encoding="utf-8")
    plugin = folder / "src/onglet_hello/plugin.py"
    source = plugin.read_text(encoding="utf-8")
    for change in CHANGE.finditer(text):
        assert source.count(change["before"]) == 1, change["before"]
        source = source.replace(change["before"], change["after"])
    methods = [found["text"] for found in METHOD.finditer(text)]
    plugin.write_text("\n".join([source, *methods]), encoding="utf-8")
    for file in FILE.finditer(text):
        path = folder / file["name"]
        kept = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(kept + file["text"], encoding="utf-8")


def run_tests(tests: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder on a package beside what is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tests,
        env={**kept, "PYTHONPATH": os.pathsep.join([str(source), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_tab_of_the_tutorial_works(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["plugins", "new", "hello", "--into", str(tmp_path)])
    assert said.exit_code == 0, said.output
    folder = tmp_path / "onglet-hello"

    follow("plugins/first-tab.md", folder)

    run = run_tests(folder / "tests", folder / "src")
    assert run.returncode == 0, run.stdout + run.stderr
    assert (folder / "tests/test_pins.py").exists()


@pytest.mark.parametrize("page", ["plugins/rights.md", "plugins/fields.md"])
def test_the_examples_of_a_page_work(page: str, tmp_path: Path) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for file in FILE.finditer(text):
        (tmp_path / file["name"]).write_text(file["text"], encoding="utf-8")

    run = run_tests(tmp_path, tmp_path)

    assert run.returncode == 0, run.stdout + run.stderr


LINK = re.compile(r"\]\((?!https?://|#)(?P<target>[^)#]+)")


@pytest.mark.parametrize(
    "page",
    sorted(
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if "_build" not in path.parts and "_generated" not in path.parts
    ),
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = DOCS / page
    for match in LINK.finditer(path.read_text(encoding="utf-8")):
        assert (path.parent / match["target"]).exists(), match["target"]
