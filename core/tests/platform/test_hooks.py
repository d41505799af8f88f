"""Every hook says its purpose, its moment and the price of a failure, and its example works."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import onglet.api
from onglet.hookspecs import Plugin
from onglet.host.declare import declare
from onglet.testing import contract
from onglet.ui.icons import core_icons

HOOKS = contract.hooks()
FAILURES = ("drop", "refuse", "abort", "the plugin is refused")
RIGHTS = {"core.client.read", "core.client.edit", "core.settings.edit"}
DUMP = Path(__file__).with_name("api_1.txt")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_a_hook_is_documented(hook: contract.Hook) -> None:
    assert len(hook.purpose) > 12, "its purpose"
    assert hook.moment.startswith("Called once"), "when it is called"
    assert hook.transaction.endswith("."), "on which transaction"
    assert hook.failure.startswith(FAILURES), "what a failure costs"
    assert "@hookimpl" in hook.example, "an example"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_the_example_of_a_hook_works(hook: contract.Hook) -> None:
    plugin = _plugin_with(hook.example)

    declared = declare(plugin, rights=RIGHTS, is_icon=set(core_icons()).__contains__)

    assert not declared.problems
    kind = hook.name.removeprefix("onglet_")
    assert declared.items.get(kind) or declared.routers or declared.commands


def _plugin_with(example: str) -> Plugin:
    names: dict[str, Any] = {name: getattr(onglet.api, name) for name in onglet.api.__all__}
    names["Wave"] = SimpleNamespace(assignee_id=None)  # a table of the plugin's own
    source = f"""
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
import click
from fastapi import APIRouter
from sqlalchemy import literal, true

class Hello(Plugin):
    name = "hello"
    label = "Hello"

{textwrap.indent(example, "    ")}
"""
    exec(compile(source, "example", "exec"), names)  # noqa: S102 - the examples of our own hooks
    made: Callable[[], Plugin] = names["Hello"]
    return made()


def test_the_contract_has_changed_only_on_purpose() -> None:
    """After a change that is meant: python -m onglet.testing.contract > this file's api_1.txt."""
    assert contract.dump() == DUMP.read_text(encoding="utf-8")


def test_every_hook_is_on_the_page() -> None:
    page = contract.page()

    assert [name for name in dir(Plugin) if name.startswith("onglet_")] == sorted(
        re.findall(r"^## `(onglet_\w+)`", page, flags=re.MULTILINE)
    )


def test_nothing_is_public_by_accident() -> None:
    names = {
        name
        for name, value in vars(onglet.api).items()
        if not name.startswith("__") and not inspect.ismodule(value)
    }
    modules = {n for n in onglet.api.__all__ if inspect.ismodule(getattr(onglet.api, n))}
    assert names == set(onglet.api.__all__) - modules
