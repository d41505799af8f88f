"""What the whole-product tests say at their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import checklist

if TYPE_CHECKING:
    import pytest

# A third party's package: its tests run in an environment of its own (test_third_party.py).
collect_ignore = ["loyalty"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the gestures that no browser test performs."""
    missing = checklist.without_test()
    if missing:
        terminalreporter.section("gestures without a browser test")
        terminalreporter.line(" ".join(gesture.id for gesture in missing))
