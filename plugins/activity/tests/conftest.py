from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from plugins.activity.tests.desk import Desk, open_desk

from onglet_activity.plugin import Activity

if TYPE_CHECKING:
    from onglet.testing.kit import Site


@pytest.fixture
def desk(deployment: Callable[..., Site]) -> Desk:
    return open_desk(deployment(Activity(), ONGLET_PLUGIN_BUDGET_MS="20000"))
