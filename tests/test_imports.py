"""What the contracts of import-linter do not see: imports made by tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))
ONGLET = ("onglet", "onglet_")


def imported_modules(path: Path) -> set[str]:
    """Full names of the modules and names that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("name", PLUGINS)
def test_tests_of_a_plugin_know_its_own_package_the_api_and_the_kit(name: str) -> None:
    allowed = (f"onglet_{name}", "onglet.api", "onglet.testing")

    strays = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "plugins" / name / "tests").rglob("*.py")
        for module in imported_modules(path)
        if module.split(".")[0].startswith(ONGLET) and not is_within(module, allowed)
    }

    assert not strays, strays


def test_tests_of_the_core_know_no_plugin() -> None:
    packages = tuple(f"onglet_{name}" for name in PLUGINS)

    strays = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "core" / "tests").rglob("*.py")
        for module in imported_modules(path)
        if is_within(module, packages)
    }

    assert not strays, strays
