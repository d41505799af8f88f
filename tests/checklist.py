"""Which gestures of the checklist the browser tests perform, read from their markers."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
BROWSER_TESTS = "browser/**/test_*.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One line of the list; a gesture that is awaited may still lack its test."""

    id: str
    owner: str
    words: str
    is_awaited: bool


def read_gestures(text: str) -> list[Gesture]:
    """The gestures of a list, in its order."""
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, owner, words = line.removeprefix("?").split(maxsplit=2)
            awaited = line.startswith("?")
            found.append(Gesture(id=name, owner=owner, words=words, is_awaited=awaited))
    return found


def listed() -> list[Gesture]:
    """The gestures of tests/checklist.txt."""
    return read_gestures((TESTS / "checklist.txt").read_text(encoding="utf-8"))


def marked_in(source: str) -> set[str]:
    """The ids in the `seed` markers of a test module, wherever they stand in it."""
    return {
        argument.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.seed"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def marked() -> set[str]:
    """The ids that the browser tests carry, those of plugins' own folders included."""
    files = [*TESTS.glob(BROWSER_TESTS), *TESTS.parent.glob(f"plugins/*/tests/{BROWSER_TESTS}")]
    return {name for path in files for name in marked_in(path.read_text(encoding="utf-8"))}


def without_test() -> list[Gesture]:
    """The gestures that no browser test carries."""
    covered = marked()
    return [gesture for gesture in listed() if gesture.id not in covered]
