"""The examples in the docstrings of the checks are true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import onglet.identity

NAMES = sorted(path.stem for path in Path(onglet.identity.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__init__"])
def test_the_examples_are_true(name):
    module = importlib.import_module(f"onglet.identity.{name}")
    assert doctest.testmod(module).failed == 0
