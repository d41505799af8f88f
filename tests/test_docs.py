"""The docs keep their word: the tutorial's plugin is made from its page, and works."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

from onglet.testing.kit import MakeSite

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"`(?P<name>[\w/.]+)`[^`\n]*:\n\n```[\w+-]+\n(?P<text>.*?)```", re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    """The files that a page has its reader write."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return {match["name"]: match["text"] for match in BLOCK.finditer(text)}


@pytest.fixture
def first_tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tutorial's package, written as the page says, ready to import."""
    package = tmp_path / "tutorial"
    for name, text in files_of("plugins/first-tab.md").items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (package / "src/onglet_hello/__init__.py").touch()
    monkeypatch.syspath_prepend(str(package / "src"))
    for name in [name for name in sys.modules if name.startswith("onglet_hello")]:
        monkeypatch.delitem(sys.modules, name)
    return package


def test_the_first_tab_of_the_tutorial_works(first_tab: Path, deployment: MakeSite) -> None:
    assert (first_tab / "pyproject.toml").exists()
    names: dict[str, object] = {}
    test = (first_tab / "tests/test_hello.py").read_text(encoding="utf-8")
    importlib.invalidate_caches()
    exec(compile(test, "test_hello.py", "exec"), names)  # noqa: S102 - our own page
    tried = names["test_the_tab_greets"]
    assert callable(tried)
    tried(deployment)


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
