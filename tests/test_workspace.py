"""The lists of plugins that tools need in writing, kept in step with the folder `plugins/`."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tox_settings() -> configparser.ConfigParser:
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "tox.ini", encoding="utf-8")
    return settings


def listed_in_tox() -> list[str]:
    lines = tox_settings()["tox"]["env_list"].split()
    parts = [line.removeprefix("plugin-") for line in lines if line.startswith("plugin-")]
    return [name for names in parts for name in names.strip("{}").split(",")]


def test_tox_tries_each_plugin_alone() -> None:
    assert listed_in_tox() == PLUGINS


@pytest.mark.parametrize("name", PLUGINS)
def test_the_part_of_a_plugin_installs_it_and_runs_its_tests(name: str) -> None:
    (section,) = [title for title in tox_settings().sections() if "plugin-" in title]
    part = tox_settings()[section]

    assert section == f"testenv:plugin-{{{','.join(PLUGINS)}}}"
    install = rf"{name}: python tools/wheels.py install onglet-{name}\b"
    assert re.search(install, part["commands_pre"])
    assert f"plugins/{name}/tests" in part["commands"]


def test_the_meta_distribution_has_an_extra_for_each_plugin() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    version = PROJECT["project"]["version"]
    pins = {name: f"onglet-{name}=={version}" for name in PLUGINS}

    assert {name: extras.get(name) for name in PLUGINS} == {n: [pin] for n, pin in pins.items()}
    assert sorted(extras["all"]) == sorted(pins.values())


def test_the_workspace_has_one_version() -> None:
    projects = [ROOT / "core", *(ROOT / "plugins" / name for name in PLUGINS)]
    versions = {
        path.name: tomllib.loads((path / "pyproject.toml").read_text())["project"]["version"]
        for path in projects
    }

    assert set(versions.values()) == {PROJECT["project"]["version"]}, versions


def test_types_are_checked_in_each_plugin() -> None:
    settings = PROJECT["tool"]["mypy"]

    assert settings["mypy_path"] == ["core/src", *(f"plugins/{name}/src" for name in PLUGINS)]
    for name in PLUGINS:
        assert f"plugins/{name}/src/onglet_{name}" in settings["files"]


def declared_plugins(name: str) -> list[str]:
    """Packages of the plugins that this one declares in its dependencies."""
    text = (ROOT / "plugins" / name / "pyproject.toml").read_text(encoding="utf-8")
    needs = tomllib.loads(text)["project"]["dependencies"]
    return [f"onglet_{other}" for other in PLUGINS if f"onglet-{other}" in map(distribution, needs)]


def distribution(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9.-]", requirement, maxsplit=1)[0]


def contracts() -> dict[str, dict[str, list[str]]]:
    return {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}


def test_import_contracts_know_each_plugin() -> None:
    packages = [f"onglet_{name}" for name in PLUGINS]

    assert PROJECT["tool"]["importlinter"]["root_packages"] == ["onglet", *packages]
    assert contracts()["ignorance"]["forbidden_modules"] == packages
    assert contracts()["front-door"]["source_modules"] == packages
    assert contracts()["front-door"]["ignore_imports"] == [
        f"{package}.** -> onglet.api" for package in packages
    ]


@pytest.mark.parametrize("name", PLUGINS)
def test_only_plugins_that_declare_another_reach_its_api(name: str) -> None:
    package = f"onglet_{name}"
    contract = contracts()[f"{package}-rooms"]
    declaring = [f"onglet_{other}" for other in PLUGINS if package in declared_plugins(other)]

    assert contract["protected_modules"] == [package]
    assert contract["allowed_importers"] == []
    assert contract.get("ignore_imports", []) == [
        f"{other}.** -> {package}.api" for other in declaring
    ]
